"""One article as the resolver looks at it: its parse, its persons, its subjects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote
from quote_loaders.speakers.history import Subject, subjects
from quote_loaders.speakers.people import People, people


@dataclass(frozen=True)
class Article:
    """A parsed article and the quotes found in it."""

    reading: Reading
    quotes: tuple[Quote, ...]

    @cached_property
    def people(self) -> People:
        """The persons that the article names."""
        spans = [span for quote in self.quotes for span in (quote.source, quote.relay) if span is not None]
        return people(self.reading.doc, [(span.start, span.of(self.reading.text)) for span in spans])

    @cached_property
    def subjects(self) -> list[Subject]:
        """The subjects outside the marks, in order."""
        return subjects(self.reading)
