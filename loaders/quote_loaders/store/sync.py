"""Making a table hold just the wanted rows, by writing only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlite_utils import Database

Row = Mapping[str, Any]


def sync_rows(
    db: Database, table: str, key: Sequence[str], rows: Iterable[Row], *, where: str = "1", delete: bool = True
) -> int:
    """Insert, update and delete until the rows of a table that `where` selects are just the wanted ones.

    Rows are matched by their natural key columns and keep their id; every wanted row has the same columns.
    Without `delete` the others stay. Returns how many rows were written or deleted.
    """
    wanted = {tuple(row[column] for column in key): row for row in rows}
    columns = list(next(iter(wanted.values()))) if wanted else list(key)
    present = {
        tuple(row[columns.index(column)] for column in key): (row[-1], row[:-1])
        for row in db.execute(f"select {', '.join(columns)}, rowid from {table} where {where}").fetchall()
    }
    gone = [(rowid,) for found, (rowid, _) in present.items() if found not in wanted and delete]
    db.conn.executemany(f"delete from {table} where rowid = ?", gone)
    new = [tuple(row.values()) for found, row in wanted.items() if found not in present]
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(f"insert into {table} ({', '.join(columns)}) values ({marks})", new)
    changed = [
        (*row.values(), present[found][0])
        for found, row in wanted.items()
        if found in present and tuple(row.values()) != present[found][1]
    ]
    assignments = ", ".join(f"{column} = ?" for column in columns)
    db.conn.executemany(f"update {table} set {assignments} where rowid = ?", changed)
    return len(gone) + len(new) + len(changed)


def ids(db: Database, table: str, column: str = "key") -> dict[str, int]:
    """The id of every row of a table, by its key."""
    return dict(db.execute(f"select {column}, id from {table}").fetchall())
