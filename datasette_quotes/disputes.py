"""A contradiction as pages show it: both texts, and the words that it rests on: pure."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from datasette_quotes import labels
from datasette_quotes.moments import Moment, parse
from datasette_quotes.queries.contradictions import Contradiction, Side

CONTENT_JOINER = " … "  # between the parts of broken content in `quotes.text`; never inside a part


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One side of a contradiction: its text in pieces, True for those the contradiction rests on."""

    row: Side
    moment: Moment | None
    pieces: tuple[tuple[str, bool], ...]
    beside: tuple[str, ...]  # words that it rests on outside the quotation
    here: bool  # belongs to what the page is about


@dataclass(frozen=True, slots=True)
class ShownContradiction:
    """A contradiction with this page's side first."""

    row: Contradiction
    heading: str
    this: ShownSide
    other: ShownSide


def shown(row: Contradiction, is_here: Callable[[Side], bool]) -> ShownContradiction:
    """The contradiction as it stands on a page; `is_here` tells the side that the page is about."""
    evidence = _evidence(row.evidence)
    left = _side(row.left, evidence["left"], is_here(row.left))
    right = _side(row.right, evidence["right"], is_here(row.right))
    this, other = (left, right) if left.here else (right, left)
    return ShownContradiction(row, labels.CONTRADICTIONS.get(row.kind, row.kind), this, other)


_Found = list[tuple[str, int, int]]


def _evidence(stored: str) -> dict[str, _Found]:
    """The words of each side with their span in the article; empty where the JSON isn't as the schema says."""
    try:
        value = json.loads(stored)
        return {
            side: [(str(one["text"]), int(one["start"]), int(one["end"])) for one in value[side]]
            for side in ("left", "right")
        }
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"left": [], "right": []}


def _side(row: Side, evidence: _Found, here: bool) -> ShownSide:
    """The quotation cut where words of the evidence begin and end."""
    ranges: list[tuple[int, int]] = []
    beside: list[str] = []
    for text, start, end in evidence:
        at = _place(row.spans, start, end)
        if at is None or at[1] > len(row.text):
            beside.append(text)
        else:
            ranges.append(at)
    cuts = sorted({0, len(row.text), *(edge for one in ranges for edge in one)})
    pieces = tuple(
        (row.text[start:end], any(low <= start and end <= high for low, high in ranges))
        for start, end in pairwise(cuts)
    )
    return ShownSide(row, parse(row.published), pieces, tuple(beside), here)


def _place(spans: str, start: int, end: int) -> tuple[int, int] | None:
    """A span of the article's text as a span of the quote's text, when it lies inside one part of the content."""
    try:
        offset = 0
        for low, high in json.loads(spans):
            if low <= start < end <= high:
                return offset + start - low, offset + end - low
            offset += high - low + len(CONTENT_JOINER)
    except (ValueError, TypeError, RecursionError):
        return None
    return None
