"""Where the rows of a statement come from: the loads that brought them, and decisions of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LOADS_LIMIT = 20
JUDGEMENTS_LIMIT = 50
LOOKED_AT = 20_000  # quotes whose load is looked at
KEYS_LOOKED_AT = 2000  # quotes, and articles, whose judgements are looked at

# In one answer: the loads that brought the quotes, and the judgements on them and on their articles.
RECORD = """
with own as (
    select key, article_id from quotes where statement_id = :statement_id limit :keys_looked_at
),
named as (
    select key from own
    union
    select key from articles where id in (select article_id from own)
)
select * from (
    select 'load', loads.program, loads.model, loads.spacy_version, loads.started, loads.finished, counted.many, null
    from (
        select load_id, count(*) as many
        from (select load_id from quotes where statement_id = :statement_id limit :looked_at)
        group by load_id order by load_id desc limit :loads
    ) as counted
    join loads on loads.id = counted.load_id
    order by loads.id desc limit :loads
)
union all
select * from (
    select 'judgement', subject, left_key, right_key, verdict, made_by, made_at, note
    from judgements
    where :with_judgements and id in (
        select id from judgements
        where subject in ('same statement', 'contradiction', 'origin') and left_key in (select key from named)
        union
        select id from judgements
        where subject in ('same statement', 'contradiction', 'origin') and right_key in (select key from named)
    )
    order by made_at desc, id desc limit :judgements
)
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Brought:
    """A load, and how many of the statement's quotes it brought."""

    program: str
    model: str | None
    spacy: str | None
    started: str
    finished: str | None
    quotes: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision of a person on two quotes or two articles."""

    subject: str
    left_key: str
    right_key: str
    verdict: str
    made_by: str
    made_at: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """The latest loads and judgements first."""

    loads: tuple[Brought, ...]
    judgements: tuple[Judgement, ...]


async def record(db: Any, statement_id: int, with_judgements: bool) -> Record:
    """What brought the quotes of a statement, and what people decided on them, for who may see that."""
    values = {
        "statement_id": statement_id,
        "looked_at": LOOKED_AT,
        "keys_looked_at": KEYS_LOOKED_AT,
        "loads": LOADS_LIMIT,
        "judgements": JUDGEMENTS_LIMIT,
        "with_judgements": int(with_judgements),
        "limit": LOADS_LIMIT + JUDGEMENTS_LIMIT,
    }
    rows = (await db.execute(RECORD, values)).rows
    return Record(
        tuple(Brought(*row[1:7]) for row in rows if row[0] == "load"),
        tuple(Judgement(*row[1:]) for row in rows if row[0] == "judgement"),
    )
