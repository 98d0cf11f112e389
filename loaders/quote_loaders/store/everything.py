"""Saving all statements, in portions: what is there and isn't found again goes at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.keys import statement_key
from quote_loaders.records import Contradiction, PlacedQuote, Statement
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.indexes import Dropped, drop_indexes
from quote_loaders.store.linked import SAVE_WORDING, Home, save_contradictions, save_members, statement_rows
from quote_loaders.store.sync import sync_rows

_LINKED = "create temp table if not exists linked (key text primary key) without rowid"
_GONE = """
select key, id from statements where key not in (select key from temp.linked)
union all select key, statement_id from statement_keys where key not in (select key from temp.linked)
"""
_OLD_KEYS = f"""
delete from statement_keys where key not in (select key from temp.linked) and key not in {some("gone key")}
"""
_OWN_KEYS = "delete from statement_keys where key in (select key from statements)"


def drop_changing(db: Database) -> list[Dropped]:
    """Drop the indexes that saving statements keeps changing, until `make_indexes`: for very many of them."""
    members = drop_indexes(db, "quotes", ("statement_id", "relation"))
    return [*members, *drop_indexes(db, "statements")]


def begin(db: Database) -> None:
    """Make ready for the first portion."""
    db.execute(_LINKED)
    db.execute("delete from temp.linked")


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
    gone = [(key, then) for key, then in db.execute(_GONE)]
    successors = _successors(db, {then for _, then in gone}, before, now)
    kept = {key: successors[then] for key, then in gone if then in successors}
    written = save_contradictions(db, contradictions)
    written += _save_keys(db, kept)
    everyone = np.fromiter((one for (one,) in db.execute("select id from statements")), np.int64)
    choose(db, "gone key", kept)
    written += db.execute(_OLD_KEYS).rowcount
    dropped = np.setdiff1d(everyone, statements).tolist()
    db.conn.executemany("delete from statements where id = ?", ((one,) for one in dropped))
    return written + len(dropped) + db.execute(_OWN_KEYS).rowcount


def _successors(db: Database, gone: set[int], before: NDArray[np.int64], now: NDArray[np.int64]) -> dict[int, int]:
    """For some statements of the last load: the one that has most of their quotes now, of several the first by key."""
    if not gone:
        return {}
    moved = np.isin(before, list(gone))
    pairs, counts = np.unique(np.stack((before[moved], now[moved])), axis=1, return_counts=True)
    choose(db, "statement", set(pairs[1].tolist()))
    keys = dict(db.execute(f"select id, key from statements where id in {some('statement')}").fetchall())
    found: dict[int, int] = {}
    best: dict[int, tuple[int, str]] = {}
    for then, to, count in zip(*pairs.tolist(), counts.tolist(), strict=True):
        rank = (-count, keys[to])
        if then not in best or rank < best[then]:
            best[then], found[then] = rank, to
    return found
