"""Databases as earlier versions left them: the first steps of the schema, with rows of today's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from quote_loaders.migrations.steps import known_steps, migrations

STEPS = tuple(known_steps())
_TABLES = """
select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\'
    and name not like '%\\_fts%' escape '\\' and name <> '_sqlite_migrations'
"""
_TRIGGERS = "select name, sql from sqlite_master where type = 'trigger' and name not like '%\\_fts\\_%' escape '\\'"


def step_after(last: str) -> str | None:
    """The step that follows; None after the last one."""
    place = STEPS.index(last) + 1
    return STEPS[place] if place < len(STEPS) else None


def as_of(source: Path, target: Path, last: str) -> Path:
    """A database with the schema up to a step, and what it can hold of the rows of another."""
    database = Database(target)
    migrations.apply(database, stop_before=step_after(last) or ())
    database.close()
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        triggers = db.execute(_TRIGGERS).fetchall()
        for name, _ in triggers:
            db.execute(f"drop trigger {name}")
        db.execute("attach ? as source", (str(source),))
        db.execute("begin")
        for (table,) in db.execute(_TABLES).fetchall():
            columns = ", ".join(_shared(db, table))
            db.execute(f"insert into main.{table} ({columns}) select {columns} from source.{table}")
        db.execute("commit")
        for _, sql in triggers:
            db.execute(sql)
        db.execute("analyze main")
    return target


def _shared(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns that both have."""
    ours, theirs = (
        [row[0] for row in db.execute("select name from pragma_table_info(?, ?)", (table, where))]
        for where in ("main", "source")
    )
    return [column for column in ours if column in theirs]
