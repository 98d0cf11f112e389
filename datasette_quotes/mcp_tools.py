"""A tool for datasette-mcp, which asks for it only where it is installed: "trace this quote"."""

from __future__ import annotations

import importlib
from typing import Any

from datasette_quotes import addresses
from datasette_quotes.exports.record import status
from datasette_quotes.permissions import may_see
from datasette_quotes.queries.start import matching, search
from datasette_quotes.queries.tables import START_TABLES
from datasette_quotes.schema import is_served
from datasette_quotes.search import LONGEST_TEXT, how_found

MOST = 10  # statements in an answer
REFUSED = "There is no database {} with quotes that you may see"


def register(datasette: Any, mcp: Any) -> None:
    """Adds the tool; the actor of the request decides what it may see."""

    async def trace_quote(database: str, text: str, ctx: Any) -> dict[str, Any]:
        """Find where a quotation was printed: its speaker, wordings, outlets, and what contradicts it.

        Each statement found has the address of its trace; "earliest" is the earliest in this collection.
        """
        await datasette.invoke_startup()  # the server may be asked before any page was
        return await traced(datasette, actor_of(ctx), database, text)

    # The kind of `ctx` is what tells the server to pass it; annotations here are strings, so it is set by hand.
    context = importlib.import_module("mcp.server.mcpserver").Context
    trace_quote.__annotations__ = {"database": str, "text": str, "ctx": context, "return": dict[str, Any]}
    mcp.tool()(trace_quote)


async def traced(datasette: Any, actor: dict[str, Any] | None, database: str, text: str) -> dict[str, Any]:
    """The statements that hold a text, the closest queries first."""
    if database not in datasette.databases:
        return {"error": REFUSED.format(database)}
    db = datasette.get_database(database)
    if not await may_see(datasette, actor, database, START_TABLES) or not await is_served(db):
        return {"error": REFUSED.format(database)}
    found: dict[str, dict[str, Any]] = {}
    asked = text[:LONGEST_TEXT].strip()
    for match in await matching(db, asked):
        for hit in await search(db, match):
            one = hit.statement
            entry = {
                "text": one.text,
                "speaker": one.speaker,
                "found": how_found(asked, hit.quotation),
                "quotation": hit.quotation,
                "earliest_published": one.earliest_published,
                "status": status(one.quotes, one.wordings, one.contradictions, None),
                "outlets": one.outlets,
                "path": addresses.statement_url(datasette, database, one.key),
            }
            found.setdefault(one.key, entry)
        if found:
            break
    return {"statements": list(found.values())[:MOST]}


def actor_of(ctx: Any) -> dict[str, Any] | None:
    """The actor of the request that a tool is called by; nobody when there is none."""
    request = getattr(getattr(ctx, "request_context", None), "request", None)
    scope = getattr(request, "scope", None)
    actor = scope.get("actor") if isinstance(scope, dict) else None
    return actor if isinstance(actor, dict) else None
