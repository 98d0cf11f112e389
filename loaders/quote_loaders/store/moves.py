"""How quotes were linked before, remembered in a temporary table, and which are linked otherwise now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

_NOW = """
select quotes.id as quote_id, statements.key as home, reference.key as reference, quotes.relation from quotes
join statements on statements.id = quotes.statement_id
left join quotes as reference on reference.id = statements.reference_quote_id
"""
_REMEMBER = f"""
drop table if exists temp.linked_before;
create temp table linked_before (quote_id integer primary key, home text, reference text, relation text);
insert into temp.linked_before {_NOW}
"""
_BOTH = f"from temp.linked_before as before join ({_NOW}) as now using (quote_id)"
_COMPARE = f"""
drop table if exists temp.linked_moved;
create temp table linked_moved (home text primary key) without rowid;
insert or ignore into temp.linked_moved select before.home {_BOTH} where before.home <> now.home;
insert or ignore into temp.linked_moved select now.home {_BOTH} where before.home <> now.home
"""
_MOVED = f"""
select quotes.key, before.home, before.reference, before.relation, now.home, now.reference, now.relation
{_BOTH} join quotes on quotes.id = quote_id
where before.home in (select home from temp.linked_moved) or now.home in (select home from temp.linked_moved)
    or before.reference is not now.reference or before.relation is not now.relation
"""
_CONTRADICTIONS = """
select left_quote.key, right_quote.key, contradictions.kind from contradictions
join quotes as left_quote on left_quote.id = left_quote_id
join quotes as right_quote on right_quote.id = right_quote_id
"""

Told = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Linked:
    """How quotes are linked: key -> (statement, its reference wording, relation), and the contradictions by keys."""

    quotes: dict[str, Told]
    contradictions: frozenset[tuple[str, str, str]]


def remember_links(db: Database) -> frozenset[tuple[str, str, str]]:
    """Remember how quotes are linked, for `read_moves`; the contradictions."""
    _run(db, _REMEMBER)
    return _contradictions(db)


def read_moves(db: Database, before: frozenset[tuple[str, str, str]]) -> tuple[Linked, Linked]:
    """How quotes were linked when they were remembered and how they are now.

    Those of statements that lost or gained none, and that are to their reference what they were, are left out; so are
    quotes that weren't linked or no longer are.
    """
    _run(db, _COMPARE)
    then, now = dict[str, Told](), dict[str, Told]()
    shared: dict[Told, Told] = {}
    for key, *told in db.execute(_MOVED):
        one, other = (told[0], told[1], told[2]), (told[3], told[4], told[5])
        then[key], now[key] = shared.setdefault(one, one), shared.setdefault(other, other)
    _run(db, "drop table temp.linked_before; drop table temp.linked_moved")
    return Linked(then, before), Linked(now, _contradictions(db))


def _contradictions(db: Database) -> frozenset[tuple[str, str, str]]:
    return frozenset((left, right, kind) for left, right, kind in db.execute(_CONTRADICTIONS))


def _run(db: Database, script: str) -> None:
    """Run statements one by one; a transaction that is open stays so, and none is left."""
    inside = db.conn.in_transaction
    for statement in script.split(";"):
        db.execute(statement)
    if not inside:
        db.conn.commit()
