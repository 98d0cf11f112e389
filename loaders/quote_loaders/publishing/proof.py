"""The proof that a public copy holds nothing of the texts that were left out. Reads the file as a stranger would.

Looked for is every run of eight words of every text of the source that doesn't lie within what is published: in each
value of each table, in the full-text indexes put together again from the places of their words, and in the bytes of
the file, whatever SQLite thinks they are.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from quote_loaders.publishing import allowed
from quote_loaders.publishing.borders import across_values
from quote_loaders.publishing.planning import Planned, planned
from quote_loaders.publishing.runs import (
    LENGTH,
    Numbers,
    among,
    batches,
    distinct,
    inside,
    normal,
    quick,
    read,
    runs,
    spaced,
    united,
    whole,
)

_CHUNK = 2 * 1024 * 1024  # bytes
_OVERLAP = 64 * 1024  # bytes that are read twice: a run of words is shorter
_VALUES = 20_000  # values of a table that are looked at together
_PLACES = 100_000  # words of a search index that are looked at together


class LeakError(Exception):
    """Something is in a public copy that must not be in it."""


def prove(source: sqlite3.Connection, target: Path, context: int, most: int) -> int:
    """The number of runs that were looked for and not found; raises LeakError with the place of the first one found."""
    forbidden = _forbidden(source, context, most)
    connection = sqlite3.connect(f"{target.absolute().as_uri()}?mode=ro", uri=True)
    try:
        _check_form(connection, target)
        _check_private(connection)
        _check_values(connection, forbidden)
        _check_indexes(connection, forbidden)
        _check_bytes(source, connection, target, forbidden)
    finally:
        connection.close()
    return len(forbidden)


def _forbidden(source: sqlite3.Connection, context: int, most: int) -> Numbers:
    """Every run of a text of the source that is published nowhere."""
    published = united(chain(_published(planned(source, context, most)), [_descriptive(source)]))
    return united(_unpublished(source, published))


def _unpublished(source: sqlite3.Connection, published: Numbers) -> Iterator[Numbers]:
    for batch in batches((text, ()) for (text,) in source.execute("select text from articles")):
        found = quick(text for text, _ in batch)
        numbers = distinct(runs(found.words)[whole(found)])
        yield numbers[~among(numbers, published)]


def _published(articles: Iterable[Planned]) -> Iterator[Numbers]:
    for batch in batches((article.text, article.kept if article.context is not None else ()) for article in articles):
        found = read(text for text, _ in batch)
        yield distinct(runs(found.words)[inside(found, [kept for _, kept in batch])])


def _descriptive(source: sqlite3.Connection) -> Numbers:
    """Runs of titles, names and addresses, which describe an article and are no part of its text."""
    parts = []
    for table, column in allowed.DESCRIPTIVE:
        values = source.execute(f"select {column} from {table} where length({column}) > {LENGTH}")
        found = quick(value for (value,) in values)
        parts.append(distinct(runs(found.words)[whole(found)]))
    return united(parts)


def _check_form(connection: sqlite3.Connection, target: Path) -> None:
    """A file without free pages and without anything behind its pages."""

    def pragma(name: str) -> Any:
        return connection.execute(f"pragma {name}").fetchone()[0]

    free, pages, page, size = pragma("freelist_count"), pragma("page_count"), pragma("page_size"), target.stat().st_size
    if free:
        raise LeakError(f"{target} has {free} free pages, expected none: what was deleted may stand in them")
    if pages * page != size:
        raise LeakError(f"{target} has {size} bytes, expected {pages * page}: something stands behind its pages")
    if pragma("encoding") != "UTF-8":
        raise LeakError(f"{target} is encoded as {pragma('encoding')}, expected UTF-8")
    if (found := pragma("integrity_check")) != "ok":
        raise LeakError(f"{target} is damaged: {found}")


def _check_private(connection: sqlite3.Connection) -> None:
    """Nothing where nothing may be, and no rows in tables that nobody has allowed."""
    for what, sql in allowed.PRIVATE.items():
        if many := connection.execute(sql).fetchone()[0]:
            raise LeakError(f"{what}: {many} rows hold something, expected none")
    for table in _tables(connection):
        ours = table in allowed.COLUMNS or table in allowed.OWN
        full = not ours and not _is_search(table) and connection.execute(f"select 1 from {table} limit 1").fetchone()
        if full:
            raise LeakError(f"the table {table} holds rows, and is not among those that may be published")


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("select name from sqlite_master where type = 'table' order by name")
    return [str(name) for (name,) in names]


def _is_search(table: str) -> bool:
    return "_fts" in table


def _check_values(connection: sqlite3.Connection, forbidden: Numbers) -> None:
    for table in _tables(connection):
        if not _is_search(table):
            _check_rows(connection.execute(f"select * from {table}"), table, forbidden)
    # A reader puts together what is cut apart in the columns.
    passages = "select prefix || text || suffix as 'prefix, text and suffix' from quotes"
    _check_rows(connection.execute(passages), "quotes", forbidden)


def _check_rows(cursor: sqlite3.Cursor, table: str, forbidden: Numbers) -> None:
    names = [one[0] for one in cursor.description]
    while rows := cursor.fetchmany(_VALUES // len(names) + 1):
        cells = ((name, value) for row in rows for name, value in zip(names, row, strict=True))
        values = [(name, text) for name, value in cells for text in _strings(value)]
        found = quick(text for _, text in values)
        hits = np.flatnonzero(among(runs(found.words), forbidden))
        if len(hits):
            name, what = values[found.texts[hits[0]]][0], _words(found.words, int(hits[0]))
            raise LeakError(f'{table}.{name} holds words of a text that is left out: "{what}"')


def _strings(value: object) -> Iterator[str]:
    """The texts of a value: JSON is read, as its escapes hide words."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return
    yield value
    if value[:1] in ("[", "{") and "\\" in value:
        try:
            yield from _inner(json.loads(value))
        except (ValueError, RecursionError):
            return


def _inner(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _inner(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield name
            yield from _inner(one)


def _check_indexes(connection: sqlite3.Connection, forbidden: Numbers) -> None:
    """Texts as a full-text index holds them: every word with its place."""
    names = connection.execute("select name from sqlite_master where sql like 'create virtual table%fts5%'").fetchall()
    for (index,) in names:
        connection.execute("drop table if exists temp.places")
        connection.execute(f"create virtual table temp.places using fts5vocab(main, {index}, instance)")
        cursor = connection.execute("select doc, col, offset, term from temp.places order by doc, col, offset")
        last: tuple[Any, ...] = ()
        tail: list[str] = []
        while rows := cursor.fetchmany(_PLACES):
            words = tail
            for doc, column, offset, term in rows:
                if last == (doc, column, offset):
                    raise LeakError(f"{index} has two words in one place of row {doc}: it isn't made of that row alone")
                if last != (doc, column, offset - 1):
                    words.append("\x00")
                words.append(normal(term))
                last = (doc, column, offset)
            hits = np.flatnonzero(among(runs(words), forbidden))
            if len(hits):
                raise LeakError(f'{index} holds words of a text that is left out: "{_words(words, int(hits[0]))}"')
            tail = words[-LENGTH + 1 :]


def _check_bytes(source: sqlite3.Connection, connection: sqlite3.Connection, target: Path, forbidden: Numbers) -> None:
    """Columns and numbers touch each other in the file: only runs with the gaps of the text are of the text.

    Between the words has to stand what stands there in the text, or one space wherever it has white space; and they
    are no leak where a live row has them only because one value stands behind another.
    """
    found, suspected = _suspects(target, forbidden)
    if not found:
        return
    leaks: set[str] = set()
    exactly = np.array(sorted(found), dtype=np.uint64)
    for text in _with_runs(source, np.array(sorted(suspected), dtype=np.uint64)):
        words = read([text])
        for exact in (spaced(words), spaced(words, plain=True)):
            hits = np.flatnonzero(among(exact, exactly) & among(runs(words.words), forbidden))
            leaks.update(piece for number in exact[hits].tolist() for piece in found[number])
    if leaks:
        for table in _tables(connection):
            leaks -= across_values(connection, table, leaks)
    if leaks:
        raise LeakError(f'the bytes of {target} hold words of a text that is left out: "{min(leaks)}"')


def _suspects(target: Path, forbidden: Numbers) -> tuple[dict[int, set[str]], set[int]]:
    """Runs in the bytes of a file: by their number with gaps as they stand there, and their numbers without gaps."""
    found: dict[int, set[str]] = {}
    suspected: set[int] = set()
    with target.open("rb") as file:
        kept = b""
        while chunk := file.read(_CHUNK):
            text = (kept + chunk).decode("utf-8", "replace")
            if among(runs(quick([text]).words), forbidden).any():
                words = read([text])
                plain, exact = runs(words.words), spaced(words)
                for hit in np.flatnonzero(among(plain, forbidden)).tolist():
                    suspected.add(int(plain[hit]))
                    piece = text[words.spans[hit][0] : words.spans[hit + LENGTH - 1][1]]
                    found.setdefault(int(exact[hit]), set()).add(piece)
            kept = chunk[-_OVERLAP:]
    return found, suspected


def _with_runs(source: sqlite3.Connection, wanted: Numbers) -> Iterator[str]:
    """The texts that hold one of some runs."""
    for batch in batches((text, ()) for (text,) in source.execute("select text from articles")):
        words = quick(text for text, _ in batch)
        hits = np.flatnonzero(among(runs(words.words), wanted))
        yield from (batch[text][0] for text in sorted({words.texts[hit] for hit in hits.tolist()}))


def _words(words: list[str], at: int) -> str:
    return " ".join(words[at : at + LENGTH])
