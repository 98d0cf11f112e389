"""Quotes with their spans -> the text of an article cut where something begins or ends: pure.

Quotes may lie inside each other and overlap, and the name of a source may stand inside somebody else's words: a piece
holds the numbers of all quotes that it belongs to, so nothing has to nest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marked:
    """A quote: the spans of its content, its cue and its source, in characters of the text."""

    content: Sequence[Span]
    cue: Sequence[Span]
    source: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text and the places in the list of quotes that it belongs to; `begins` where content starts.

    The last of `content` is the innermost: the quote with the fewest characters.
    """

    text: str
    content: tuple[int, ...]
    cue: tuple[int, ...]
    source: tuple[int, ...]
    begins: tuple[int, ...]


def pieces(text: str, quotes: Sequence[Marked]) -> list[Piece]:
    """The text in pieces; spans that don't lie inside it are left out."""
    opened: dict[int, list[tuple[str, int]]] = {}
    closed: dict[int, list[tuple[str, int]]] = {}
    firsts: dict[int, list[int]] = {}
    sizes = [sum(end - start for start, end in quote.content) for quote in quotes]
    for place, quote in enumerate(quotes):
        for role in ("content", "cue", "source"):
            spans = [(start, end) for start, end in getattr(quote, role) if 0 <= start < end <= len(text)]
            for start, end in spans:
                opened.setdefault(start, []).append((role, place))
                closed.setdefault(end, []).append((role, place))
            if role == "content" and spans:
                firsts.setdefault(min(spans)[0], []).append(place)
    found: list[Piece] = []
    active: dict[str, list[int]] = {"content": [], "cue": [], "source": []}
    for start, end in pairwise(sorted({0, len(text), *opened, *closed})):
        for role, place in closed.get(start, ()):
            active[role].remove(place)
        for role, place in opened.get(start, ()):
            active[role].append(place)
        content = sorted(set(active["content"]), key=lambda place: (-sizes[place], place))
        cue, source = sorted(set(active["cue"])), sorted(set(active["source"]))
        begins = tuple(firsts.get(start, ()))
        found.append(Piece(text[start:end], tuple(content), tuple(cue), tuple(source), begins))
    return found
