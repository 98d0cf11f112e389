"""The pairs of `pairs.pairs`, found by DuckDB: the same ones, in bounded memory and on all processors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from tempfile import TemporaryDirectory

import numpy as np

from quote_loaders.linkage.blocking import RARE, Keys
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.pairs import CROWDED, Engine, Pairs, pairs, shared_keys

MANY = 400_000_000  # keys from which DuckDB is used: numpy goes through all of them again and again, in less memory
_CONFIG = {"memory_limit": "1500MB"}  # the rest goes to files

_KEYS = "create temp table keys (hash ubigint, place bigint, weight bigint, week bigint)"
_PAIRS = """
create temp table shared as select keys.*, count(*) over (partition by hash) as size from keys;
create temp table placed as
select *, case when size > $crowded then count(*) over (partition by hash, week) else size end as inside from shared;
create temp table found as
select one.place as left_place, other.place as right_place, one.hash, least(one.weight, other.weight) as weight
from placed as one join placed as other on one.hash = other.hash and one.place < other.place
where one.inside <= $crowded and (one.size <= $crowded or one.week = other.week)
union all
select least(first.place, placed.place), greatest(first.place, placed.place), placed.hash,
    least(first.weight, placed.weight)
from (
    select hash, place, weight, week, inside from placed where size > $crowded and hash & 7 <= $words
    qualify row_number() over (partition by hash order by week, place) = 1
) as first join placed on placed.hash = first.hash and placed.place <> first.place
where placed.week <> first.week or placed.inside > $crowded;
"""
_SUMMED = """
select left_place, right_place, sum(weight)::bigint as weight, bit_or(1::bigint << (hash & 7)::int) as kinds
from found where left_place >= $low and left_place < $high group by 1, 2 order by 1, 2
"""
_LEFTS = 100_000  # quotes whose pairs are given at once


def installed() -> bool:
    """Whether DuckDB is there: it comes with the extra `bulk`."""
    return find_spec("duckdb") is not None


def fitting_engine(keys: int) -> Engine:
    """What finds the pairs of so many keys: numpy, or DuckDB for very many where it is installed."""
    return pairs_by_duckdb if keys >= MANY and installed() else pairs


def pairs_by_duckdb(parts: Iterable[Keys], weeks: Places, count: int) -> Iterator[Pairs]:
    """As `pairs.pairs`."""
    import duckdb

    with TemporaryDirectory() as folder, duckdb.connect(config={**_CONFIG, "temp_directory": folder}) as connection:
        connection.execute(_KEYS)
        for part in parts:
            keys = shared_keys(part)
            given = {"hash": keys.hashes, "place": keys.places, "weight": keys.weights, "week": weeks[keys.places]}
            connection.register("given", given)
            connection.execute("insert into keys select * from given")
        for statement in _PAIRS.strip().rstrip(";").split(";"):
            wanted = {name: value for name, value in (("crowded", CROWDED), ("words", RARE)) if f"${name}" in statement}
            connection.execute(statement, wanted)
        for low in range(0, max(count, 1), _LEFTS):
            found = connection.execute(_SUMMED, {"low": low, "high": low + _LEFTS}).fetchnumpy()
            yield Pairs(*(np.asarray(column, dtype=np.int64) for column in found.values()))
