"""The list that every step of the schema joins, and how a step runs its SQL."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("datasette_quotes")


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
