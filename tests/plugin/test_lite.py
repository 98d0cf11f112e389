"""Datasette Lite runs in a browser: no threads, only pure Python, and links that are asked for as they are written.

It opens a database with `num_sql_threads` 0, puts pages into its own, and takes the `href` of a link, without resolving
it, as the path of the next page. What can't be tried here is the browser's Python itself.
"""

from __future__ import annotations

import ast
import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest

import datasette_quotes
from tests.plugin.conftest import soup
from tests.plugin.rows import Story

FOLDER = Path(datasette_quotes.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
# Not there, or not of any use, in a browser.
MISSING = {"asyncio.subprocess", "concurrent", "multiprocessing", "select", "selectors", "socket", "socketserver",
           "ssl", "subprocess", "threading"}  # fmt: skip
BROUGHT = {"datasette", "datasette_quotes", "markupsafe"}  # what the plugin imports and Datasette itself needs


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_nothing_is_imported_that_a_browser_lacks(path: Path) -> None:
    names = set(imported(path))
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | BROUGHT
    assert not {name for name in names if name in MISSING or name.split(".")[0] in MISSING}


def test_it_needs_nothing_compiled() -> None:
    bare = [one for one in requires("datasette-quotes") or [] if "extra ==" not in one]
    assert sorted(one.split(">")[0] for one in bare) == ["datasette", "datasette-pretty-json"]


def test_the_wheel_is_for_every_python_and_system(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


PAGES = (
    "/quotes/-/quotes", "/quotes/-/quotes?q=pensions", "/quotes/-/statement/{statement}", "/quotes/-/article/{article}",
    "/quotes/-/speaker/{speaker}", "/quotes/-/outlet/{outlet}", "/quotes/-/compare?left={statement}&right=cuts",
)  # fmt: skip


@pytest.fixture
def named(story: Story) -> dict[str, str]:
    """Keys to ask for."""
    connection = sqlite3.connect(story.path)
    found = {
        table: connection.execute(f"select key from {table}s order by id limit 1").fetchone()[0]
        for table in ("article", "speaker", "outlet")
    }
    connection.close()
    return {"statement": story.statement, **found}


@pytest.mark.parametrize("path", PAGES)
async def test_pages_answer_without_threads(serve: Callable[..., Any], named: dict[str, str], path: str) -> None:
    datasette = serve(settings={"num_sql_threads": 0})
    page = await datasette.client.get(path.format(**named))
    assert page.status_code == 200
    found = soup(page).select(".qp a[href], .qp form[action]")
    written = [str(one.get("href") or one.get("action")) for one in found]
    assert written
    assert [link for link in written if not link.startswith(("/quotes", "http://", "https://", "#"))] == []


async def test_a_quotes_address_leads_on_without_threads(serve: Callable[..., Any], story: Story) -> None:
    datasette = serve(settings={"num_sql_threads": 0})
    response = await datasette.client.get(f"/quotes/-/quote/{story.quotes[0]}", follow_redirects=True)
    assert response.status_code == 200
