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
from quote_loaders.records import Quote

# The share of findings of a form with span and speaker right on the hand-marked articles and texts; a form that
# they hold fewer than five times gets the share of its kind.
CONFIDENCE: dict[str, float] = {}


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
    found = sorted([*blocks, *marked, *indirect], key=lambda quote: (quote.content[0].start, -quote.content[-1].end))
    for quote in found:
        yield replace(quote, confidence=CONFIDENCE.get(quote.form, 0.5))
