"""Contradictions of some statements, one by one: those of all others stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from quote_loaders.records import Contradiction
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.linked import Home, recount, save_contradictions

_BETWEEN = """
select id, left_quote_id, right_quote_id from contradictions
where left_statement_id = :left and right_statement_id = :right and kind = :kind
union all
select id, left_quote_id, right_quote_id from contradictions
where left_statement_id = :right and right_statement_id = :left and kind = :kind
"""
_IDS = f"select key, id from quotes where key in {some('disputed')}"


def add_contradictions(db: Database, contradictions: Sequence[Contradiction], statement: int) -> int:
    """Add contradictions within one statement; rows written."""
    choose(db, "disputed", {key for found in contradictions for key in (found.left_quote, found.right_quote)})
    homes = {key: Home(row_id, statement) for key, row_id in db.execute(_IDS)}
    return _saved(db, contradictions, homes, "0") + recount(db, {statement})


def contradictions_between(db: Database, pairs: Iterable[tuple[int, int, str]]) -> dict[int, tuple[int, int]]:
    """The contradictions of some kinds between some statements, by id: left and right quote."""
    return {
        row_id: (one, other)
        for left, right, kind in pairs
        for row_id, one, other in db.execute(_BETWEEN, {"left": left, "right": right, "kind": kind})
    }


def replace_contradictions(
    db: Database, before: Iterable[int], contradictions: Sequence[Contradiction], homes: Mapping[str, Home]
) -> int:
    """Make some contradictions (ids) what was found in their place; rows written."""
    choose(db, "contradiction", before)
    written = _saved(db, contradictions, homes, f"id in {some('contradiction')}")
    return written + recount(db, {home.statement for home in homes.values()})


def _saved(db: Database, contradictions: Sequence[Contradiction], homes: Mapping[str, Home], where: str) -> int:
    ends = [(found, homes[found.left_quote], homes[found.right_quote]) for found in contradictions]
    return save_contradictions(db, ends, where=where)
