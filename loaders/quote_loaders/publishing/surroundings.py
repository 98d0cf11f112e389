"""What a public copy keeps of an article's text: its quotes with a little around them, up to a limit. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]  # half-open, in characters of the article's text


@dataclass(frozen=True, slots=True)
class Piece:
    """A quote in its article: what is published of it whole (`spans`) and what may be cut (`prefix`, `suffix`).

    `beside` are other places that are published with it: who is named, and what a contradiction rests on.
    """

    spans: tuple[Span, ...]
    prefix: str
    suffix: str
    beside: tuple[Span, ...] = ()


def before(prefix: str, length: int, whole: bool) -> str:
    """The last characters of a prefix, from the beginning of a word; `whole` says that the text begins with it."""
    if whole and len(prefix) <= length:
        return prefix
    cut = prefix[len(prefix) - length :] if length < len(prefix) else prefix
    inside = cut and not cut[0].isspace() and (len(cut) == len(prefix) or not prefix[-len(cut) - 1].isspace())
    return (_without_first(cut) if inside else cut).lstrip()


def after(suffix: str, length: int, whole: bool) -> str:
    """The first characters of a suffix, to the end of a word; `whole` says that the text ends with it."""
    return before(suffix[::-1], length, whole)[::-1]


def _without_first(cut: str) -> str:
    """Without the word that the cut may have gone through."""
    return next((cut[at:] for at, character in enumerate(cut) if character.isspace()), "")


def kept_spans(pieces: Iterable[Piece], others: Iterable[Span], context: int, size: int) -> list[Span]:
    """The characters of an article that are published, as spans in order that don't touch each other.

    `others` are places that are published of the article whatever its quotes are.
    `size` is the length of the article's text.
    """
    found = list(others)
    for piece in pieces:
        found += piece.beside
    found = [(start, end) for start, end in found if 0 <= start < end <= size]
    for piece in pieces:
        found += piece.spans
        if not context:
            continue
        start, end = piece.spans[0][0], piece.spans[-1][1]
        found.append((start - len(before(piece.prefix, context, len(piece.prefix) == start)), start))
        found.append((end, end + len(after(piece.suffix, context, end + len(piece.suffix) == size))))
    return merged(span for span in found if span[0] < span[1])


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans in order that neither overlap nor touch."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def characters(spans: Iterable[Span]) -> int:
    """How many characters they cover together."""
    return sum(end - start for start, end in merged(spans))


def fitting_context(pieces: Sequence[Piece], others: Sequence[Span], context: int, most: int, size: int) -> int | None:
    """The longest context up to `context` with which no more than `most` characters of an article are published.

    None when its quotes alone have more.
    """
    if characters(kept_spans(pieces, others, context, size)) <= most:
        return context
    if characters(kept_spans(pieces, others, 0, size)) > most:
        return None
    low, high = 0, context  # `low` fits, `high` is too long
    while high - low > 1:
        middle = (low + high) // 2
        if characters(kept_spans(pieces, others, middle, size)) <= most:
            low = middle
        else:
            high = middle
    return low


def fitting_pieces(pieces: Iterable[Piece], others: Sequence[Span], most: int, size: int) -> list[int]:
    """Which quotes fit into `most` characters without surroundings, as their places in the order that they are given.

    Each is taken that still fits beside those before it: the most valuable ones are to be given first.
    """
    taken: list[Piece] = []
    found: list[int] = []
    for place, piece in enumerate(pieces):
        if characters(kept_spans([*taken, piece], others, 0, size)) <= most:
            taken.append(piece)
            found.append(place)
    return found


def read_spans(stored: str | None) -> tuple[Span, ...]:
    """JSON of a span or of several, as the schema writes them; nothing when there is none."""
    value = json.loads(stored or "[]")
    pairs = [value] if value and isinstance(value[0], int) else value
    return tuple((int(start), int(end)) for start, end in pairs)


def places(text: str, words: Iterable[str | None]) -> list[Span]:
    """Where words that are published without a span stand in the text, the first time."""
    found = [(text.find(word), len(word)) for word in words if word]
    return [(at, at + length) for at, length in found if at >= 0]
