"""Quotes in a few bytes each: enough to sort out pairs between which no rule can find anything, without their words.

What a sketch tells is never less than what the words would: pairs that are left are looked at by their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quote_loaders.contradictions.opposing import sides_of
from quote_loaders.linkage.columns import GRAIN, Columns, Hashes, Places, Weights, is_among, summed
from quote_loaders.linkage.measures import DOUBT
from quote_loaders.linkage.pairs import Mask

_UNIT = GRAIN // 128  # weights are kept in 1/128 nats, rounded up
_MOST = 2**16 - 1  # of two bytes: so much or more
_SIDES = 32  # bits for either side of oppositions
_ANY = np.uint64(2**64 - 1)  # a quote that doubts may be opposed by any other
_STANCE = 8  # bytes
_CONCEPT = np.dtype([("hash", "<u2"), ("weight", "<u2")])
_ENDLESS = 2.0**40  # nats


def sketches(words: Columns, edited: Mask) -> list[bytes]:
    """The sketch of each quote: 8 bytes for the words that may be opposed, and 4 for each concept.

    That of a quote that an editor may have put words into is empty: nothing is known of it.
    """
    owner = np.repeat(np.arange(len(words.sizes)), words.sizes)
    hashes = (words.concepts >> np.uint64(48)).astype(np.int64)
    codes, inverse = np.unique(owner << 16 | hashes, return_inverse=True)
    grains = np.bincount(inverse, np.rint(words.weights * GRAIN), len(codes)).astype(np.int64)
    concepts = np.zeros(len(codes), dtype=_CONCEPT)
    concepts["hash"] = codes & 0xFFFF
    concepts["weight"] = np.minimum(-(-grains // _UNIT), _MOST)
    bounds = np.searchsorted(codes >> 16, np.arange(len(words.sizes) + 1)).tolist()
    stances = _stances(words, owner).astype("<u8")
    return [
        b"" if put_in else stances[at].tobytes() + concepts[bounds[at] : bounds[at + 1]].tobytes()
        for at, put_in in enumerate(edited.tolist())
    ]


def _stances(words: Columns, owner: Places) -> Hashes:
    """A bit for each side of an opposition that words of a quote are on: two that are opposed differ by 32 places."""
    own = np.zeros(len(words.table.words), dtype=np.uint64)
    used = np.unique(words.numbers).tolist()
    for number in used:
        word = words.table.spelled[number]
        own[number] = _ANY if word in DOUBT else _bits(sides_of(word, float(words.table.weights[number])))
    found = np.zeros(len(words.sizes), dtype=np.uint64)
    np.bitwise_or.at(found, owner, own[words.numbers])
    return found


def _bits(sides: Sequence[int]) -> int:
    found = 0
    for one in sides:
        found |= 1 << ((one >> 1) % _SIDES + _SIDES * (one & 1))
    return found if found != _ANY else int(_ANY)


@dataclass(frozen=True, slots=True)
class Sketched:
    """Sketches side by side; quote `i` has the concepts `starts[i]` up to `starts[i + 1]`."""

    known: Mask
    stances: Hashes
    starts: Places
    hashes: NDArray[np.uint16]
    weights: Weights  # nats

    def opposing(self, left: Places, right: Places) -> Mask:
        """Whether two quotes may have words that oppose each other, or either one doubts."""
        one, other = self.stances[left], self.stances[right]
        shift = np.uint64(_SIDES)
        low = np.uint64(2**_SIDES - 1)
        crossed = (one & low & (other >> shift)) | (other & low & (one >> shift))
        found: Mask = (crossed != 0) | (one == _ANY) | (other == _ANY) | ~self.known[left] | ~self.known[right]
        return found

    def shared(self, short: Places, long: Places) -> Weights:
        """Nats that the long quote may have of the short one's."""
        pairs, at = self._spread(short)
        others, there = self._spread(long)
        met = is_among(_coded(pairs, self.hashes[at]), _coded(others, self.hashes[there]))
        starts = np.searchsorted(pairs, np.arange(len(short) + 1))
        total: Weights = summed(np.where(met, self.weights[at], 0.0), starts)
        total[~self.known[short] | ~self.known[long]] = _ENDLESS
        return total

    def _spread(self, places: Places) -> tuple[Places, Places]:
        """Where the concepts of the quotes at some places are, and the number of each one's place."""
        sizes = np.diff(self.starts)[places]
        ends = np.cumsum(sizes)
        inside = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        return np.repeat(np.arange(len(places)), sizes), np.repeat(self.starts[places], sizes) + inside


def _coded(pairs: Places, hashes: NDArray[np.uint16]) -> Hashes:
    return (pairs << 16 | hashes).astype(np.uint64)


def sketched(found: Sequence[bytes]) -> Sketched:
    """Sketches as they were kept."""
    sizes = np.array([max(0, len(one) - _STANCE) // _CONCEPT.itemsize for one in found], dtype=np.int64)
    concepts = np.frombuffer(b"".join(one[_STANCE:] for one in found), dtype=_CONCEPT)
    stances = np.frombuffer(b"".join(one[:_STANCE] or bytes(_STANCE) for one in found), dtype="<u8")
    weights = np.where(concepts["weight"] < _MOST, concepts["weight"] * (_UNIT / GRAIN), _ENDLESS)
    known = np.array([len(one) >= _STANCE for one in found], dtype=np.bool_)
    starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(sizes)))
    return Sketched(known, stances.astype(np.uint64), starts, concepts["hash"].copy(), weights)
