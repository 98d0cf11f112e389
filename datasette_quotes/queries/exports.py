"""What exports and feeds read: occurrences with all that a citation needs, newest statements, review."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

PAGE = 500  # occurrences in one answer
FEED = 50  # entries of a feed

OCCURRENCES = """
select key from quotes
where statement_id = :statement_id
    and (:only is null or key = :only)
    and (:after is null or (published_order, key) > (select published_order, key from quotes where key = :after))
order by published_order, key
limit :limit
"""

LATEST = """
select key from quotes where statement_id = :statement_id order by published_order desc, key desc limit :limit
"""

CITED = """
select quotes.key, quotes.text, quotes.prefix, quotes.suffix, quotes.spans, quotes.kind, quotes.relation,
    quotes.differences, quotes.confidence, quotes.source_text, quotes.role, quotes.unattributed_reason,
    speakers.key, speakers.name, speakers.wikidata, coalesce(via.name, quotes.via_named_as),
    articles.key, articles.title, articles.byline, articles.url, articles.archived_url, articles.language,
    articles.published, articles.modified, articles.paywalled,
    origin.key, origin.title, origin.url, origin_outlet.name,
    outlets.key, outlets.name, outlets.kind,
    loads.program, loads.started, loads.finished
from quotes
join articles on articles.id = quotes.article_id
join outlets on outlets.id = quotes.outlet_id
join loads on loads.id = quotes.load_id
left join speakers on speakers.id = quotes.speaker_id
left join speakers as via on via.id = quotes.via_speaker_id
left join articles as origin on origin.id = articles.origin_id
left join outlets as origin_outlet on origin_outlet.id = origin.outlet_id
where quotes.key in (select value from json_each(:keys))
limit :limit
"""

BEFORE = """
select count(*) from quotes
where statement_id = :statement_id
    and (published_order, key) <= (select published_order, key from quotes where key = :after)
limit 1
"""

# How many contradictions of a statement a person has confirmed. Judgements name the two quotes in either order.
CONFIRMED = """
select count(*) from contradictions
join quotes as left_quote on left_quote.id = contradictions.left_quote_id
join quotes as right_quote on right_quote.id = contradictions.right_quote_id
where contradictions.id in (
    select id from contradictions where left_statement_id = :statement_id
    union
    select id from contradictions where right_statement_id = :statement_id
) and 'yes' = (
    select verdict from judgements
    where subject = 'contradiction' and (
        (left_key = left_quote.key and right_key = right_quote.key)
        or (left_key = right_quote.key and right_key = left_quote.key)
    )
    order by made_at desc, id desc
    limit 1
)
limit 1
"""

SPEAKER = "select id, key, name from speakers where key = :key limit 1"

NEWEST = "select key from statements where earliest_order < '~' order by earliest_order desc limit :limit"

OF_SPEAKER = "select key from statements where speaker_id = :speaker_id order by earliest_order desc limit :limit"

# The time of an entry: when the load ended that brought the latest quote of the statement.
FOLLOWED = """
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    outlets.name, statements.quotes, statements.outlets, statements.wordings, statements.contradictions,
    (
        select coalesce(loads.finished, loads.started) from quotes as latest
        join loads on loads.id = latest.load_id
        where latest.statement_id = statements.id
        order by latest.published_order desc limit 1
    )
from statements
left join speakers on speakers.id = statements.speaker_id
left join quotes as reference on reference.id = statements.reference_quote_id
left join articles on articles.id = reference.article_id
left join quotes as earliest on earliest.id = statements.earliest_quote_id
left join outlets on outlets.id = earliest.outlet_id
where statements.key in (select value from json_each(:keys))
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Cited:
    """An occurrence with what a citation of it needs. `spans` is JSON, in characters of the article's text."""

    key: str
    text: str
    prefix: str
    suffix: str
    spans: str
    kind: str
    relation: str | None
    differences: str | None
    confidence: float
    source_text: str | None
    role: str | None
    unattributed_reason: str | None
    speaker_key: str | None
    speaker: str | None
    wikidata: str | None
    via: str | None
    article_key: str
    title: str
    byline: str | None
    url: str | None
    archived_url: str | None
    language: str
    published: str | None
    modified: str | None
    paywalled: int | None
    origin_key: str | None
    origin_title: str | None
    origin_url: str | None
    origin_outlet: str | None
    outlet_key: str
    outlet: str
    outlet_kind: str
    program: str
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class Followed:
    """A statement as an entry of a feed; `taken_up` is when its latest quote was loaded."""

    key: str
    text: str
    language: str | None
    speaker: str | None
    earliest_published: str | None
    earliest_outlet: str | None
    quotes: int
    outlets: int
    wordings: int
    contradictions: int
    taken_up: str | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose statements a feed follows."""

    id: int
    key: str
    name: str


async def cited(
    db: Any, statement_id: int, after: str | None = None, only: str | None = None, limit: int = PAGE
) -> list[Cited]:
    """Occurrences of a statement, oldest first; those after the quote with the key `after`, or the one named `only`."""
    values = {"statement_id": statement_id, "after": after, "only": only, "limit": limit}
    return await _cited(db, await _keys(db, OCCURRENCES, values))


async def latest(db: Any, statement_id: int) -> list[Cited]:
    """Occurrences of a statement, those without a date first and then the latest."""
    return await _cited(db, await _keys(db, LATEST, {"statement_id": statement_id, "limit": FEED}))


async def before(db: Any, statement_id: int, after: str | None) -> int:
    """How many occurrences of the statement there are up to the quote of that key."""
    if after is None:
        return 0
    results = await db.execute(BEFORE, {"statement_id": statement_id, "after": after})
    return int(results.rows[0][0])


async def confirmed(db: Any, statement_id: int) -> int:
    """How many contradictions of a statement were confirmed by a person."""
    return int((await db.execute(CONFIRMED, {"statement_id": statement_id})).rows[0][0])


async def speaker(db: Any, key: str) -> Speaker | None:
    """The speaker with this key."""
    rows = (await db.execute(SPEAKER, {"key": key})).rows
    return Speaker(*rows[0]) if rows else None


async def newest(db: Any) -> list[Followed]:
    """The statements that began last."""
    return await followed(db, await _keys(db, NEWEST, {"limit": FEED}))


async def of_speaker(db: Any, speaker_id: int) -> list[Followed]:
    """The statements of a speaker, those without a date first and then the latest."""
    return await followed(db, await _keys(db, OF_SPEAKER, {"speaker_id": speaker_id, "limit": FEED}))


async def followed(db: Any, keys: Sequence[str]) -> list[Followed]:
    """The statements with these keys, in their order."""
    results = await db.execute(FOLLOWED, {"keys": json.dumps(keys), "limit": len(keys)})
    return sorted((Followed(*row) for row in results.rows), key=lambda one: keys.index(one.key))


async def _cited(db: Any, keys: Sequence[str]) -> list[Cited]:
    places = {key: place for place, key in enumerate(keys)}
    results = await db.execute(CITED, {"keys": json.dumps(keys), "limit": len(keys)})
    return sorted((Cited(*row) for row in results.rows), key=lambda one: places[one.key])


async def _keys(db: Any, sql: str, values: dict[str, Any]) -> list[str]:
    return [str(row[0]) for row in (await db.execute(sql, values)).rows]
