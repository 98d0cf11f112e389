"""Rows that a statement of SQL is about, as a temporary table: any number of them, and no SQL put together."""

from __future__ import annotations

from collections.abc import Iterable
from sqlite3 import OperationalError

from sqlite_utils import Database

_CREATE = "create temp table chosen (kind text, value, primary key (kind, value)) without rowid"
_CLEAR = "delete from temp.chosen where kind = ?"
_CHOOSE = "insert or ignore into temp.chosen values (?, ?)"


def choose(db: Database, kind: str, values: Iterable[int | str]) -> None:
    """Make the values of a kind in `temp.chosen` just these; a transaction that is open stays so, and none is left."""
    inside = db.conn.in_transaction
    try:
        db.conn.execute(_CLEAR, (kind,))
    except OperationalError:  # the first time; a statement that creates what is there would be prepared anew each time
        db.conn.execute(_CREATE)
    db.conn.executemany(_CHOOSE, [(kind, value) for value in values])
    if not inside:
        db.conn.commit()


def listed(values: Iterable[int]) -> str:
    """Numbers as JSON, which a single query reads by `json_each`: for many, in a fraction of the time of `choose`."""
    return f"[{','.join(map(str, values))}]"


def some(kind: str) -> str:
    """The values of a kind, to stand behind `in`; kinds are words of this program, never of a user."""
    return f"(select value from temp.chosen where kind = '{kind}')"
