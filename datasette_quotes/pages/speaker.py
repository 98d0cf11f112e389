"""The page of a speaker."""

from __future__ import annotations

from typing import Any

from datasette import NotFound

from datasette_quotes import addresses
from datasette_quotes.bars import bars
from datasette_quotes.disputes import shown
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import speaker as queries
from datasette_quotes.queries import statements, tables
from datasette_quotes.queries.contradictions import contradictions
from datasette_quotes.sister_json import paged, speaker_json

SORTS = {
    "outlets": "most carried",
    "wordings": "most reworded",
    "contradictions": "most contradicted",
    "newest": "newest",
}


@page(tables.SPEAKER_TABLES)
async def speaker(asked: Asked) -> Any:
    """Statements of a speaker, who prints them, and what contradicts them."""
    key = asked.request.url_vars["key"]
    one = await queries.speaker(asked.db, key)
    if one is None:
        raise NotFound(f"There is no speaker with the key {key} in {asked.database}")
    sort = asked.argument("sort") if asked.argument("sort") in SORTS else "outlets"
    listed = await statements.of_speaker(asked.db, one.id, sort, asked.argument("_next"))
    names = await queries.names(asked.db, one.id)
    chart = bars(await queries.dates(asked.db, one.id))
    outlets = await queries.outlets(asked.db, one.id)
    relays = await queries.relays(asked.db, one.id)
    rows = await contradictions(asked.db, one.contradiction_ids)
    disputes = [shown(row, lambda side: side.speaker_key == one.key) for row in rows]
    collection = await tables.collection(asked.db)
    path = addresses.speaker_url(asked.datasette, asked.database, one.key)
    if asked.as_json:
        body = speaker_json(one, names, listed.rows, sort, chart, outlets, relays, disputes, collection, asked.urls)
        return asked.json(paged(body, listed.next, asked.next_url(f"{path}.json", listed.next)))
    context = {
        "one": one,
        "names": [name for name in names if name[0] != one.name],
        "listed": listed,
        "sort": sort,
        "sorts": SORTS,
        "sort_url": lambda name: f"{path}?sort={name}#statements",
        "looked_at": statements.LOOKED_AT,
        "next_url": asked.next_path(path, listed.next, "statements"),
        "begin_url": f"{path}?sort={sort}#statements" if asked.argument("_next") else None,
        "chart": chart,
        "chart_cut": one.quotes > queries.LOOKED_AT,
        "outlets": outlets,
        "relayed_by": relays[0],
        "relays": relays[1],
        "disputes": disputes,
        "collection": collection,
        "table_url": addresses.table_url(asked.datasette, asked.database, "quotes", speaker_id=one.id),
    }
    return await asked.html("quotes_speaker.html", context, f"{path}.json")
