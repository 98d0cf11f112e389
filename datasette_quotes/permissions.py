"""Who may see a page: whoever may see every table that it reads. Hides the difference between 0.65 and 1.0."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from datasette import Forbidden

Actor = dict[str, Any] | None
Known = dict[tuple[str, str | None], bool]

_KNOWN = "datasette_quotes.permissions"  # where a request keeps what was asked for it
_MOST_LISTED = 1000  # tables: as many as Datasette lists at once


async def may_see(datasette: Any, actor: Actor, database: str, tables: Iterable[str], request: Any = None) -> bool:
    """Whether the actor may view every one of the tables, as Datasette's own table pages decide it.

    Each check cascades from table to database to instance. A view over a denied table stays open in Datasette, so
    the tables named here have to be the base tables. With the actor's request nothing is asked twice.
    """
    known: Known = {} if request is None else request.scope.setdefault(_KNOWN, {})
    tables = tuple(tables)
    if sum((database, table) not in known for table in tables) > 1:
        known.update({(database, table): True for table in await _listed(datasette, actor, database)})
    for table in tables:
        if (database, table) not in known:
            known[database, table] = await _may_see_table(datasette, actor, database, table, known)
        if not known[database, table]:
            return False
    return True


async def _listed(datasette: Any, actor: Actor, database: str) -> list[str]:
    """Tables that the actor may view, by one question in place of one for each; none from Datasette 0.65.

    What isn't listed may be a table that isn't there, so it is asked for by itself.
    """
    if not hasattr(datasette, "allowed_resources"):
        return []
    found = await datasette.allowed_resources("view-table", actor, parent=database, limit=_MOST_LISTED)
    return [str(one.child) for one in found.resources]


async def _may_see_table(datasette: Any, actor: Actor, database: str, table: str, known: Known) -> bool:
    if hasattr(datasette, "allowed"):  # Datasette 1.0
        from datasette.resources import TableResource

        allowed = await datasette.allowed(
            action="view-table", resource=TableResource(database=database, table=table), actor=actor
        )
        return bool(allowed)
    of_table = await datasette.permission_allowed(actor, "view-table", resource=(database, table), default=None)
    if of_table is not None:
        return bool(of_table)
    if (database, None) not in known:  # the same for all tables that nothing was said about
        known[database, None] = await _may_see_database(datasette, actor, database)
    return known[database, None]


async def _may_see_database(datasette: Any, actor: Actor, database: str) -> bool:
    try:
        await datasette.ensure_permissions(actor, [("view-database", database), "view-instance"])
    except Forbidden:
        return False
    return True
