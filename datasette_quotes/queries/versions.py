"""Versions of an article, and where it came from; of databases of earlier releases neither is known."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from datasette_quotes.queries.kept import has_table

VERSIONS_LIMIT = 30
CHANGES_LIMIT = 1000

# A column that a database lacks is that of `found` instead, which is null: earlier schemas, and published copies.
SOURCE = """
select (select source_path from articles as own where own.id = found.id),
    (select source_record from articles as own where own.id = found.id),
    (select reader from articles as own where own.id = found.id),
    (select text_digest from articles as own where own.id = found.id),
    (select captured from articles as own where own.id = found.id),
    (select text_status from articles as own where own.id = found.id),
    (select extraction_doubt from articles as own where own.id = found.id),
    (select version_of_id from articles as own where own.id = found.id)
from (
    select id, null as source_path, null as source_record, null as reader, null as text_digest, null as captured,
        null as text_status, null as extraction_doubt, null as version_of_id
    from articles where id = :article_id limit 1
) as found
limit 1
"""

VERSIONS = """
select 'earlier' as way, id, key, title, language, published, modified from articles where id = :earlier_id
union all
select * from (
    select 'later', id, key, title, language, published, modified from articles where version_of_id = :article_id
    limit :limit
)
order by way limit :limit
"""

CHANGES = """
with found as (
    select * from (
        select 'earlier' as way, change, earlier_quote_id as earlier, later_quote_id as later from quote_changes
        where article_id = :article_id limit :limit
    )
    union all
    select * from (
        select 'later', change, earlier_quote_id, later_quote_id from quote_changes
        where article_id in (select id from articles where version_of_id = :article_id) limit :limit
    )
)
select found.way, found.change, before.key, before.text, after.key, after.text
from found
left join quotes as before on before.id = found.earlier
left join quotes as after on after.id = found.later
order by found.way, found.earlier, found.later
limit 2 * :limit
"""

GONE = """
select distinct earlier_quote_id from quote_changes
where change = 'gone' and earlier_quote_id in (select value from json_each(:ids)) limit :limit
"""

Way = Literal["earlier", "later"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from; None for what this database doesn't know."""

    path: str | None
    record: str | None
    reader: str | None
    text_digest: str | None
    captured: str | None
    text_status: str | None
    extraction_doubt: str | None
    earlier_id: int | None


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of an article."""

    way: Way
    id: int
    key: str
    title: str
    language: str
    published: str | None
    modified: str | None


@dataclass(frozen=True, slots=True)
class QuoteChange:
    """What became of a quote from the version before ("earlier") or in the one after ("later")."""

    way: Way
    change: str
    earlier_key: str | None
    earlier_text: str | None
    later_key: str | None
    later_text: str | None


async def source(db: Any, article_id: int) -> Source:
    """Where the article came from."""
    rows = (await db.execute(SOURCE, {"article_id": article_id})).rows
    return Source(*rows[0]) if rows else Source(*(None,) * 8)


async def versions(db: Any, article_id: int, earlier_id: int | None) -> list[Version]:
    """The version before it and the one after it."""
    if not await has_table(db, "quote_changes"):
        return []
    values = {"article_id": article_id, "earlier_id": earlier_id, "limit": VERSIONS_LIMIT}
    return [Version(*row) for row in (await db.execute(VERSIONS, values)).rows]


async def changes(db: Any, article_id: int) -> list[QuoteChange]:
    """What it did to the quotes of the version before it, and what the one after it did to its own."""
    rows = (await db.execute(CHANGES, {"article_id": article_id, "limit": CHANGES_LIMIT})).rows
    return [QuoteChange(*row) for row in rows]


async def gone(db: Any, ids: Collection[int]) -> frozenset[int] | None:
    """Of the quotes of these ids those that a later version of their article left out: one query, not two.

    None for a database of an earlier release, which doesn't know.
    """
    values = {"ids": json.dumps(list(ids)), "limit": len(ids)}
    try:
        return frozenset(row[0] for row in (await db.execute(GONE, values, log_sql_errors=False)).rows)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
