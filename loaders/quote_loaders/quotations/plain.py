"""Marked quotes without a parse: marks, dashes, colons and the reporting verbs of a language right beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from quote_loaders.quotations import frames
from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.frames import Frame
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, QuoteKind, TextSpan

CONFIDENCE = 0.5  # no hand-marked articles of other languages yet
NO_PARSE = "no reporting verb, dash or colon right beside the quote, and no parser for this language"
_WORDS = 4  # fewer words than this need a verb, dash or colon beside them
_NEAR = 4  # tokens between the marks and the verb, at most


def find_marked_quotes(doc: Doc, cues: Cues | None = None) -> Iterator[Quote]:
    """The quotes in marks of a tokenised article, in order; indirect speech isn't attempted."""
    reading = Reading(doc, cues or load_cues(doc.lang_))
    last: Frame | None = None
    last_line = -1
    for group in _joined(reading):
        frame = _frame(reading, group)
        words = sum(len(reading.text[mark.inner_start : mark.inner_end].split()) for mark in group)
        if frame is None and words < _WORDS:
            continue
        line = reading.line_index(group[0].start)
        if frame is None and last is not None and line == last_line:
            frame = Frame(last.source, None, "continuation", last.role)
        last, last_line = frame or last, line
        content = tuple(TextSpan(mark.inner_start, mark.inner_end) for mark in group)
        if frame is None or frame.source is None:
            yield Quote("direct", content, form="marks", unattributed_reason=NO_PARSE, confidence=CONFIDENCE)
            continue
        kind: QuoteKind = "direct" if words >= _WORDS or frame.form == "dash" else "mixed"
        yield Quote(kind, content, frame.cue, frame.source, frame.role, form=frame.form, confidence=CONFIDENCE)


def _joined(reading: Reading) -> Iterator[tuple[Marked, ...]]:
    group: list[Marked] = []
    for mark in reading.marked:
        if group and not (group[-1].continues and mark.opener == group[-1].opener):
            yield tuple(group)
            group = []
        group.append(mark)
    if group:
        yield tuple(group)


def _frame(reading: Reading, group: Sequence[Marked]) -> Frame | None:
    found = frames.dash(reading, group[-1].end)
    return found or _before(reading, group[0]) or _after(reading, group[-1])


def _after(reading: Reading, mark: Marked) -> Frame | None:
    """`“…”, sagte X` and `“…”, X sagte`."""
    tokens = [token for token in frames.gap_after(reading, mark) if token.text not in ",–—-"]
    for index, token in enumerate(tokens[:_NEAR]):
        if reading.cues.has(token.text, "speech"):
            source = _name(reading, tokens[index + 1 :]) if index == 0 else _name(reading, tokens[:index])
            if source is None:
                return None
            return Frame(source, reading.span(token, token), "quote, cue")
    return None


def _before(reading: Reading, mark: Marked) -> Frame | None:
    """`X sagte: “…”` and `Rutte: “…”`."""
    tokens = frames.gap_before(reading, mark)
    if not tokens or tokens[-1].text != ":":
        return None
    for index, token in enumerate(tokens):
        if reading.cues.has(token.text, "speech"):
            source = _name(reading, tokens[:index]) or _name(reading, tokens[index + 1 :])
            return Frame(source, reading.span(token, token), "colon") if source is not None else None
    source = _name(reading, tokens[:-1])
    whole = reading.span(tokens[0], tokens[-2]) if len(tokens) > 1 else None
    return Frame(source, None, "colon") if source is not None and source == whole else None


def _name(reading: Reading, tokens: Sequence[Token]) -> TextSpan | None:
    """The first run of capitalised words, particles inside, or the pronoun that stands first."""
    if tokens and reading.cues.has(tokens[0].text, "he", "she"):
        return reading.span(tokens[0], tokens[0])
    run: list[Token] = []
    for token in tokens:
        capital = token.text[:1].isupper() and token.text[:1].isalpha()
        inside = bool(run) and reading.cues.has(token.text, "particles")
        if not (capital or inside):
            if run:
                break
            if reading.cues.has(token.text, "articles"):
                continue
            return None
        run.append(token)
    while run and not run[-1].text[:1].isupper():
        run.pop()
    return reading.span(run[0], run[-1]) if run else None
