"""Quotes -> statements: each quote joins its best parent, and a group holds only what is close to its root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from quote_loaders.linkage.blocking import candidates
from quote_loaders.linkage.joins import KEPT, in_time, joins, translation
from quote_loaders.linkage.matching import Match, compare_prepared
from quote_loaders.linkage.members import statement
from quote_loaders.linkage.prepared import Prepared, prepare
from quote_loaders.records import Judgement, PlacedQuote, Statement

Groups = dict[int, list[int]]  # root -> members, both places in the sorted sequence
_VERBATIM = 0.95  # of the feature `longest_run`
_TRANSLATED = 0.75  # of `translation`


def link(quotes: Sequence[PlacedQuote], judgements: Sequence[Judgement] = ()) -> list[Statement]:
    """Group quotes into statements; every quote is in exactly one, and the order of the input doesn't matter.

    Each quote points to its best parent: a fuller or equally full quote of the same speaker, the best match first,
    then the fullest, then the earliest. A member that matches the root of its group too little is split off with
    those that point to it. Different named speakers are never one statement; an unattributed quote joins a speaker's
    when five words or more are the same. The last judgement on "same statement" for two quotes is obeyed.
    """
    ordered = sorted((prepare(quote) for quote in quotes), key=_age)
    yes, no = _decided(ordered, judgements)
    matches = _matches(ordered)
    parents = _parents(ordered, {pair: match for pair, match in matches.items() if pair not in no})
    groups = _grouped(ordered, parents)
    groups = _with_translations(ordered, groups)
    groups = _obeyed(groups, yes, no)
    return [statement([ordered[place] for place in sorted(members)]) for _, members in sorted(groups.items())]


def _age(one: Prepared) -> tuple[str, int, str]:
    """Oldest first; of one moment, the fuller wording first."""
    return one.quote.published_order, -len(one.words), one.quote.key


def _matches(ordered: Sequence[Prepared]) -> dict[tuple[int, int], Match]:
    """Every pair that can be one statement by its score and time."""
    found: dict[tuple[int, int], Match] = {}
    for left, right in candidates(ordered):
        match = compare_prepared(ordered[left], ordered[right])
        if joins(ordered[left], ordered[right], match):
            found[left, right] = match
    return found


def _parents(ordered: Sequence[Prepared], matches: dict[tuple[int, int], Match]) -> dict[int, int]:
    """Each quote's best parent, if it has one: named before unattributed, fuller before shorter, then earlier.

    Words that stand between marks elsewhere go to those rather than to an indirect report that repeats them.
    """
    offers: dict[int, list[tuple[bool, float, int, int]]] = defaultdict(list)
    for (left, right), match in matches.items():
        above, below = sorted((left, right), key=lambda at: _rank(ordered[at], at))
        quoted = ordered[above].quote.kind != "indirect" and match.features["longest_run"] >= _VERBATIM
        offers[below].append((quoted, match.score, len(ordered[above].words), -above))
    parents: dict[int, int] = {}
    for below, offered in offers.items():
        if ordered[below].quote.speaker is None:
            speakers = {ordered[-offer[-1]].quote.speaker for offer in offered} - {None}
            if len(speakers) > 1:  # words that two speakers have said: refuse to guess
                continue
        parents[below] = -max(offered)[-1]
    return parents


def _rank(one: Prepared, place: int) -> tuple[bool, int, int]:
    return one.quote.speaker is None, -len(one.words), place


def _grouped(ordered: Sequence[Prepared], parents: dict[int, int]) -> Groups:
    """Groups by root; a member that doesn't match its root by itself becomes a root of its own."""
    roots: dict[int, int] = {}
    for place in sorted(range(len(ordered)), key=lambda at: _rank(ordered[at], at)):
        parent = parents.get(place)
        if parent is None:
            roots[place] = place
            continue
        root = roots[parent]
        roots[place] = root if root == parent or _near(ordered[place], ordered[root]) else place
    groups: Groups = defaultdict(list)
    for place, root in sorted(roots.items()):
        groups[root].append(place)
    return groups


def _near(one: Prepared, root: Prepared) -> bool:
    match = compare_prepared(one, root)
    return match.score >= KEPT and in_time(one, root, match)


def _with_translations(ordered: Sequence[Prepared], groups: Groups) -> Groups:
    """Groups of other languages joined to the earliest group of the same speaker that they fit best."""
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for root in groups:
        speaker = ordered[root].quote.speaker
        if speaker is not None and ordered[root].amounts:
            by_speaker[speaker].append(root)
    joined = dict(groups)
    for roots in by_speaker.values():
        if len({ordered[root].quote.language.split("-")[0] for root in roots}) < 2:
            continue
        for root in sorted(roots, key=lambda at: min(groups[at])):
            target = _translated(ordered, groups, [one for one in roots if one in joined and one != root], root)
            if target is not None:
                joined[target] = [*joined[target], *joined.pop(root)]
    return joined


def _translated(ordered: Sequence[Prepared], groups: Groups, others: Iterable[int], root: int) -> int | None:
    """The earlier group in another language that a group translates; None rather than one of two equally good."""
    language = ordered[root].quote.language.split("-")[0]
    offers = [
        (max(translation(ordered[one], ordered[root]) for one in groups[other]), other)
        for other in others
        if min(groups[other]) < min(groups[root]) and ordered[other].quote.language.split("-")[0] != language
    ]
    best = max((score for score, _ in offers), default=0.0)
    fitting = [other for score, other in offers if score == best]
    return fitting[0] if best >= _TRANSLATED and len(fitting) == 1 else None


def _decided(
    ordered: Sequence[Prepared], judgements: Sequence[Judgement]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """The pairs that people have joined and kept apart; the last judgement of a pair counts."""
    places = {one.quote.key: place for place, one in enumerate(ordered)}
    verdicts: dict[tuple[int, int], str] = {}
    for judgement in judgements:
        known = judgement.left in places and judgement.right in places and judgement.left != judgement.right
        if judgement.subject == "same statement" and known:
            left, right = sorted((places[judgement.left], places[judgement.right]))
            verdicts[left, right] = judgement.verdict
    yes = {pair for pair, verdict in verdicts.items() if verdict == "yes"}
    return yes, verdicts.keys() - yes


def _obeyed(groups: Groups, yes: set[tuple[int, int]], no: set[tuple[int, int]]) -> Groups:
    """First the quotes that people keep apart are taken apart, then the groups that they join are joined."""
    group_of = {place: root for root, members in groups.items() for place in members}
    result = {root: list(members) for root, members in groups.items()}
    for left, right in sorted(no):
        if group_of[left] == group_of[right]:
            leaving = right if right != group_of[right] else left
            result[group_of[leaving]].remove(leaving)
            result[leaving], group_of[leaving] = [leaving], leaving
    for left, right in sorted(yes):
        target, moved = group_of[left], group_of[right]
        crosses = any((min(a, b), max(a, b)) in no for a in result[target] for b in result[moved])
        if target != moved and not crosses:
            for place in result.pop(moved):
                group_of[place] = target
                result[target].append(place)
    return result
