"""A folder with datapackage.json and a CSV file for each table -> a database, or the line and column that is wrong."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from quote_loaders.checking.columns import quotes_repeat_their_article
from quote_loaders.checking.search import indexes
from quote_loaders.exchange.descriptor import FILE, Package, parsed
from quote_loaders.exchange.lines import Lines
from quote_loaders.exchange.tables import Table, described, make_schema
from quote_loaders.migrations import migrations
from quote_loaders.records import LoadError
from quote_loaders.store import finish_database

_ENDING = ".importing"  # of the file that is written until all is well
_TRIGGERS = "select 'trigger', name, sql from sqlite_master where type = 'trigger'"
# Unique ones stay: a row that breaks one is noticed when it comes.
_INDEXES = """
select 'index', name, sql from sqlite_master where type = 'index' and sql is not null and sql not like 'create unique%'
"""
_ANYTHING = "select count(*) from sqlite_master"


@dataclass(frozen=True, slots=True)
class Imported:
    """The rows of each table, and the files that were changed since they were exported."""

    rows: dict[str, int]
    changed: tuple[str, ...]


def import_package(folder: Path, database: Path) -> Imported:
    """Make a database of a package that exporting wrote, ids included; steps of the schema that it lacks are applied.

    The database appears when everything in it is right, and not before. Raises LoadError, with file, line and column
    where there are such, when a row breaks the schema, and when the database is there and not empty.
    """
    _check_empty(database)
    package = _package(folder)
    try:
        tables = described(package.steps)
    except LoadError as error:
        raise LoadError(f"{FILE}: {error}") from None
    _check_files(package, tables)
    made = database.with_name(database.name + _ENDING)
    _remove(made)
    try:
        rows = _fill(folder, package, tables, made)
        made.replace(database)
    except sqlite3.DatabaseError as error:
        raise LoadError(f"{database} can't be written: {error}") from None
    finally:
        _remove(made)
    changed = [path for path, digest in package.files.values() if digest and _digest(folder / path) != digest]
    return Imported(rows, tuple(changed))


def _check_empty(database: Path) -> None:
    if database.is_dir():
        raise LoadError(f"{database} is a folder, expected the name of a SQLite database file")
    if database.exists() and database.stat().st_size:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
            try:
                empty = not db.execute(_ANYTHING).fetchone()[0]
            except sqlite3.DatabaseError:
                empty = False
        if not empty:
            raise LoadError(f"{database} is there and not empty: name a file that does not exist")


def _package(folder: Path) -> Package:
    path = folder / FILE
    try:
        return parsed(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError):
        raise LoadError(f"{path} is missing, expected a folder that `datasette-quotes export` wrote") from None
    except ValueError as error:
        raise LoadError(f"{path}: {error}; expected JSON in UTF-8") from None


def _check_files(package: Package, tables: tuple[Table, ...]) -> None:
    wanted = {table.name for table in tables}
    if missing := sorted(wanted - package.files.keys()):
        raise LoadError(f"{FILE}: the tables {missing} are missing")
    if unknown := sorted(package.files.keys() - wanted):
        raise LoadError(f"{FILE}: the tables {unknown} are not of the schema")


def _fill(folder: Path, package: Package, tables: tuple[Table, ...], made: Path) -> dict[str, int]:
    database = Database(made)
    try:
        make_schema(database, package.steps)
        db = database.conn
        files = {table.name: Lines(folder / package.files[table.name][0], table, package.missing) for table in tables}
        db.isolation_level = None
        db.execute("pragma foreign_keys = off")
        db.execute("begin")
        rows = _insert_all(db, files)
        _check_references(db, files)
        for fault in quotes_repeat_their_article(db):
            raise LoadError(f"{files['quotes'].find('key', fault.row)}: {fault.message}")
        db.execute("commit")
        migrations.apply(database)
        for index in indexes(db):
            db.execute(f"insert into {index} ({index}) values ('rebuild')")
        finish_database(database, changed=True)
    finally:
        database.close()
    return rows


def _insert_all(db: sqlite3.Connection, files: dict[str, Lines]) -> dict[str, int]:
    """Every row of every file. Triggers and indexes are put aside for so long."""
    aside = [*db.execute(_TRIGGERS).fetchall(), *db.execute(_INDEXES).fetchall()]
    for kind, name, _ in aside:
        db.execute(f"drop {kind} {name}")
    db.execute(f"delete from {migrations.migrations_table}")  # the package says when each step was applied
    rows = {name: _insert(db, lines) for name, lines in files.items()}
    for _, _, sql in aside:
        db.execute(sql)
    return rows


def _insert(db: sqlite3.Connection, lines: Lines) -> int:
    names = ", ".join(f'"{column.name}"' for column in lines.table.columns)
    marks = ", ".join("?" * len(lines.table.columns))
    done = 0

    def counted() -> Iterator[list[object]]:
        nonlocal done
        for row in lines.rows():
            yield [*row]
            done += 1

    try:
        db.executemany(f'insert into "{lines.table.name}" ({names}) values ({marks})', counted())
    except sqlite3.IntegrityError as error:
        columns = [one.name for one in lines.table.columns if re.search(rf"\b{one.name}\b", str(error))]
        raise LoadError(f"{lines.at(' or '.join(columns))}: {error}") from None
    except OverflowError as error:
        raise LoadError(f"{lines.at()}: {error}") from None
    return done


def _check_references(db: sqlite3.Connection, files: dict[str, Lines]) -> None:
    """Every foreign key leads to a row; raises LoadError for the first that doesn't."""
    for table, row, parent, number in db.execute("pragma foreign_key_check"):
        lines = files[table]
        columns = {one[0]: one[3] for one in db.execute(f'pragma foreign_key_list("{table}")')}
        numbered = lines.table.primary_key == ("id",)
        where = lines.find("id", row) if numbered else lines.nth(row)
        value = db.execute(f'select "{columns[number]}" from "{table}" where rowid = ?', (row,)).fetchone()
        found = repr(value[0]) if value else "a value"
        raise LoadError(f"{where}, column {columns[number]}: {found} is no row of {parent}")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
