"""Frames: the words around a quote that say whose it is, and the gaps they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Token

from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

VERBS = ("speech", "direct", "naming", "urging", "relay")
AUXILIARIES = frozenset({"was", "were", "has", "had", "have", "is", "are", "been", "being", "be", "did", "does", "'s"})
WINDOW = 40  # tokens between a quote and its cue, at most
# On the same line, or on the next one that isn't blank; in a Markdown block quote each line starts with ">".
_DASH = re.compile(r"[^\S\n]*(?:\n[\s>]*)?[—–―-]{1,3}[^\S\n]*(?=\S)")
_LABEL_INSIDE = re.compile(r"(?P<name>[A-ZÀ-Þ][A-ZÀ-Þ.'’ -]{1,40}):[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose words a quote reports: the source and cue spans, the title beside the source, and the rule that says so."""

    source: TextSpan | None
    cue: TextSpan | None
    form: str
    role: str | None = None
    relay: TextSpan | None = None


def gap_before(reading: Reading, mark: Marked) -> list[Token]:
    """The tokens of the sentence between the quoted words before and this quote, without space."""
    return sentence_before(reading, mark.start)


def sentence_before(reading: Reading, position: int) -> list[Token]:
    """The tokens of the sentence that ends at a position, back to quoted words, without space."""
    tokens: list[Token] = []
    for token in reading.backwards(position):
        if reading.inside(token) or reading.ends_sentence(token):
            break
        if not token.is_space:
            tokens.append(token)
    return tokens[::-1]


def gap_after(reading: Reading, mark: Marked) -> list[Token]:
    """The tokens of the sentence between this quote and the next quoted words, without space."""
    return [token for token in reading.after(mark.end) if not token.is_space]


def dash(reading: Reading, end: int) -> Frame | None:
    """`“…” — Name, role`, on the quote's own line or the next one that isn't blank.

    The name ends at the first comma or bracket; what follows the comma is the title.
    """
    text = reading.text
    match = _DASH.match(text, end)
    if match is None:
        return None
    _, line_end = reading.line(match.end())
    line = text[match.end() : line_end]
    parts = re.match(r"(?P<name>[^,(;:]+?)\.?\s*(?:,\s*(?P<role>[^(]+?)\s*)?(?P<note>\(.*)?$", line)
    if parts is None or not name_like(parts["name"]):
        return None
    source = TextSpan(match.end(), match.end() + len(parts["name"]))
    relay = None
    if parts["note"] and (said := re.search(r"according to (?:the )?([^)]+?)(?: reports?)?\)", parts["note"])):
        offset = match.end() + parts.start("note")
        relay = TextSpan(offset + said.start(1), offset + said.end(1))
    return Frame(source, None, "dash", role=parts["role"], relay=relay)


def label_inside(reading: Reading, mark: Marked) -> Frame | None:
    """`“WALLACE: Let us start.”`: a printed transcript, whose labels stand inside the marks."""
    match = _LABEL_INSIDE.match(reading.text, mark.inner_start, mark.inner_end)
    return Frame(TextSpan(*match.span("name")), None, "label") if match is not None else None


def name_like(words: str) -> bool:
    """Capitalised words, at most eight, with lower-case particles inside only: "Ursula von der Leyen"."""
    parts = words.split()
    return (
        0 < len(parts) <= 8
        and (parts[0][0].isupper() or parts[0].lower() == "the")
        and parts[-1][0].isalnum()
        and not parts[-1][0].islower()
        and not re.search(r"[.!?]$", words)
        and sum(part[0].islower() for part in parts) <= 3
    )
