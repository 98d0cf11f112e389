"""The lists of what a public copy may hold, against the schema: nothing is published that nobody decided on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from docs.generate import schema
from quote_loaders.publishing import allowed


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    """A database with the schema and no rows."""
    connection = schema()
    yield connection
    connection.close()


def tables(connection: sqlite3.Connection) -> list[str]:
    names = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
    return [name for (name,) in names if "_fts" not in name and name not in allowed.OWN]


def columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {name for (name,) in connection.execute("select name from pragma_table_info(?)", (table,))}


def test_every_table_is_decided_on(empty: sqlite3.Connection) -> None:
    """A new one belongs into COLUMNS or into WITHHELD_TABLES."""
    known = {*allowed.COLUMNS, *allowed.WITHHELD_TABLES}
    assert [name for name in tables(empty) if name not in known and not name.startswith(allowed.COMPUTED)] == []
    assert known <= set(tables(empty))


@pytest.mark.parametrize("table", allowed.COLUMNS)
def test_every_column_is_decided_on(empty: sqlite3.Connection, table: str) -> None:
    """A new one belongs into COLUMNS, INSTEAD or WITHHELD, and into one of them only."""
    copied = set(allowed.COLUMNS[table])
    changed = {name for (of, name) in allowed.INSTEAD if of == table}
    withheld = set(allowed.WITHHELD.get(table, ()))
    assert copied | changed | withheld == columns(empty, table)
    assert len(copied) + len(changed) + len(withheld) == len(columns(empty, table))


def test_every_published_table_says_which_rows() -> None:
    assert allowed.ROWS.keys() == allowed.COLUMNS.keys()


@pytest.mark.parametrize("sql", allowed.PRIVATE.values(), ids=allowed.PRIVATE.keys())
def test_what_has_to_be_empty_can_be_counted(empty: sqlite3.Connection, sql: str) -> None:
    assert empty.execute(sql).fetchone() == (0,)
