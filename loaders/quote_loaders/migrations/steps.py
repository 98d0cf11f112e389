"""The list that every step of the schema joins, and how a step runs its SQL."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("datasette_quotes")

_APPLIED = "select name from _sqlite_migrations where migration_set = ? order by id"
_COUNTED = "select 1 from sqlite_master where name = 'sqlite_stat1'"
_RECORDED = "select count(*) from sqlite_master where type = 'table' and name = ?"


def known_steps() -> list[str]:
    """The steps of the schema that this program has, in order."""
    return [step.name for step in migrations.pending(Database(memory=True))]


def applied_steps(db: sqlite3.Connection) -> list[str]:
    """The steps of the schema that a database has gone through."""
    if not db.execute(_RECORDED, (migrations.migrations_table,)).fetchone()[0]:
        return []
    return [name for (name,) in db.execute(_APPLIED, (migrations.name,))]


def run(db: Database, script: str) -> None:
    """Every statement of a script, inside the migration's transaction (executescript would commit it)."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            db.execute(statement.strip())
            statement = ""
    if statement.strip():
        raise ValueError(f"migration ends inside a statement: {statement.strip()[:80]!r}")


def count_again(db: Database, *tables: str) -> None:
    """Count what the indexes of tables hold, in a database where that was done before.

    Of an index that it has not counted SQLite expects the best, and would take it in the place of better ones.
    """
    if db.execute(_COUNTED).fetchone():
        for table in tables:
            db.execute(f"analyze {table}")
