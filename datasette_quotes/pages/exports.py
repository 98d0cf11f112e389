"""A statement in the formats of others: citations, annotations, provenance, table, picture, feeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response

from datasette_quotes import addresses
from datasette_quotes.exports import citations, feeds, formatted, linked_data, picture, prov, table
from datasette_quotes.exports.openapi import TYPES
from datasette_quotes.exports.record import Dispute, Export
from datasette_quotes.labels import CONTRADICTIONS, headline, shortened
from datasette_quotes.pages.exporting import answered, export, written
from datasette_quotes.pages.shell import Asked
from datasette_quotes.queries import exports as queries
from datasette_quotes.queries import tables
from datasette_quotes.queries import trace as trace_queries
from datasette_quotes.queries.contradictions import Contradiction, of_statement
from datasette_quotes.trace import trace
from datasette_quotes.withdrawn import refuse_withdrawn

TITLE = 100  # characters of a statement in the title of its feed

Write = Callable[[Export], str]


@export(tables.TRACE_TABLES, as_json=True)
async def csl(asked: Asked) -> Any:
    """The occurrences of a statement as CSL-JSON, for reference managers."""
    return await _answer(asked, "csl.json", lambda one: written(citations.csl(one)))


@export(tables.TRACE_TABLES, as_json=False)
async def bibtex(asked: Asked) -> Any:
    """The occurrences of a statement as entries of BibLaTeX."""
    return await _answer(asked, "bib", lambda one: citations.bibtex(one))


@export(tables.TRACE_TABLES, as_json=False)
async def ris(asked: Asked) -> Any:
    """The occurrences of a statement as RIS references."""
    return await _answer(asked, "ris", lambda one: citations.ris(one))


@export(tables.TRACE_TABLES, as_json=False)
async def text(asked: Asked) -> Any:
    """The occurrences of a statement as citations in words: APA, MLA and Chicago."""
    style = asked.argument("style").lower()
    return await _answer(asked, "txt", lambda one: formatted.formatted(one, style))


@export(tables.TRACE_TABLES, as_json=False)
async def csv(asked: Asked) -> Any:
    """The occurrences of a statement as a table, with names in place of numbers."""
    return await _answer(asked, "csv", lambda one: table.table(one))


@export(tables.TRACE_TABLES, as_json=True)
async def annotated(asked: Asked) -> Any:
    """The occurrences of a statement as W3C Web Annotations of their articles."""
    first = not asked.argument("_next")
    return await _answer(asked, "annotations.jsonld", lambda one: written(linked_data.collection(one, first)))


@export(tables.TRACE_TABLES, as_json=True)
async def provenance(asked: Asked) -> Any:
    """Where the occurrences of a statement come from, as PROV-O in JSON-LD."""
    return await _answer(asked, "prov.jsonld", lambda one: written(prov.prov(one)))


@export(tables.TRACE_TABLES, as_json=True)
async def schema_org(asked: Asked) -> Any:
    """A statement as a Quotation of schema.org, with the articles that carry it."""

    def write(one: Export) -> str:
        others = [one.statement_url(each.other_statement) for each in one.disputes]
        distinct = [*dict.fromkeys(others)]
        return written(linked_data.quotation(one.statement, one.status, one.url, one.occurrences, distinct))

    return await _answer(asked, "jsonld", write)


@export(tables.TRACE_TABLES, as_json=False)
async def atom(asked: Asked) -> Any:
    """The latest occurrences of a statement as an Atom feed."""
    return await _follow(asked, "atom", lambda feed: feeds.atom(feed))


@export(tables.TRACE_TABLES, as_json=True)
async def json_feed(asked: Asked) -> Any:
    """The latest occurrences of a statement as a JSON Feed."""
    return await _follow(asked, "feed.json", lambda feed: written(feeds.json_feed(feed)))


@export(tables.TRACE_TABLES, as_json=False)
async def timeline(asked: Asked) -> Any:
    """The timeline of a statement as a picture."""
    found = await statement(asked)
    if not isinstance(found, trace_queries.Statement):
        return found
    traced = trace(
        found,
        (await trace_queries.occurrences(asked.db, found.id))[0],
        [],
        await of_statement(asked.db, found.id, trace_queries.CONTRADICTIONS_LIMIT),
        tables.Collection(0, 0, None, None, None, None),
    )
    if traced.timeline is None:
        raise NotFound(f"The statement {found.key} in {asked.database} has nothing to draw")
    one = await record(asked, found)
    body = picture.picture(
        traced.timeline,
        traced.shapes,
        picture.heading(found.text),
        found.speaker or "Speaker not named",
        f"Status: {one.status}",
        one.url,
    )
    return answered(asked, body, TYPES["svg"])


async def statement(asked: Asked) -> Any:
    """The statement that is asked for, or the redirect to the same export of the one that has taken its place."""
    key = asked.request.url_vars["key"]
    found = await trace_queries.statement(asked.db, key)
    if found is not None:
        return found
    successor = await trace_queries.successor(asked.db, key)
    if successor is None:
        await refuse_withdrawn(asked.db, key)
        raise NotFound(f"There is no statement with the key {key} in {asked.database}")
    base = addresses.statement_url(asked.datasette, asked.database, key)
    rest = _ending(asked, base)
    query = f"?{asked.request.query_string}" if asked.request.query_string else ""
    return Response.redirect(f"{addresses.statement_url(asked.datasette, asked.database, successor)}{rest}{query}")


def _ending(asked: Asked, base: str) -> str:
    """What the request has after the statement's key: ".bib", "/embed"."""
    last = asked.request.path.rpartition(base.rpartition("/")[2])[2]
    return str(last)


async def _answer(asked: Asked, form: str, write: Write) -> Any:
    """A page of occurrences, or the one that `?quote=` names, written in a format."""
    found = await statement(asked)
    if not isinstance(found, trace_queries.Statement):
        return found
    after, only = asked.argument("_next") or None, asked.argument("quote") or None
    rows = await queries.cited(asked.db, found.id, after, only, queries.PAGE + 1)
    if only and not rows:
        raise NotFound(f"There is no quote with the key {only} in the statement {found.key}")
    before = await queries.before(asked.db, found.id, only or after) - (1 if only else 0)
    one = await record(asked, found, rows, f".{form}", before)
    name = f"quotes-{re.sub('[^A-Za-z0-9-]', '', found.key)}.{form}" if form in _SAVED else None
    return answered(asked, write(one), TYPES[form], one.more, name)


_SAVED = ("csl.json", "bib", "ris", "csv")  # what a browser saves rather than shows


def _query(asked: Asked, next_key: str) -> str:
    style = asked.argument("style")
    return urlencode({**({"style": style} if style else {}), "_next": next_key})


async def _follow(asked: Asked, form: str, write: Callable[[feeds.Feed], str]) -> Any:
    found = await statement(asked)
    if not isinstance(found, trace_queries.Statement):
        return found
    rows = await queries.latest(asked.db, found.id)
    one = await record(asked, found, rows, f".{form}")
    title = f"“{shortened(headline(found.text), TITLE)}”"
    feed = feeds.occurrences_feed(one, title)
    return answered(asked, write(feed), TYPES[form])


async def record(
    asked: Asked,
    found: trace_queries.Statement,
    rows: Sequence[queries.Cited] = (),
    ending: str = "",
    before: int = 0,
) -> Export:
    """The rows with what is known of their statement; a row too many says that there is a next page."""
    shown = rows[: queries.PAGE]
    own = f"{asked.statement_url(found.key)}{ending}"
    contradictions = await of_statement(asked.db, found.id, trace_queries.CONTRADICTIONS_LIMIT)
    confirmed = None
    if found.contradictions and await asked.may_see("judgements"):
        confirmed = await queries.confirmed(asked.db, found.id)
    query = asked.request.query_string
    return Export(
        statement=found,
        occurrences=tuple(shown),
        before=before,
        more=f"{own}?{_query(asked, shown[-1].key)}" if len(rows) > len(shown) else None,
        disputes=tuple(_disputes(found.id, contradictions)),
        confirmed=confirmed,
        statement_url=asked.urls.statement,
        quote_url=asked.urls.quote,
        own=own,
        page=f"{own}?{query}" if query else own,
    )


def _disputes(statement_id: int, contradictions: list[Contradiction]) -> list[Dispute]:
    """The contradictions from the statement's side; one within the statement stands on both."""
    found = []
    for one in contradictions:
        for this, other in ((one.left, one.right), (one.right, one.left)):
            if this.statement_id == statement_id:
                heading = CONTRADICTIONS.get(one.kind, one.kind)
                found.append(Dispute(this.key, other.key, other.statement_key, heading, one.explanation))
    return found
