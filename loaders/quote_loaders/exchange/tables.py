"""The tables of the schema as a data package describes them: columns, keys, and what the schema says of each."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from sqlite_utils import Database

import quote_loaders.migrations as steps_package
from quote_loaders.exchange.cells import Kind, kind_of
from quote_loaders.migrations.steps import known_steps, migrations
from quote_loaders.records import LoadError

_NAMES = """
select name, sql from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'
    and name not like '%\\_fts' escape '\\' and name not like '%\\_fts\\_%' escape '\\'
    and name not like 'linkage\\_%' escape '\\'
order by name
"""
_COLUMNS = 'select name, type, "notnull", pk from pragma_table_info(?) order by cid'
_REFERENCES = 'select "from", "table", coalesce("to", \'id\') from pragma_foreign_key_list(?) order by id desc, seq'
_UNIQUE = """
select indexes.name, columns.name from pragma_index_list(?) as indexes, pragma_index_info(indexes.name) as columns
where indexes."unique" and indexes.origin = 'u'
order by indexes.seq, columns.seqno
"""

_TABLE_COMMENT = re.compile(r"^create table [\"\w]+ \(\s*--\s*(.+?)\s*$", re.MULTILINE | re.IGNORECASE)
_COLUMN_COMMENT = re.compile(r"^\s+(\w+) .*?--\s*(.+?)\s*$", re.MULTILINE)
_ADDED_COMMENT = re.compile(r"^alter table (\w+) add column (\w+)[^;]*;[ \t]*--[ \t]*(.+?)\s*$", re.MULTILINE)
_ADMITTED = re.compile(r"\bcheck\s*\(\s*(\w+)\s+in\s*\(([^()]*)\)\s*\)", re.IGNORECASE)
_BETWEEN = re.compile(r"\bcheck\s*\(\s*(\w+)\s+between\s+(\d+)\s+and\s+(\d+)\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its kind of value, whether it can be empty, what it admits, and what the schema says of it."""

    name: str
    kind: Kind
    required: bool
    unique: bool
    description: str
    admitted: tuple[str, ...] = ()
    range: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; a reference is (column, table, column of that table)."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]
    references: tuple[tuple[str, str, str], ...]
    unique: tuple[tuple[str, ...], ...]
    has_rowid: bool = True


def make_schema(database: Database, steps: list[str]) -> None:
    """The schema after these steps. Raises LoadError when they are not the first of those that this program has."""
    known = known_steps()
    unknown = [step for step in steps if step not in known]
    if unknown:
        raise LoadError(f"the schema has the steps {unknown}, which this version does not know: use a newer one")
    if not steps or set(steps) != set(known[: len(steps)]):
        raise LoadError(f"the schema has the steps {steps}, expected the first of {known}")
    migrations.apply(database, stop_before=known[len(steps) :])


def described(steps: list[str]) -> tuple[Table, ...]:
    """Every table that these steps make, without what full-text search and linking keep for themselves.

    Linking finds its own tables empty after an import, and then computes everything anew.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        make_schema(Database(db), steps)
        return tuple(_table(db, name, sql) for name, sql in db.execute(_NAMES).fetchall())


def _table(db: sqlite3.Connection, name: str, sql: str) -> Table:
    said = {**added_comments(name), **dict(_COLUMN_COMMENT.findall(sql))}
    admitted = {column: tuple(re.findall(r"'([^']*)'", values)) for column, values in _ADMITTED.findall(sql)}
    ranges = {column: (int(low), int(high)) for column, low, high in _BETWEEN.findall(sql)}
    rows = db.execute(_COLUMNS, (name,)).fetchall()
    unique = _unique(db, name)
    key = tuple(row[0] for row in sorted(rows, key=lambda row: row[3]) if row[3])
    columns = tuple(
        Column(
            column,
            kind_of(declared),
            bool(required or pk),
            (column,) in unique,
            said.get(column, "The row's number in this file." if column == "id" else ""),
            admitted.get(column, ()),
            ranges.get(column),
        )
        for column, declared, required, pk in rows
    )
    return Table(
        name,
        "".join(_TABLE_COMMENT.findall(sql)),
        columns,
        key,
        tuple(db.execute(_REFERENCES, (name,)).fetchall()),
        tuple(one for one in unique if len(one) > 1),
        not re.search(r"\)\s*without\s+rowid\s*$", sql, re.IGNORECASE),
    )


def _unique(db: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for index, column in db.execute(_UNIQUE, (table,)):
        found.setdefault(index, []).append(column)
    return [tuple(columns) for columns in found.values()]


@cache
def _added() -> dict[tuple[str, str], str]:
    """What the steps say of columns that they add to a table: SQLite keeps no comment of these."""
    found: dict[tuple[str, str], str] = {}
    for module in iter_modules(steps_package.__path__, f"{steps_package.__name__}."):
        for script in vars(import_module(module.name)).values():
            if isinstance(script, str):
                found.update({(table, column): said for table, column, said in _ADDED_COMMENT.findall(script)})
    return found


def added_comments(table: str) -> dict[str, str]:
    """Column -> comment, of the columns that later steps added to a table."""
    return {column: said for (name, column), said in _added().items() if name == table}
