"""What the start page reads: lists and search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

LIST_LIMIT = 8
SEARCH_LIMIT = 60

REPEATED = """
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key
from statements
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
where statements.outlets > 1
order by statements.outlets desc, statements.earliest_order desc
limit :limit
"""

REWORDED = """
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key
from statements
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
where statements.wordings > 1
order by statements.wordings desc, statements.earliest_order desc
limit :limit
"""

CONTRADICTED = """
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key
from statements
left join speakers on speakers.id = statements.speaker_id
left join quotes on quotes.id = statements.reference_quote_id
left join articles on articles.id = quotes.article_id
where statements.contradictions > 0
order by statements.contradictions desc, statements.earliest_order desc
limit :limit
"""

SEARCH = """
with found as (
    select 'statement' as place, rowid as id, rank as score from (
        select rowid, rank from statements_fts where statements_fts match :match order by rank limit :limit
    )
    union all
    select 'quote', rowid, rank from (
        select rowid, rank from quotes_fts where quotes_fts match :match order by rank limit :limit
    )
)
select statements.key, statements.text, articles.language, speakers.name, statements.earliest_published,
    statements.quotes, statements.outlets, statements.origins, statements.wordings, statements.contradictions,
    speakers.key, coalesce(quotes.text, statements.text), quotes.key
from found
left join quotes on found.place = 'quote' and quotes.id = found.id
join statements on statements.id = case found.place when 'quote' then quotes.statement_id else found.id end
left join speakers on speakers.id = statements.speaker_id
left join quotes as reference on reference.id = statements.reference_quote_id
left join articles on articles.id = reference.article_id
order by found.score, statements.key, quotes.key
limit 2 * :limit
"""

# Items of Datasette 1.0's jump menu: unsorted, so that a common word costs no more than a rare one.
JUMP = """
select 'statement' as type, text as label, 'Trace this statement' as description, :base || key as url,
    :asked as search_text, substr(text, 1, 120) as display_name
from statements
where id in (select rowid from statements_fts where statements_fts match :match limit :limit)
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A statement in a list."""

    key: str
    text: str
    language: str | None
    speaker: str | None
    earliest_published: str | None
    quotes: int
    outlets: int
    origins: int
    wordings: int
    contradictions: int
    speaker_key: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a search found, and the quotation it was found in (no key: the reference wording)."""

    statement: Listed
    quotation: str
    quote_key: str | None


async def repeated(db: Any) -> list[Listed]:
    """Statements that most outlets carry; the latest first among equals."""
    return [Listed(*row) for row in (await db.execute(REPEATED, {"limit": LIST_LIMIT})).rows]


async def reworded(db: Any) -> list[Listed]:
    """Statements with most wordings; the latest first among equals."""
    return [Listed(*row) for row in (await db.execute(REWORDED, {"limit": LIST_LIMIT})).rows]


async def contradicted(db: Any) -> list[Listed]:
    """Statements that most contradictions touch; the latest first among equals."""
    return [Listed(*row) for row in (await db.execute(CONTRADICTED, {"limit": LIST_LIMIT})).rows]


async def search(db: Any, match: str) -> list[Hit]:
    """Statements whose reference wording or quotes match an FTS5 query, best first; a statement may come twice."""
    results = await db.execute(SEARCH, {"match": match, "limit": SEARCH_LIMIT})
    return [Hit(Listed(*row[:11]), row[11], row[12]) for row in map(tuple, results.rows)]
