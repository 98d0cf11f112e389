"""Runs of eight words as numbers, so that many millions of them can be compared. Pure.

A run is the sum of its words' hashes, each multiplied by the constant of its place, modulo 2^64: two different runs
have the same number with a probability of 5e-20. Words are told apart by letters and digits alone, without case and
accents, as the full-text index tells them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from quote_loaders.publishing.surroundings import Span

LENGTH = 8  # words
Numbers: TypeAlias = npt.NDArray[np.uint64]

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
_generator = np.random.default_rng(8)
_WORD_FACTORS = _generator.integers(2**62, 2**63, LENGTH, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_GAP_FACTORS = _generator.integers(2**62, 2**63, LENGTH - 1, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SPACE = re.compile(r"[^\S\x1c-\x1f]+")  # no byte of a number that Unicode takes for white space
_BORDER = "\x00"  # between two texts: no run crosses it, as no word looks like it
NONE: Numbers = np.zeros(0, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Read:
    """Texts cut into words: the words, what stands in the `gaps` behind them, and their `spans`.

    Texts follow each other with a border between them; `texts` is the number of the text that a word is of.
    """

    words: list[str]
    gaps: list[str]
    spans: list[Span]
    texts: list[int]


@lru_cache(maxsize=1_000_000)
def normal(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word)
    return "".join(one for one in plain if not unicodedata.combining(one)).lower()


@lru_cache(maxsize=1_000_000)
def _number(word: str) -> int:
    return hash(word) & 0xFFFFFFFFFFFFFFFF


def read(texts: Iterable[str]) -> Read:
    """The words of texts, one text after the other."""
    found: list[str] = []
    gaps: list[str] = []
    spans: list[Span] = []
    numbers: list[int] = []
    for number, text in enumerate(texts):
        last = 0
        for match in _WORD.finditer(text):
            start, end = match.span()
            if found:
                gap = text[last:start]
                gaps.append(gap if gap == " " else _SPACE.sub(" ", gap))
            found.append(normal(match[0]))
            spans.append((start, end))
            numbers.append(number)
            last = end
        if found:
            gaps.append("")
        found.append(_BORDER)
        spans.append((0, 0))
        numbers.append(-1)
    return Read(found, gaps, spans, numbers)


def quick(texts: Iterable[str]) -> Read:
    """The words of texts without their spans and the spaces between them: several times faster."""
    words: list[str] = []
    numbers: list[int] = []
    for number, text in enumerate(texts):
        found = _WORD.findall(text.lower())
        words += found if text.isascii() else [one if one.isascii() else normal(one) for one in found]
        words.append(_BORDER)
        numbers += [number] * len(found)
        numbers.append(-1)
    return Read(words, [], [], numbers)


def runs(words: Sequence[str]) -> Numbers:
    """The number of the run that begins at each word; borders are words like others, which stand in no text."""
    size = len(words) - LENGTH + 1
    if size <= 0:
        return NONE
    hashes = np.fromiter((_number(word) for word in words), dtype=np.uint64, count=len(words))
    total = np.zeros(size, dtype=np.uint64)
    for place, factor in enumerate(_WORD_FACTORS):
        total += hashes[place : place + size] * factor
    return total


def spaced(found: Read, *, plain: bool = False) -> Numbers:
    """The same, told apart also by what stands between the words, white space being one space.

    `plain` takes a space for every gap with white space in it, as words stand where only they are kept.
    """
    total = runs(found.words)
    gaps = (" " if plain and " " in gap else gap for gap in found.gaps)
    hashes = np.fromiter((_number(gap) for gap in gaps), dtype=np.uint64, count=len(found.gaps))
    for place, factor in enumerate(_GAP_FACTORS):
        total = total + hashes[place : place + len(total)] * factor
    return total


def whole(found: Read) -> npt.NDArray[np.bool_]:
    """Whether the run that begins at each word lies within one text."""
    size = max(0, len(found.words) - LENGTH + 1)
    borders = np.concatenate([[0], np.cumsum(np.array(found.texts, dtype=np.int64) < 0)])
    return np.asarray(borders[LENGTH : LENGTH + size] == borders[:size])


def inside(found: Read, kept: Sequence[Sequence[Span]]) -> npt.NDArray[np.bool_]:
    """Whether the run that begins at each word lies within one kept span of its text; `kept` has those of each text."""
    spans_of = [-1] * len(found.words)  # the number of the kept span that a word lies in, counted over all texts
    counted, text, at = 0, -1, 0
    for place, (number, (start, end)) in enumerate(zip(found.texts, found.spans, strict=True)):
        if number < 0:
            continue
        if number != text:
            counted, text, at = counted + 1 + (len(kept[text]) if text >= 0 else 0), number, 0
        own = kept[number]
        while at < len(own) and own[at][1] < end:
            at += 1
        if at < len(own) and own[at][0] <= start:
            spans_of[place] = counted + at
    numbers = np.array(spans_of, dtype=np.int64)
    size = max(0, len(numbers) - LENGTH + 1)
    # Spans of a text are in order: the first and the last word in one of them have all the words between in it.
    return np.asarray((numbers[:size] >= 0) & (numbers[:size] == numbers[LENGTH - 1 : LENGTH - 1 + size]))


def among(numbers: Numbers, known: Numbers) -> npt.NDArray[np.bool_]:
    """Whether each number is one of the known ones, which are sorted.

    The numbers are looked up in order, so that places of `known` that were read just now are read again: of many
    millions, in an eighth of the time.
    """
    found = np.zeros(len(numbers), dtype=np.bool_)
    if len(known):
        order = np.argsort(numbers)
        asked = numbers[order]
        places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        found[order] = known[places] == asked
    return found


def distinct(numbers: Numbers) -> Numbers:
    """The numbers in order, each once. Sorts in place: `numpy.unique` holds a hash table of them too."""
    numbers.sort()
    first = np.ones(len(numbers), dtype=np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=first[1:])
    return numbers[first]


def united(parts: Iterable[Numbers]) -> Numbers:
    """All numbers, sorted, each once; merged on the way, so that no more than twice of them are held."""
    total, waiting, held = NONE, [], 0
    for part in parts:
        waiting.append(part)
        held += len(part)
        if held > max(4_000_000, len(total)):
            total, waiting, held = distinct(np.concatenate([total, *waiting])), [], 0
    return distinct(np.concatenate([total, *waiting]))


def batches(
    texts: Iterable[tuple[str, Sequence[Span]]], most: int = 2_000_000
) -> Iterator[list[tuple[str, Sequence[Span]]]]:
    """The texts in lists of at most about so many characters."""
    batch: list[tuple[str, Sequence[Span]]] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text[0])
        if size >= most:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
