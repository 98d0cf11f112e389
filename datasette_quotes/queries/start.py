"""What the start page reads: lists and search."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datasette_quotes.queries.kept import once
from datasette_quotes.search import Match, matches, terms

LIST_LIMIT = 8
SEARCH_LIMIT = 60
NAMED_LIMIT = 500
LOOKED_AT = 30_000  # quotes that are counted by date: the latest ones

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

# In how many statements each term stands. The table is one of the connection, see `sql_functions`.
TERMS = """
select terms.term, terms.doc
from json_each(:terms) as asked
cross join temp.statement_terms as terms on terms.term = asked.value
limit :limit
"""

# Ranked or as they are met: the limit of the other way is 0.
SEARCH = """
with found as (
    select 'statement' as place, rowid as id, rank as score from (
        select rowid, rank from statements_fts where statements_fts match :match order by rank limit :ranked
    )
    union all
    select 'quote', rowid, rank from (
        select rowid, rank from quotes_fts where quotes_fts match :match order by rank limit :ranked
    )
    union all
    select 'statement', rowid, 0 from (
        select rowid from statements_fts where statements_fts match :match limit :unranked
    )
    union all
    select 'quote', rowid, 0 from (
        select rowid from quotes_fts where quotes_fts match :match limit :unranked
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
order by found.score, case :ranked when 0 then -statements.outlets end, statements.key, quotes.key
limit 2 * :limit
"""

# Items of Datasette 1.0's jump menu: unsorted, so that a common word costs no more than a rare one.
JUMP = """
select 'statement' as type, text as label, 'Trace this statement' as description, :base || key as url,
    :asked as search_text, substr(text, 1, 120) as display_name
from statements
where id in (select rowid from statements_fts where statements_fts match :match limit :limit)
"""

JUMP_SPEAKERS = """
select 'speaker' as type, name as label, coalesce(role, kind) as description, :base || key as url,
    :asked as search_text, substr(name, 1, 120) as display_name
from speakers
where id in (
    select speaker_id from speaker_names
    where id in (select rowid from speaker_names_fts where speaker_names_fts match :match limit :limit)
)
limit :limit
"""

# Speakers under one of whose names the given words stand.
NAMED = """
select distinct speakers.key
from (select rowid as id from speaker_names_fts where speaker_names_fts match :match limit :limit) as found
join speaker_names on speaker_names.id = found.id
join speakers on speakers.id = speaker_names.speaker_id
limit :limit
"""

# The latest quotes by the beginning of their date, see `bars`.
DATES = """
select substr(published_order, 1, 10), count(*)
from (select published_order from quotes order by published_order desc limit :looked_at)
group by 1
order by 1
limit :looked_at
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


async def _listed(db: Any, sql: str) -> list[Listed]:
    async def ask() -> list[Listed]:
        return [Listed(*row) for row in (await db.execute(sql, {"limit": LIST_LIMIT})).rows]

    return await once(db, sql, ask)


async def repeated(db: Any) -> list[Listed]:
    """Statements that most outlets carry; the latest first among equals."""
    return await _listed(db, REPEATED)


async def reworded(db: Any) -> list[Listed]:
    """Statements with most wordings; the latest first among equals."""
    return await _listed(db, REWORDED)


async def contradicted(db: Any) -> list[Listed]:
    """Statements that most contradictions touch; the latest first among equals."""
    return await _listed(db, CONTRADICTED)


async def named(db: Any, match: str) -> set[str]:
    """Keys of the speakers who have a name that matches an FTS5 query."""
    return {row[0] for row in (await db.execute(NAMED, {"match": match, "limit": NAMED_LIMIT})).rows}


async def dates(db: Any) -> list[tuple[str, int]]:
    """How many quotes by the beginning of their date, of the latest `LOOKED_AT`."""

    async def ask() -> list[tuple[str, int]]:
        return [tuple(row) for row in (await db.execute(DATES, {"looked_at": LOOKED_AT})).rows]

    return await once(db, DATES, ask)


async def statements_with(db: Any, terms: Sequence[str]) -> dict[str, int]:
    """In how many statements each term stands; empty where full-text search can't tell."""
    try:
        rows = (await db.execute(TERMS, {"terms": json.dumps(list(terms)), "limit": len(terms)})).rows
    except sqlite3.OperationalError:
        return {}
    return {str(term): int(many) for term, many in rows}


async def matching(db: Any, text: str) -> list[Match]:
    """The full-text queries for a text, from strict to loose, as this collection can bear them."""
    return matches(text, await statements_with(db, list(terms(text).values())))


async def search(db: Any, match: Match) -> list[Hit]:
    """Statements whose reference wording or quotes match; a statement may come twice.

    The best first, or, where too many match to be ranked, those that most outlets carry of the first that are met.
    """
    ranked = SEARCH_LIMIT if match.ranked else 0
    values = {"match": match.fts, "ranked": ranked, "unranked": SEARCH_LIMIT - ranked, "limit": SEARCH_LIMIT}
    results = await db.execute(SEARCH, values)
    return [Hit(Listed(*row[:11]), row[11], row[12]) for row in map(tuple, results.rows)]
