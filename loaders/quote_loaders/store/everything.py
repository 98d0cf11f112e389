"""Saving all statements, in portions: what is there and isn't found again goes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.keys import statement_key
from quote_loaders.records import Contradiction, PlacedQuote, Statement
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.indexes import Dropped, drop_indexes
from quote_loaders.store.linked import SAVE_WORDING, Home, save_contradictions, save_members, statement_rows
from quote_loaders.store.sync import sync_rows

_TABLES = {
    "linked": "create temp table if not exists linked (key text primary key) without rowid",
    "gone": "create temp table if not exists gone (key text primary key, then_id integer) without rowid",
    "successors": "create temp table if not exists successors (then_id integer primary key, to_id integer)",
    "succeeding": "create temp table if not exists succeeding (key text primary key, to_id integer) without rowid",
}
_GONE = """
insert or replace into temp.gone
select key, id from statements where key not in (select key from temp.linked)
union all select key, statement_id from statement_keys where key not in (select key from temp.linked)
"""
_SUCCEED = """
insert into temp.succeeding
select key, successors.to_id from temp.gone join temp.successors on successors.then_id = gone.then_id
"""
_LEAD = """
update statement_keys set statement_id = (select to_id from temp.succeeding where key = statement_keys.key)
where statement_id <> (select to_id from temp.succeeding where key = statement_keys.key)
"""
_LEAD_TOO = """
insert into statement_keys (key, statement_id) select key, to_id from temp.succeeding
where key not in (select key from statement_keys) order by key
"""
_OLD_KEYS = """
delete from statement_keys
where key not in (select key from temp.linked) and key not in (select key from temp.succeeding)
"""
_OWN_KEYS = "delete from statement_keys where key in (select key from statements)"


def drop_changing(db: Database) -> list[Dropped]:
    """Drop the indexes that saving statements keeps changing, until `make_indexes`: for very many of them."""
    members = drop_indexes(db, "quotes", ("statement_id", "relation"))
    return [*members, *drop_indexes(db, "statements")]


def begin(db: Database) -> None:
    """Make ready for the first portion."""
    for name, create in _TABLES.items():
        db.execute(create)
        db.execute(f"delete from temp.{name}")


def save_part(
    db: Database,
    statements: Sequence[Statement],
    quotes: Mapping[str, PlacedQuote],
    quote_ids: Mapping[str, int],
    contradictions: Mapping[str, int],
) -> tuple[int, dict[str, int]]:
    """Save some statements with their members and the keys that lead to them; rows written, and the statements' ids.

    `contradictions` counts those of each statement, which `finish` saves.
    """
    rows = statement_rows(db, statements, quotes, quote_ids, contradictions)
    choose(db, "statement key", (statement.key for statement in statements))
    written = sync_rows(db, "statements", ("key",), rows, where=f"key in {some('statement key')}", delete=False)
    ids = dict(db.execute(f"select key, id from statements where key in {some('statement key')}").fetchall())
    written += save_members(db, statements, ids, quote_ids)
    others = {statement_key(member.quote): ids[one.key] for one in statements for member in one.members}
    db.conn.executemany("insert or ignore into temp.linked values (?)", ((key,) for key in sorted(others)))
    others = {key: row_id for key, row_id in others.items() if key not in ids}
    return written + _save_keys(db, others), ids


def _save_keys(db: Database, keys: Mapping[str, int]) -> int:
    """Make some keys lead to statements (ids)."""
    choose(db, "other key", keys)
    rows = [{"key": key, "statement_id": row_id} for key, row_id in sorted(keys.items())]
    return sync_rows(db, "statement_keys", ("key",), rows, where=f"key in {some('other key')}", delete=False)


def save_wordings(db: Database, rows: Iterable[tuple[int, int, int, float, str]]) -> None:
    """Keep later wordings: statement, article, earlier article, strength and words."""
    db.conn.executemany(SAVE_WORDING, rows)


def finish(
    db: Database,
    contradictions: Iterable[tuple[Contradiction, Home, Home]],
    statements: NDArray[np.int64],
    before: NDArray[np.int64],
    now: NDArray[np.int64],
) -> int:
    """Save all contradictions, and drop the statements that aren't among some (ids); rows written.

    `before` and `now` are the statements (ids, 0 for none) that each quote was in and is in. A key whose quote is gone
    leads to the statement that has most of the quotes now that its own had.
    """
    db.execute(_GONE)
    gone = np.fromiter((one for (one,) in db.execute("select distinct then_id from temp.gone")), np.int64)
    db.conn.executemany("insert into temp.successors values (?, ?)", _successors(db, gone, before, now))
    db.execute(_SUCCEED)
    written = save_contradictions(db, contradictions)
    written += sum(db.execute(sql).rowcount for sql in (_LEAD, _LEAD_TOO, _OLD_KEYS))
    everyone = np.fromiter((one for (one,) in db.execute("select id from statements")), np.int64)
    dropped = np.setdiff1d(everyone, statements)
    db.conn.executemany("delete from statements where id = ?", ((int(one),) for one in dropped))
    return written + len(dropped) + db.execute(_OWN_KEYS).rowcount


def _successors(
    db: Database, gone: NDArray[np.int64], before: NDArray[np.int64], now: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """For some statements of the last load the one that has most of their quotes now, of several the first by key."""
    by_key = np.fromiter((one for (one,) in db.execute("select id from statements order by key")), np.int64)
    by_id = np.argsort(by_key)
    moved = np.isin(before, gone)
    then, to, counts = _counted(before[moved], now[moved])
    ranks = by_id[np.searchsorted(by_key, to, sorter=by_id)]
    order = np.lexsort((ranks, -counts, then))
    best = order[np.flatnonzero(np.diff(then[order], prepend=-1))]
    yield from zip(then[best].tolist(), to[best].tolist(), strict=True)


def _counted(
    left: NDArray[np.int64], right: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The different pairs of numbers side by side, and how often each occurs."""
    order = np.lexsort((right, left))
    left, right = left[order], right[order]
    first = np.flatnonzero((np.diff(left, prepend=-1) != 0) | (np.diff(right, prepend=-1) != 0))
    return left[first], right[first], np.diff(np.append(first, len(left)))
