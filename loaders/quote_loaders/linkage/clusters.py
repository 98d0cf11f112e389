"""Quotes -> statements: each quote joins its best parent, and a group holds only what is close to its root."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from datasette_quotes.text import short_key
from quote_loaders.linkage.blocking import Blocked, blocked, candidates
from quote_loaders.linkage.columns import Places, columns
from quote_loaders.linkage.joins import belongs, joins
from quote_loaders.linkage.judged import Groups, Pairs, decided, obeyed
from quote_loaders.linkage.matching import compare_prepared
from quote_loaders.linkage.members import statement
from quote_loaders.linkage.prepared import Prepared, Preparing
from quote_loaders.linkage.translations import with_translations
from quote_loaders.records import Judgement, Member, PlacedQuote, Statement

Offers = dict[int, list[tuple[bool, float, int, int]]]  # child -> (between marks, score, words, -parent)
_VERBATIM = 0.95  # of the feature `longest_run`
_TELLING = 20.0  # nats: so much in the same words of one speaker and week is one utterance without further ado


def link(quotes: Sequence[PlacedQuote], judgements: Sequence[Judgement] = ()) -> list[Statement]:
    """Group quotes into statements; every quote is in exactly one, and the order of the input doesn't matter.

    Each quote points to its best parent: a fuller or equally full quote of the same speaker, the best match first,
    then the fullest, then the earliest. A member that matches the root of its group too little is split off with
    those that point to it. Different named speakers are never one statement; an unattributed quote joins a speaker's
    when five words or more are the same. The last judgement on "same statement" for two quotes is obeyed.
    """
    words = columns(quotes)
    sizes = words.sizes.tolist()
    order = sorted(range(len(quotes)), key=lambda at: (quotes[at].published_order, -sizes[at], quotes[at].key))
    places = np.array(order, dtype=np.int64)
    ordered = Preparing([quotes[place] for place in order])
    counts = [sizes[place] for place in order]
    yes, no = decided(_judged_places(ordered.quotes, judgements), judgements)
    taken = blocked(ordered.quotes, words.of(places))
    firsts = _firsts(ordered, taken, {place for pair in yes | no for place in pair})
    parents = _parents(ordered, _offers(ordered, counts, taken, firsts, no))
    groups = _grouped(ordered, counts, parents, firsts)
    groups = with_translations(ordered, groups)
    groups = obeyed(groups, yes, no)
    return [_statement(ordered, sorted(members)) for _, members in sorted(groups.items())]


def _judged_places(quotes: Sequence[PlacedQuote], judgements: Sequence[Judgement]) -> dict[str, int]:
    """The places of the quotes that people decided about, by their keys."""
    wanted = {key for judgement in judgements for key in (judgement.left, judgement.right)}
    return {quote.key: place for place, quote in enumerate(quotes) if quote.key in wanted} if wanted else {}


def _firsts(ordered: Preparing, taken: Blocked, apart: set[int]) -> list[int]:
    """For each quote the earliest one of the same words, speaker, language and week; itself when it says little.

    Only these are compared: the others follow theirs. Quotes at the places `apart` stand for themselves.
    """
    firsts = list(range(len(ordered.quotes)))
    whole = taken.words.whole()
    telling = np.flatnonzero(taken.words.masses() >= _TELLING)
    _, inverse, counts = np.unique(whole[telling], return_inverse=True, return_counts=True)
    first: dict[tuple[object, ...], int] = {}
    for place in telling[counts[inverse] > 1].tolist():
        quote = ordered.quotes[place]
        if place not in apart:
            key = (int(whole[place]), quote.speaker, quote.language, int(taken.weeks[place]), ordered[place].denies)
            firsts[place] = first.setdefault(key, place)
    return firsts


def _offers(ordered: Preparing, counts: list[int], taken: Blocked, firsts: list[int], no: Pairs) -> Offers:
    """For each quote those that it may repeat, by its score and time, and how well it does."""
    chosen: Places = np.flatnonzero(np.array(firsts, dtype=np.int64) == np.arange(len(firsts)))
    offers: Offers = defaultdict(list)
    for pair in candidates(taken.of(chosen)):
        left, right = int(chosen[pair[0]]), int(chosen[pair[1]])
        if (left, right) in no:
            continue
        match = compare_prepared(ordered[left], ordered[right])
        if joins(ordered[left], ordered[right], match):
            above, below = sorted((left, right), key=lambda at: _rank(ordered.quotes[at], counts[at], at))
            quoted = ordered.quotes[above].kind != "indirect" and match.features["longest_run"] >= _VERBATIM
            offers[below].append((quoted, match.score, counts[above], -above))
    return offers


def _rank(quote: PlacedQuote, count: int, place: int) -> tuple[bool, int, int]:
    """Named before unattributed, fuller before shorter, then earlier."""
    return quote.speaker is None, -count, place


def _parents(ordered: Preparing, offers: Offers) -> dict[int, int]:
    """Each quote's best parent, if it has one.

    Words that stand between marks elsewhere go to those rather than to an indirect report that repeats them.
    """
    parents: dict[int, int] = {}
    for below, offered in offers.items():
        if ordered.quotes[below].speaker is None:
            speakers = {ordered.quotes[-offer[-1]].speaker for offer in offered} - {None}
            if len(speakers) > 1:  # words that two speakers have said: refuse to guess
                continue
        parents[below] = -max(offered)[-1]
    return parents


def _grouped(ordered: Preparing, counts: list[int], parents: dict[int, int], firsts: list[int]) -> Groups:
    """Groups by root; a member that doesn't match its root by itself becomes a root of its own."""
    roots: dict[int, int] = {}
    for place in sorted(parents, key=lambda at: _rank(ordered.quotes[at], counts[at], at)):
        parent = parents[place]
        root = roots.get(parent, parent)
        roots[place] = root if root == parent or _near(ordered[place], ordered[root]) else place
    groups: Groups = defaultdict(list)
    for place, first in enumerate(firsts):
        groups[roots.get(first, first)].append(place)
    return groups


def _near(one: Prepared, root: Prepared) -> bool:
    return belongs(one, root, compare_prepared(one, root))


def _statement(ordered: Preparing, members: list[int]) -> Statement:
    if len(members) > 1:
        return statement([ordered[place] for place in members])
    quote = ordered.quotes[members[0]]
    primary = quote.outlet_kind == "government" and quote.kind in {"direct", "block"}
    only = Member(quote.key, "earliest", 1.0, None)
    return Statement(short_key("statement", quote.key), (only,), quote.key, "primary source" if primary else "earliest")
