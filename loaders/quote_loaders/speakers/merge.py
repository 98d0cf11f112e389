"""Merging speakers across articles: one record for every person or body, and why each name belongs to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Literal

from datasette_quotes.text import short_key
from quote_loaders.records import Judgement, NameUse, Speaker, SpeakerKind, SpeakerMention, SpeakerName, ToldRole
from quote_loaders.speakers.aliases import AliasEntry, AliasList
from quote_loaders.speakers.names import fold, given_name, given_names_agree, surname
from quote_loaders.speakers.uses import UNNAMED, in_order, latest_role, name_uses

Reason = Literal["full name", "surname in article", "spelling variant", "alias list", "judgement"]
Node = tuple[str, str | None]  # a name, and the Wikidata number of whom it means, where one is known
_KIND_ORDER: tuple[SpeakerKind, ...] = ("person", "organisation", "group", "anonymous")


@dataclass(slots=True)
class _Groups:
    """Names that are one speaker: a union of sets that a judgement "no" keeps apart."""

    apart: set[frozenset[str]]
    members: dict[Node, set[Node]] = field(default_factory=dict)
    reasons: dict[Node, Reason] = field(default_factory=dict)

    def add(self, node: Node) -> None:
        self.members.setdefault(node, {node})

    def numbers(self, node: Node) -> frozenset[str]:
        """The Wikidata numbers of whoever this name belongs to."""
        return frozenset(number for _, number in self.members[node] if number)

    def join(self, left: Node, right: Node, reason: Reason) -> None:
        """Make two names one, unless that would join two that a person has judged to be different."""
        ours, theirs = self.members[left], self.members[right]
        if ours is theirs or any(frozenset((one, other)) in self.apart for one, _ in ours for other, _ in theirs):
            return
        self.reasons.setdefault(right, reason)
        self.reasons.setdefault(left, reason)
        ours |= theirs
        for node in theirs:
            self.members[node] = ours

    def join_all(self, pairs: Sequence[tuple[Node, Node]], reason: Reason) -> None:
        """Join the two of each pair. Two numbers are never joined, and who could be either of two joins neither."""
        together = _Sets()
        for left, right in pairs:
            together.join(id(self.members[left]), id(self.members[right]))
        told: dict[int, set[str]] = defaultdict(set)
        for node in {node for pair in pairs for node in pair}:
            told[together.first(id(self.members[node]))] |= self.numbers(node)
        one = [len(told[together.first(id(self.members[left]))]) < 2 for left, _ in pairs]
        same = [self.numbers(left) == self.numbers(right) for left, right in pairs]
        for (left, right), certain, alike in zip(pairs, one, same, strict=True):
            if certain or alike:
                self.join(left, right, reason)

    def sets(self) -> Iterator[list[Node]]:
        """Every set once, names in alphabetical order."""
        seen: set[int] = set()
        for node in _sorted(self.members):
            found = self.members[node]
            if id(found) not in seen:
                seen.add(id(found))
                yield _sorted(found)


class _Sets:
    """Which of some things hang together."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def first(self, one: int) -> int:
        while (parent := self._parents.get(one, one)) != one:
            self._parents[one] = self._parents.get(parent, parent)
            one = parent
        return one

    def join(self, left: int, right: int) -> None:
        self._parents[self.first(left)] = self.first(right)


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node[0], node[1] or ""))


def merge(mentions: Iterable[SpeakerMention], aliases: AliasList, judgements: Iterable[Judgement]) -> list[Speaker]:
    """The speakers of a collection, by key; the same for the same mentions in any order.

    Names join when the alias list or a judgement says so, when they are spellings of one full name, or when a
    surname belongs to exactly one person of the collection. Different given names never join, and neither do
    different Wikidata numbers, unless a person judged so: namesakes stay apart. Somebody who isn't
    named is a speaker of one article only: "officials" of two articles are not the same officials.
    """
    listed = list(mentions)
    return sorted(
        [*merge_uses(name_uses(listed), aliases, judgements), *merge_unnamed(listed)], key=lambda speaker: speaker.key
    )


def merge_unnamed(mentions: Iterable[SpeakerMention]) -> list[Speaker]:
    """The speakers who aren't named, each of one article."""
    return [_unnamed(group) for group in _by_article([m for m in in_order(mentions) if m.kind in UNNAMED])]


def merge_uses(uses: Iterable[NameUse], aliases: AliasList, judgements: Iterable[Judgement]) -> list[Speaker]:
    """The people and bodies with a name; of a part of a collection too, if it has all names that may be one speaker."""
    named = sorted(uses, key=lambda one: (one.name, one.wikidata or ""))
    speakers: list[Speaker] = []
    meant = _meant(named, aliases)
    groups = _grouped(set(meant.values()), aliases, judgements)
    by_node: dict[Node, list[NameUse]] = defaultdict(list)
    for use in named:
        by_node[meant[use.name, use.wikidata]].append(use)
    namesakes = {name for name, count in Counter(name for name, _ in by_node).items() if count > 1}
    taken: set[str] = set()
    for nodes in groups.sets():
        found = [use for node in nodes for use in sorted(by_node[node], key=_told)]
        speaker = _speaker(found, nodes, groups, aliases, namesakes, taken)
        taken.add(speaker.key)
        speakers.append(speaker)
    return speakers


def _told(use: NameUse) -> tuple[object, ...]:
    """Of one name under several numbers: the order of the articles that give it a title."""
    return (use.role.article, use.role.kind, use.role.roles, use.wikidata or "") if use.role is not None else ("",)


def _meant(uses: Iterable[NameUse], aliases: AliasList) -> dict[Node, Node]:
    """A name and the number beside it -> whom they mean: without a number the only one that the name is known by.

    The alias list knows a number too. A name of two numbers without any of them is a third one's.
    """
    told = {(use.name, use.wikidata) for use in uses}
    known: dict[str, set[str]] = defaultdict(set)
    for name, number in told:
        entry = aliases.entry(name)
        listed = entry.wikidata if entry is not None else None
        known[name] |= {number or listed or ""} - {""}
    found: dict[Node, Node] = {}
    for name, number in told:
        entry = aliases.entry(name)
        listed = entry.wikidata if entry is not None else None
        only = next(iter(known[name])) if len(known[name]) == 1 else None
        found[name, number] = (name, number or listed or only)
    return found


def _listed(node: Node, aliases: AliasList) -> AliasEntry | None:
    """What the alias list says of a name, unless it speaks of a namesake."""
    entry = aliases.entry(node[0])
    return None if entry is None or (entry.wikidata or node[1]) != node[1] else entry


def _grouped(nodes: set[Node], aliases: AliasList, judgements: Iterable[Judgement]) -> _Groups:
    latest: dict[frozenset[str], Judgement] = {}
    for judgement in judgements:
        if judgement.subject == "same speaker":
            latest[frozenset((judgement.left, judgement.right))] = judgement
    groups = _Groups({pair for pair, judgement in latest.items() if judgement.verdict == "no"})
    by_name: dict[str, list[Node]] = defaultdict(list)
    for node in _sorted(nodes):
        groups.add(node)
        by_name[node[0]].append(node)
    for judgement in sorted(latest.values(), key=lambda judgement: (judgement.left, judgement.right)):
        if judgement.verdict == "yes":
            _join_judged(groups, by_name.get(judgement.left, []), by_name.get(judgement.right, []))
    _join_aliases(groups, _sorted(nodes), aliases)
    _join_spellings(groups, _sorted(nodes))
    _join_surnames(groups, _sorted(nodes))
    return groups


def _join_judged(groups: _Groups, left: Sequence[Node], right: Sequence[Node]) -> None:
    """A person's judgement goes before numbers, but does not say which of several namesakes it means."""
    if len(left) == len(right) == 1:
        groups.join(left[0], right[0], "judgement")
    else:
        groups.join_all([(one, other) for one in left for other in right], "judgement")


def _join_aliases(groups: _Groups, nodes: Sequence[Node], aliases: AliasList) -> None:
    meant: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        entry = _listed(node, aliases)
        if entry is not None:
            meant[entry.name].append(node)
    groups.join_all([pair for found in meant.values() for pair in pairwise(found)], "alias list")


def _join_spellings(groups: _Groups, nodes: Sequence[Node]) -> None:
    """Equal when folded; or the same surname, agreeing given names, and middle names that don't disagree."""
    by_surname: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        by_surname[surname(node[0])].append(node)
    for found in by_surname.values():
        alike = [
            (left, right)
            for left, right in combinations(found, 2)
            if fold(left[0]) == fold(right[0]) or _one_name(left[0], right[0])
        ]
        groups.join_all(alike, "spelling variant")


def _one_name(left: str, right: str) -> bool:
    ours, theirs = given_name(left), given_name(right)
    if ours is None or theirs is None or ours != theirs:
        return False
    middles = [{word for word in fold(name)[1:-1] if len(word) > 1} for name in (left, right)]
    return middles[0] <= middles[1] or middles[1] <= middles[0]


def _join_surnames(groups: _Groups, nodes: Sequence[Node]) -> None:
    """A surname, or an initial with one, joins the only person of that surname; of two people it joins neither."""
    full: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        given = given_name(node[0])
        if given is not None and len(given) > 1:
            full[surname(node[0])].append(node)
    for node in nodes:
        name = node[0]
        given = given_name(name)
        if given is not None and len(given) > 1:
            continue
        if given is None and len(fold(name)) != 1 and not name[:1].islower():
            continue
        found = [other for other in full[surname(name)] if given_names_agree(given, given_name(other[0]))]
        found = _possible(groups, node, found)
        if found and len({id(groups.members[other]) for other in found}) == 1:
            groups.join(found[0], node, "surname in article")


def _possible(groups: _Groups, node: Node, others: Sequence[Node]) -> list[Node]:
    """Those of a name's number; when none of them has it, those without one. All of them when it has no number."""
    ours = groups.numbers(node)
    if not ours:
        return list(others)
    same = [other for other in others if groups.numbers(other) == ours]
    return same or [other for other in others if not groups.numbers(other)]


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
        kind=_kind(Counter(mention.kind for mention in mentions)),
        role=_role(ToldRole(one.published_order, one.article, one.kind, one.roles) for one in mentions if one.roles),
        wikidata=None,
        names=tuple(SpeakerName(name, "full name" if name == names[0] else "spelling variant") for name in names),
        mentions=tuple(sorted({(mention.article, mention.name) for mention in mentions})),
    )


def _speaker(
    uses: Sequence[NameUse],
    nodes: Sequence[Node],
    groups: _Groups,
    aliases: AliasList,
    namesakes: set[str],
    taken: set[str],
) -> Speaker:
    names = sorted({use.name for use in uses})
    entry = next((found for node in nodes if (found := _listed(node, aliases)) is not None), None)
    name = entry.name if entry is not None else _fullest(uses)
    numbers = sorted(groups.numbers(nodes[0]))
    number = numbers[0] if len(numbers) == 1 else None
    folded = " ".join(fold(name)) or name
    key = short_key("speaker", folded)
    if entry is None and number is not None and namesakes.intersection(names):
        key = short_key("speaker", folded, number)
    if key in taken:  # judged to be different, though spelled alike
        key = short_key("speaker", folded, *names, *([number] if number else ()))
    kinds = sum((Counter(dict(use.kinds)) for use in uses), Counter[SpeakerKind]())
    reasons = {node[0]: groups.reasons[node] for node in reversed(nodes) if node in groups.reasons}
    return Speaker(
        key=key,
        name=name,
        kind=entry.kind if entry is not None else _kind(kinds),
        role=_role(use.role for use in uses if use.role is not None),
        wikidata=(entry.wikidata if entry is not None else None) or number,
        names=tuple(SpeakerName(one, _reason(one, name, reasons, aliases)) for one in names),
        mentions=(),
        numbered=tuple(_sorted({(use.name, use.wikidata) for use in uses})),
    )


def _reason(name: str, canonical: str, reasons: Mapping[str, Reason], aliases: AliasList) -> Reason:
    if name == canonical:
        return "full name"
    if reasons.get(name) == "judgement":
        return "judgement"
    if aliases.entry(name) is not None:
        return "alias list"
    return reasons.get(name, "full name")


def _fullest(uses: Sequence[NameUse]) -> str:
    """The form with most words, of those the most frequent one, of those the first in the alphabet."""
    counts: Counter[str] = Counter()
    for use in uses:
        counts[use.name] += sum(count for _, count in use.kinds)
    return min(counts, key=lambda name: (-len(name.split()), -counts[name], name))


def _kind(counts: Counter[SpeakerKind]) -> SpeakerKind:
    return min(counts, key=lambda kind: (-counts[kind], _KIND_ORDER.index(kind)))


def _role(told: Iterable[ToldRole]) -> str | None:
    """The latest title that is known."""
    found = latest_role(told)
    return None if found is None else found.roles[-1]
