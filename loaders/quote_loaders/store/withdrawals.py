"""Withdrawn quotes, articles and statements: out of every statement, and a tombstone for each of their addresses."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from quote_loaders.store.connection import together

BY_PEOPLE = "Withdrawn by those who keep this collection."

# What people withdrew, by the latest judgement, and what its outlet withdrew: everything else goes with these.
_ROOTS = f"""
select left_key as key, right_key as kind, '{BY_PEOPLE}' as reason, made_at as withdrawn_at
from judgements
where subject = 'withdrawn' and verdict = 'yes' and not exists (
    select 1 from judgements as later
    where later.subject = 'withdrawn' and later.left_key = judgements.left_key
        and (later.made_at, later.id) > (judgements.made_at, judgements.id)
)
union all
select key, 'article', 'Withdrawn by its outlet: ' || withdrawn, coalesce(modified, captured)
from articles
where withdrawn is not null and key not in (
    select left_key from judgements where subject = 'withdrawn'
)
"""

_TABLE = "create temp table if not exists roots (key, kind, reason, withdrawn_at)"
_FILL = f"insert into temp.roots {_ROOTS}"

_RESTORE = """
delete from tombstones where coalesce(part_of, key) not in (select key from roots)
"""

_BY_THEMSELVES = """
insert into tombstones (key, kind, reason, withdrawn_at)
select key, kind, reason, withdrawn_at from roots where true
on conflict (key) do update set part_of = null where part_of is not null
"""

_OF_ARTICLES = """
insert or ignore into tombstones (key, kind, reason, withdrawn_at, part_of)
select quotes.key, 'quote', tombstones.reason, tombstones.withdrawn_at, tombstones.key
from tombstones
join articles on articles.key = tombstones.key
join quotes on quotes.article_id = articles.id
where tombstones.kind = 'article'
"""

_OF_STATEMENTS = """
insert or ignore into tombstones (key, kind, reason, withdrawn_at, part_of)
select quotes.key, 'quote', tombstones.reason, tombstones.withdrawn_at, tombstones.key
from tombstones
join (
    select key, id as statement_id from statements union all select key, statement_id from statement_keys
) as named on named.key = tombstones.key
join quotes on quotes.statement_id = named.statement_id
where tombstones.kind = 'statement' and tombstones.part_of is null
"""

# A statement of which nothing is left goes too, under every name that it has had.
_EMPTIED = """
insert or ignore into tombstones (key, kind, reason, withdrawn_at, part_of)
select named.key, 'statement', tombstones.reason, tombstones.withdrawn_at,
    coalesce(tombstones.part_of, tombstones.key)
from (
    select statement_id, min(key) as first, count(*) as withdrawn from quotes
    where key in (select key from tombstones) and statement_id is not null
    group by statement_id
) as hit
join (
    select key, id as statement_id from statements union all select key, statement_id from statement_keys
) as named on named.statement_id = hit.statement_id
join tombstones on tombstones.key = hit.first
where hit.withdrawn = (select count(*) from quotes where quotes.statement_id = hit.statement_id)
"""

_UNLINK = """
update quotes set statement_id = null, relation = null, similarity = null, differences = null
where statement_id is not null and key in (select key from tombstones)
"""


def save_withdrawals(db: Database) -> int:
    """Make tombstones of what people and outlets withdrew, take the quotes out of their statements; rows written.

    A reason that somebody has written into a tombstone stays. What a later judgement restores loses its tombstones.
    """
    with together(db):
        db.execute(_TABLE)  # and never dropped: SQLite would have to prepare every other query anew
        db.execute("delete from temp.roots")
        db.execute(_FILL)
        steps = (_RESTORE, _BY_THEMSELVES, _OF_ARTICLES, _OF_STATEMENTS, _EMPTIED, _UNLINK)
        return sum(max(0, db.execute(step).rowcount) for step in steps)


_PENDING = f"""
with roots as ({_ROOTS})
select key from (
    select key from roots where key not in (select key from tombstones)
    union
    select coalesce(part_of, key) from tombstones where coalesce(part_of, key) not in (select key from roots)
    union
    select key from quotes where statement_id is not null and key in (select key from tombstones)
)
order by key
"""


def pending_withdrawals(connection: sqlite3.Connection) -> list[str]:
    """Keys of what was withdrawn or restored and not obeyed yet: linking does that. The database may be read-only."""
    return [str(key) for (key,) in connection.execute(_PENDING)]
