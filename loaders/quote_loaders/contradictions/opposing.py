"""Which quotes have words that oppose each other: pure, and in numpy since it is many."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from quote_loaders.lexicon import listed_opposites, negated_form
from quote_loaders.linkage.columns import Columns, Hashes, Places, Table, hashed, is_among, mixed
from quote_loaders.linkage.measures import DOUBT
from quote_loaders.linkage.pairs import Mask

_SAYS = 4.49  # nats: a hundredth less than a predicate says, since weights are rounded here


class _Stances(NamedTuple):
    """What the words of a vocabulary oppose: whether they doubt, and the sides of each word's oppositions."""

    doubts: Mask
    sizes: Places  # sides of each word
    begins: Places
    sides: Hashes


def opposing(words: Columns, left: Places, right: Places) -> Mask:
    """Whether one of two quotes has a word that a word of the other one opposes, or either one doubts.

    `left` and `right` are places in `words`. Nothing is known of words that an editor has put in or changed.
    """
    stances = _stances(words.table)
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    doubting = np.zeros(len(words.sizes), dtype=np.bool_)
    doubting[owner[stances.doubts[words.numbers]]] = True
    codes, starts = _codes(words, stances, owner)
    found: Mask = doubting[left] | doubting[right]
    pairs, ours = _spread(codes, starts, left)
    others, theirs = _spread(codes, starts, right)
    met = is_among(mixed(pairs, ours ^ np.uint64(1)), mixed(others, theirs))
    found[pairs[met].astype(np.int64)] = True
    return found


def _codes(words: Columns, stances: _Stances, owner: Places) -> tuple[Hashes, Places]:
    """The sides of oppositions that the words of each quote are on, and where those of each quote begin."""
    heavy = np.flatnonzero(stances.sizes[words.numbers] > 0)
    heavy = heavy[words.table.weights[words.numbers[heavy]] >= _SAYS]
    numbers = words.numbers[heavy]
    sizes = stances.sizes[numbers]
    codes = stances.sides[np.repeat(stances.begins[numbers], sizes) + _within(sizes)]
    return codes, np.searchsorted(np.repeat(owner[heavy], sizes), np.arange(len(words.sizes) + 1))


def _spread(codes: Hashes, starts: Places, places: Places) -> tuple[Hashes, Hashes]:
    """The codes of the quotes at some places one behind the other, each with the number of its place."""
    sizes = np.diff(starts)[places]
    numbers = np.repeat(np.arange(len(places), dtype=np.uint64), sizes)
    return numbers, codes[np.repeat(starts[places], sizes) + _within(sizes)]


def _within(sizes: Places) -> Places:
    """0, 1, 2 … for each of some sizes, one behind the other."""
    ends = np.cumsum(sizes)
    found: Places = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
    return found


@lru_cache(maxsize=2)
def _stances(table: Table) -> _Stances:
    spelled = table.spelled[: len(table.words)]
    bare = {negated_form(word) for word in spelled}  # what some word here has a negative prefix before
    sides = [(hashed(word) & ~1, *_sides(word)) if word in bare else _sides(word) for word in spelled]
    sizes = np.fromiter(map(len, sides), np.int64, len(sides))
    return _Stances(
        np.fromiter((word in DOUBT for word in spelled), np.bool_, len(spelled)),
        sizes,
        np.cumsum(sizes) - sizes,
        np.fromiter((one for side in sides for one in side), np.uint64, int(sizes.sum())),
    )


@lru_cache(maxsize=20_000)
def _sides(word: str) -> tuple[int, ...]:
    """A number for each opposition that a word is in by the list or its own prefix; the lowest bit tells the side.

    A word that has a negative prefix stands against what is left without it, whose side is 0.
    """
    within = negated_form(word)
    listed = (hashed(f"{min(word, one)} {max(word, one)}") & ~1 | (word > one) for one in listed_opposites(word))
    return *listed, *((hashed(within) | 1,) if within is not None else ())


def sides_of(word: str, weight: float) -> tuple[int, ...]:
    """The same for a word of so many nats, and a number for what negative prefixes make of it, whatever else there is.

    Any word with such a prefix stands against it that is common by itself.
    """
    if weight < _SAYS:
        return ()
    return (hashed(word) & ~1, *_sides(word)) if negated_form(f"un{word}") == word else _sides(word)
