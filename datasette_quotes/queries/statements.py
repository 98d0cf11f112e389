"""Statements of one speaker, and statements that one outlet had first: pages of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette_quotes import paging
from datasette_quotes.queries.start import Listed

PAGE = 20  # statements
LOOKED_AT = 5000  # statements that a sort by a count looks at: the latest ones

# Dated ones first, the latest at the top; then those without a date. The bounds make each part begin behind the last
# row of the page before.
NEWEST = """
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key, statements.earliest_order
from (
    select * from (
        select id, 0 as undated from statements
        where speaker_id = :speaker_id and (earliest_order, key) < (:order, :key)
        order by earliest_order desc, key desc limit :limit
    )
    union all
    select * from (
        select id, 1 from statements
        where speaker_id = :speaker_id and earliest_order = '~' and key < :undated_key
        order by key desc limit :limit
    )
    limit 2 * :limit
) as found
join statements on statements.id = found.id
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
order by found.undated, statements.earliest_order desc, statements.key desc
limit :limit
"""

BY_COUNT = """
with latest as (
    select id, key, earliest_order,
        case :sort when 'wordings' then wordings when 'contradictions' then contradictions else outlets end as many
    from statements where speaker_id = :speaker_id order by earliest_order desc limit :looked_at
)
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key, statements.earliest_order
from (
    select id, many from latest where (many, earliest_order, key) < (:many, :order, :key)
    order by many desc, earliest_order desc, key desc limit :limit
) as found
join statements on statements.id = found.id
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
order by found.many desc, statements.earliest_order desc, statements.key desc
limit :limit
"""

HAD_FIRST = """
with firsts as (
    select id from quotes where relation = 'earliest' and outlet_id = :outlet_id limit :looked_at
)
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key
from firsts
join statements on statements.earliest_quote_id = firsts.id
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
where statements.outlets > 1
order by statements.outlets desc, statements.earliest_order desc, statements.key desc
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Page:
    """Statements of a list, and the `_next` that leads on; None at its end."""

    rows: tuple[Listed, ...]
    next: str | None


async def of_speaker(db: Any, speaker_id: int, sort: str, after: str) -> Page:
    """A page of a speaker's statements: sorted by "newest", or by one of the counts, the highest first."""
    if sort == "newest":
        return await _newest(db, speaker_id, after)
    begin = paging.read(after, (int, str, str)) or [paging.HIGHEST, "", ""]
    values = dict(zip(("many", "order", "key"), begin, strict=True))
    more = {"speaker_id": speaker_id, "sort": sort, "looked_at": LOOKED_AT, "limit": PAGE + 1}
    rows = (await db.execute(BY_COUNT, {**values, **more})).rows
    return _page(rows, lambda row: (getattr(Listed(*tuple(row)[:11]), sort), row[11], row[0]))


async def _newest(db: Any, speaker_id: int, after: str) -> Page:
    order, key = paging.read(after, (str, str)) or ("~", "")
    continued_undated = order == "~" and key != ""
    values = {
        "speaker_id": speaker_id,
        "order": "" if continued_undated else order,
        "key": key,
        "undated_key": key if continued_undated else "~",
        "limit": PAGE + 1,
    }
    rows = (await db.execute(NEWEST, values)).rows
    return _page(rows, lambda row: (row[11], row[0]))


def _page(rows: list[Any], values: Any) -> Page:
    shown = tuple(Listed(*tuple(row)[:11]) for row in rows[:PAGE])
    return Page(shown, paging.written(values(rows[PAGE - 1])) if len(rows) > PAGE else None)


async def had_first(db: Any, outlet_id: int) -> list[Listed]:
    """Statements that other outlets carried after this one; what most outlets carry first."""
    values = {"outlet_id": outlet_id, "looked_at": LOOKED_AT, "limit": PAGE}
    return [Listed(*row) for row in (await db.execute(HAD_FIRST, values)).rows]
