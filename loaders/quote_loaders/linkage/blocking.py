"""Which quotes are worth comparing: keys of quotes, and the pairs that share enough of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.quantities import quantities
from quote_loaders.linkage.columns import Columns, Hashes, Places, Weights, columns, hashed, held, mixed, summed
from quote_loaders.linkage.prepared import days
from quote_loaders.records import PlacedQuote

Key = tuple[str, str, float]

_RUN = 4  # words
_RUN_WEIGHT = 12.0  # nats: a run of four words that says less is a stock phrase
_RARE = 3  # rarest words of a quote
_WORD_WEIGHT = 4.5  # nats: a word that says less links nothing
_MINIMUM = 6.0  # nats that a pair's shared keys must have together
_CROWDED = 60  # quotes: a key that more have is cut by week, then to neighbours
_NEIGHBOURS = 6
_WHOLE = 100.0
_LEAST = 0.4  # share of the shorter quote that the longer one must be able to have
_VERBATIM = 0.94  # ... and where one has no speaker: a little less than `joins` demands
_AT_ONCE = 20_000  # pairs
_KINDS = ("words", "run", "rare", "speaker word")
_WORDS, _RUNS, _RAREST, _SPOKEN = range(4)
_NO_DAY = 10**6


class Keys(NamedTuple):
    """Kind, hash, place of the quote and weight in nats of many keys, side by side; a quote may have a key twice."""

    kinds: NDArray[np.int8]
    hashes: Hashes
    places: Places
    weights: Weights

    def of(self, chosen: NDArray[Any]) -> Keys:
        """The keys at some places of the columns, or those that a mask chooses."""
        return Keys(self.kinds[chosen], self.hashes[chosen], self.places[chosen], self.weights[chosen])


@dataclass(frozen=True, slots=True)
class Blocked:
    """What finding pairs takes of quotes that are sorted oldest first: words, speakers (0 for none) and weeks."""

    words: Columns
    speakers: Hashes
    weeks: Places

    def of(self, places: Places) -> Blocked:
        """The quotes at some places, in that order."""
        return Blocked(self.words.of(places), self.speakers[places], self.weeks[places])


def blocked(quotes: Sequence[PlacedQuote], words: Columns) -> Blocked:
    """What finding pairs takes of quotes whose words are in columns already."""
    return Blocked(
        words,
        np.array([hashed(quote.speaker) if quote.speaker else 0 for quote in quotes], dtype=np.uint64),
        np.array([_week(quote.published) for quote in quotes], dtype=np.int64),
    )


def _week(published: str | None) -> int:
    spanned = days(published)
    return spanned[0].toordinal() // 7 if spanned else _NO_DAY


def keys(quote: PlacedQuote) -> tuple[Key, ...]:
    """The (kind, hash, weight in nats) under which a quote meets those that may repeat it, sorted.

    Two quotes that share none are never compared.

    Kinds: `words` (all normal words), `run` (four words of 12 nats), `rare` (the three rarest words, in order),
    `speaker word` (speaker and one word of 4.5 nats) and, for translations, `speaker figure`.
    """
    found = all_keys(blocked([quote], columns([quote])))
    named = {
        (_KINDS[kind], f"{key:016x}"): round(float(value), 3)
        for kind, key, value in zip(found.kinds, found.hashes.tolist(), found.weights, strict=True)
    }
    if quote.speaker is not None:
        for amount in quantities(quote.text):
            named["speaker figure", f"{hashed(f'{quote.speaker} {amount.value:.6g}'):016x}"] = _MINIMUM
    return tuple(sorted((kind, key, value) for (kind, key), value in named.items()))


def all_keys(quotes: Blocked) -> Keys:
    """The keys of many quotes, kind by kind, each kind in order of the quotes; figures are left to translations."""
    words = quotes.words
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    whole = np.flatnonzero(words.sizes)
    runs, run_weights = _runs(words)
    rare, rare_at, rare_weights = _rarest(words, owner)
    spoken = np.flatnonzero((words.weights >= _WORD_WEIGHT) & (quotes.speakers[owner] != 0))
    parts = (
        (_WORDS, mixed(words.whole()[whole]), whole, np.full(len(whole), _WHOLE)),
        (_RUNS, mixed(*(words.concepts[runs + at] for at in range(_RUN))), owner[runs], run_weights),
        (_RAREST, rare, rare_at, rare_weights),
        (_SPOKEN, mixed(quotes.speakers[owner[spoken]], words.concepts[spoken]), owner[spoken], words.weights[spoken]),
    )
    return Keys(
        np.concatenate([np.full(len(part), kind, dtype=np.int8) for kind, part, _, _ in parts]),
        np.concatenate([part ^ np.uint64(kind) for kind, part, _, _ in parts]),
        np.concatenate([places for _, _, places, _ in parts]),
        np.concatenate([weights for _, _, _, weights in parts]),
    )


def _runs(words: Columns) -> tuple[Places, Weights]:
    """Where runs of four words begin that say enough, and what they say."""
    if len(words.words) < _RUN:
        return np.empty(0, dtype=np.int64), np.empty(0)
    last = len(words.words) - _RUN + 1
    mass = sum(words.weights[at : last + at] for at in range(_RUN))
    inside = np.ones(last, dtype=bool)
    for back in range(1, _RUN):
        ends = words.starts[1:-1] - back
        inside[ends[(ends >= 0) & (ends < last)]] = False
    found = np.flatnonzero(inside & (mass >= _RUN_WEIGHT))
    return found, np.asarray(mass)[found]


def _rarest(words: Columns, owner: Places) -> tuple[Hashes, Places, Weights]:
    """The three rarest words of each quote that has as many, as one key."""
    by_weight = np.lexsort((-words.weights, owner))
    places = np.flatnonzero(words.sizes >= _RARE)
    chosen = np.sort(by_weight[words.starts[places][:, None] + np.arange(_RARE)], axis=1)
    return mixed(*(words.concepts[chosen[:, at]] for at in range(_RARE))), places, words.weights[chosen].sum(axis=1)


def candidates(quotes: Blocked) -> list[tuple[int, int]]:
    """Pairs of places that share keys of 6 nats together and don't name different speakers, sorted.

    The quotes have to be sorted oldest first: a key that more than 60 quotes have joins each only to those of its
    week, and where that holds more than 60 to its six neighbours in time; one that is made of the words themselves
    joins each to the earliest as well.
    """
    found = _shared_keys(all_keys(quotes))
    worded = found.kinds != _SPOKEN
    near = [_pairs(found.of(chosen), quotes.weeks) for chosen in (worded, ~worded)]
    left, right, mass = (np.concatenate(column) for column in zip(*near, _to_the_first(found, worded), strict=True))
    same = (
        (quotes.speakers[left] == quotes.speakers[right]) | (quotes.speakers[left] == 0) | (quotes.speakers[right] == 0)
    )
    pairs = left[same] << 32 | right[same]
    order = np.argsort(pairs, kind="stable")
    pairs, mass = pairs[order], mass[same][order]
    first = np.flatnonzero(np.diff(pairs, prepend=-1))
    mass = summed(mass, np.append(first, len(pairs)))
    pairs = pairs[first]
    enough = mass >= _MINIMUM
    left, right = pairs[enough] >> 32, pairs[enough] & 0xFFFFFFFF
    can = _can_hold(quotes, left, right, mass[enough])
    return list(zip(left[can].tolist(), right[can].tolist(), strict=True))


def _shared_keys(found: Keys) -> Keys:
    """The keys that two quotes or more have, each once for a quote, sorted by hash and then place."""
    order = np.argsort(found.hashes, kind="stable")
    hashes, places = found.hashes[order], found.places[order]
    again = (hashes[1:] == hashes[:-1]) & (places[1:] == places[:-1])
    order = order[np.concatenate(([True], ~again))] if len(order) else order
    hashes = found.hashes[order]
    same = hashes[1:] == hashes[:-1]
    shared = order[np.concatenate((same, [False])) | np.concatenate(([False], same))] if len(order) else order
    return found.of(shared)


def _blocks(found: Keys) -> tuple[Places, Places]:
    """The number of the block of each key, and where each block begins, its end included."""
    changes = np.flatnonzero(np.diff(found.hashes)) + 1
    starts = np.concatenate(([0], changes, [len(found.hashes)])) if len(found.hashes) else np.zeros(1, dtype=np.int64)
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts)), starts


def _pairs(found: Keys, weeks: Places) -> tuple[Places, Places, Weights]:
    """Pairs inside the blocks: all of a small block, those of one week in a crowded one, then neighbours only."""
    block, starts = _blocks(found)
    crowded = np.diff(starts)[block] > _CROWDED
    week = np.where(crowded, weeks[found.places], 0)
    order = np.lexsort((found.places, week, block))
    block, week, places, weights = block[order], week[order], found.places[order], found.weights[order]
    begins = np.flatnonzero(np.diff(block, prepend=-1) | np.diff(week, prepend=-1))
    sizes = np.diff(np.append(begins, len(block)))
    last = np.repeat(begins + sizes - 1, sizes)
    reach = np.repeat(np.where(sizes > _CROWDED, _NEIGHBOURS, sizes), sizes)
    lefts, rights, masses = [], [], []
    active = np.arange(len(block))
    for apart in range(1, _CROWDED):
        active = active[(active + apart <= last[active]) & (reach[active] >= apart)]
        lefts.append(places[active])
        rights.append(places[active + apart])
        masses.append(weights[active])
        if not len(active):
            break
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(masses)


def _to_the_first(found: Keys, worded: NDArray[np.bool_]) -> tuple[Places, Places, Weights]:
    """The earliest quote of each crowded block of words with every other one."""
    block, starts = _blocks(found)
    joined = np.flatnonzero(worded & (np.diff(starts)[block] > _CROWDED))
    first = found.places[starts[:-1]][block[joined]]
    others = joined[first != found.places[joined]]
    return first[first != found.places[joined]], found.places[others], found.weights[others]


def _can_hold(quotes: Blocked, left: Places, right: Places, mass: Weights) -> NDArray[np.bool_]:
    """Whether the longer quote has enough of the shorter one's words: two fifths, and nearly all where one has no
    speaker; first by the mass of the shared keys and of all light words, then by the words."""
    words = quotes.words
    total, sizes = words.masses(), words.sizes
    light = summed(np.where(words.weights < _WORD_WEIGHT, words.weights, 0.0), words.starts)
    swapped = (sizes[right] < sizes[left]) | ((sizes[right] == sizes[left]) & (total[right] < total[left]))
    short, long = np.where(swapped, right, left), np.where(swapped, left, right)
    nameless = (quotes.speakers[left] == 0) | (quotes.speakers[right] == 0)
    needed = np.where(nameless, _VERBATIM, _LEAST) * total[short]
    can: NDArray[np.bool_] = mass + light[short] >= needed
    possible = np.flatnonzero(can)
    for start in range(0, len(possible), _AT_ONCE):
        some = possible[start : start + _AT_ONCE]
        can[some] = held(words.of(short[some]), words.of(long[some])) >= needed[some]
    return can
