"""What the page of an outlet reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from datasette_quotes import paging
from datasette_quotes.queries.speaker import Counted

ARTICLES_PAGE = 25
LOOKED_AT = 20_000  # quotes of one outlet that are counted by date: the latest ones
ARTICLES_LOOKED_AT = 2000  # articles whose origin and links are looked at: a row of theirs holds the text
QUOTES_LOOKED_AT = 2000  # quotes whose contradictions and changes are looked at
COUNT_LIMIT = 100_000
CHANGED_LIMIT = 15
LINKED_LIMIT = 15
CONTRADICTIONS_LIMIT = 30

OUTLET = """
with outlet as (select * from outlets where key = :key limit 1),
latest as (
    select id from quotes where outlet_id = (select id from outlet) order by published_order desc limit :quotes
),
involved as (
    select id, kind, score from contradictions where left_quote_id in (select id from latest)
    union
    select id, kind, score from contradictions where right_quote_id in (select id from latest)
)
select outlet.id, outlet.key, outlet.name, outlet.domain, outlet.kind, outlet.country, outlet.language, outlet.wikidata,
    (select count(*) from (select 1 from articles where outlet_id = outlet.id limit :most)),
    (select count(*) from (select 1 from quotes where outlet_id = outlet.id limit :most)),
    (select published from articles where outlet_id = outlet.id and published_order < '~'
        order by published_order limit 1),
    (select published from articles where outlet_id = outlet.id and published_order < '~'
        order by published_order desc limit 1),
    (select count(*) from (
        select origin_id from articles where outlet_id = outlet.id order by published_order desc limit :articles
    ) where origin_id is not null),
    (select count(*) from (select 1 from articles where outlet_id = outlet.id limit :articles)),
    (select count(*) from involved),
    (select json_group_array(id) from (
        select id from involved order by kind <> 'reversal', score desc, id limit :contradictions
    ))
from outlet
limit 1
"""

DATES = """
select substr(published_order, 1, 10), count(*)
from (
    select published_order from quotes where outlet_id = :outlet_id order by published_order desc limit :looked_at
)
group by 1
order by 1
limit :looked_at
"""

RELATIONS = """
select relations.value,
    (select count(*) from (select 1 from quotes where relation = relations.value and outlet_id = :outlet_id
        limit :most))
from json_each('["earliest", "repeats", "excerpt", "reworded", "altered", "translation"]') as relations
limit 10
"""

# What the outlet cut or altered. A sentence of `wording.compare` says 'Stops before "but ..."': the cut that turns a
# statement around most often, so it comes first, then altered ones.
CHANGED = """
with found as (
    select * from (
        select id from quotes where relation = 'altered' and outlet_id = :outlet_id limit :looked_at
    )
    union all
    select * from (
        select id from quotes where relation = 'excerpt' and outlet_id = :outlet_id limit :looked_at
    )
    limit 2 * :looked_at
),
judged as (
    select quotes.id, quotes.relation, quotes.published_order,
        instr(quotes.differences, 'tops before \\"but ') > 0 or instr(quotes.differences, 'tops before \\"but\\"') > 0
            as before_but
    from found join quotes on quotes.id = found.id
)
select quotes.key, quotes.text, quotes.differences, quotes.relation, quotes.published, articles.language,
    articles.key, articles.title, statements.key, speakers.key, speakers.name, judged.before_but,
    (select count(*) from judged where before_but)
from judged
join quotes on quotes.id = judged.id
join articles on articles.id = quotes.article_id
join statements on statements.id = quotes.statement_id
left join speakers on speakers.id = quotes.speaker_id
order by judged.before_but desc, judged.relation, judged.published_order desc, quotes.key
limit :limit
"""

ARTICLES = """
select articles.key, articles.title, articles.language, articles.published, articles.published_order,
    articles.origin_id is not null, origin_outlet.key, origin_outlet.name,
    (select count(*) from (select 1 from quotes where article_id = articles.id limit 1000))
from (
    select * from (
        select id, 0 as undated from articles
        where outlet_id = :outlet_id and (published_order, key) < (:order, :key)
        order by published_order desc, key desc limit :limit
    )
    union all
    select * from (
        select id, 1 from articles
        where outlet_id = :outlet_id and published_order = '~' and key < :undated_key
        order by key desc limit :limit
    )
    limit 2 * :limit
) as found
join articles on articles.id = found.id
left join articles as origin on origin.id = articles.origin_id
left join outlets as origin_outlet on origin_outlet.id = origin.outlet_id
order by found.undated, articles.published_order desc, articles.key desc
limit :limit
"""

LINKED = """
with own as (
    select id from articles where outlet_id = :outlet_id order by published_order desc limit :looked_at
),
names as (
    select coalesce(article_links.from_outlet_id, from_article.outlet_id) as id, count(*) as many
    from article_links left join articles as from_article on from_article.id = article_links.from_article_id
    where article_links.article_id in (select id from own) and article_links.kind <> 'same wording later'
    group by 1 order by many desc limit :limit
),
named_by as (
    select id, count(*) as many from (
        select articles.outlet_id as id from article_links
        join articles on articles.id = article_links.article_id
        where article_links.from_outlet_id = :outlet_id
        union all
        select articles.outlet_id from article_links
        join articles on articles.id = article_links.article_id
        where article_links.from_article_id in (select id from own) and article_links.kind <> 'same wording later'
        limit :looked_at
    )
    group by 1 order by many desc limit :limit
)
select 'names', outlets.key, outlets.name, names.many from names join outlets on outlets.id = names.id
where outlets.id <> :outlet_id
union all
select 'named by', outlets.key, outlets.name, named_by.many from named_by join outlets on outlets.id = named_by.id
where outlets.id <> :outlet_id
order by 1, 4 desc, 3
limit 2 * :limit
"""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher. Counts stop at `COUNT_LIMIT`; `copied` counts in the latest `origins_known` articles."""

    id: int
    key: str
    name: str
    domain: str | None
    kind: str
    country: str | None
    language: str | None
    wikidata: str | None
    articles: int
    quotes: int
    earliest: str | None
    latest: str | None
    copied: int
    origins_known: int
    contradictions: int
    contradiction_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A quote that the outlet cut or altered."""

    key: str
    text: str
    differences: str | None
    relation: str
    published: str | None
    language: str
    article_key: str
    title: str
    statement_key: str
    speaker_key: str | None
    speaker: str | None
    before_but: int


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a list."""

    key: str
    title: str
    language: str
    published: str | None
    order: str
    is_copy: int
    origin_outlet_key: str | None
    origin_outlet: str | None
    quotes: int


async def outlet(db: Any, key: str) -> Outlet | None:
    """The outlet with this key."""
    values = {
        "key": key,
        "most": COUNT_LIMIT,
        "articles": ARTICLES_LOOKED_AT,
        "quotes": QUOTES_LOOKED_AT,
        "contradictions": CONTRADICTIONS_LIMIT,
    }
    rows = (await db.execute(OUTLET, values)).rows
    if not rows:
        return None
    *known, ids = rows[0]
    return Outlet(*[*known, tuple(json.loads(ids))])


async def dates(db: Any, outlet_id: int) -> list[tuple[str, int]]:
    """How many quotes by the beginning of their date, see `bars`."""
    values = {"outlet_id": outlet_id, "looked_at": LOOKED_AT}
    return [tuple(row) for row in (await db.execute(DATES, values)).rows]


async def relations(db: Any, outlet_id: int) -> dict[str, int]:
    """How many of its quotes stand in each relation to the reference wording of their statement."""
    rows = (await db.execute(RELATIONS, {"outlet_id": outlet_id, "most": COUNT_LIMIT})).rows
    return dict(tuple(row) for row in rows)


async def changed(db: Any, outlet_id: int) -> tuple[list[Changed], int]:
    """Quotes that it cut or altered, and how many it stopped before "but"."""
    values = {"outlet_id": outlet_id, "looked_at": QUOTES_LOOKED_AT, "limit": CHANGED_LIMIT}
    rows = [tuple(row) for row in (await db.execute(CHANGED, values)).rows]
    return [Changed(*row[:12]) for row in rows], rows[0][12] if rows else 0


async def articles(db: Any, outlet_id: int, after: str) -> tuple[list[Item], str | None]:
    """A page of its articles, the latest first and those without a date last, and the `_next` that leads on."""
    order, key = paging.read(after, (str, str)) or ("~", "")
    continued_undated = order == "~" and key != ""
    values = {
        "outlet_id": outlet_id,
        "order": "" if continued_undated else order,
        "key": key,
        "undated_key": key if continued_undated else "~",
        "limit": ARTICLES_PAGE + 1,
    }
    rows = [Item(*row) for row in (await db.execute(ARTICLES, values)).rows]
    shown = rows[:ARTICLES_PAGE]
    return shown, paging.written((shown[-1].order, shown[-1].key)) if len(rows) > ARTICLES_PAGE else None


async def linked(db: Any, outlet_id: int) -> tuple[list[Counted], list[Counted]]:
    """Which outlets its articles name or copy, and whose articles name or copy it."""
    values = {"outlet_id": outlet_id, "looked_at": ARTICLES_LOOKED_AT, "limit": LINKED_LIMIT}
    found: dict[str, list[Counted]] = {"names": [], "named by": []}
    for which, key, name, many in (await db.execute(LINKED, values)).rows:
        found[which].append(Counted(key, name, many))
    return found["names"], found["named by"]
