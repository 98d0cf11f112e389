"""Merging speakers across articles: one record for every person or body, and why each name belongs to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Literal

from datasette_quotes.text import short_key
from quote_loaders.records import Judgement, Speaker, SpeakerKind, SpeakerMention, SpeakerName
from quote_loaders.speakers.aliases import AliasList
from quote_loaders.speakers.names import fold, given_name, given_names_agree, surname

Reason = Literal["full name", "surname in article", "spelling variant", "alias list", "judgement"]
_UNNAMED: tuple[SpeakerKind, ...] = ("anonymous", "group")
_KIND_ORDER: tuple[SpeakerKind, ...] = ("person", "organisation", "group", "anonymous")


@dataclass(slots=True)
class _Groups:
    """Names that are one speaker: a union of sets that a judgement "no" keeps apart."""

    apart: set[frozenset[str]]
    members: dict[str, set[str]] = field(default_factory=dict)
    reasons: dict[str, Reason] = field(default_factory=dict)

    def add(self, name: str) -> None:
        self.members.setdefault(name, {name})

    def join(self, left: str, right: str, reason: Reason) -> None:
        """Make two names one, unless that would join two that a person has judged to be different."""
        ours, theirs = self.members[left], self.members[right]
        if ours is theirs or any(frozenset((one, other)) in self.apart for one in ours for other in theirs):
            return
        self.reasons.setdefault(right, reason)
        self.reasons.setdefault(left, reason)
        ours |= theirs
        for name in theirs:
            self.members[name] = ours

    def sets(self) -> Iterator[list[str]]:
        """Every set once, names in alphabetical order."""
        seen: set[int] = set()
        for name in sorted(self.members):
            found = self.members[name]
            if id(found) not in seen:
                seen.add(id(found))
                yield sorted(found)


def merge(mentions: Iterable[SpeakerMention], aliases: AliasList, judgements: Iterable[Judgement]) -> list[Speaker]:
    """The speakers of a collection, by key; the same for the same mentions in any order.

    Names join when the alias list or a judgement says so, when they are spellings of one full name, or when a
    surname belongs to exactly one person of the collection. Different given names never join. Somebody who isn't
    named is a speaker of one article only: "officials" of two articles are not the same officials.
    """
    listed = list(mentions)
    return sorted([*merge_named(listed, aliases, judgements), *merge_unnamed(listed)], key=lambda speaker: speaker.key)


def merge_unnamed(mentions: Iterable[SpeakerMention]) -> list[Speaker]:
    """The speakers who aren't named, each of one article."""
    return [_unnamed(group) for group in _by_article([m for m in _in_order(mentions) if m.kind in _UNNAMED])]


def merge_named(
    mentions: Iterable[SpeakerMention], aliases: AliasList, judgements: Iterable[Judgement]
) -> list[Speaker]:
    """The people and bodies with a name; of a part of a collection too, if it has all names that may be one speaker."""
    named = [mention for mention in _in_order(mentions) if mention.kind not in _UNNAMED]
    speakers: list[Speaker] = []
    groups = _grouped({mention.name for mention in named}, aliases, judgements)
    by_name: dict[str, list[SpeakerMention]] = defaultdict(list)
    for mention in named:
        by_name[mention.name].append(mention)
    taken: set[str] = set()
    for names in groups.sets():
        found = [mention for name in names for mention in by_name.get(name, [])]
        if found:
            speaker = _speaker(found, groups, aliases, taken)
            taken.add(speaker.key)
            speakers.append(speaker)
    return speakers


def _in_order(mentions: Iterable[SpeakerMention]) -> list[SpeakerMention]:
    return sorted(set(mentions), key=lambda mention: (mention.article, mention.name, mention.kind, mention.roles))


def _grouped(names: set[str], aliases: AliasList, judgements: Iterable[Judgement]) -> _Groups:
    latest: dict[frozenset[str], Judgement] = {}
    for judgement in judgements:
        if judgement.subject == "same speaker":
            latest[frozenset((judgement.left, judgement.right))] = judgement
    groups = _Groups({pair for pair, judgement in latest.items() if judgement.verdict == "no"})
    for name in sorted(names):
        groups.add(name)
    for judgement in sorted(latest.values(), key=lambda judgement: (judgement.left, judgement.right)):
        if judgement.verdict == "yes" and {judgement.left, judgement.right} <= names:
            groups.join(judgement.left, judgement.right, "judgement")
    _join_aliases(groups, sorted(names), aliases)
    _join_spellings(groups, sorted(names))
    _join_surnames(groups, sorted(names))
    return groups


def _join_aliases(groups: _Groups, names: Sequence[str], aliases: AliasList) -> None:
    meant: dict[str, list[str]] = defaultdict(list)
    for name in names:
        entry = aliases.entry(name)
        if entry is not None:
            meant[entry.name].append(name)
    for found in meant.values():
        for left, right in pairwise(found):
            groups.join(left, right, "alias list")


def _join_spellings(groups: _Groups, names: Sequence[str]) -> None:
    """Equal when folded; or the same surname, agreeing given names, and middle names that don't disagree."""
    by_surname: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_surname[surname(name)].append(name)
    for found in by_surname.values():
        for left, right in combinations(found, 2):
            if fold(left) == fold(right) or _one_name(left, right):
                groups.join(left, right, "spelling variant")


def _one_name(left: str, right: str) -> bool:
    ours, theirs = given_name(left), given_name(right)
    if ours is None or theirs is None or ours != theirs:
        return False
    middles = [{word for word in fold(name)[1:-1] if len(word) > 1} for name in (left, right)]
    return middles[0] <= middles[1] or middles[1] <= middles[0]


def _join_surnames(groups: _Groups, names: Sequence[str]) -> None:
    """A surname, or an initial with one, joins the only person of that surname; of two people it joins neither."""
    full: dict[str, list[str]] = defaultdict(list)
    for name in names:
        given = given_name(name)
        if given is not None and len(given) > 1:
            full[surname(name)].append(name)
    for name in names:
        given = given_name(name)
        if given is not None and len(given) > 1:
            continue
        if given is None and len(fold(name)) != 1 and not name[:1].islower():
            continue
        found = [other for other in full[surname(name)] if given_names_agree(given, given_name(other))]
        if found and len({id(groups.members[other]) for other in found}) == 1:
            groups.join(found[0], name, "surname in article")


def _by_article(mentions: Sequence[SpeakerMention]) -> Iterator[list[SpeakerMention]]:
    found: dict[tuple[str, tuple[str, ...]], list[SpeakerMention]] = defaultdict(list)
    for mention in mentions:
        found[mention.article, fold(mention.name)].append(mention)
    yield from (found[key] for key in sorted(found))


def _unnamed(mentions: Sequence[SpeakerMention]) -> Speaker:
    names = sorted({mention.name for mention in mentions})
    article = mentions[0].article
    return Speaker(
        key=short_key("speaker", article, " ".join(fold(names[0])) or names[0]),
        name=names[0],
        kind=_kind(mentions),
        role=_role(mentions),
        wikidata=None,
        names=tuple(SpeakerName(name, "full name" if name == names[0] else "spelling variant") for name in names),
        mentions=tuple(sorted({(mention.article, mention.name) for mention in mentions})),
    )


def _speaker(mentions: Sequence[SpeakerMention], groups: _Groups, aliases: AliasList, taken: set[str]) -> Speaker:
    names = sorted({mention.name for mention in mentions})
    entry = next((found for name in names if (found := aliases.entry(name)) is not None), None)
    name = entry.name if entry is not None else _fullest(mentions)
    folded = " ".join(fold(name)) or name
    key = short_key("speaker", folded)
    if key in taken:  # judged to be different, though spelled alike
        key = short_key("speaker", folded, *names)
    return Speaker(
        key=key,
        name=name,
        kind=entry.kind if entry is not None else _kind(mentions),
        role=_role(mentions),
        wikidata=entry.wikidata if entry is not None else None,
        names=tuple(SpeakerName(one, _reason(one, name, groups, aliases)) for one in names),
        mentions=tuple(sorted({(mention.article, mention.name) for mention in mentions})),
    )


def _reason(name: str, canonical: str, groups: _Groups, aliases: AliasList) -> Reason:
    if name == canonical:
        return "full name"
    if groups.reasons.get(name) == "judgement":
        return "judgement"
    if aliases.entry(name) is not None:
        return "alias list"
    return groups.reasons.get(name, "full name")


def _fullest(mentions: Sequence[SpeakerMention]) -> str:
    """The form with most words, of those the most frequent one, of those the first in the alphabet."""
    counts = Counter(mention.name for mention in mentions)
    return min(counts, key=lambda name: (-len(name.split()), -counts[name], name))


def _kind(mentions: Sequence[SpeakerMention]) -> SpeakerKind:
    counts = Counter(mention.kind for mention in mentions)
    return min(counts, key=lambda kind: (-counts[kind], _KIND_ORDER.index(kind)))


def _role(mentions: Sequence[SpeakerMention]) -> str | None:
    """The latest title that is known; an article without a date counts as the oldest."""
    told = [mention for mention in mentions if mention.roles]
    if not told:
        return None
    latest = max(
        told, key=lambda mention: (mention.published_order not in ("", "~"), mention.published_order, mention.article)
    )
    return latest.roles[-1]
