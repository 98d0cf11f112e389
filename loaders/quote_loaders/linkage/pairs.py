"""Pairs of quotes that share keys: in bulk, and what makes a pair worth comparing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from quote_loaders.linkage.blocking import FIGURE, RARE, Keys
from quote_loaders.linkage.columns import GRAIN, Columns, Places, held
from quote_loaders.linkage.measures import Measures

Mask = NDArray[np.bool_]

CROWDED = 60  # quotes: a key that more have counts within a week only, and there only if no more have it
_MINIMUM = 6 * GRAIN  # that a pair's shared keys must have together
_LEAST = 0.4  # share of the shorter quote that the longer one must be able to have
_VERBATIM = 0.94  # ... and where one has no speaker: a little less than `joins` demands
_AT_ONCE = 20_000  # pairs
_ROWS = 750_000  # pairs, as often as they share a key, that are found at once


class Pairs(NamedTuple):
    """Pairs of places, left before right: the weight of their shared keys, and a bit for each kind of these."""

    left: Places
    right: Places
    weights: NDArray[Any]
    kinds: NDArray[Any]

    def of(self, chosen: NDArray[Any] | slice) -> Pairs:
        """The pairs that a mask chooses, or at some places."""
        return Pairs(*(column[chosen] for column in self))


Engine = Callable[[Iterable[Keys], Places, int], Iterator[Pairs]]


class Segments(NamedTuple):
    """Keys by segment, in the order of their places; a quote meets those between its key and the end of the segment."""

    places: NDArray[Any]  # of four bytes, as are the next two
    ends: NDArray[Any]
    weights: NDArray[Any]
    kinds: NDArray[Any]  # bits


# Takes all that it is given; what it returns can be gone through more than once.
Keep = Callable[[Iterable[Segments]], Iterable[Segments]]


def shared_keys(keys: Keys) -> Keys:
    """The keys that two quotes or more have."""
    same = keys.hashes[1:] == keys.hashes[:-1]
    edge = np.zeros(min(1, len(keys.hashes)), dtype=bool)
    return keys.of(np.concatenate((same, edge)) | np.concatenate((edge, same)))


def pairs(parts: Iterable[Keys], weeks: Places, count: int, keep: Keep = list) -> Iterator[Pairs]:
    """The pairs of `count` quotes that share keys, in batches; every pair is in one batch, sorted.

    Keys come in parts, each sorted, and no hash is in two of them. The places are in order of time. A key that more
    than 60 quotes have joins only those of one week, and none in a week that more than 60 have it in; one that is made
    of the words themselves joins each to the first as well. The weight of a shared key is the smaller of its weights on
    both sides. `keep` is where segments stay that are looked through again and again.
    """
    found: list[Pairs] = []
    segments = keep(_segments(shared_keys(part), weeks, found) for part in parts)
    stars = joined(found)
    partners = np.bincount(stars.left, minlength=count).astype(np.float64)
    for some in segments:
        partners += np.bincount(some.places, some.ends - np.arange(len(some.ends)) - 1, count)
    for start, end in ranges(partners, _ROWS):
        inside = [_inside(some, start, end) for some in segments]
        yield summed_pairs(joined([*inside, stars.of((stars.left >= start) & (stars.left < end))]))


def ranges(partners: NDArray[Any], most: int) -> Iterator[tuple[int, int]]:
    """Ranges of places that have no more than so many partners together, or are one place; all of them."""
    total = np.cumsum(partners)
    start = 0
    while start < len(total):
        before = total[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(total, before + most, side="right")))
        yield start, end
        start = end


def summed_pairs(some: Pairs) -> Pairs:
    """Pairs that may occur several times, as many as they share keys, each once with the sum."""
    codes = some.left << 32 | some.right
    order = np.argsort(codes)
    codes = codes[order]
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    if not len(first):
        return some.of(order)
    weights = np.add.reduceat(some.weights[order], first, dtype=np.int64)
    kinds = np.bitwise_or.reduceat(some.kinds[order], first).astype(np.int64)
    return Pairs(codes[first] >> 32, codes[first] & 0xFFFFFFFF, weights, kinds)


def joined(parts: Sequence[Pairs]) -> Pairs:
    """Pairs of several batches one behind the other."""
    none: NDArray[Any] = np.zeros(0, dtype=np.int32)
    return Pairs(*(np.concatenate(column) for column in zip(*(parts or [Pairs(none, none, none, none)]), strict=True)))


def bare(left: Places, right: Places) -> Pairs:
    """Pairs without what finding them took: ten bytes each, for they are many."""
    nothing = np.zeros(len(left), dtype=np.uint8)
    return Pairs(left.astype(np.int32), right.astype(np.int32), nothing, nothing)


def components(some: Pairs, count: int) -> Places:
    """For each of `count` places the smallest one that pairs lead to from it, through however many others."""
    found = np.arange(count)
    while True:
        least = np.minimum(found[some.left], found[some.right])
        before = found.copy()
        np.minimum.at(found, some.left, least)
        np.minimum.at(found, some.right, least)
        found = found[found]
        if np.array_equal(found, before):
            return found


def _blocks(hashes: NDArray[np.uint64]) -> Places:
    """Where each block of the same hashes begins, the end included."""
    changes = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
    return np.concatenate(([0], changes, [len(hashes)])) if len(hashes) else np.zeros(1, dtype=np.int64)


def _segments(keys: Keys, weeks: Places, stars: list[Pairs]) -> Segments:
    """The keys that may join quotes, by segment: their block, or their week of a crowded one.

    The pairs of crowded keys with their first quotes are added to `stars`.
    """
    starts = _blocks(keys.hashes)
    sizes = np.diff(starts)
    block = np.repeat(np.arange(len(sizes)), sizes)
    week = np.where(sizes[block] > CROWDED, weeks[keys.places], 0)
    order = np.lexsort((keys.places, week, block))
    block, week = block[order], week[order]
    begins = np.flatnonzero((np.diff(block, prepend=-1) != 0) | (np.diff(week, prepend=-1) != 0))
    inside = np.diff(np.append(begins, len(order)))
    fitting = (inside > 1) & (inside <= CROWDED)
    chosen = order[np.repeat(fitting, inside)]
    usable = np.zeros(len(order), dtype=bool)
    usable[chosen] = True
    stars.append(_stars(keys, weeks, usable))
    ends, placed = np.repeat(np.cumsum(inside[fitting]), inside[fitting]), keys.of(chosen)
    places, ends, weights = (one.astype(np.int32) for one in (placed.places, ends, placed.weights))
    return Segments(places, ends, weights, np.uint8(1) << placed.kinds)


def _inside(segments: Segments, low: int, high: int) -> Pairs:
    """The pairs inside segments whose left places lie in a range."""
    active = np.flatnonzero((segments.places >= low) & (segments.places < high))
    found: list[Pairs] = []
    for apart in range(1, CROWDED + 1):
        active = active[active + apart < segments.ends[active]]
        other = active + apart
        weight = np.minimum(segments.weights[active], segments.weights[other])
        left, right, kinds = segments.places[active], segments.places[other], segments.kinds[active]
        found.append(Pairs(left.astype(np.int64), right.astype(np.int64), weight, kinds))
        if not len(active):
            break
    return Pairs(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _stars(keys: Keys, weeks: Places, usable: Mask) -> Pairs:
    """The quote of the first week of each crowded block of words (of several the earliest) with every other one.

    Those that their week joins to it already are left out.
    """
    starts = _blocks(keys.hashes)
    sizes = np.diff(starts)
    crowded = np.flatnonzero(sizes > CROWDED)
    crowded = crowded[keys.kinds[starts[crowded]] <= RARE]
    begins, sizes = starts[crowded], sizes[crowded]
    ends = np.cumsum(sizes)
    at = np.repeat(begins - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)
    block = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((at, weeks[keys.places[at]], block))
    first = np.repeat(at[order][ends - sizes], sizes)
    apart = (first != at) & ~(usable[first] & usable[at] & (weeks[keys.places[first]] == weeks[keys.places[at]]))
    one, other = keys.places[first[apart]], keys.places[at[apart]]
    weight = np.minimum(keys.weights[first[apart]], keys.weights[at[apart]])
    kinds = np.int64(1) << keys.kinds[at[apart]].astype(np.int64)
    return Pairs(np.minimum(one, other), np.maximum(one, other), weight, kinds)


def _speakers(measures: Measures, some: Pairs) -> tuple[Mask, Mask]:
    """Whether both name one speaker, and whether one names none."""
    left, right = measures.speakers[some.left], measures.speakers[some.right]
    nameless = (left == 0) | (right == 0)
    return (left == right) & ~nameless, nameless


def may_repeat(measures: Measures, some: Pairs) -> Mask:
    """Whether pairs can be of one statement: by their speakers, and what the shared keys and all light words say.

    The shared keys have 6 nats together, and with the light words two fifths of the shorter quote, nearly all of it
    where one has no speaker.
    """
    same, nameless = _speakers(measures, some)
    *_, needed = _short(measures, some, nameless)
    light = np.maximum(measures.lights[some.left], measures.lights[some.right])
    enough = (some.weights >= _MINIMUM) & (some.weights / GRAIN + light >= needed)
    return (same | nameless) & enough


def shorter(measures: Measures, some: Pairs) -> tuple[Places, Places]:
    """The shorter quote of each pair, of equally long ones that which says less; and the other one."""
    left, right = some.left, some.right
    sizes, masses = measures.sizes, measures.masses
    swapped = (sizes[right] < sizes[left]) | ((sizes[right] == sizes[left]) & (masses[right] < masses[left]))
    return np.where(swapped, right, left), np.where(swapped, left, right)


def _short(measures: Measures, some: Pairs, nameless: Mask) -> tuple[Places, Places, NDArray[np.float64]]:
    """The shorter quote of each pair, the longer one, and how much of the shorter it has to have, in nats."""
    short, long = shorter(measures, some)
    return short, long, np.where(nameless, _VERBATIM, _LEAST) * measures.masses[short]


def holds(words: Columns, measures: Measures, some: Pairs) -> Mask:
    """Whether the longer quote of each pair has enough of the shorter one's words."""
    _, nameless = _speakers(measures, some)
    short, long, needed = _short(measures, some, nameless)
    can: Mask = np.zeros(len(short), dtype=bool)
    for start in range(0, len(short), _AT_ONCE):
        at = slice(start, start + _AT_ONCE)
        can[at] = held(words.of(short[at]), words.of(long[at])) >= needed[at]
    return can


def may_translate(some: Pairs) -> Mask:
    """Whether pairs give the same figures, whatever their languages."""
    found: Mask = (some.kinds & (1 << FIGURE)) != 0
    return found


def may_contradict(some: Pairs) -> Mask:
    """Whether pairs share more than their figures."""
    found: Mask = (some.kinds & ~np.int64(1 << FIGURE)) != 0
    return found
