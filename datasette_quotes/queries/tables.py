"""The tables that the pages read, and how large the collection is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette_quotes.queries.kept import once

TABLES = (
    "articles",
    "article_links",
    "contradictions",
    "loads",
    "outlets",
    "quotes",
    "speaker_names",
    "speakers",
    "statement_keys",
    "statements",
)
# Base tables that each page reads: who may view all of them may see the page.
TRACE_TABLES = tuple(table for table in TABLES if table != "speaker_names")
START_TABLES = ("statements", "quotes", "articles", "outlets", "speakers", "speaker_names", "loads")

SPEAKER_TABLES = (
    "statements", "quotes", "articles", "outlets", "speakers", "speaker_names", "contradictions", "loads"
)  # fmt: skip
OUTLET_TABLES = ("statements", "quotes", "articles", "outlets", "speakers", "contradictions", "article_links", "loads")
ARTICLE_TABLES = OUTLET_TABLES
COMPARE_TABLES = ("statements", "quotes", "articles", "outlets", "speakers")

COUNT_LIMIT = 1_000_000

COLLECTION = """
select
    (select count(*) from (select 1 from articles limit :limit)),
    (select count(*) from (select 1 from outlets limit :limit)),
    (select published from articles where published_order < '~' order by published_order limit 1),
    (select published from articles where published_order < '~' order by published_order desc limit 1),
    (select finished from loads where finished is not null order by id desc limit 1),
    (select program from loads where finished is not null order by id desc limit 1)
limit 1
"""


@dataclass(frozen=True, slots=True)
class Collection:
    """What the database holds: counts stop at `COUNT_LIMIT`; the last finished load."""

    articles: int
    outlets: int
    earliest: str | None
    latest: str | None
    loaded: str | None
    program: str | None


async def collection(db: Any) -> Collection:
    """Size, range and last load of the collection."""

    async def ask() -> Collection:
        results = await db.execute(COLLECTION, {"limit": COUNT_LIMIT})
        return Collection(*results.rows[0])

    return await once(db, "collection", ask)
