"""Indexes taken away while very many rows change, and made again from all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

_INDEXES = """
select distinct listed.name, listed.sql from sqlite_master as listed
join pragma_index_info(listed.name) as indexed
where listed.type = 'index' and listed.tbl_name = :table and listed.sql is not null
    and (:column is null or indexed.name = :column)
order by listed.rowid
"""
_STATISTICS = "select tbl, idx, stat from sqlite_stat1 where idx = ?"


class Dropped(NamedTuple):
    """An index that was dropped: its name, how it is made again, and what SQLite knew of it."""

    name: str
    sql: str
    statistics: tuple[str, str, str] | None


def drop_indexes(db: Database, table: str, columns: Sequence[str] | None = None) -> list[Dropped]:
    """Drop the indexes of a table that have one of some columns, None for all; keys stay unique.

    It has to happen in a transaction in which `make_indexes` follows, and no statement may be reading.
    """
    found: dict[str, str] = {}
    for column in columns if columns is not None else (None,):
        found |= dict(db.execute(_INDEXES, {"table": table, "column": column}).fetchall())
    known = db.execute("select 1 from sqlite_master where name = 'sqlite_stat1'").fetchone() is not None
    rows = [
        Dropped(name, sql, db.execute(_STATISTICS, (name,)).fetchone() if known else None)
        for name, sql in found.items()
    ]
    for one in rows:
        db.execute(f'drop index "{one.name}"')
    return rows


def make_indexes(db: Database, dropped: Iterable[Dropped]) -> None:
    """Make indexes again, with what SQLite knew of them."""
    for one in dropped:
        db.execute(one.sql)
        if one.statistics is not None:
            db.execute("insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)", one.statistics)
