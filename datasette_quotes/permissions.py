"""Who may see a page: whoever may see every table that it reads. Hides the difference between 0.65 and 1.0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette import Forbidden

Actor = dict[str, Any] | None


async def may_see(datasette: Any, actor: Actor, database: str, tables: Iterable[str]) -> bool:
    """Whether the actor may view every one of the tables, as Datasette's own table pages decide it.

    Each check cascades from table to database to instance. A view over a denied table stays open in Datasette, so
    the tables named here have to be the base tables.
    """
    for table in tables:
        if not await _may_see_table(datasette, actor, database, table):
            return False
    return True


async def _may_see_table(datasette: Any, actor: Actor, database: str, table: str) -> bool:
    if hasattr(datasette, "allowed"):  # Datasette 1.0
        from datasette.resources import TableResource

        allowed = await datasette.allowed(
            action="view-table", resource=TableResource(database=database, table=table), actor=actor
        )
        return bool(allowed)
    try:
        await datasette.ensure_permissions(
            actor, [("view-table", (database, table)), ("view-database", database), "view-instance"]
        )
    except Forbidden:
        return False
    return True
