"""A database -> a folder with datapackage.json and a CSV file for each table."""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

from quote_loaders.exchange.cells import cell
from quote_loaders.exchange.descriptor import FILE, Written, descriptor
from quote_loaders.exchange.tables import Table, described
from quote_loaders.migrations.steps import applied_steps
from quote_loaders.records import LoadError

_HELD = "select name from pragma_table_info(?) order by cid"


def export_package(database: Path, folder: Path, program: str) -> dict[str, int]:
    """Write every table of the schema into a new or empty folder; the rows of each.

    datapackage.json is written last: a folder without it is not whole. Raises LoadError when the database has another
    schema or holds a value that its column can't have, and when there is something in the folder.
    """
    if not database.is_file():
        raise LoadError(f"{database} does not exist, expected a database that `datasette-quotes load` made")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LoadError(f"{folder} is there and not empty, expected a folder that is empty or does not exist")
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as db:
        try:
            db.execute("begin")  # every table as of one moment
            steps = applied_steps(db)
            tables = described(steps)
            _check(db, tables)
            missing = _marker(db, tables)
            folder.mkdir(parents=True, exist_ok=True)
            files = [_write(db, table, folder, missing) for table in tables]
        except sqlite3.DatabaseError as error:
            raise LoadError(f"{database} can't be read: {error}; `datasette-quotes check` says more") from None
        except LoadError as error:
            raise LoadError(f"{database}: {error}") from None
    text = json.dumps(descriptor(files, steps, program, missing), indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
    return {file.table.name: file.rows for file in files}


def _check(db: sqlite3.Connection, tables: tuple[Table, ...]) -> None:
    for table in tables:
        held = [name for (name,) in db.execute(_HELD, (table.name,))]
        wanted = [column.name for column in table.columns]
        if held != wanted:
            raise LoadError(f"the table {table.name} has the columns {held}, expected {wanted}")


def _marker(db: sqlite3.Connection, tables: tuple[Table, ...]) -> str:
    """A cell for no value that is the text of no column."""
    candidates = (f"\\N{'' if number == 0 else number}" for number in count())
    return next(text for text in candidates if not any(_occurs(db, table, text) for table in tables))


def _occurs(db: sqlite3.Connection, table: Table, text: str) -> bool:
    compared = " or ".join(f'"{column.name}" = :text' for column in table.columns if column.kind == "string")
    if not compared:
        return False
    return db.execute(f'select 1 from "{table.name}" where {compared} limit 1', {"text": text}).fetchone() is not None


def _write(db: sqlite3.Connection, table: Table, folder: Path, missing: str) -> Written:
    path = folder / f"{table.name}.csv"
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in table.columns])
        for row in _rows(db, table, missing):
            writer.writerow(row)
            rows += 1
    with path.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    return Written(table, rows, path.stat().st_size, digest)


def _rows(db: sqlite3.Connection, table: Table, missing: str) -> Iterator[list[str]]:
    """The cells of every row, in the order in which they lie."""
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    order = "rowid" if table.has_rowid else ", ".join(table.primary_key)
    for row in db.execute(f'select {names} from "{table.name}" order by {order}'):
        cells = []
        for column, value in zip(table.columns, row, strict=True):
            try:
                cells.append(cell(value, column.kind, missing))
            except LoadError as error:
                raise LoadError(f"{table.name}, row {row[0]}, column {column.name}: {error}") from None
        yield cells
