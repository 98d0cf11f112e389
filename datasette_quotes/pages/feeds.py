"""Feeds of statements: the newest, those that a search finds, those of a speaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound

from datasette_quotes import addresses
from datasette_quotes.exports import feeds
from datasette_quotes.exports.openapi import TYPES
from datasette_quotes.pages.exporting import answered, export, written
from datasette_quotes.pages.shell import Asked
from datasette_quotes.queries import exports as queries
from datasette_quotes.queries import tables
from datasette_quotes.queries.start import matching, search
from datasette_quotes.search import LONGEST_TEXT

ENOUGH = 5  # statements found: a looser query isn't asked any more

Write = Callable[[feeds.Feed], str]


@export(tables.START_TABLES, as_json=False)
async def newest_atom(asked: Asked) -> Any:
    """The newest statements, or those that a search finds, as an Atom feed."""
    return await _newest(asked, "atom", feeds.atom)


@export(tables.START_TABLES, as_json=True)
async def newest_json(asked: Asked) -> Any:
    """The newest statements, or those that a search finds, as a JSON Feed."""
    return await _newest(asked, "feed.json", lambda feed: written(feeds.json_feed(feed)))


@export(tables.START_TABLES, as_json=False)
async def speaker_atom(asked: Asked) -> Any:
    """The statements of a speaker as an Atom feed."""
    return await _speaker(asked, "atom", feeds.atom)


@export(tables.START_TABLES, as_json=True)
async def speaker_json(asked: Asked) -> Any:
    """The statements of a speaker as a JSON Feed."""
    return await _speaker(asked, "feed.json", lambda feed: written(feeds.json_feed(feed)))


async def _newest(asked: Asked, form: str, write: Write) -> Any:
    text = asked.argument("q")[:LONGEST_TEXT].strip()
    page = asked.absolute(addresses.start_url(asked.datasette, asked.database, text))
    base = asked.absolute(addresses.start_url(asked.datasette, asked.database))
    own = f"{base}.{form}{'?' + urlencode({'q': text}) if text else ''}"
    if text:
        rows = await queries.followed(asked.db, await _found(asked.db, text))
        title = f"Quotes: “{text}”"
    else:
        rows = await queries.newest(asked.db)
        title = "Quotes: the newest statements"
    return answered(asked, write(feeds.statements_feed(rows, own, page, title, asked.statement_url)), TYPES[form])


async def _found(db: Any, text: str) -> list[str]:
    """Keys of the statements that a search finds, strict queries first, looser ones while there are few."""
    keys: dict[str, None] = {}
    for match in await matching(db, text):
        keys.update(dict.fromkeys(hit.statement.key for hit in await search(db, match)))
        if len(keys) >= ENOUGH:
            break
    return list(keys)[: queries.FEED]


async def _speaker(asked: Asked, form: str, write: Write) -> Any:
    key = asked.request.url_vars["key"]
    found = await queries.speaker(asked.db, key)
    if found is None:
        raise NotFound(f"There is no speaker with the key {key} in {asked.database}")
    page = asked.absolute(addresses.speaker_url(asked.datasette, asked.database, found.key))
    rows = await queries.of_speaker(asked.db, found.id)
    feed = feeds.statements_feed(rows, f"{page}.{form}", page, f"Quotes of {found.name}", asked.statement_url)
    return answered(asked, write(feed), TYPES[form])
