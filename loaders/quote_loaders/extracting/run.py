"""Documents into findings, one by one, by as many processes as are wanted."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

from quote_loaders.extracting.documents import Document
from quote_loaders.records import Problem, Quote
from quote_loaders.workers import Extracts, Failed, Job, extract_each


@dataclass(frozen=True, slots=True)
class Findings:
    """A document and its quotes, in order."""

    document: Document
    quotes: tuple[Quote, ...]


def find_all(
    extractor: Extracts, items: Iterable[Document | Problem], workers: int = 1
) -> Generator[Findings | Problem, None, None]:
    """The findings of every document, in order, and the problems among them; a failure costs its document alone."""
    with closing(extract_each(extractor, _jobs(items), workers)) as results:
        for job, result in results:
            if isinstance(job.owner, Problem):
                yield job.owner
            elif isinstance(result, Failed):
                yield Problem(job.owner.source, "extract", result.message)
            else:
                yield Findings(job.owner, tuple(result or ()))


def _jobs(items: Iterable[Document | Problem]) -> Iterator[Job[Document | Problem]]:
    for item in items:
        yield Job(item) if isinstance(item, Problem) else Job(item, item.text, item.language)
