"""What other sites take in: oEmbed, the card without scripts, and the description of every address."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from datasette import NotFound, Response

from datasette_quotes import addresses, labels
from datasette_quotes.exports import openapi
from datasette_quotes.exports.oembed import key_of, oembed
from datasette_quotes.exports.text import one_line
from datasette_quotes.moments import parse
from datasette_quotes.pages.exporting import answered, export, refused, written
from datasette_quotes.pages.exports import record, statement
from datasette_quotes.pages.shell import Asked
from datasette_quotes.queries import tables, trace
from datasette_quotes.withdrawn import refuse_withdrawn

LONGEST = 600  # characters of the quotation on the card


@export(tables.TRACE_TABLES, as_json=True)
async def oembed_answer(asked: Asked) -> Any:
    """The oEmbed 1.0 answer for the address of a statement or of a quote."""
    if asked.argument("format") not in ("", "json"):
        return refused(asked.datasette, "This address answers in the format json only", 501, True)
    url = asked.argument("url")
    if not url:
        return refused(asked.datasette, "The argument url is missing: the address of a statement's page", 400, True)
    named = key_of(url, asked.statement_url(""), asked.quote_url(""))
    key = None
    if named:
        key = named[1]
        if named[0] == "quote" or await trace.statement(asked.db, key) is None:
            key = await trace.successor(asked.db, key)
    found = await trace.statement(asked.db, key) if key else None
    if found is None:
        await refuse_withdrawn(asked.db, named[1] if named else "")
        raise NotFound("No statement of this database has that address")
    one = await record(asked, found)
    home = asked.absolute(addresses.start_url(asked.datasette, asked.database))
    sizes = (asked.argument("maxwidth"), asked.argument("maxheight"))
    body = written(oembed(found, one.status, one.url, home, asked.database, sizes))
    return answered(asked, body, "application/json; charset=utf-8")


@export(tables.TRACE_TABLES, as_json=False)
async def card(asked: Asked) -> Any:
    """A statement as a small page to be framed by others, without scripts."""
    found = await statement(asked)
    if not isinstance(found, trace.Statement):
        return found
    one = await record(asked, found)
    context = {
        "s": found,
        "words": labels.shortened(labels.headline(found.text), LONGEST),
        "title": labels.shortened(one_line(found.text), LONGEST),
        "tag": labels.language_tag(found.language),
        "first": parse(found.earliest_published),
        "status": one.status,
        "url": one.url,
        "card_style_url": addresses.static_url(asked.datasette, "quotes-card.css"),
    }
    return Response.html(await asked.datasette.render_template("quotes_card.html", context, request=asked.request))


@export(tables.START_TABLES, as_json=True)
async def openapi_document(asked: Asked) -> Any:
    """This document: every address of the plugin, as OpenAPI 3.1 describes it."""
    from datasette_quotes import register_routes

    server = asked.absolute(asked.datasette.urls.path("/")).rstrip("/")
    try:
        number = version("datasette-quotes")
    except PackageNotFoundError:  # run from a folder that was never installed
        number = "0"
    return answered(
        asked, written(openapi.document(register_routes(), server, number, asked.contact)), "application/json"
    )
