"""The start page: search, and the statements that an editor begins with."""

from __future__ import annotations

from typing import Any

from datasette_quotes import addresses, labels
from datasette_quotes.as_json import VERSION, collection_json, hit_json, listed_json
from datasette_quotes.moments import parse
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import start as queries
from datasette_quotes.queries import tables
from datasette_quotes.search import LONGEST_TEXT, how_found
from datasette_quotes.search import queries as search_queries

ENOUGH = 5  # statements found: a looser query isn't asked any more
LISTS = (
    ("most_repeated", "Most repeated", "carried by more than one outlet", queries.repeated, "repeated_statements"),
    ("most_reworded", "Most reworded", "printed in more than one wording", queries.reworded, "reworded_statements"),
    (
        "contradicted",
        "Contradicted",
        "where an article says otherwise",
        queries.contradicted,
        "contradicted_statements",
    ),
)
ORDERS = {"most_repeated": "outlets", "most_reworded": "wordings", "contradicted": "contradictions"}
# How close a hit is to what was asked, closest first; the search's own order decides among equals.
_CLOSENESS = ("same words", "part of a longer quotation", "contains a shorter quotation", "shares words")


@page(tables.START_TABLES)
async def start(asked: Asked) -> Any:
    """Search and lists, with the size of the collection."""
    text = asked.argument("q")[:LONGEST_TEXT].strip()
    hits = await _search(asked.db, text)
    lists = [] if text else [(*one[:3], one[4], await one[3](asked.db)) for one in LISTS]
    collection = await tables.collection(asked.db)
    if asked.as_json:
        return asked.json(
            {
                "ok": True,
                "version": VERSION,
                "query": text or None,
                "results": [hit_json(hit, text, asked.statement_url) for hit in hits] if text else None,
                **{name: [listed_json(row, asked.statement_url) for row in rows] for name, _, _, _, rows in lists},
                "collection": collection_json(collection),
            }
        )
    path = addresses.start_url(asked.datasette, asked.database).partition("?")[0]
    query = f"?{asked.request.query_string}" if asked.request.query_string else ""
    context = {
        "asked": text,
        "hits": [(hit, how_found(text, hit.quotation)) for hit in hits],
        "lists": lists,
        "orders": ORDERS,
        "collection": collection,
        "labels": labels,
        "moment": parse,
    }
    return await asked.html("quotes_start.html", context, f"{path}.json{query}")


async def _search(db: Any, text: str) -> list[queries.Hit]:
    """The closest hit of each statement that was found; strict queries first, looser ones while there are few."""
    best: dict[str, tuple[tuple[int, ...], queries.Hit]] = {}
    for match in search_queries(text):
        for hit in await queries.search(db, match):
            rank = _rank(text, hit)
            known = best.get(hit.statement.key)
            if known is None or rank < known[0]:
                best[hit.statement.key] = (rank, hit)
        if len(best) >= ENOUGH:
            break
    return [hit for _, hit in sorted(best.values(), key=lambda one: one[0])]


def _rank(text: str, hit: queries.Hit) -> tuple[int, ...]:
    """The closest wording first; among equals what more outlets carry; then the search's own order."""
    return _CLOSENESS.index(how_found(text, hit.quotation)), -hit.statement.outlets
