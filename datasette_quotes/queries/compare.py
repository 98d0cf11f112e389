"""What the page that compares two wordings reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

BY_KEY = """
select * from (
    select 'quote', quotes.key, quotes.text, articles.language, quotes.published, outlets.key, outlets.name,
        articles.key, articles.title, speakers.key, speakers.name, statements.key
    from quotes
    join articles on articles.id = quotes.article_id
    join outlets on outlets.id = quotes.outlet_id
    left join speakers on speakers.id = quotes.speaker_id
    left join statements on statements.id = quotes.statement_id
    where quotes.key = :key
    limit 1
)
union all
select * from (
    select 'statement', statements.key, statements.text, articles.language, statements.earliest_published,
        null, null, null, null, speakers.key, speakers.name, statements.key
    from statements
    left join speakers on speakers.id = statements.speaker_id
    left join quotes on quotes.id = statements.reference_quote_id
    left join articles on articles.id = quotes.article_id
    where statements.key = :key
    limit 1
)
limit 1
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A quote, or the reference wording of a statement."""

    what: str
    key: str
    text: str
    language: str | None
    published: str | None
    outlet_key: str | None
    outlet: str | None
    article_key: str | None
    title: str | None
    speaker_key: str | None
    speaker: str | None
    statement_key: str | None


async def by_key(db: Any, key: str) -> Known | None:
    """The quote or statement that has this key."""
    rows = (await db.execute(BY_KEY, {"key": key})).rows
    return Known(*rows[0]) if rows else None
