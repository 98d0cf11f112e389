"""Quotes -> statements: each quote joins its best parent, and a group holds only what is close to its root."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.text import short_key
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.groups import ByRoot
from quote_loaders.linkage.joins import belongs, joins, may_join, translation
from quote_loaders.linkage.judged import Pairs as Judged
from quote_loaders.linkage.judged import decided, obeyed
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.members import Known, statement
from quote_loaders.linkage.ordered import Ordered, firsts, ordered
from quote_loaders.linkage.pairs import Engine, Pairs, holds, may_repeat, may_translate, pairs
from quote_loaders.linkage.translations import TRANSLATED, translations
from quote_loaders.records import Judgement, Member, PlacedQuote, Statement

_VERBATIM = 0.95  # of the feature `longest_run`


class Offer(NamedTuple):
    """That a quote may be one statement with another one; both are places."""

    below: int  # the quote that repeats or translates
    above: int  # the fuller or earlier one
    translates: bool
    quoted: bool  # word for word what stands between marks in the other
    score: float


def link(
    quotes: Sequence[PlacedQuote], judgements: Sequence[Judgement] = (), engine: Engine = pairs
) -> list[Statement]:
    """Group quotes into statements; every quote is in exactly one, and the order of the input doesn't matter.

    Each quote points to its best parent: a fuller or equally full quote of the same speaker, the best match first,
    then the fullest, then the earliest. A member that matches the root of its group too little is split off with
    those that point to it. Different named speakers are never one statement; an unattributed quote joins a speaker's
    when five words or more are the same. The last judgement on "same statement" for two quotes is obeyed.
    """
    one = ordered(quotes)
    yes, no = judged(one, judgements)
    first = firsts(one, {place for pair in yes | no for place in pair})
    found = [offer for some in paired(one, first, engine) for offer in offers(one, some, no)]
    return list(statements(one, grouped(one, first, found, yes, no)))


def paired(one: Ordered, first: Places, engine: Engine = pairs) -> Iterator[Pairs]:
    """The pairs of first quotes that share keys, in batches, each pair in one of them."""
    chosen = np.flatnonzero(first == np.arange(len(first)))
    some = one.of(chosen)
    for batch in engine([some.keys()], some.measures.weeks, len(chosen)):
        yield Pairs(chosen[batch.left], chosen[batch.right], batch.weights, batch.kinds)


def judged(one: Ordered, judgements: Sequence[Judgement]) -> tuple[Judged, Judged]:
    """The pairs of places that people have joined and kept apart."""
    wanted = {key for judgement in judgements for key in (judgement.left, judgement.right)}
    if not wanted:
        return set(), set()
    return decided({quote.key: place for place, quote in enumerate(one.quotes) if quote.key in wanted}, judgements)


def offers(one: Ordered, some: Pairs, no: Judged) -> Iterator[Offer]:
    """For pairs that share keys: which quote may repeat or translate which."""
    yield from repeating(one, repeatable(one, some), no)
    yield from translating(one, translatable(one, some))


def repeatable(one: Ordered, some: Pairs) -> Pairs:
    """The pairs that are worth comparing, by their words, speakers and keys."""
    repeats = some.of(may_repeat(one.measures, some))
    return repeats.of(holds(one.words, one.measures, repeats))


def translatable(one: Ordered, some: Pairs) -> Pairs:
    """The pairs that may be of two languages and give the same figures."""
    return some.of(may_translate(some) & (one.languages[some.left] != one.languages[some.right]))


def repeating(one: Ordered, some: Pairs, no: Judged) -> Iterator[Offer]:
    """For pairs that are worth comparing: which quote repeats which."""
    for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True):
        if (left, right) not in no and (offer := _offer(one, left, right)) is not None:
            yield offer


def translating(one: Ordered, some: Pairs) -> Iterator[Offer]:
    """For pairs of two languages that give the same figures: which quote translates which."""
    for left, right in zip(some.left.tolist(), some.right.tolist(), strict=True):
        if one.quotes[left].primary_language != one.quotes[right].primary_language:
            score = translation(one.prepared[left], one.prepared[right])
            if score >= TRANSLATED:
                yield Offer(right, left, translates=True, quoted=False, score=score)


def _offer(one: Ordered, left: int, right: int) -> Offer | None:
    prepared = one.prepared[left], one.prepared[right]
    if not may_join(*prepared):
        return None
    match = compare_prepared(*prepared)
    if not joins(*prepared, match):
        return None
    above, below = sorted((left, right), key=lambda at: _rank(one, at))
    quoted = one.quotes[above].kind != "indirect" and match.features["longest_run"] >= _VERBATIM
    return Offer(below, above, translates=False, quoted=quoted, score=match.score)


def _rank(one: Ordered, place: int) -> tuple[bool, int, int]:
    """Named before unattributed, fuller before shorter, then earlier."""
    return bool(one.measures.speakers[place] == 0), -int(one.measures.sizes[place]), place


class _Offered(NamedTuple):
    """Offers of repeated words side by side: a few bytes each, for they are many."""

    below: Places
    above: Places
    quoted: NDArray[np.bool_]
    scores: NDArray[np.float64]


def grouped(one: Ordered, first: Places, found: Iterable[Offer], yes: Judged, no: Judged) -> ByRoot:
    """Groups of places by their root, each place in one."""
    translated: dict[int, list[tuple[float, int]]] = defaultdict(list)
    offered = _offered(found, translated)
    groups = ByRoot(_roots(one, _parents(one, offered), offered)[first])
    joined = translations(one.quotes, groups, translated)
    if joined:
        target = np.arange(len(groups.roots))
        target[list(joined)] = list(joined.values())
        groups = ByRoot(target[groups.roots])
    return _obeyed(groups, yes, no)


def _obeyed(groups: ByRoot, yes: Judged, no: Judged) -> ByRoot:
    """The groups with what people decided put into effect."""
    touched = {int(groups.roots[place]) for pair in yes | no for place in pair}
    if not touched:
        return groups
    roots = groups.roots.copy()
    for root, members in obeyed({root: groups[root] for root in sorted(touched)}, yes, no).items():
        roots[members] = root
    return ByRoot(roots)


def _offered(found: Iterable[Offer], translated: dict[int, list[tuple[float, int]]]) -> _Offered:
    """Offers as columns, but for those of translations, which go into a dictionary for both sides."""
    below, above, quoted, scores = array("q"), array("q"), array("b"), array("d")
    for offer in found:
        if offer.translates:
            translated[offer.below].append((offer.score, offer.above))
            translated[offer.above].append((offer.score, offer.below))
        else:
            below.append(offer.below)
            above.append(offer.above)
            quoted.append(offer.quoted)
            scores.append(offer.score)
    return _Offered(np.array(below), np.array(above), np.array(quoted, dtype=np.bool_), np.array(scores))


def _parents(one: Ordered, offered: _Offered) -> tuple[Places, Places]:
    """The quotes that have a parent, and each one's best: quoted, then by score, then the fullest, then the earliest.

    Words that stand between marks elsewhere go to those rather than to an indirect report that repeats them. Words
    that two speakers have said go to neither: refuse to guess.
    """
    below, above, quoted, scores = offered
    order = np.lexsort((above, -one.measures.sizes[above], -scores, ~quoted, below))
    best = order[np.flatnonzero(np.diff(below[order], prepend=-1))]
    speakers = one.measures.speakers
    unsaid = np.flatnonzero((speakers[below] == 0) & (speakers[above] != 0))
    said = np.lexsort((speakers[above[unsaid]], below[unsaid]))
    again, whose = below[unsaid[said]], speakers[above[unsaid[said]]]
    several = again[1:][(again[1:] == again[:-1]) & (whose[1:] != whose[:-1])]
    best = best[~np.isin(below[best], several)]
    return below[best], above[best]


def _roots(one: Ordered, parents: tuple[Places, Places], offered: _Offered) -> Places:
    """The root of each place; a member that doesn't match its root by itself becomes a root of its own."""
    places, above = parents
    met = np.sort(offered.below << 32 | offered.above)
    ranked = np.lexsort((places, -one.measures.sizes[places], one.measures.speakers[places] == 0))
    roots = array("q", range(len(one.quotes)))
    for place, parent in zip(places[ranked].tolist(), above[ranked].tolist(), strict=True):
        root = roots[parent]
        if root == parent or _is_in(met, place << 32 | root) or _near(one, place, root):
            roots[place] = root
    return np.array(roots)


def _is_in(ordered: Places, value: int) -> bool:
    at = int(np.searchsorted(ordered, value))
    return at < len(ordered) and int(ordered[at]) == value


def _near(one: Ordered, place: int, root: int) -> bool:
    left, right = one.prepared[place], one.prepared[root]
    return belongs(left, right, compare_prepared(left, right))


def statements(
    one: Ordered, groups: Mapping[int, Sequence[int]], known: Mapping[str, Known] | None = None
) -> Iterator[Statement]:
    """The statements of groups; `known` has members that are spared when their reference wording is the same."""
    for _, members in sorted(groups.items()):
        yield _statement(one, sorted(members), known)


def _statement(one: Ordered, members: list[int], known: Mapping[str, Known] | None) -> Statement:
    quotes = [one.quotes[place] for place in members]
    if len(quotes) > 1:
        return statement(quotes, lambda at: one.prepared[members[at]], known)
    (quote,) = quotes
    primary = quote.outlet_kind == "government" and quote.kind in {"direct", "block"}
    only = Member(quote.key, "earliest", 1.0, None)
    return Statement(short_key("statement", quote.key), (only,), quote.key, "primary source" if primary else "earliest")
