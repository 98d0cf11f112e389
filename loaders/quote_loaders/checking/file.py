"""The file itself: whole, with every reference kept, compact, analysed, and of the newest schema."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from sqlite_utils import Database

from quote_loaders.checking.records import Fault
from quote_loaders.migrations.steps import applied_steps, known_steps, migrations

_MOST = 100  # damages that SQLite lists
_OBJECTS = """
select type, name, sql from sqlite_master
where type in ('table', 'index', 'trigger', 'view') and sql is not null and name not like 'sqlite\\_%' escape '\\'
"""
_TABLES = "select count(*) from sqlite_master where type = 'table' and name = ?"


def is_whole(db: sqlite3.Connection) -> Iterator[Fault]:
    """SQLite's own check of pages, b-trees and indexes."""
    for (message,) in db.execute(f"pragma integrity_check({_MOST})"):
        if message != "ok":
            yield Fault("file", "", message)


def references_lead_somewhere(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every foreign key is empty or the id of a row."""
    for table, row, parent, number in db.execute("pragma foreign_key_check"):
        columns = {found[0]: found[3] for found in db.execute(f"pragma foreign_key_list({_quoted(table)})")}
        column = columns.get(number, "?")
        yield Fault(table, str(row), f"{column} leads to no row of {parent}")


def is_in_one_file(db: sqlite3.Connection) -> Iterator[Fault]:
    """Journal mode DELETE: nothing of the database is in a second file."""
    mode = db.execute("pragma journal_mode").fetchone()[0]
    if mode != "delete":
        yield Fault("file", "", f"journal mode is {mode!r}, expected 'delete'")


def is_compact(db: sqlite3.Connection) -> Iterator[Fault]:
    """No free pages: these may hold what was deleted."""
    free = db.execute("pragma freelist_count").fetchone()[0]
    if free:
        yield Fault("file", "", f"{free} free pages, expected none")


def is_analysed(db: sqlite3.Connection) -> Iterator[Fault]:
    """SQLite knows how its indexes are filled, without which it picks slow ones."""
    filled = db.execute("select count(*) from (select 1 from quotes limit 1)").fetchone()[0]
    analysed = db.execute(_TABLES, ("sqlite_stat1",)).fetchone()[0]
    if filled and not (analysed and db.execute("select count(*) from sqlite_stat1").fetchone()[0]):
        yield Fault("file", "", "it was never analysed, expected rows in sqlite_stat1")


def is_up_to_date(db: sqlite3.Connection) -> Iterator[Fault]:
    """Every step of the schema was applied, none that this program does not know, and what they made is there."""
    known, applied = known_steps(), applied_steps(db)
    for name in known:
        if name not in applied:
            yield Fault("_sqlite_migrations", name, "this step of the schema was not applied")
    for name in applied:
        if name not in known:
            yield Fault("_sqlite_migrations", name, "this program does not know this step: a newer one made the file")
    if set(known) == set(applied):
        yield from _different_objects(db)


def _different_objects(db: sqlite3.Connection) -> Iterator[Fault]:
    """Tables, columns, indexes, triggers and views that the steps make and that are gone or were changed."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        migrations.apply(Database(fresh))
        wanted = _objects(fresh)
    present = _objects(db)
    for (kind, name), sql in wanted.items():
        if (kind, name) not in present:
            yield Fault("file", name, f"the {kind} {name} is gone")
        elif present[kind, name] != sql:
            yield Fault("file", name, f"the {kind} {name} is not as the schema makes it")


def _objects(db: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Type and name -> its SQL without comments and spacing, which tools that rewrite a table may change."""
    return {(kind, name): _plain(sql) for kind, name, sql in db.execute(_OBJECTS) if "_fts_" not in name}


def _plain(sql: str) -> str:
    return re.sub(r"[\s\"]+", "", re.sub(r"--.*", "", sql)).lower()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
