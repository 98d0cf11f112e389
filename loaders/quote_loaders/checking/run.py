"""Checking a database: every rule in turn, each streaming over its rows, none stopping another."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from quote_loaders.checking.records import Fault, NotCheckedError, Outcome, Report, Rule
from quote_loaders.checking.rules import RULES
from quote_loaders.records import LoadError

SHOWN = 10  # faults of each rule that a report keeps; all are counted
_MISSING = ("no such table", "no such column")
_HOLDS_QUOTES = (
    "select count(*) from sqlite_master where type = 'table' and name in ('quotes', 'articles', 'statements')"
)


def check_database(path: Path, *, shown: int = SHOWN, rules: Iterable[Rule] = RULES) -> Report:
    """The outcome of every rule for a database; nothing is changed, whatever is found.

    Raises LoadError when the file is no SQLite database with quotes.
    """
    with closing(opened(path)) as db:
        return Report(str(path), tuple(_outcome(db, rule, shown) for rule in rules))


def opened(path: Path) -> sqlite3.Connection:
    """A connection to an existing database of quotes; read-only where the file is."""
    if not path.is_file():
        raise LoadError(f"{path} does not exist, expected a database that `datasette-quotes load` made")
    mode = "rw" if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK) else "ro"
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        held = db.execute(_HOLDS_QUOTES).fetchone()[0]
    except sqlite3.DatabaseError as error:
        db.close()
        raise LoadError(f"{path} can't be read: {error}; expected a SQLite database with quotes") from None
    if held < 3:
        db.close()
        raise LoadError(f"{path} holds no quotes, expected a database that `datasette-quotes load` made")
    return db


def _outcome(db: sqlite3.Connection, rule: Rule, shown: int) -> Outcome:
    faults: list[Fault] = []
    count = 0
    try:
        notice = rule.notice(db)
        found = iter(rule.find(db))
        faults.extend(islice(found, shown))
        count = len(faults) + sum(1 for _ in found)
    except NotCheckedError as error:
        return Outcome(rule, len(faults), tuple(faults), str(error), skipped=not faults)
    except sqlite3.DatabaseError as error:
        if str(error).startswith(_MISSING):
            reason = f"{error}: bring the schema up to date first"
            return Outcome(rule, len(faults), tuple(faults), reason, skipped=not faults)
        faults.append(Fault("file", "", f"it can't be read: {error}"))
        return Outcome(rule, len(faults), tuple(faults))
    return Outcome(rule, count, tuple(faults), notice)
