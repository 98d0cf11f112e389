"""How quotes were linked before, remembered in temporary tables, and what is linked otherwise now."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

_NOW = """
select quotes.id as quote_id, statements.key as home, reference.key as reference, quotes.relation from quotes
join statements on statements.id = quotes.statement_id
left join quotes as reference on reference.id = statements.reference_quote_id
"""
_CONTRADICTIONS = """
select left_quote.key, right_quote.key, contradictions.kind from contradictions
join quotes as left_quote on left_quote.id = left_quote_id
join quotes as right_quote on right_quote.id = right_quote_id
"""
_FORGET = """
drop table if exists temp.linked_before;
drop table if exists temp.linked_homes;
drop table if exists temp.contradicted_before
"""
_REMEMBER = f"""
{_FORGET};
create temp table linked_before (quote_id integer primary key, home text, reference text, relation text);
insert into temp.linked_before {_NOW};
create temp table contradicted_before as {_CONTRADICTIONS}
"""
_BOTH = f"from temp.linked_before as before join ({_NOW}) as now using (quote_id)"
_HOMES = f"""
create temp table linked_homes (before text, after text, primary key (before, after)) without rowid;
insert or ignore into temp.linked_homes select before.home, now.home {_BOTH}
"""
_SEVERAL = "select before from temp.linked_homes group by before having count(*) > 1"
_SPLIT = f"{_SEVERAL} order by before"
_MERGED = "select after from temp.linked_homes group by after having count(*) > 1 order by after"
_CHANGED = f"""
select distinct now.home {_BOTH}
where (before.reference is not now.reference or before.relation is not now.relation)
    and now.home not in (select after from temp.linked_homes group by after having count(*) > 1)
    and now.home not in (select after from temp.linked_homes where before in ({_SEVERAL}))
order by now.home
"""
_ADDED = f"select * from ({_CONTRADICTIONS} except select * from temp.contradicted_before) order by 1, 2, 3"
_REMOVED = f"select * from (select * from temp.contradicted_before except {_CONTRADICTIONS}) order by 1, 2, 3"

Told = tuple[str, str, str]  # left quote, right quote, kind


class Moved(NamedTuple):
    """What is linked otherwise: keys of statements as they were (split) and as they are, and contradictions."""

    split: tuple[str, ...]
    merged: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[Told, ...]
    removed: tuple[Told, ...]


def remember_links(db: Database) -> None:
    """Remember how quotes are linked, for `read_moves`."""
    _run(db, _REMEMBER)


def read_moves(db: Database) -> Moved:
    """What lies between how quotes were linked when they were remembered and how they are now, sorted.

    A statement is split when its quotes are now in several, merged when its quotes were in several, and changed when
    its quotes are the same and its reference wording or the relation of a quote to it isn't. Quotes that weren't linked
    or no longer are don't count.
    """
    _run(db, _HOMES)
    split, merged, changed = (tuple(key for (key,) in db.execute(sql)) for sql in (_SPLIT, _MERGED, _CHANGED))
    found = Moved(split, merged, changed, *(tuple(db.execute(sql).fetchall()) for sql in (_ADDED, _REMOVED)))
    _run(db, _FORGET)
    return found


def _run(db: Database, script: str) -> None:
    """Run statements one by one; a transaction that is open stays so, and none is left."""
    inside = db.conn.in_transaction
    for statement in script.split(";"):
        db.execute(statement)
    if not inside:
        db.conn.commit()
