"""What the page of an article reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

QUOTES_LIMIT = 500
LINKS_LIMIT = 60
COPIES_LIMIT = 30
CONTRADICTIONS_LIMIT = 30

# A published copy may lack the column `text`: then the innermost `text` is that of `found`, which is null.
ARTICLE = """
select found.id, found.key, found.title, found.byline, found.url, found.archived_url, found.language,
    (select text from articles as own where own.id = found.id),
    found.word_count, found.published, found.published_source, found.modified, found.paywalled, found.credit,
    outlets.key, outlets.name, outlets.kind, outlets.country,
    origin.key, origin.title, found.origin_reason, origin_outlet.key, origin_outlet.name,
    loads.program, loads.model, loads.finished
from (
    select null as text, id, key, title, byline, url, archived_url, language, word_count, published,
        published_source, modified, paywalled, credit, outlet_id, origin_id, origin_reason, load_id
    from articles where key = :key limit 1
) as found
join outlets on outlets.id = found.outlet_id
left join articles as origin on origin.id = found.origin_id
left join outlets as origin_outlet on origin_outlet.id = origin.outlet_id
left join loads on loads.id = found.load_id
limit 1
"""

QUOTES = """
with found as (select id from quotes where article_id = :article_id limit :limit)
select quotes.id, quotes.key, quotes.text, quotes.spans, quotes.cue_span, quotes.source_span, quotes.kind,
    quotes.relation, quotes.source_text, quotes.cue, quotes.role, quotes.confidence, quotes.unattributed_reason,
    quotes.prefix, quotes.suffix, speakers.key, speakers.name, via.key, coalesce(via.name, quotes.via_named_as),
    statements.key, statements.outlets, statements.wordings, statements.contradictions
from found
join quotes on quotes.id = found.id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join statements on statements.id = quotes.statement_id
order by quotes.id
limit :limit
"""

LINKS = """
with found as (
    select * from (
        select 'from' as way, kind, strength, evidence, from_article_id as article, from_outlet_id as outlet
        from article_links where article_id = :article_id order by strength desc limit :limit
    )
    union all
    select * from (
        select 'to', kind, strength, evidence, article_id, null
        from article_links where from_article_id = :article_id limit :limit
    )
    limit 2 * :limit
)
select found.way, found.kind, found.strength, found.evidence, articles.key, articles.title, articles.language,
    articles.published, outlets.key, outlets.name
from found
left join articles on articles.id = found.article
left join outlets on outlets.id = coalesce(found.outlet, articles.outlet_id)
order by found.way, found.strength desc, articles.published_order, articles.key
limit :limit
"""

COPIES = """
select articles.key, articles.title, articles.language, articles.published, outlets.key, outlets.name,
    articles.origin_reason
from (select id from articles where origin_id = :article_id limit :limit) as found
join articles on articles.id = found.id
join outlets on outlets.id = articles.outlet_id
order by articles.published_order, articles.key
limit :limit
"""

CONTRADICTIONS = """
with own as (select id from quotes where article_id = :article_id limit :quotes)
select id from contradictions where left_quote_id in (select id from own)
union
select id from contradictions where right_quote_id in (select id from own)
order by 1
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `text` is None or empty where this copy of the collection doesn't hold it."""

    id: int
    key: str
    title: str
    byline: str | None
    url: str | None
    archived_url: str | None
    language: str
    text: str | None
    word_count: int
    published: str | None
    published_source: str | None
    modified: str | None
    paywalled: int | None
    credit: str | None
    outlet_key: str
    outlet: str
    outlet_kind: str
    country: str | None
    origin_key: str | None
    origin_title: str | None
    origin_reason: str | None
    origin_outlet_key: str | None
    origin_outlet: str | None
    program: str | None
    model: str | None
    loaded: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of the article; spans are JSON, in characters of its text."""

    id: int
    key: str
    text: str
    spans: str
    cue_span: str | None
    source_span: str | None
    kind: str
    relation: str | None
    source_text: str | None
    cue: str | None
    role: str | None
    confidence: float
    unattributed_reason: str | None
    prefix: str
    suffix: str
    speaker_key: str | None
    speaker: str | None
    via_key: str | None
    via: str | None
    statement_key: str | None
    outlets: int | None
    wordings: int | None
    contradictions: int | None

    @property
    def all_spans(self) -> list[tuple[int, int]]:
        """Its words as spans of the article's text; empty where they can't be read."""
        return read_spans(self.spans)


def read_spans(stored: str | None) -> list[tuple[int, int]]:
    """JSON of one span or of a list of them; empty when there is none, or it isn't written as the schema says."""
    try:
        value = json.loads(stored or "[]")
        pairs = [value] if value and isinstance(value[0], int) else value
        return [(int(start), int(end)) for start, end in pairs]
    except (ValueError, TypeError, LookupError, RecursionError):
        return []


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """Where the article got something ("from"), or who got something from it ("to")."""

    way: str
    kind: str
    strength: float
    evidence: str
    key: str | None
    title: str | None
    language: str | None
    published: str | None
    outlet_key: str | None
    outlet: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy of this one."""

    key: str
    title: str
    language: str
    published: str | None
    outlet_key: str
    outlet: str
    reason: str | None


async def article(db: Any, key: str) -> Article | None:
    """The article with this key."""
    rows = (await db.execute(ARTICLE, {"key": key})).rows
    return Article(*rows[0]) if rows else None


async def quotes(db: Any, article_id: int) -> list[Quoted]:
    """Its quotes in the order of the text."""
    rows = (await db.execute(QUOTES, {"article_id": article_id, "limit": QUOTES_LIMIT})).rows
    return sorted((Quoted(*row) for row in rows), key=lambda one: (one.all_spans[:1], one.key))


async def links(db: Any, article_id: int) -> list[ArticleLink]:
    """Links from and to other articles and outlets, the strongest first."""
    rows = (await db.execute(LINKS, {"article_id": article_id, "limit": LINKS_LIMIT})).rows
    return [ArticleLink(*row) for row in rows]


async def copies(db: Any, article_id: int) -> list[Copy]:
    """Articles that are copies of it, oldest first."""
    rows = (await db.execute(COPIES, {"article_id": article_id, "limit": COPIES_LIMIT})).rows
    return [Copy(*row) for row in rows]


async def contradiction_ids(db: Any, article_id: int) -> list[int]:
    """Contradictions that one of its quotes is evidence of."""
    values = {"article_id": article_id, "quotes": QUOTES_LIMIT, "limit": CONTRADICTIONS_LIMIT}
    return [row[0] for row in (await db.execute(CONTRADICTIONS, values)).rows]
