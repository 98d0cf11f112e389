"""Many quotes as columns of numbers: their words by number, one behind the other, so that numpy can do the counting."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from datasette_quotes.alignment import expanded
from datasette_quotes.text import normal_word, printed_words
from quote_loaders.lexicon import concept, weight

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Weights = NDArray[np.float64]
Numbers = NDArray[np.int32]

GRAIN = 1024  # weights are multiples of 1/1024 nats, so that sums are exact and no order of adding matters
_AT_ONCE = 100_000  # quotes
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd: 2^64 divided by the golden ratio


class Vocabulary:
    """Printed words -> numbers of normal words, contractions written out; each with its hash, concept and weight.

    The numbers depend on which word was met first; hashes and weights don't.
    """

    def __init__(self) -> None:
        self._printed: dict[str, _Printed] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._spelled: list[str] = []
        self._words, self._concepts, self._weights = array("Q"), array("Q"), array("d")

    def __len__(self) -> int:
        return len(self._words)

    def numbers(self, text: str, language: str) -> Iterable[int]:
        """The words of a text in order."""
        known = self._printed.get(language)
        if known is None:
            known = self._printed[language] = _Printed(lambda printed: self._new(printed, language))
        return chain.from_iterable(map(known.__getitem__, printed_words(text)))

    def table(self) -> Table:
        """What is known of the words that were met so far."""
        return Table(self._spelled, np.array(self._words), np.array(self._concepts), np.array(self._weights))

    def _new(self, printed: str, language: str) -> tuple[int, ...]:
        return tuple(self._number(word, language) for word in expanded((normal_word(printed),)))

    def _number(self, word: str, language: str) -> int:
        number = self._numbers.setdefault((word, language), len(self._words))
        if number == len(self._words):
            own, meant, value = _known(word, language)
            self._spelled.append(word)
            self._words.append(own)
            self._concepts.append(meant)
            self._weights.append(value)
        return number


@lru_cache(maxsize=100_000)
def _known(word: str, language: str) -> tuple[int, int, float]:
    """Hash, hash of the concept, and weight of a word."""
    return hashed(word), hashed(concept(word)), round(weight(word, language) * GRAIN) / GRAIN


class _Printed(dict[str, tuple[int, ...]]):
    """What printed words are, found out when first asked for."""

    def __init__(self, find: Callable[[str], tuple[int, ...]]) -> None:
        self._find = find

    def __missing__(self, printed: str) -> tuple[int, ...]:
        found = self[printed] = self._find(printed)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Words by their numbers, with hash, concept and weight."""

    spelled: Sequence[str]  # may have more of them by now
    words: Hashes
    concepts: Hashes
    weights: Weights

    def of(self, numbers: Sequence[int]) -> Table:
        """Some of the words, numbered anew."""
        spelled = [self.spelled[number] for number in numbers]
        return Table(spelled, self.words[numbers], self.concepts[numbers], self.weights[numbers])


@dataclass(frozen=True, slots=True)
class Columns:
    """Quote `i` has the words `starts[i]` up to `starts[i + 1]`, each of them a number of four bytes."""

    starts: Places
    numbers: Numbers
    table: Table

    @property
    def words(self) -> Hashes:
        """A hash of each word."""
        return self.table.words[self.numbers]

    @property
    def concepts(self) -> Hashes:
        """A hash of each word's concept."""
        return self.table.concepts[self.numbers]

    @property
    def weights(self) -> Weights:
        """Information of each word in nats."""
        return self.table.weights[self.numbers]

    @property
    def sizes(self) -> Places:
        """Words of each quote."""
        return np.diff(self.starts)

    def masses(self) -> Weights:
        """Information of each quote in nats."""
        total: Weights = summed(self.weights, self.starts)
        return total

    def of(self, places: Places) -> Columns:
        """The quotes at some places, in that order."""
        sizes = self.sizes[places]
        starts = np.concatenate(([0], np.cumsum(sizes)))
        at = np.repeat(self.starts[places] - starts[:-1], sizes) + np.arange(starts[-1])
        return Columns(starts, self.numbers[at], self.table)

    def between(self, low: int, high: int) -> Columns:
        """The quotes from one place up to another."""
        starts = self.starts[low : high + 1]
        return Columns(starts - starts[0], self.numbers[starts[0] : starts[-1]], self.table)

    def compact(self) -> Columns:
        """The same with a table of no other words."""
        used, numbers = np.unique(self.numbers, return_inverse=True)
        return Columns(self.starts, numbers.astype(np.int32), self.table.of(used.tolist()))

    def whole(self) -> Hashes:
        """A hash of all words of each quote, in their order."""
        count = len(self.starts) - 1
        parts = [self.between(low, min(low + _AT_ONCE, count))._whole() for low in range(0, count, _AT_ONCE)]
        return np.concatenate([np.zeros(0, dtype=np.uint64), *parts])

    def _whole(self) -> Hashes:
        sizes = self.sizes
        place = np.arange(len(self.numbers)) - np.repeat(self.starts[:-1], sizes)
        longest = int(sizes.max(initial=0))
        powers = np.cumprod(np.full(longest + 1, _STEP, dtype=np.uint64))
        total: Hashes = summed(self.words * powers[place], self.starts)
        return total + sizes.astype(np.uint64)


class Worded(Protocol):
    """What has words in a language."""

    @property
    def text(self) -> str: ...
    @property
    def language(self) -> str: ...


def columns(quotes: Sequence[Worded], vocabulary: Vocabulary | None = None) -> Columns:
    """The words of many quotes, in the order of the quotes; a vocabulary learns those that it doesn't know."""
    vocabulary = Vocabulary() if vocabulary is None else vocabulary
    numbers, starts = array("i"), array("q", [0])
    for quote in quotes:
        numbers.extend(vocabulary.numbers(quote.text, quote.language))
        starts.append(len(numbers))
    return Columns(np.array(starts), np.array(numbers), vocabulary.table())


def summed(values: NDArray[Any], starts: Places) -> NDArray[Any]:
    """The sum of each stretch of numbers of any type; 0 for an empty one."""
    total = np.zeros(len(starts) - 1, dtype=values.dtype)
    filled = np.flatnonzero(np.diff(starts))
    if len(filled):
        total[filled] = np.add.reduceat(values, starts[filled])
    return total


def is_among(values: Hashes, others: Hashes) -> NDArray[np.bool_]:
    """Which of the values are among the others (numpy's own `isin` hashes, which is slower for many distinct ones)."""
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    ordered = np.sort(others)
    found: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, values), len(ordered) - 1)] == values
    return found


def held(some: Columns, others: Columns) -> Weights:
    """Information of the words of each quote that the other quote at the same place has too, in nats."""
    inside = is_among(_numbered(some), _numbered(others))
    total: Weights = summed(np.where(inside, some.weights, 0.0), some.starts)
    return total


def _numbered(words: Columns) -> Hashes:
    """A hash of each word with the place of its quote."""
    return mixed(np.repeat(np.arange(len(words.sizes), dtype=np.uint64), words.sizes), words.concepts)


@lru_cache(maxsize=100_000)
def hashed(text: str) -> int:
    """A hash of 64 bits, the same everywhere and always."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def mixed(*parts: Hashes) -> Hashes:
    """One hash for hashes side by side, in their order (the finaliser of MurmurHash3, A. Appleby)."""
    total = np.zeros_like(parts[0])
    for part in parts:
        total = (total + part) * _STEP
        total ^= total >> np.uint64(33)
        total *= np.uint64(0xFF51AFD7ED558CCD)
        total ^= total >> np.uint64(33)
    return total
