"""The page of an outlet."""

from __future__ import annotations

from typing import Any

from datasette import NotFound

from datasette_quotes import addresses
from datasette_quotes.bars import bars
from datasette_quotes.disputes import shown
from datasette_quotes.pages.shell import Asked, page
from datasette_quotes.queries import outlet as queries
from datasette_quotes.queries import statements, tables
from datasette_quotes.queries.contradictions import contradictions
from datasette_quotes.sister_json import outlet_json, paged
from datasette_quotes.wordings import read_differences


@page(tables.OUTLET_TABLES)
async def outlet(asked: Asked) -> Any:
    """What an outlet had first, what it copied, cut and altered, and its articles."""
    key = asked.request.url_vars["key"]
    one = await queries.outlet(asked.db, key)
    if one is None:
        raise NotFound(f"There is no outlet with the key {key} in {asked.database}")
    relations = await queries.relations(asked.db, one.id)
    changed = await queries.changed(asked.db, one.id)
    firsts = await statements.had_first(asked.db, one.id)
    articles, after = await queries.articles(asked.db, one.id, asked.argument("_next"))
    linked = await queries.linked(asked.db, one.id)
    chart = bars(await queries.dates(asked.db, one.id))
    rows = await contradictions(asked.db, one.contradiction_ids)
    disputes = [shown(row, lambda side: side.outlet_key == one.key) for row in rows]
    collection = await tables.collection(asked.db)
    path = addresses.outlet_url(asked.datasette, asked.database, one.key)
    if asked.as_json:
        body = outlet_json(one, relations, changed, firsts, articles, linked, chart, disputes, collection, asked.urls)
        return asked.json(paged(body, after, asked.next_url(f"{path}.json", after)))
    context = {
        "one": one,
        "relations": relations,
        "changed": [(row, read_differences(row.differences)) for row in changed[0]],
        "before_but": changed[1],
        "firsts": firsts,
        "articles": articles,
        "next_url": asked.next_path(path, after, "articles"),
        "begin_url": f"{path}#articles" if asked.argument("_next") else None,
        "names": linked[0],
        "named_by": linked[1],
        "chart": chart,
        "chart_cut": one.quotes > queries.LOOKED_AT,
        "disputes": disputes,
        "collection": collection,
        "table_url": addresses.table_url(asked.datasette, asked.database, "articles", outlet_id=one.id),
        "quotes_table_url": addresses.table_url(asked.datasette, asked.database, "quotes", outlet_id=one.id),
        "relation_url": lambda name: addresses.table_url(
            asked.datasette, asked.database, "quotes", outlet_id=one.id, relation=name
        ),
    }
    return await asked.html("quotes_outlet.html", context, f"{path}.json")
