"""Full-text search: each index agrees with its table, and what is there is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from datasette_quotes.text import words
from quote_loaders.checking.records import Fault, NotCheckedError

SAMPLE = 50  # rows of each table that are looked for
_PHRASE = 12  # words of each that are looked for
_INDEXES = """
select name from sqlite_master where type = 'table' and sql like 'create virtual table%fts5%' order by name
"""


def indexes(db: sqlite3.Connection) -> list[str]:
    """The names of the full-text indexes."""
    return [name for (name,) in db.execute(_INDEXES)]


def agrees_with_its_table(db: sqlite3.Connection) -> Iterator[Fault]:
    """FTS5's own check compares an index with its table. It writes nothing, but asks to be able to."""
    for index in indexes(db):
        try:
            db.execute("begin")
            db.execute(f"insert into {index} ({index}, rank) values ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            if "readonly" in str(error) or "locked" in str(error):
                raise NotCheckedError(f"the file can't be written to ({error}), and FTS5 checks no other") from None
            yield Fault(index, "", f"the index and its table differ: {error}")
        finally:
            db.rollback()


def finds_what_is_there(db: sqlite3.Connection) -> Iterator[Fault]:
    """A search for the first words of rows here and there finds these rows."""
    for index in indexes(db):
        table = index.removesuffix("_fts")
        column = db.execute(f"select name from pragma_table_info('{index}')").fetchone()[0]
        for row_id, text in _sample(db, table, column):
            phrase = " ".join(words(text)[:_PHRASE])
            if not phrase.isascii() or not phrase:
                phrase = " ".join(text.split()[:_PHRASE])
            asked = '"' + phrase.replace('"', '""') + '"'
            found = db.execute(f"select 1 from {index} where {index} match ? and rowid = ?", (asked, row_id)).fetchone()
            if any(character.isalnum() for character in phrase) and found is None:
                yield Fault(index, str(row_id), f"a search for {phrase!r} does not find the row of {table}")


def _sample(db: sqlite3.Connection, table: str, column: str) -> Iterator[tuple[int, str]]:
    """Rows at even distances from the first to the last."""
    low, high = db.execute(f"select min(id), max(id) from {table}").fetchone()
    if low is None:
        return
    seen: set[int] = set()
    for step in range(SAMPLE):
        wanted = low + (high - low) * step // (SAMPLE - 1)
        row = db.execute(f"select id, {column} from {table} where id >= ? order by id limit 1", (wanted,)).fetchone()
        if row[0] not in seen and row[1]:
            seen.add(row[0])
            yield row
