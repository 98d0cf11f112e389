"""What was withdrawn. Databases of earlier versions have no such table: nothing was withdrawn from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datasette_quotes.queries.kept import has_table

QUOTES_LIMIT = 2000  # withdrawn quotes of one article

TOMBSTONE = "select key, kind, reason, withdrawn_at from tombstones where key = :key limit 1"

OF_ARTICLE = """
select key from tombstones
where key in (select key from quotes where article_id = :article_id limit :limit)
limit :limit
"""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands for a withdrawn quote, article or statement; `reason` is for everybody."""

    key: str
    kind: str
    reason: str
    withdrawn_at: str | None


async def tombstone(db: Any, key: str) -> Tombstone | None:
    """The tombstone with this key."""
    if not await has_table(db, "tombstones"):
        return None
    rows = (await db.execute(TOMBSTONE, {"key": key})).rows
    return Tombstone(*rows[0]) if rows else None


async def withdrawn_quotes(db: Any, article_id: int) -> frozenset[str]:
    """Keys of the quotes of an article that were withdrawn."""
    if not await has_table(db, "tombstones"):
        return frozenset()
    rows = (await db.execute(OF_ARTICLE, {"article_id": article_id, "limit": QUOTES_LIMIT})).rows
    return frozenset(row[0] for row in rows)
