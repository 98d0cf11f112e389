"""Quotes without a parse: marks, dashes, colons, and the reporting words of a language right beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from quote_loaders.quotations import frames
from quote_loaders.quotations.beside import Named, accorded, named_after, named_before, pronoun
from quote_loaders.quotations.blocks import block_quotes
from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.dialogue import broken, dash_dialogue
from quote_loaders.quotations.frames import Frame
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, QuoteKind, TextSpan

CONFIDENCE = 0.5  # no hand-marked articles of other languages yet
NO_PARSE = "no reporting verb, dash or colon right beside the quote, and no parser for this language"
_WORDS = 4  # fewer words than this need a verb, dash or colon beside them
_NEAR = 8  # tokens between the marks and the verb, at most
_SPLIT = 150  # characters of an attribution that breaks a quote
_COMMAS = frozenset(",–—―-")


def find_marked_quotes(doc: Doc, cues: Cues | None = None) -> Iterator[Quote]:
    """The quotes of a tokenised article that marks, dashes or labels set off, in order.

    Indirect speech isn't attempted. Of a language without a cue file, only marks, colons and dashes tell who speaks.
    """
    reading = Reading(doc, cues or load_cues(doc.lang_))
    blocks = [replace(quote, confidence=CONFIDENCE) for quote in block_quotes(reading)]
    blocks += dash_dialogue(reading, CONFIDENCE)
    taken = Spans(sorted(span for quote in blocks for span in quote.content))
    marked = [quote for quote in _marked(reading) if not any(taken.touching(span) for span in quote.content)]
    yield from sorted([*blocks, *marked], key=lambda quote: quote.content)


def _marked(reading: Reading) -> Iterator[Quote]:
    last: Frame | None = None
    last_line = -1
    for group in _joined(reading):
        inside = broken(reading, group[0].inner_start, group[0].inner_end, "clause inside", commas=False)
        if inside is not None and len(group) == 1:
            yield replace(inside, confidence=CONFIDENCE)
            continue
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
        kind: QuoteKind = "direct" if words >= _WORDS or frame.form in ("dash", "colon") else "mixed"
        yield Quote(kind, content, frame.cue, frame.source, frame.role, form=frame.form, confidence=CONFIDENCE)


def _joined(reading: Reading) -> Iterator[tuple[Marked, ...]]:
    """Marks that are one quote: going on in the next paragraph, or broken by one attribution."""
    group: list[Marked] = []
    for mark in reading.marked:
        if group and not _goes_on(reading, group[-1], mark):
            yield tuple(group)
            group = []
        group.append(mark)
    if group:
        yield tuple(group)


def _goes_on(reading: Reading, last: Marked, mark: Marked) -> bool:
    if last.continues:
        return mark.opener == last.opener
    between = reading.text[last.end : mark.start].strip()
    if not 0 < len(between) < _SPLIT or "\n" in between or between[-1] not in _COMMAS:
        return False
    if between[0] not in _COMMAS and reading.text[last.inner_end - 1] not in ",!?…":
        return False
    return _after(reading, last) is not None


def _frame(reading: Reading, group: Sequence[Marked]) -> Frame | None:
    found = frames.dash(reading, group[-1].end)
    if found is not None:
        return found
    for mark in group:
        found = _before(reading, mark) or _after(reading, mark)
        if found is not None:
            return found
    return _accorded(reading, group)


def _after(reading: Reading, mark: Marked) -> Frame | None:
    """`“…”, sagte X` and `“…”, X sagte`; a cue further on belongs to the next sentence's words."""
    tokens = frames.gap_after(reading, mark)
    while tokens and tokens[0].text in _COMMAS:
        tokens = tokens[1:]
    for index, token in enumerate(tokens[:_NEAR]):
        if token.text in _COMMAS and index:
            break
        if reading.cues.has(token.text, "speech"):
            who = named_before(reading, tokens[:index]) if index else None
            who = who or named_after(reading, tokens[index + 1 :])
            return _framed(reading, who, token, "quote, cue")
    return None


def _before(reading: Reading, mark: Marked) -> Frame | None:
    """`X sagte: “…”`, `sagte X: “…”`, `X nannte das “…”` and `Rutte: “…”`."""
    tokens = frames.gap_before(reading, mark)
    if not tokens:
        return None
    colon = tokens[-1].text == ":"
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if not reading.cues.has(token.text, "speech"):
            continue
        behind = tokens[index + 1 :]
        if not colon and len(behind) > _NEAR:
            return None
        if behind and pronoun(reading, behind[0]):
            return _framed(reading, named_after(reading, behind), token, "colon" if colon else "cue, quote")
        who = named_before(reading, tokens[:index]) or named_after(reading, behind)
        return _framed(reading, who, token, "colon" if colon else "cue, quote")
    return _headline(reading, tokens) if colon else None


def _headline(reading: Reading, tokens: Sequence[Token]) -> Frame | None:
    """`Rutte: “…”`: a name and nothing else stands before the colon."""
    words = tokens[:-1]
    if not words or not frames.name_like(reading.text[words[0].idx : tokens[-1].idx].strip()):
        return None
    who = named_after(reading, words)
    if who is None or who.bare or who.source.end != words[-1].idx + len(words[-1].text):
        return None
    return Frame(who.source, None, "colon", who.role)


def _accorded(reading: Reading, group: Sequence[Marked]) -> Frame | None:
    """`Laut X „…“` and `„…“, so X`."""
    for tokens in (frames.gap_before(reading, group[0]), frames.gap_after(reading, group[-1])):
        found = accorded(reading, tokens)
        if found is not None:
            return Frame(found[0].source, found[1], "according to", found[0].role)
    return None


def _framed(reading: Reading, who: Named | None, cue: Token, form: str) -> Frame | None:
    return None if who is None else Frame(who.source, reading.span(cue, cue), form, who.role)
