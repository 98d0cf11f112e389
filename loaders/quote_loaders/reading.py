"""A record into its article and quotes: the expensive work, which runs in processes of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from quote_loaders.keys import article_key
from quote_loaders.readers import Context, Read, Record, read_record
from quote_loaders.readers.given import is_unnamed, with_speakers
from quote_loaders.records import LoadError, Quote
from quote_loaders.workers import Failed

MARKUP_SHARE = 8  # a page of HTML has about eight bytes for each character of its article


class Extracts(Protocol):
    """What finds the quotes of an article: `quote_loaders.extraction.Extractor`, or a test's own. It can be pickled."""

    @property
    def version(self) -> str: ...
    def extract(self, article_text: str, language: str) -> list[Quote]: ...
    def limits(self, language: str) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Known:
    """An article whose quotes are stored already: its key, and the language that they were found in."""

    key: str
    language: str


@dataclass(frozen=True, slots=True)
class Task:
    """A record to read; when it turns out to be the article that is known, its quotes are not looked for again."""

    record: Record
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A record as read, the key of its article and its quotes (None: stored already)."""

    read: Read
    key: str
    quotes: tuple[Quote, ...] | None

    @property
    def given(self) -> bool:
        """Whether the quotes came with the input."""
        return self.read.quotes is not None


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads records and finds their quotes. It can be pickled."""

    extractor: Extracts
    context: Context

    def __call__(self, task: Task, /) -> Done | Failed:
        """The article with its quotes, or why there is none; quotes that the input brings are kept as they are."""
        try:
            read = read_record(task.record, self.context)
        except LoadError as error:
            return Failed(str(error), "read")
        except Exception as error:  # whatever an input makes a parser raise, the others are read
            return Failed(f"reading failed: {type(error).__name__}: {error}", "read")
        article = read.article
        key = article_key(article)
        if read.quotes is not None:
            return self._with_speakers(read, key, read.quotes)
        if task.known == Known(key, article.language):
            return Done(read, key, None)
        try:
            return Done(read, key, tuple(self.extractor.extract(article.text, article.language)))
        except LoadError as error:
            return Failed(str(error), "extract", read.doubts)
        except Exception as error:
            return Failed(f"extraction failed: {type(error).__name__}: {error}", "extract", read.doubts)

    def _with_speakers(self, read: Read, key: str, quotes: tuple[Quote, ...]) -> Done:
        """Quotes that the input brings, with the speakers that are named around those that it names none for."""
        article = read.article
        if article.text_status != "fragments" or not any(is_unnamed(quote) for quote in quotes):
            return Done(read, key, quotes)
        found: list[Quote] = []
        if _has_surroundings(article.text, quotes):
            try:
                found = self.extractor.extract(article.text, article.language)
            except Exception as error:  # the quotes are given: they don't depend on it
                doubt = f"who speaks was not looked for: extraction failed: {type(error).__name__}: {error}"
                return Done(replace(read, doubts=(*read.doubts, doubt)), key, quotes)
        return Done(read, key, with_speakers(article.text, quotes, found))


def _has_surroundings(text: str, quotes: tuple[Quote, ...]) -> bool:
    """Whether a word stands outside of the quotes."""
    end = 0
    for span in sorted(span for quote in quotes for span in quote.content):
        if any(character.isalnum() for character in text[end : span.start]):
            return True
        end = max(end, span.end)
    return any(character.isalnum() for character in text[end:])


def named(source: str, place: str) -> str:
    """What problems call a record: its source, with its place where the source holds several."""
    return f"{source}#{place}" if place else source


def weight(record: Record) -> int:
    """About how many characters of text a record holds."""
    markup = record.data[:64].lstrip().startswith(b"<")
    return len(record.data) // MARKUP_SHARE if markup else len(record.data)
