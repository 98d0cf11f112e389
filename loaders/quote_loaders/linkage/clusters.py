"""Quotes -> statements: each quote joins its best parent, and a group holds only what is close to its root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from datasette_quotes.text import short_key
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.joins import belongs, joins, translation
from quote_loaders.linkage.judged import Groups, decided, obeyed
from quote_loaders.linkage.judged import Pairs as Judged
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.members import Known, statement
from quote_loaders.linkage.ordered import Ordered, firsts, ordered
from quote_loaders.linkage.pairs import Engine, Pairs, holds, may_repeat, may_translate, pairs
from quote_loaders.linkage.translations import TRANSLATED, with_translations
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
    match = compare_prepared(one.prepared[left], one.prepared[right])
    if not joins(one.prepared[left], one.prepared[right], match):
        return None
    above, below = sorted((left, right), key=lambda at: _rank(one, at))
    quoted = one.quotes[above].kind != "indirect" and match.features["longest_run"] >= _VERBATIM
    return Offer(below, above, translates=False, quoted=quoted, score=match.score)


def _rank(one: Ordered, place: int) -> tuple[bool, int, int]:
    """Named before unattributed, fuller before shorter, then earlier."""
    return bool(one.measures.speakers[place] == 0), -int(one.measures.sizes[place]), place


def grouped(one: Ordered, first: Places, found: Iterable[Offer], yes: Judged, no: Judged) -> Groups:
    """Groups of places by their root, each place in one."""
    offered: dict[int, list[Offer]] = defaultdict(list)
    translated: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for offer in found:
        if offer.translates:
            translated[offer.below].append((offer.score, offer.above))
            translated[offer.above].append((offer.score, offer.below))
        else:
            offered[offer.below].append(offer)
    groups = _rooted(one, _parents(one, offered), offered, first)
    return obeyed(with_translations(one.quotes, groups, translated), yes, no)


def _parents(one: Ordered, offered: Mapping[int, Sequence[Offer]]) -> dict[int, int]:
    """Each quote's best parent, if it has one.

    Words that stand between marks elsewhere go to those rather than to an indirect report that repeats them.
    """
    parents: dict[int, int] = {}
    for below, listed in offered.items():
        if not one.measures.speakers[below]:
            speakers = {int(one.measures.speakers[offer.above]) for offer in listed} - {0}
            if len(speakers) > 1:  # words that two speakers have said: refuse to guess
                continue
        parents[below] = max(
            listed, key=lambda offer: (offer.quoted, offer.score, one.measures.sizes[offer.above], -offer.above)
        ).above
    return parents


def _rooted(one: Ordered, parents: Mapping[int, int], offered: Mapping[int, Sequence[Offer]], first: Places) -> Groups:
    """Groups by root; a member that doesn't match its root by itself becomes a root of its own."""
    roots: dict[int, int] = {}
    for place in sorted(parents, key=lambda at: _rank(one, at)):
        parent = parents[place]
        root = roots.get(parent, parent)
        near = root == parent or any(offer.above == root for offer in offered[place]) or _near(one, place, root)
        roots[place] = root if near else place
    groups: Groups = defaultdict(list)
    for place, its_first in enumerate(first.tolist()):
        groups[roots.get(its_first, its_first)].append(place)
    return groups


def _near(one: Ordered, place: int, root: int) -> bool:
    left, right = one.prepared[place], one.prepared[root]
    return belongs(left, right, compare_prepared(left, right))


def statements(one: Ordered, groups: Groups, known: Mapping[str, Known] | None = None) -> Iterator[Statement]:
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
