"""The rows of a database by what they are, not by their ids: for comparing two databases."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

# Which run brought a row, and the runs themselves, are history: everything else must be the same.
_HISTORY = {"loads", "load_problems", "_sqlite_migrations"}
# foreign key column -> table whose `key` stands for the id
_KEYED = {
    "outlet_id": "outlets",
    "from_outlet_id": "outlets",
    "article_id": "articles",
    "from_article_id": "articles",
    "origin_id": "articles",
    "version_of_id": "articles",
    "earlier_quote_id": "quotes",
    "later_quote_id": "quotes",
    "speaker_id": "speakers",
    "via_speaker_id": "speakers",
    "statement_id": "statements",
    "left_statement_id": "statements",
    "right_statement_id": "statements",
    "reference_quote_id": "quotes",
    "earliest_quote_id": "quotes",
    "left_quote_id": "quotes",
    "right_quote_id": "quotes",
}

Dump = dict[str, list[tuple[Any, ...]]]


def tables(path: Path) -> list[str]:
    """The tables that hold rows of ours, without full-text search's own, SQLite's statistics and linking's memory."""
    with sqlite3.connect(path) as db:
        names = [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]
    return [name for name in names if "_fts" not in name and not name.startswith(("sqlite_", "linkage_"))]


def by_meaning(path: Path) -> Dump:
    """Every row with its id left out and its foreign keys replaced by what they point to, in order."""
    db = sqlite3.connect(path)
    keys = {
        table: dict(db.execute(f"select id, key from {table}").fetchall()) for table in sorted(set(_KEYED.values()))
    }
    dump: Dump = {}
    for table in tables(path):
        if table in _HISTORY:
            continue
        cursor = db.execute(f"select * from {table}")
        columns = [column[0] for column in cursor.description]
        dump[table] = sorted(
            (
                tuple(
                    keys[_KEYED[column]].get(value) if column in _KEYED else value
                    for column, value in zip(columns, row, strict=True)
                    if column not in ("id", "load_id")
                )
                for row in cursor
            ),
            key=repr,
        )
    db.close()
    return dump


def as_stored(path: Path) -> Dump:
    """Every row as it lies, ids included, but for the runs."""
    db = sqlite3.connect(path)
    dump = {table: db.execute(f"select * from {table}").fetchall() for table in tables(path) if table != "loads"}
    db.close()
    return dump


def assert_sound(path: Path) -> None:
    """The file opens, is whole, and every foreign key points to a row."""
    db = sqlite3.connect(path)
    assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert db.execute("pragma foreign_key_check").fetchall() == []
    db.close()
