"""One article as the resolver looks at it: its parse, its persons, its subjects."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Span

from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan
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
    def _entities(self) -> tuple[Span, ...]:
        return tuple(self.reading.doc.ents)

    def entities(self, span: TextSpan) -> tuple[Span, ...]:
        """The named entities of the parse that start in a span."""
        first = bisect_left(self._entities, span.start, key=lambda entity: entity.start_char)
        last = bisect_left(self._entities, span.end, key=lambda entity: entity.start_char)
        return self._entities[first:last]

    @cached_property
    def _sources(self) -> list[TextSpan]:
        return sorted({quote.source for quote in self.quotes if quote.source is not None})

    def sources_before(self, place: int) -> list[TextSpan]:
        """The source spans of the quotes that stand before a place, in order: the fifty that a pronoun can reach."""
        end = bisect_left(self._sources, place, key=lambda source: source.start)
        return self._sources[max(0, end - 50) : end]

    @cached_property
    def subjects(self) -> list[Subject]:
        """The subjects outside the marks, in order."""
        return subjects(self.reading)
