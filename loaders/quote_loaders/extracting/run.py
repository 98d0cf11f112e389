"""Documents into findings, one by one, by as many processes as are wanted."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from quote_loaders.extracting.documents import Document
from quote_loaders.outlets import load_outlets
from quote_loaders.readers import Context, Record
from quote_loaders.reading import Extracts, Reading, Task, named, weight
from quote_loaders.records import Problem, Quote
from quote_loaders.workers import Failed, Job, work_each

Text = Document | Record


@dataclass(frozen=True, slots=True)
class Findings:
    """A document and its quotes, in order."""

    document: Document
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Finds the quotes of a document, or of the article that a record holds. It can be pickled."""

    extractor: Extracts
    context: Context

    def __call__(self, text: Text, /) -> Findings | Failed:
        """Its findings, or why there are none."""
        if isinstance(text, Document):
            return Findings(text, tuple(self.extractor.extract(text.text, text.language)))
        done = Reading(self.extractor, self.context)(Task(text))
        if isinstance(done, Failed):
            return done
        article, name = done.read.article, named(text.source, text.place)
        return Findings(Document(name, article.text, article.language, name), done.quotes or ())


def find_all(
    extractor: Extracts, items: Iterable[Text | Problem], workers: int = 1, context: Context | None = None
) -> Generator[Findings | Problem, None, None]:
    """The findings of every text, in order, and the problems among them; a failure costs its text alone."""
    finding = Finding(extractor, context or Context(load_outlets()))
    with closing(work_each(finding, _jobs(items), workers)) as results:
        for job, result in results:
            if isinstance(job.owner, Problem):
                yield job.owner
            elif isinstance(result, Failed):
                yield Problem(job.owner, result.stage, result.message)
            elif result is not None:
                yield result


def _jobs(items: Iterable[Text | Problem]) -> Iterator[Job[str | Problem, Text]]:
    for item in items:
        if isinstance(item, Problem):
            yield Job(item)
        elif isinstance(item, Document):
            yield Job(item.source, item, len(item.text))
        else:
            yield Job(named(item.source, item.place), item, weight(item))
