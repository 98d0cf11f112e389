"""Filling an empty database with very many rows: one transaction, the indexes and full-text search built once after it.

The rows are those of the usual builders (`article_row`, `quote_row`, `statement_row`); what triggers and foreign keys
watch over row by row is checked once, before anything is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

from sqlite_utils import Database

from quote_loaders.records import LoadError

Row = Mapping[str, Any]
Write = Callable[[str, Iterable[Row]], int]

CHUNK = 10_000  # rows that wait in memory
CACHE = -400_000  # KiB, negative as SQLite wants it: the keys of ten million rows
_FILLED = ("articles", "quotes", "statements")
_SEARCHED = ("articles", "quotes", "statements", "speaker_names")
_APART = """
select quotes.key from quotes join articles on articles.id = quotes.article_id
where quotes.outlet_id <> articles.outlet_id or quotes.published_order <> articles.published_order limit 1
"""


@contextmanager
def bulk_writing(db: Database) -> Iterator[Write]:
    """A function that adds rows to a table of an empty database: all or none of them.

    The rows of one call have the same columns. Raises LoadError when the database holds articles already, and when
    the rows contradict each other.
    """
    for table in _FILLED:
        if db.execute(f"select 1 from {table} limit 1").fetchone():
            raise LoadError(f"{table} holds rows already, expected an empty database to fill in bulk")
    db.execute("pragma foreign_keys = off")
    db.execute(f"pragma cache_size = {CACHE}")
    try:
        with db.atomic():
            removed = _remove(db)
            yield lambda table, rows: _write(db, table, rows)
            for sql in removed:
                db.execute(sql)
            for table in _SEARCHED:
                db.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")
            _check(db)
    finally:
        db.execute("pragma foreign_keys = on")


def _remove(db: Database) -> list[str]:
    """Drop every index and trigger that a script made; returns the SQL that makes them again, indexes first."""
    found = db.execute(
        "select type, name, sql from sqlite_master where type in ('index', 'trigger') and sql is not null order by type"
    ).fetchall()
    for kind, name, _ in found:
        db.execute(f'drop {kind} "{name}"')
    return [sql for _, _, sql in found]


def _write(db: Database, table: str, rows: Iterable[Row]) -> int:
    """Add rows of the same columns; how many."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return 0
    columns = ", ".join(first)
    sql = f"insert into {table} ({columns}) values ({', '.join('?' * len(first))})"
    values = (tuple(row.values()) for row in chain((first,), waiting))
    written = 0
    while chunk := list(islice(values, CHUNK)):
        db.conn.executemany(sql, chunk)
        written += len(chunk)
    return written


def _check(db: Database) -> None:
    """What triggers and foreign keys promise of every row. Raises LoadError for the first one that breaks it."""
    apart = db.execute(_APART).fetchone()
    if apart:
        raise LoadError(f"the quote {apart[0]} has another outlet or date than its article, expected the same")
    broken = db.execute("pragma foreign_key_check").fetchone()
    if broken:
        raise LoadError(f"row {broken[1]} of {broken[0]} points to a row of {broken[2]} that isn't there")
