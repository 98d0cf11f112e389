"""Rows that belong to one article, wherever in an input they stand: gathered on disk, so that memory stays flat."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import groupby

from quote_loaders.readers.decoding import MAX_BYTES
from quote_loaders.readers.formats import Record
from quote_loaders.readers.inputs import Input
from quote_loaders.records import Problem

MOST_PROBLEMS = 1_000  # of one input that are told one by one


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one article: where the first stands, and as many as an article may have.

    `left_out` counts those beyond.
    """

    place: str
    rows: tuple[bytes, ...]
    left_out: int = 0


@dataclass(slots=True)
class Told:
    """The problems of an input that are told when all of it was read: the first thousand, and how many more."""

    source: str
    problems: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, message: str) -> None:
        """Remember one."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.source, "read", message))
        else:
            self.more += 1

    def __iter__(self) -> Iterator[Problem]:
        """Each that is remembered, and the count of the others."""
        yield from self.problems
        if self.more:
            yield Problem(self.source, "read", f"{self.more:,} more rows could not be read")


def grouped(rows: Iterable[tuple[str, str, bytes]]) -> Iterator[Group]:
    """(key, place, row)s by their key, groups in the order of their keys and rows in that of the input.

    They wait in a temporary file of SQLite, which is gone when this ends.
    """
    with closing(sqlite3.connect("")) as db:
        db.execute("pragma journal_mode = off")
        db.execute("create table waiting (key text, place text, data blob)")
        whole = ((key.encode("utf-8", "replace").decode(), place, data) for key, place, data in rows)
        db.executemany("insert into waiting values (?, ?, ?)", whole)
        found = db.execute("select key, place, data from waiting order by key, rowid")
        for _, members in groupby(found, key=lambda row: row[0]):
            yield _group(members)


def grouped_records(
    item: Input, format_name: str, rows: Iterable[tuple[str, str, bytes]], told: Told
) -> Iterator[Record]:
    """A record for each article that rows belong to, a row a line; see `grouped`."""
    for group in grouped(rows):
        if group.left_out:
            told.add(f"{group.place}: {group.left_out:,} quotes of its article are too many; left out")
        yield Record(item.source, format_name, b"\n".join(group.rows), group.place, manifest=item.manifest)


def _group(members: Iterator[tuple[str, str, bytes]]) -> Group:
    _, place, first = next(members)
    kept, size, left_out = [first], len(first), 0
    for _, _, data in members:
        size += len(data)
        if size <= MAX_BYTES:
            kept.append(data)
        else:
            left_out += 1
    return Group(place, tuple(kept), left_out)
