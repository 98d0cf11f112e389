"""What the page of one statement reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette_quotes import paging

OCCURRENCES_LIMIT = 500
LOOKED_AT = 50_000  # occurrences that the picture and the wordings of a large statement are made from
HOURS_LIMIT = 2000
PRINTED_LIMIT = 300
LINKS_LIMIT = 2000
CONTRADICTIONS_LIMIT = 50

STATEMENT = """
select statements.id, statements.key, statements.text, statements.reference_reason,
    reference.key, reference_article.language,
    speakers.key, speakers.name, speakers.kind, speakers.role, speakers.wikidata,
    statements.earliest_published, statements.latest_published, earliest_outlet.name,
    statements.quotes, statements.articles, statements.outlets, statements.origins, statements.wordings,
    statements.contradictions, earliest_outlet.key
from statements
left join speakers on speakers.id = statements.speaker_id
left join quotes as reference on reference.id = statements.reference_quote_id
left join articles as reference_article on reference_article.id = reference.article_id
left join quotes as earliest on earliest.id = statements.earliest_quote_id
left join outlets as earliest_outlet on earliest_outlet.id = earliest.outlet_id
where statements.key = :key
limit 1
"""

SUCCESSOR = """
select statements.key from statement_keys
join statements on statements.id = statement_keys.statement_id
where statement_keys.key = :key
union all
select statements.key from quotes
join statements on statements.id = quotes.statement_id
where quotes.key = :key
limit 1
"""

QUOTE = """
select quotes.id, quotes.key, quotes.text, statements.key
from quotes left join statements on statements.id = quotes.statement_id
where quotes.key = :key
limit 1
"""

# The first part of broken content runs to the joiner. How often it stands in its article decides whether a link to
# the passage needs context; the comparison ignores the case of ASCII letters only, which can only add context. Where
# `articles` lacks the column `text`, as a published copy may, the innermost `text` is that of `parts`, which is null.
OCCURRENCES = """
with shown as (
    select id from (
        select id from quotes where statement_id = :statement_id and (published_order, key) > (:order, :key)
        order by published_order, key limit :limit
    )
    union
    select id from quotes where key = :marked and statement_id = :statement_id
    union
    select value from json_each(:ids)
)
select quotes.id, quotes.key, quotes.text, quotes.prefix, quotes.suffix, quotes.kind, quotes.relation,
    quotes.similarity, quotes.differences, quotes.confidence, quotes.source_text, quotes.role, quotes.cue,
    quotes.unattributed_reason, speakers.name, via.name, quotes.via_named_as,
    articles.id, articles.key, articles.title, articles.url, articles.archived_url, articles.language,
    articles.published, articles.paywalled,
    articles.origin_id, articles.origin_reason, origin.title, origin_outlet.name,
    outlets.id, outlets.key, outlets.name, outlets.kind, outlets.country, first.once,
    speakers.key, via.key, origin.key, origin_outlet.key, quotes.published_order
from (
    select id, (
        select length(text) - length(replace(lower(text), lower(words), '')) <= length(words)
        from articles as own where own.id = parts.article_id and text <> ''
    ) as once
    from (
        select id, article_id, null as text,
            case instr(quotes.text, ' … ') when 0 then quotes.text
                else substr(quotes.text, 1, instr(quotes.text, ' … ') - 1) end as words
        from quotes where id in (select id from shown)
    ) as parts
) as first
join quotes on quotes.id = first.id
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join articles as origin on origin.id = articles.origin_id
left join outlets as origin_outlet on origin_outlet.id = origin.outlet_id
order by quotes.published_order, quotes.key
limit :most
"""

# What a statement with more occurrences than a page shows is drawn from, in one answer: a row for each outlet,
# relation and hour; the first quote of each text as printed; and how many occurrences come before the page.
PICTURE = """
with printed as (
    select id, outlet_id, text, kind, relation, published, published_order, key from quotes
    where statement_id = :statement_id order by published_order limit :looked_at
)
select * from (
    select 'hour', outlets.name, printed.relation, printed.published, min(printed.published_order), printed.key,
        count(*), printed.id
    from printed join outlets on outlets.id = printed.outlet_id
    group by printed.outlet_id, printed.relation, substr(printed.published_order, 1, 13)
    order by 5 limit :hours
)
union all
select * from (
    select 'text', null, null, null, min(published_order), key, count(*), id
    from printed group by text, kind order by 7 desc, 5 limit :texts
)
union all
select 'before', null, null, null, null, null, (
    select count(*) from (
        select 1 from quotes
        where statement_id = :statement_id and (published_order, key) <= (:order, :key) limit :looked_at
    )
), null
limit :limit
"""

LINKS = """
select article_links.article_id, article_links.from_article_id, from_outlet.id, article_links.kind,
    article_links.strength, article_links.evidence, from_article.key, from_article.title, from_outlet.name
from article_links
left join articles as from_article on from_article.id = article_links.from_article_id
left join outlets as from_outlet
    on from_outlet.id = coalesce(article_links.from_outlet_id, from_article.outlet_id)
where article_links.article_id in (
    select article_id from quotes where statement_id = :statement_id order by published_order, key limit :shown
)
order by article_links.article_id, article_links.strength desc, article_links.kind, from_outlet.name,
    from_article.key
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """A cluster of quotes, its reference wording and its counts. Times as `moments.parse` reads them."""

    id: int
    key: str
    text: str
    reference_reason: str
    reference_key: str | None
    language: str | None
    speaker_key: str | None
    speaker: str | None
    speaker_kind: str | None
    role: str | None
    wikidata: str | None
    earliest_published: str | None
    latest_published: str | None
    earliest_outlet: str | None
    quotes: int
    articles: int
    outlets: int
    origins: int
    wordings: int
    contradictions: int
    earliest_outlet_key: str | None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One quote of a statement in its article. `unique` says that its first part occurs once in that article."""

    id: int
    key: str
    text: str
    prefix: str
    suffix: str
    kind: str
    relation: str | None
    similarity: float | None
    differences: str | None
    confidence: float
    source_text: str | None
    role: str | None
    cue: str | None
    unattributed_reason: str | None
    speaker: str | None
    via: str | None
    via_named_as: str | None
    article_id: int
    article_key: str
    title: str
    url: str | None
    archived_url: str | None
    language: str
    published: str | None
    paywalled: int | None
    origin_id: int | None
    origin_reason: str | None
    origin_title: str | None
    origin_outlet: str | None
    outlet_id: int
    outlet_key: str
    outlet: str
    outlet_kind: str
    country: str | None
    unique: int | None
    speaker_key: str | None = None
    via_key: str | None = None
    origin_key: str | None = None
    origin_outlet_key: str | None = None
    order: str = "~"


@dataclass(frozen=True, slots=True)
class Link:
    """Where an article got something: from an article (then with its outlet) or from an outlet. Strength 0 to 1."""

    article_id: int
    from_article_id: int | None
    from_outlet_id: int | None
    kind: str
    strength: float
    evidence: str
    from_article_key: str | None
    from_title: str | None
    from_outlet: str | None


async def statement(db: Any, key: str) -> Statement | None:
    """The statement whose own key this is."""
    results = await db.execute(STATEMENT, {"key": key})
    return Statement(*results.rows[0]) if results.rows else None


async def successor(db: Any, key: str) -> str | None:
    """The key of the statement that a former key or a quote's key leads to."""
    results = await db.execute(SUCCESSOR, {"key": key})
    return str(results.rows[0][0]) if results.rows else None


async def quote(db: Any, key: str) -> tuple[int, str, str, str | None] | None:
    """Of a quote: id, key, text and its statement's key, which is None before it is linked."""
    results = await db.execute(QUOTE, {"key": key})
    return tuple(results.rows[0]) if results.rows else None


@dataclass(frozen=True, slots=True)
class Hour:
    """What one outlet printed in one hour with one relation: the first of its quotes, and how many."""

    outlet: str
    relation: str | None
    published: str | None
    order: str
    key: str
    times: int


async def occurrences(
    db: Any, statement_id: int, marked: str | None = None, after: str = "", others: Sequence[int] = ()
) -> tuple[list[Occurrence], list[Occurrence]]:
    """A page of a statement's quotes, oldest first, the marked one added where it is on another; and other quotes of
    it by their ids, in the same query."""
    page = {**_after(after), "statement_id": statement_id, "marked": marked, "ids": json.dumps(list(others))}
    limits = {"limit": OCCURRENCES_LIMIT, "most": OCCURRENCES_LIMIT + 1 + len(others)}
    rows = [Occurrence(*row) for row in (await db.execute(OCCURRENCES, {**page, **limits})).rows]
    # The page are the first ones behind `after`: whatever else is behind it comes later than all of them.
    behind = [row for row in rows if (row.order, row.key) > (page["order"], page["key"])][:OCCURRENCES_LIMIT]
    shown = {row.id for row in behind} | {row.id for row in rows if row.key == marked}
    wanted = set(others)
    return [row for row in rows if row.id in shown], [row for row in rows if row.id in wanted]


def next_after(shown: Sequence[Occurrence], marked: str | None) -> str | None:
    """The `_next` that leads on behind a full page; None behind the last one."""
    rows = shown[:-1] if len(shown) > OCCURRENCES_LIMIT and shown[-1].key == marked else shown
    return paging.written((rows[-1].order, rows[-1].key)) if len(rows) >= OCCURRENCES_LIMIT else None


def _after(after: str) -> dict[str, Any]:
    return dict(zip(("order", "key"), paging.read(after, (str, str)) or ("", ""), strict=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """All occurrences of a statement by outlet, relation and hour, oldest first; by the id of the first quote of each
    text that was printed, how often that text was printed; how many occurrences come before the page."""

    hours: tuple[Hour, ...]
    times: dict[int, int]
    before: int


async def picture(db: Any, statement_id: int, after: str) -> Picture:
    """What a statement with too many occurrences for one page is drawn from."""
    values = {
        **_after(after),
        "statement_id": statement_id,
        "looked_at": LOOKED_AT,
        "hours": HOURS_LIMIT,
        "texts": PRINTED_LIMIT,
        "limit": HOURS_LIMIT + PRINTED_LIMIT + 1,
    }
    rows = (await db.execute(PICTURE, values)).rows
    return Picture(
        tuple(Hour(*row[1:7]) for row in rows if row[0] == "hour"),
        {row[7]: row[6] for row in rows if row[0] == "text"},
        next(row[6] for row in rows if row[0] == "before"),
    )


async def links(db: Any, statement_id: int) -> list[Link]:
    """Where the articles of a statement got something, the strongest first for each article."""
    values = {"statement_id": statement_id, "shown": OCCURRENCES_LIMIT, "limit": LINKS_LIMIT}
    results = await db.execute(LINKS, values)
    return [Link(*row) for row in results.rows]
