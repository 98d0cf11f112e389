"""Links from Datasette's own pages to the plugin's: cells, menus and actions."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

from datasette_quotes import addresses
from datasette_quotes.labels import shortened
from datasette_quotes.permissions import Actor, may_see
from datasette_quotes.queries.start import JUMP, JUMP_SPEAKERS
from datasette_quotes.queries.tables import (
    ARTICLE_TABLES,
    OUTLET_TABLES,
    SPEAKER_TABLES,
    START_TABLES,
    TABLES,
    TRACE_TABLES,
)
from datasette_quotes.schema import is_served
from datasette_quotes.search import queries as search_queries
from datasette_quotes.text import KEY_LENGTH

KEY = re.compile(rf"[a-z2-7]{{{KEY_LENGTH}}}")
LABEL_LENGTH = 100  # characters of a statement in a cell
JUMP_LIMIT = 10
JUMP_SHORTEST = 3  # characters
STATEMENT_VIEWS = ("repeated_statements", "reworded_statements", "contradicted_statements")
_TRACED = "Where else these words were printed, reworded and contradicted"
OUR_VIEWS = ("quotes_with_names", *STATEMENT_VIEWS)
# (table, column) -> whose key it holds. None is the result of somebody's own SQL.
_KEYS: dict[tuple[str | None, str], str] = {
    ("quotes", "key"): "quote",
    ("quotes_with_names", "key"): "quote",
    ("quotes_with_names", "statement_key"): "statement",
    ("statements", "key"): "statement",
    ("statement_keys", "key"): "statement",
    **{(view, "key"): "statement" for view in STATEMENT_VIEWS},
    ("speakers", "key"): "speaker",
    ("outlets", "key"): "outlet",
    ("articles", "key"): "article",
    (None, "speaker_key"): "speaker",
    (None, "outlet_key"): "outlet",
    (None, "article_key"): "article",
    (None, "quote_key"): "quote",
    (None, "statement_key"): "statement",
}
_URLS = {
    "quote": addresses.quote_url,
    "statement": addresses.statement_url,
    "speaker": addresses.speaker_url,
    "outlet": addresses.outlet_url,
    "article": addresses.article_url,
}
# table -> whose page a row has, the tables that the page reads, what its action is called and says.
_ROWS = {
    "quotes": ("quote", TRACE_TABLES, "Trace this quote", _TRACED),
    "statements": ("statement", TRACE_TABLES, "Trace this statement", _TRACED),
    "speakers": (
        "speaker",
        SPEAKER_TABLES,
        "Everything of this speaker",
        "Statements, who prints them, contradictions",
    ),
    "outlets": ("outlet", OUTLET_TABLES, "What this outlet quotes", "Had first, copied, cut, altered, contradicted"),
    "articles": ("article", ARTICLE_TABLES, "Quotes of this article", "In place in its text, each with its trace"),
}

Action = dict[str, str]


def cell(datasette: Any, database: str, table: str | None, column: str, row: Any, value: Any) -> Markup | None:
    """The link to a trace in place of a key or of a quote's statement; None leaves the cell as it is.

    A quote's `statement_id` is linked through the quote's own key, so no cell costs a query; it comes as a number or,
    where Datasette has expanded it, as {"value": number, "label": text}.
    """
    if (table, column) == ("quotes", "statement_id") and value is not None:
        key = _of(row, "key")
        if not _is_key(key):
            return None
        return _anchor(addresses.quote_url(datasette, database, key), _statement_label(value))
    whose = _KEYS.get((table, column))
    if whose is None or not _is_key(value):
        return None
    return _anchor(_URLS[whose](datasette, database, value), value)


async def row_actions(datasette: Any, actor: Actor, database: str, table: str, row: Any, request: Any) -> list[Action]:
    """The page of this quote, statement, speaker, outlet or article (Datasette 1.0)."""
    key = _of(row, "key")
    if table not in _ROWS or not _is_key(key):
        return []
    whose, tables, label, what = _ROWS[table]
    if not await may_see(datasette, actor, database, tables, request):
        return []
    if not await is_served(datasette.get_database(database)):
        return []
    return [{"href": _URLS[whose](datasette, database, key), "label": label, "description": what}]


async def table_actions(datasette: Any, actor: Actor, database: str, table: str, request: Any) -> list[Action]:
    """The start page, from one of our tables or views."""
    if table not in TABLES and table not in OUR_VIEWS:
        return []
    return await database_actions(datasette, actor, database, request)


async def database_actions(datasette: Any, actor: Actor, database: str, request: Any) -> list[Action]:
    """The start page of a database that holds quotes."""
    if not await _open(datasette, actor, database, request):
        return []
    what = "Paste a sentence; see what was repeated, reworded, contradicted"
    return [{"href": addresses.start_url(datasette, database), "label": "Find and trace quotes", "description": what}]


async def menu_links(datasette: Any, actor: Actor, request: Any) -> list[Action]:
    """The start pages of every database with quotes that the actor may see."""
    open_ones = [name for name in _databases(datasette) if await _open(datasette, actor, name, request)]
    return [
        {
            "href": addresses.start_url(datasette, name),
            "label": "Quotes" if len(open_ones) == 1 else f"Quotes: {shortened(name, 40)}",
        }
        for name in open_ones
    ]


async def jump_items(datasette: Any, actor: Actor, request: Any) -> list[Any]:
    """Start pages, and statements that match what was typed, for the jump menu of Datasette 1.0."""
    from datasette.jump import JumpSQL

    typed = str(request.args.get("q") or "").strip() if request else ""
    matches = search_queries(typed)[1:2] or search_queries(typed)  # all words, anywhere
    items = []
    for name in _databases(datasette):
        if not await _open(datasette, actor, name, request):
            continue
        url = addresses.start_url(datasette, name)
        items.append(JumpSQL.menu_item(label="Find and trace quotes", url=url, description=name))
        if len(typed) >= JUMP_SHORTEST and matches and await may_see(datasette, actor, name, TRACE_TABLES, request):
            base = addresses.statement_url(datasette, name, "")
            values = {"match": matches[0], "base": base, "asked": typed, "limit": JUMP_LIMIT}
            items.append(JumpSQL(sql=JUMP, params=values, database=name))
        if len(typed) >= JUMP_SHORTEST and matches and await may_see(datasette, actor, name, SPEAKER_TABLES, request):
            base = addresses.speaker_url(datasette, name, "")
            values = {"match": matches[0], "base": base, "asked": typed, "limit": JUMP_LIMIT}
            items.append(JumpSQL(sql=JUMP_SPEAKERS, params=values, database=name))
    return items


async def _open(datasette: Any, actor: Actor, database: str, request: Any) -> bool:
    """Whether the database holds quotes and the actor may see its start page; the cheap question first."""
    return await is_served(datasette.get_database(database)) and await may_see(
        datasette, actor, database, START_TABLES, request
    )


def _databases(datasette: Any) -> list[str]:
    return [str(name) for name in datasette.databases if name not in ("_internal", "_memory")]


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _of(row: Any, column: str) -> Any:
    """A column of a row of any of Datasette's row types; None when the query left it out."""
    try:
        return row[column]
    except (KeyError, IndexError, TypeError):
        return None


def _statement_label(value: Any) -> str:
    """The words of the statement where Datasette knows them: it repeats the number where no label column is set."""
    number = value.get("value") if isinstance(value, dict) else value
    label = str(value.get("label") or "") if isinstance(value, dict) else ""
    return shortened(label, LABEL_LENGTH) if label not in ("", str(number)) else f"Trace of statement {number}"


def _anchor(url: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(url, text)
