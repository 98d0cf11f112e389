"""Inputs into jobs: what is to be read, what the ledger knows already, and what can't even be cut into records."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.pipeline.ledger import context_digest, entry_of
from quote_loaders.readers import Context, Input, Link, Record, find_inputs, records_of, suffixes_of
from quote_loaders.readers.inputs import bytes_of
from quote_loaders.reading import Known, Task, named, weight
from quote_loaders.records import LoadError, Problem
from quote_loaders.store import Entry, Past
from quote_loaders.workers import Job

ADDRESSES = ("http://", "https://")
PACKED = (".gz", ".bz2", ".zst", ".zip", ".tgz", ".parquet", ".epub", ".docx")
PACKED_SHARE = 5  # packed text has about a fifth of the bytes

# "told": something about an input that is no article of its own
Outcome = Literal["read", "unchanged", "refused", "told"]


@dataclass(frozen=True, slots=True)
class Item:
    """A record with what is known of it before it is read; "read" means that it has yet to be."""

    outcome: Outcome
    source: str  # as problems call it
    format: str = ""
    entry: Entry | None = None
    problems: tuple[Problem, ...] = ()
    inputs: int = 0  # how many inputs were begun before it
    bytes: int = 0  # about how many bytes of files lie before its end


class Fetches(Protocol):
    """What fetches: `quote_loaders.fetching.fetcher.Fetcher`, or a test's own."""

    counts: Counter[str]

    def urls(self, urls: Iterable[str], /) -> Iterator[Record | Problem]: ...
    def follow(self, items: Iterator[Record | Link | Problem], /) -> Iterator[Record | Problem]: ...


ReadJob = Job[Item, Task]


def is_address(given: str | Path) -> bool:
    """Whether an input is given by its address on the web."""
    return str(given).startswith(ADDRESSES)


def size_of(inputs: Iterable[str | Path], format_name: str | None) -> int:
    """The bytes of all files among the inputs."""
    return bytes_of([Path(given) for given in inputs if not is_address(given)], suffixes_of(format_name))


class Places:
    """The places of records met so far, on disk: a second record of the same place gets one of its own."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("create table places (source text, place text, primary key (source, place)) without rowid")
        self._db.execute("begin")

    def own(self, record: Record) -> Record:
        """The record, with a number behind its place when that was met before."""
        place, number = record.place, 1
        while not self._add(record.source, place):
            number += 1
            place = f"{record.place}~{number}"
        return record if place == record.place else replace(record, place=place)

    def _add(self, source: str, place: str) -> bool:
        return self._db.execute("insert or ignore into places values (?, ?)", (source, place)).rowcount > 0

    def close(self) -> None:
        """Forget them."""
        self._db.close()


@dataclass(slots=True)
class Intake:
    """Makes the jobs of one load."""

    db: Database
    context: Context
    program: str
    extractor: str  # its version
    format_name: str | None = None
    fetches: Fetches | None = None
    again: bool = False  # read everything, whatever the ledger says
    _options: str = ""
    _inputs: int = 0
    _bytes: int = 0
    _places: Places = field(default_factory=Places)

    def jobs(self, inputs: Iterable[str | Path]) -> Iterator[ReadJob]:
        """A job for every record, in order; one whose quotes are known already, or that can't be read, has no task."""
        given = list(inputs)
        self._options = context_digest(self.context)
        files = [Path(one) for one in given if not is_address(one)]
        with closing(self._places):
            for item in find_inputs(files, suffixes_of(self.format_name), self.format_name):
                if isinstance(item, Problem):
                    yield Job(self._item("told", item.source, problems=(item,)))
                else:
                    yield from self._of_file(item)
            yield from self._of_addresses([str(one) for one in given if is_address(one)])

    def _of_file(self, item: Input) -> Iterator[ReadJob]:
        self._inputs += 1
        before = self._bytes
        try:
            size = item.path.stat().st_size
        except OSError:
            size = 0
        share = PACKED_SHARE if item.path.suffix.lower() in PACKED else 1
        follow = self.fetches.follow if self.fetches is not None else None
        for record in _safely(item.source, lambda: records_of(item, self.context, follow)):
            if isinstance(record, Record) and f"{record.source}!".startswith(f"{item.source}!"):
                self._bytes = min(self._bytes + len(record.data) // share, before + size)
            yield self._job(record, item.source)
        self._bytes = before + size

    def _of_addresses(self, addresses: list[str]) -> Iterator[ReadJob]:
        self._inputs += len(addresses)
        fetches = self.fetches
        if fetches is None:
            for address in addresses:
                problem = Problem(address, "read", "it is an address, and nothing is fetched unless asked: add --fetch")
                yield Job(self._item("refused", address, problems=(problem,)))
        elif addresses:
            yield from (self._job(record) for record in _safely(addresses[0], lambda: fetches.urls(addresses)))

    def _job(self, record: Record | Problem | _Lost, within: str = "") -> ReadJob:
        """The job of a record; a problem that an input tells of itself is no record refused."""
        if isinstance(record, _Lost):
            return Job(self._item("refused", record.problem.source, problems=(record.problem,)))
        if isinstance(record, Problem):
            outcome: Outcome = "told" if record.source == within else "refused"
            return Job(self._item(outcome, record.source, problems=(record,)))
        if record.place:
            record = self._places.own(record)
        source = named(record.source, record.place)
        entry = entry_of(record, self._options, self.program)
        past = None if self.again else store.read_past(self.db, record.source, record.place, source)
        if past is not None and past.is_of(entry):
            if past.article is not None and self._is_extracted(past):
                return Job(self._item("unchanged", source, record.format, entry))
            if past.article is None and past.reasons:
                problems = tuple(Problem(source, "read", reason) for reason in past.reasons)
                return Job(self._item("refused", source, record.format, problems=problems))
        known = Known(past.article, past.language) if past and past.article and self._is_extracted(past) else None
        return Job(self._item("read", source, record.format, entry), Task(record, known), weight(record))

    def _is_extracted(self, past: Past) -> bool:
        return past.extractor == self.extractor or past.extractor.startswith(store.GIVEN)

    def _item(
        self,
        outcome: Outcome,
        source: str,
        format_name: str = "",
        entry: Entry | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> Item:
        return Item(outcome, source, format_name, entry, problems, self._inputs, self._bytes)


@dataclass(frozen=True, slots=True)
class _Lost:
    """An input that can't be read, or not to its end."""

    problem: Problem


def _safely(source: str, cut: Callable[[], Iterator[Record | Problem]]) -> Iterator[Record | Problem | _Lost]:
    """The records of an input; whatever it makes a reader raise costs the rest of this input alone."""
    try:
        yield from cut()
    except LoadError as error:
        yield _Lost(Problem(source, "read", str(error)))
    except Exception as error:
        yield _Lost(Problem(source, "read", f"reading failed: {type(error).__name__}: {error}"))
