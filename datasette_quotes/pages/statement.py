"""The trace page of a statement, and the address that leads to one quote on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response

from datasette_quotes import addresses, labels
from datasette_quotes.as_json import Gone, quote_json, record_json, trace_json
from datasette_quotes.pages.export_links import export_links
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import tables, versions
from datasette_quotes.queries import trace as queries
from datasette_quotes.queries.contradictions import of_statement
from datasette_quotes.queries.record import record
from datasette_quotes.sister_json import paged
from datasette_quotes.text_fragment import web_address
from datasette_quotes.trace import Page, Trace, shape, trace
from datasette_quotes.withdrawn import refuse_withdrawn

LONGEST_WORD = 100  # characters
# Other views of the same quotes, in Datasette's own table.
FILTERS = (
    ("by outlet", {"_facet": "outlet_id"}),
    ("by relation", {"_facet": "relation"}),
    ("by kind", {"_facet": "kind"}),
    ("by month", {"_facet": "published_month"}),
)
# What is long on the page of a statement that was printed often.
LISTS = {"occurrence_rows": "quotes_occurrences.html", "chain_rows": "quotes_chain.html"}
TITLE_LENGTH = 90  # characters of the wording in the title of the page


@page(tables.TRACE_TABLES)
async def statement(asked: Asked) -> Any:
    """The trace of a statement. A former key, or the key of one of its quotes, is redirected to it.

    The redirect isn't a permanent one: what such a key leads to can change with the next load. In the JSON, `gone` of
    an occurrence says whether a later version of its article leaves the quote out.
    """
    key = asked.request.url_vars["key"]
    found = await queries.statement(asked.db, key)
    if found is None:
        successor = await queries.successor(asked.db, key)
        if successor is None:
            await refuse_withdrawn(asked.db, key)
            raise NotFound(f"There is no statement with the key {key} in {asked.database}")
        return _redirect(asked, addresses.statement_url(asked.datasette, asked.database, successor))
    traced = await _trace(asked, found, asked.argument("quote") or None, asked.argument("_next"))
    reviews = await asked.may_see("judgements")
    recorded = await record(asked.db, found.id, reviews)
    path = addresses.statement_url(asked.datasette, asked.database, found.key)
    gone = await _gone(asked, traced)
    if asked.as_json:
        body = trace_json(traced, asked.urls.statement, asked.urls.quote, gone)
        body["record"] = record_json(recorded)
        return asked.json(paged(body, traced.next, asked.next_url(f"{path}.json", traced.next)))
    return await asked.html(
        "quotes_statement.html",
        {**_context(asked, traced, path), "record": recorded, "reviews_shown": reviews, "gone": gone},
        f"{path}.json",
        LISTS,
    )


@page(tables.TRACE_TABLES)
async def quote(asked: Asked) -> Any:
    """Leads to a quote on its statement's page, where it is marked; as JSON, the quote and its statement.

    A quote that isn't linked to a statement yet is shown by Datasette's own row page.
    """
    key = asked.request.url_vars["key"]
    found = await queries.quote(asked.db, key)
    if found is None or found[3] is None:
        await refuse_withdrawn(asked.db, key)
    if found is None:
        raise NotFound(f"There is no quote with the key {key} in {asked.database}")
    row_id, _, text, statement_key = found
    if statement_key is None:
        if asked.as_json:
            return asked.json({"ok": True, "version": 1, "quote": {"key": key, "text": text}, "statement": None})
        return _redirect(asked, asked.datasette.urls.row(asked.database, "quotes", str(row_id)))
    if not asked.as_json:
        return _redirect(asked, addresses.marked_url(asked.datasette, asked.database, statement_key, key))
    row = await queries.statement(asked.db, statement_key)
    if row is None:
        raise NotFound(f"The statement of the quote {key} is gone from {asked.database}")
    traced = await _trace(asked, row, key)
    return asked.json(quote_json(traced, key, asked.urls.statement, asked.urls.quote, await _gone(asked, traced)))


async def _trace(asked: Asked, found: queries.Statement, marked: str | None, after: str = "") -> Trace:
    """The trace of a page of occurrences; facts and picture are of all of them."""
    large = found.quotes > queries.OCCURRENCES_LIMIT
    picture = await queries.picture(asked.db, found.id, after) if large else None
    others = tuple(picture.times) if picture else ()
    occurrences, printed = await queries.occurrences(asked.db, found.id, marked, after, others)
    shown = None
    if picture:
        onward = queries.next_after(occurrences, marked)
        shown = Page(picture.before, onward, picture.hours, printed, picture.times)
    return trace(
        found,
        occurrences,
        await queries.links(asked.db, found.id),
        await of_statement(asked.db, found.id, queries.CONTRADICTIONS_LIMIT),
        await tables.collection(asked.db),
        marked,
        shown,
        asked.argument("word")[:LONGEST_WORD] or None,
    )


async def _gone(asked: Asked, traced: Trace) -> Gone:
    """What a later version of the article left out; None for who may not see what became of quotes."""
    if not await asked.may_see("quote_changes"):
        return None
    return await versions.gone(asked.db, [shown.row.id for shown in traced.occurrences])


def _of(traced: Trace) -> dict[str, int]:
    return {"statement_id": traced.statement.id}


def _redirect(asked: Asked, path: str) -> Any:
    if not asked.as_json:
        query = f"?{asked.request.query_string}" if asked.request.query_string and "?" not in path else ""
        return Response.redirect(f"{path}{query}")
    response = asked.json({"ok": True, "version": 1, "redirect": asked.absolute(f"{path}.json")})
    response.status = 302
    response.headers["Location"] = f"{path}.json"
    return response


def _context(asked: Asked, traced: Trace, path: str) -> dict[str, Any]:
    on_page = {one.row.key for one in traced.occurrences}

    def mark_url(anchor: str) -> str:
        """Where a mark of the picture leads: to its row, or to the page that the row is on."""
        kind, key = anchor[:1], anchor[1:]
        if kind == "o" and key not in on_page:
            return addresses.quote_url(asked.datasette, asked.database, key)
        return f"#{anchor}"

    return {
        "trace": traced,
        "exports": export_links(asked, traced),
        "page_title": labels.shortened(labels.headline(traced.statement.text), TITLE_LENGTH),
        "collection": traced.collection,
        "mark_url": mark_url,
        "word_url": lambda word: f"?{urlencode({'word': word})}#wordings",
        "path": path,
        "next_url": asked.next_path(path, traced.next, "occurrences"),
        "begin_url": f"{path}#occurrences" if asked.argument("_next") else None,
        "table_url": addresses.quotes_table_url(asked.datasette, asked.database, traced.statement.id),
        "filters": [
            (words, addresses.table_url(asked.datasette, asked.database, "quotes", **chosen, **_of(traced)))
            for words, chosen in FILTERS
        ],
        "shape": shape,
        "web_address": web_address,
    }
