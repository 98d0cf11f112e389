"""Which quotes have which keys, as they are kept: in columns of numbers, since it is many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.store.chosen import listed

Integers = NDArray[np.int64]

_SAVE = "insert or replace into linkage_keys (hash, week, quote_id, weight) values (?, ?, ?, ?)"
_DROP = "delete from linkage_keys where hash = ? and week = ? and quote_id = ?"
_SIZES = """
select value, (select count(*) from (select 1 from linkage_keys where hash = value limit :most))
from json_each(:keys)
"""
_MEMBERS = """
select hash, quote_id, weight, week from json_each(?) cross join linkage_keys on hash = value
"""
_WEEK_SIZE = "select count(*) from (select 1 from linkage_keys where hash = ? and week = ? limit ?)"
_WEEK = "select hash, quote_id, weight, week from linkage_keys where hash = ? and week = ? limit ?"
_BLOCK = "select hash, quote_id, weight, week from linkage_keys where hash = ?"
_MEMBER = "select hash, quote_id, weight, week from linkage_keys where hash = ? and week = ? and quote_id = ?"
_FIRST = """
select linkage_keys.quote_id, linkage_keys.week from linkage_keys
join quotes on quotes.id = linkage_keys.quote_id join linkage_quotes using (quote_id)
where hash = :hash and linkage_keys.week = (select min(week) from linkage_keys where hash = :hash)
order by quotes.published_order, linkage_quotes.words desc, quotes.key limit 1
"""
_FIRST_WEEK = "select coalesce(min(week), 0) from linkage_keys where hash = ?"


class Members(NamedTuple):
    """Quotes (ids) that have keys, side by side: the key (signed), the quote, the key's weight and the quote's week."""

    hashes: Integers
    quotes: Integers
    weights: Integers
    weeks: Integers

    def of(self, chosen: NDArray[Any] | slice) -> Members:
        """The rows at some places, or those that a mask chooses."""
        return Members(*(column[chosen] for column in self))


class First(NamedTuple):
    """The first quote of a key, and its week."""

    quote: int
    week: int


def save_keys(db: Database, rows: Iterable[tuple[int, int, int, int]]) -> None:
    """Keep keys: hash (signed), week, quote and weight."""
    db.conn.executemany(_SAVE, rows)


def forget_keys(db: Database, rows: Iterable[tuple[int, int, int]]) -> None:
    """Keep keys no longer: hash (signed), week and quote."""
    db.conn.executemany(_DROP, rows)


def block_sizes(db: Database, hashes: Iterable[int], most: int) -> dict[int, int]:
    """How many quotes have each key, counted up to a number."""
    return dict(db.execute(_SIZES, {"keys": listed(hashes), "most": most}).fetchall())


def members(db: Database, hashes: Iterable[int]) -> Members:
    """Who has some keys."""
    return _columns(db.execute(_MEMBERS, (listed(hashes),)).fetchall())


def week_size(db: Database, key: int, week: int, most: int) -> int:
    """How many quotes of a week have a key, counted up to a number."""
    return int(db.execute(_WEEK_SIZE, (key, week, most)).fetchone()[0])


def week_members(db: Database, key: int, week: int, most: int = -1) -> Members:
    """The quotes of a week that have a key; no more than a number."""
    return _columns(db.execute(_WEEK, (key, week, most)).fetchall())


def block(db: Database, key: int) -> Members:
    """All that have a key."""
    return _columns(db.execute(_BLOCK, (key,)).fetchall())


def member_of(db: Database, key: int, week: int, quote: int) -> Members:
    """One that has a key, or none."""
    return _columns(db.execute(_MEMBER, (key, week, quote)).fetchall())


def first_of(db: Database, key: int) -> First | None:
    """The first quote that has a key, and its week."""
    row = db.execute(_FIRST, {"hash": key}).fetchone()
    return None if row is None else First(row[0], row[1])


def first_week(db: Database, key: int) -> int:
    """The earliest week in which a key is kept, 0 for none."""
    return int(db.execute(_FIRST_WEEK, (key,)).fetchone()[0])


def joined(parts: Sequence[Members]) -> Members:
    """One behind the other."""
    return Members(*(np.concatenate(column) for column in zip(_columns([]), *parts, strict=True)))


def _columns(rows: Sequence[tuple[int, ...]]) -> Members:
    table = np.fromiter(chain.from_iterable(rows), np.int64, 4 * len(rows)).reshape(-1, 4)
    return Members(*table.T)
