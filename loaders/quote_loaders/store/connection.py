"""Opening a database for loading, and leaving it so that it can be copied or published as it lies."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from sqlite_utils import Database

from quote_loaders.migrations import migrations
from quote_loaders.records import LoadError

CACHE = -65_536  # KiB, negative as SQLite wants it: the pages of some dozen indexes that every article touches
STATEMENTS = 512  # of SQL that stay prepared: linking an article takes some hundred different ones
BUSY_TIMEOUT = 10_000  # milliseconds to wait for another program's lock
LARGE = 64 << 20  # bytes: a smaller file is finished as a whole in a second or two
_MERGE, _OPTIMIZE = ", rank) values ('merge', 16)", ") values ('optimize')"
_SEARCHED = ("articles", "quotes", "statements", "speaker_names")


def open_database(path: Path) -> Database:
    """A database with the newest schema, ready to be written.

    The journal mode is DELETE from the first moment: after a kill the file and its journal are all there is, and
    the next program to open it rolls back by itself. Raises LoadError when the file is no SQLite database, holds
    other tables of our names, or can't be created.
    """
    if path.is_dir():
        raise LoadError(f"{path} is a folder, expected the name of a SQLite database file")
    try:
        db = Database(sqlite3.connect(str(path), cached_statements=STATEMENTS))
        db.execute(f"pragma busy_timeout = {BUSY_TIMEOUT}")
        db.execute(f"pragma cache_size = {CACHE}")
        db.execute("pragma journal_mode = delete")
        db.execute("pragma foreign_keys = on")
        migrations.apply(db)
    except sqlite3.DatabaseError as error:
        raise LoadError(f"{path} can't be used as a database: {error}; {_hint(error)}") from None
    return db


def together(db: Database) -> AbstractContextManager[object]:
    """One transaction: the one that is open, which takes no savepoint, or one of its own."""
    return nullcontext() if db.conn.in_transaction else db.atomic()


def _hint(error: sqlite3.DatabaseError) -> str:
    text = str(error)
    if "already exists" in text:
        return "it holds tables of the same name that are not this program's: name another file"
    if "not a database" in text:
        return "name a SQLite file, or one that does not exist yet"
    if "locked" in text:
        return "another program is writing to it: try again when that is done"
    return "check that its folder exists, can be written to and has room"


def finish_database(db: Database, *, changed: bool) -> None:
    """Leave the file analysed, compact and in journal mode DELETE; when nothing changed it is left as it is.

    What takes time by the size of the file is spared a large one that was finished before: SQLite then analyses only
    tables that have changed much, and search is merged a little. In any large one less than a twentieth of empty pages
    stays.
    """
    size = db.execute("pragma page_count").fetchone()[0] * db.execute("pragma page_size").fetchone()[0]
    grown = size > LARGE and _is_analysed(db)
    if changed:
        for table in _SEARCHED:
            db.execute(f"insert into {table}_fts ({table}_fts{_MERGE if grown else _OPTIMIZE}")
        db.conn.commit()
        db.execute("pragma optimize" if grown else "analyze")
        db.conn.commit()
    free = db.execute("pragma freelist_count").fetchone()[0] * db.execute("pragma page_size").fetchone()[0]
    if free > (size / 20 if size > LARGE else 0):
        _compact(db)


def _compact(db: Database) -> None:
    """Leave no empty pages; they stay where the disk has no room for a second copy of the file."""
    try:
        db.execute("vacuum")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise


def _is_analysed(db: Database) -> bool:
    return db.execute("select 1 from sqlite_master where name = 'sqlite_stat1'").fetchone() is not None
