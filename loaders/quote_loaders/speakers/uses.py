"""How articles use the names of people and bodies: counted, so that more articles are added without the old ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from quote_loaders.records import NameUse, SpeakerKind, SpeakerMention, ToldRole

UNNAMED: tuple[SpeakerKind, ...] = ("anonymous", "group")


def name_uses(mentions: Iterable[SpeakerMention]) -> list[NameUse]:
    """How the people and bodies with a name are called, sorted by name and number."""
    found: dict[tuple[str, str], list[SpeakerMention]] = defaultdict(list)
    for mention in in_order(mention for mention in mentions if mention.kind not in UNNAMED):
        found[mention.name, mention.wikidata or ""].append(mention)
    return [_use(found[one]) for one in sorted(found)]


def _use(mentions: Sequence[SpeakerMention]) -> NameUse:
    kinds = Counter(mention.kind for mention in mentions)
    told = (ToldRole(one.published_order, one.article, one.kind, one.roles) for one in mentions if one.roles)
    return NameUse(mentions[0].name, mentions[0].wikidata, tuple(sorted(kinds.items())), latest_role(told))


def latest_role(told: Iterable[ToldRole]) -> ToldRole | None:
    """The titles of the latest article; one without a date counts as the oldest. Of several the first."""
    return max(
        told, key=lambda one: (one.published_order not in ("", "~"), one.published_order, one.article), default=None
    )


def added_uses(left: Iterable[NameUse], right: Iterable[NameUse]) -> list[NameUse]:
    """The uses of names in two sets of articles that have none in common."""
    found = {(one.name, one.wikidata): one for one in left}
    add_uses(found, right)
    return list(found.values())


def add_uses(found: dict[tuple[str, str | None], NameUse], more: Iterable[NameUse]) -> None:
    """Add the uses of names in other articles to what was found before, by name and number."""
    for one in more:
        known = found.get((one.name, one.wikidata))
        found[one.name, one.wikidata] = one if known is None else _both(known, one)


def _both(left: NameUse, right: NameUse) -> NameUse:
    kinds = Counter(dict(left.kinds))
    kinds.update(dict(right.kinds))
    role = latest_role(told for told in (left.role, right.role) if told is not None)
    return NameUse(left.name, left.wikidata, tuple(sorted(kinds.items())), role)


def in_order(mentions: Iterable[SpeakerMention]) -> list[SpeakerMention]:
    return sorted(set(mentions), key=_place)


def _place(mention: SpeakerMention) -> tuple[object, ...]:
    return mention.article, mention.name, mention.kind, mention.roles, mention.wikidata or ""
