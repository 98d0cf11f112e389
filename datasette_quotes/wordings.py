"""Occurrences -> the different wordings of a statement, and which words of its reference they keep: pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasette_quotes.queries.trace import Occurrence
from datasette_quotes.text import fingerprint, word_spans, words

OPERATIONS = ("same", "removed", "added")
FIRST_CHANGES = ("number", "negation")  # kinds of change that an editor looks at first
ELISION = "…"  # stands for words left out of a long cut


@dataclass(frozen=True, slots=True)
class Differences:
    """What `quotes.differences` holds: the word diff as (operation, text), the kinds of change, the sentence."""

    diff: tuple[tuple[str, str], ...]
    changes: tuple[dict[str, Any], ...]
    sentence: str

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of change."""
        return frozenset(str(change.get("kind")) for change in self.changes)


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording, case and punctuation aside: how often, and its first occurrence."""

    text: str
    times: int
    first: Occurrence
    is_reference: bool
    differences: Differences | None

    @property
    def is_translation(self) -> bool:
        """Whether it is held to translate the reference, and so isn't compared word by word."""
        return self.first.relation == "translation"


@dataclass(frozen=True, slots=True)
class KeptWord:
    """A word of the reference wording as printed, with the marks after it, and how many quotations keep it."""

    text: str
    kept: int


@dataclass(frozen=True, slots=True)
class KeptWords:
    """The words of the reference, the quotations they are counted in, and the passage that most often falls out."""

    words: tuple[KeptWord, ...]
    quotations: int
    lost: str
    lost_times: int


def read_differences(stored: str | None) -> Differences | None:
    """The stored JSON; None when there is none, or it hasn't the shape that the pipeline writes."""
    if not stored:
        return None
    try:
        value = json.loads(stored)
        diff = tuple((str(operation), str(text)) for operation, text in value["diff"])
        changes = tuple(dict(change) for change in value["changes"])
        sentence = str(value["sentence"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if any(operation not in OPERATIONS for operation, _ in diff):
        return None
    return Differences(diff, changes, sentence)


def differences_json(found: Differences | None) -> dict[str, Any] | None:
    """The same as the JSON of the pages has it."""
    if found is None:
        return None
    return {"diff": [list(piece) for piece in found.diff], "changes": list(found.changes), "sentence": found.sentence}


def wordings(
    reference: str, occurrences: Sequence[Occurrence], times: Mapping[int, int] | None = None
) -> list[Wording]:
    """The wordings: the reference, changed numbers and negations, the most repeated, translations last.

    `times` says how often the text of an occurrence was printed, by its id; without it each stands for itself.
    """
    often = times or {}
    groups: dict[str, list[Occurrence]] = {}
    for one in occurrences:
        groups.setdefault(fingerprint(one.text), []).append(one)
    own = fingerprint(reference)
    found = [
        Wording(
            text=group[0].text,
            times=sum(often.get(one.id, 1) for one in group),
            first=group[0],
            is_reference=mark == own,
            differences=read_differences(group[0].differences),
        )
        for mark, group in groups.items()
    ]
    return sorted(found, key=_order)  # stable: the earliest first among equals


def _order(one: Wording) -> tuple[bool, bool, bool, int]:
    telling = one.differences is not None and not one.differences.kinds.isdisjoint(FIRST_CHANGES)
    return not one.is_reference, one.is_translation, not telling, -one.times


def kept_words(
    reference: str, occurrences: Sequence[Occurrence], times: Mapping[int, int] | None = None
) -> KeptWords | None:
    """How many quotations keep each word of the reference; None when fewer than two can be compared.

    Counted are direct, mixed and block quotations that aren't translations. After the "quote shape" views of
    Niculae et al., "QUOTUS: the structure of political media coverage as revealed by quoting patterns" (WWW 2015).
    """
    size = len(words(reference))
    often = times or {}
    rows = [
        (_kept(one, size), often.get(one.id, 1))
        for one in occurrences
        if one.kind != "indirect" and one.relation != "translation"
    ]
    masks = [(mask, many) for mask, many in rows if mask is not None]
    quotations = sum(many for _, many in masks)
    if quotations < 2 or size < 2:
        return None
    counts = [sum(many for mask, many in masks if mask[place]) for place in range(size)]
    spans = word_spans(reference)
    starts = [start for start, _ in spans[1:]] + [len(reference)]
    printed = [reference[start:stop].strip() for (start, _), stop in zip(spans, starts, strict=True)]
    lost, lost_times = _lost(masks)
    kept = tuple(KeptWord(text, count) for text, count in zip(printed, counts, strict=True))
    passage = reference[spans[lost[0]][0] : spans[lost[1] - 1][1]] if lost_times else ""
    return KeptWords(kept, quotations, passage, lost_times)


def _lost(masks: Sequence[tuple[Sequence[bool], int]]) -> tuple[tuple[int, int], int]:
    """Of the passages that quotations leave out, the one with most words times quotations that lack all of it."""
    runs = {run for mask, _ in masks for run in _runs(mask)}
    missing = {run: sum(many for mask, many in masks if not any(mask[run[0] : run[1]])) for run in runs}
    if not missing:
        return (0, 0), 0
    best = max(sorted(missing), key=lambda run: (run[1] - run[0]) * missing[run])
    return best, missing[best]


def _runs(mask: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Half-open ranges of words that are not kept."""
    start = None
    for place, kept in enumerate([*mask, True]):
        if not kept and start is None:
            start = place
        elif kept and start is not None:
            yield start, place
            start = None


def _kept(one: Occurrence, size: int) -> list[bool] | None:
    """For each word of the reference whether this quotation has it; None when its diff doesn't fit the reference."""
    found = read_differences(one.differences)
    if found is None:
        return [True] * size if one.differences is None else None
    pieces = [(operation == "same", text) for operation, text in found.diff if operation != "added"]
    lengths = [len(words(text)) for _, text in pieces]
    elided = [place for place, (same, text) in enumerate(pieces) if not same and ELISION in text]
    missing = size - sum(lengths)
    if missing and len(elided) == 1 and missing > 0:
        lengths[elided[0]] += missing
    elif missing:
        return None
    return [same for (same, _), length in zip(pieces, lengths, strict=True) for _ in range(length)]
