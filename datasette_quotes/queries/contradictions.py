"""Contradictions with both of their sides, for every page that shows some."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

CONTRADICTIONS = """
select contradictions.kind, contradictions.score, contradictions.explanation, contradictions.evidence,
    contradictions.method,
    contradictions.left_statement_id, left_statement.key, left_quote.key, left_quote.text, left_quote.spans,
    left_quote.source_text, left_speaker.name, left_article.title, left_article.url, left_article.language,
    left_article.published, left_outlet.id, left_outlet.name,
    left_speaker.key, left_outlet.key, left_article.key,
    contradictions.right_statement_id, right_statement.key, right_quote.key, right_quote.text, right_quote.spans,
    right_quote.source_text, right_speaker.name, right_article.title, right_article.url, right_article.language,
    right_article.published, right_outlet.id, right_outlet.name,
    right_speaker.key, right_outlet.key, right_article.key
from json_each(:ids) as wanted
join contradictions on contradictions.id = wanted.value
join statements as left_statement on left_statement.id = contradictions.left_statement_id
join quotes as left_quote on left_quote.id = contradictions.left_quote_id
join articles as left_article on left_article.id = left_quote.article_id
join outlets as left_outlet on left_outlet.id = left_quote.outlet_id
left join speakers as left_speaker on left_speaker.id = left_quote.speaker_id
join statements as right_statement on right_statement.id = contradictions.right_statement_id
join quotes as right_quote on right_quote.id = contradictions.right_quote_id
join articles as right_article on right_article.id = right_quote.article_id
join outlets as right_outlet on right_outlet.id = right_quote.outlet_id
left join speakers as right_speaker on right_speaker.id = right_quote.speaker_id
order by wanted.key
limit :limit
"""

OF_STATEMENT = """
select contradictions.id
from contradictions
join quotes as left_quote on left_quote.id = contradictions.left_quote_id
join quotes as right_quote on right_quote.id = contradictions.right_quote_id
where contradictions.id in (
    select id from contradictions where left_statement_id = :statement_id
    union
    select id from contradictions where right_statement_id = :statement_id
)
order by contradictions.score desc, contradictions.kind, left_quote.key, right_quote.key
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two quotes of a contradiction. `spans` is JSON, in characters of the article's text."""

    statement_id: int
    statement_key: str
    key: str
    text: str
    spans: str
    source_text: str | None
    speaker: str | None
    title: str
    url: str | None
    language: str
    published: str | None
    outlet_id: int
    outlet: str
    speaker_key: str | None
    outlet_key: str
    article_key: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotes that pull against each other. `evidence` is JSON with the words of each side and their spans."""

    kind: str
    score: float
    explanation: str
    evidence: str
    method: str
    left: Side
    right: Side


async def contradictions(db: Any, ids: Sequence[int]) -> list[Contradiction]:
    """The contradictions with these ids, in their order."""
    if not ids:
        return []
    results = await db.execute(CONTRADICTIONS, {"ids": json.dumps(list(ids)), "limit": len(ids)})
    return [_contradiction(tuple(row)) for row in results.rows]


async def of_statement(db: Any, statement_id: int, limit: int) -> list[Contradiction]:
    """Contradictions with this statement on either side, the surest first."""
    results = await db.execute(OF_STATEMENT, {"statement_id": statement_id, "limit": limit})
    return await contradictions(db, [row[0] for row in results.rows])


def _contradiction(row: tuple[Any, ...]) -> Contradiction:
    kind, score, explanation, evidence, method, *sides = row
    half = len(sides) // 2
    return Contradiction(kind, score, explanation, evidence, method, Side(*sides[:half]), Side(*sides[half:]))
