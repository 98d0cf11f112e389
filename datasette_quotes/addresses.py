"""Addresses of the plugin's pages, safe under `base_url` and for databases whose route isn't their name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from datasette_quotes import styles


def start_url(datasette: Any, database: str, asked: str = "") -> str:
    """The start page, with a search when a text is given."""
    base = f"{datasette.urls.database(database)}/-/quotes"
    return f"{base}?{urlencode({'q': asked})}" if asked else base


def statement_url(datasette: Any, database: str, key: str) -> str:
    """The trace page of a statement."""
    return f"{datasette.urls.database(database)}/-/statement/{quote(key, safe='')}"


def quote_url(datasette: Any, database: str, key: str) -> str:
    """The address that leads to a quote's place on its statement's page."""
    return f"{datasette.urls.database(database)}/-/quote/{quote(key, safe='')}"


def marked_url(datasette: Any, database: str, statement: str, key: str) -> str:
    """The place of a quote on its statement's page, marked."""
    marked = quote(key, safe="")
    return f"{statement_url(datasette, database, statement)}?quote={marked}#o{marked}"


def speaker_url(datasette: Any, database: str, key: str) -> str:
    """The page of a speaker."""
    return f"{datasette.urls.database(database)}/-/speaker/{quote(key, safe='')}"


def outlet_url(datasette: Any, database: str, key: str) -> str:
    """The page of an outlet."""
    return f"{datasette.urls.database(database)}/-/outlet/{quote(key, safe='')}"


def article_url(datasette: Any, database: str, key: str) -> str:
    """The page of an article."""
    return f"{datasette.urls.database(database)}/-/article/{quote(key, safe='')}"


def compare_url(datasette: Any, database: str, left: str = "", right: str = "") -> str:
    """The page that compares two wordings, each a key or a text."""
    base = f"{datasette.urls.database(database)}/-/compare"
    return f"{base}?{urlencode({'left': left, 'right': right})}" if left or right else base


def by_key(address: Callable[[str], str]) -> Callable[[str], str]:
    """The same addresses, each of which ends with its key: what stands before it is made once for a whole list."""
    base = address("")
    return lambda key: f"{base}{quote(key, safe='')}"


def nearby(page: str, address: str) -> str:
    """One of these addresses as seen from the page with that path: relative, which is shorter and moves with it."""
    base, mark, rest = page.partition("?")[0].rpartition("/-/")
    common = f"{base}{mark}"
    return f"{'../' * rest.count('/')}{address[len(common) :]}" if mark and address.startswith(common) else address


def table_url(datasette: Any, database: str, table: str, **filters: Any) -> str:
    """One of Datasette's own tables, filtered; no facet is suggested, which costs seconds on a large one."""
    return f"{datasette.urls.table(database, table)}?{urlencode({**filters, '_nosuggest': '1'})}"


def quotes_table_url(datasette: Any, database: str, statement_id: int) -> str:
    """Datasette's own table of a statement's quotes, with facets."""
    chosen = [
        ("statement_id", statement_id),
        ("_sort", "published_order"),
        ("_facet", "outlet_id"),
        ("_facet", "relation"),
        ("_facet", "kind"),
        ("_nosuggest", "1"),
    ]
    return f"{datasette.urls.table(database, 'quotes')}?{urlencode(chosen)}"


def style_url(datasette: Any, name: str = "lists") -> str:
    """The style sheet of a page, see `styles`; its address changes with its content, so that it can be cached."""
    return f"{datasette.urls.path(f'/-/datasette-quotes/{name}.css')}?{styles.digest(name)}"


def static_url(datasette: Any, name: str) -> str:
    """A file that is served as it is; its address changes with its content, so that it can be cached."""
    return f"{datasette.urls.static_plugins('datasette_quotes', name)}?{_digest(name)}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((styles.STATIC / name).read_bytes()).hexdigest()[:12]
