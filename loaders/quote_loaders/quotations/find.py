"""Finding every attribution of an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc

from quote_loaders.quotations.attribution import marked_quotes
from quote_loaders.quotations.blocks import block_quotes
from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.indirect import indirect_quotes
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.quotations.wholes import wholes
from quote_loaders.records import Quote

# The findings of each form on five hand-marked articles and sixty hand-marked texts: those with span and
# speaker right, and all. The rules were written against the same texts, so the share is moderated by the rule of
# succession: (right + 1) / (all + 2).
MEASURED = {
    "quote, cue": (34, 34),
    "cue, quote": (18, 18),
    "indirect": (10, 11),
    "clause": (6, 7),
    "dash": (5, 5),
    "colon": (4, 4),
    "continuation": (4, 4),
    "label": (3, 3),
    "according to": (2, 2),
    "quoted as saying": (2, 2),
    "noun": (2, 2),
    "block": (1, 1),
    "block quote": (1, 1),
    "floating": (1, 1),
    "marks": (1, 2),
    "post": (1, 1),
}


def confidence(form: str) -> float:
    """The share of findings of a form that are right, 0 to 1; one half for a form that was never measured."""
    right, every = MEASURED.get(form, (0, 0))
    return round((right + 1) / (every + 2), 2)


def find_quotes(doc: Doc, cues: Cues | None = None) -> Iterator[Quote]:
    """The attributions of a parsed article, in the order of their first words; the parse's text is the article's.

    Direct and mixed quotes leave the quotation marks out. An indirect quote may hold a mixed one: the clause and the
    marked words in it are two findings. Any text gives spans inside the text; nothing is raised.
    """
    reading = Reading(doc, cues or load_cues(doc.lang_ or "en"))
    blocks = list(block_quotes(reading))
    taken = Spans(span for quote in blocks for span in quote.content)

    def free(quote: Quote) -> bool:
        return not any(taken.touching(part) for part in quote.content)

    marked = [quote for quote in marked_quotes(reading) if free(quote)]
    indirect = [quote for quote in indirect_quotes(reading, marked) if free(quote)]
    whole = [quote for quote in wholes(reading, marked, indirect) if free(quote)]
    found = sorted(
        [*blocks, *marked, *indirect, *whole], key=lambda quote: (quote.content[0].start, -quote.content[-1].end)
    )
    for quote in found:
        yield replace(quote, confidence=confidence(quote.form))
