"""Links from Datasette's own pages: cells, menus, actions; what only one version has is tested there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from datasette_quotes import links
from tests.plugin.conftest import Get, soup
from tests.plugin.rows import Story

IS_1_0 = hasattr(Datasette, "allowed")
only_1_0 = pytest.mark.skipif(not IS_1_0, reason="Datasette 0.65 has no such hook")


@pytest.mark.parametrize(
    ("path", "column", "expected"),
    [
        ("/quotes/quotes", "key", "quote"),
        ("/quotes/quotes", "statement_id", "quote"),
        ("/quotes/statements", "key", "statement"),
        ("/quotes/quotes/1", "key", "quote"),
        ("/quotes/quotes/1", "statement_id", "quote"),
        ("/quotes/statements/1", "key", "statement"),
        ("/quotes/quotes_with_names", "key", "quote"),
        ("/quotes/quotes_with_names", "statement_key", "statement"),
        ("/quotes/repeated_statements", "key", "statement"),
        ("/quotes/reworded_statements", "key", "statement"),
        ("/quotes/contradicted_statements", "key", "statement"),
    ],
)
async def test_cells_lead_to_traces(get: Get, story: Story, path: str, column: str, expected: str) -> None:
    page = soup(await get(path))
    targets = {str(link["href"]) for link in page.select(f"td.col-{column} a")}
    key = story.quotes[0] if expected == "quote" else story.statement
    assert f"/quotes/-/{expected}/{key}" in targets
    for target in targets:
        assert (await get(target)).status_code in (200, 302)


@pytest.mark.parametrize(
    ("label_column", "words"),
    [
        pytest.param("label", "We will not cut pensions", id="label"),
        pytest.param("id", "Trace of statement 1", id="none"),
    ],
)
async def test_the_cell_of_a_statement_shows_its_words(
    serve: Callable[..., Any], label_column: str, words: str
) -> None:
    metadata = {"databases": {"quotes": {"tables": {"statements": {"label_column": label_column}}}}}
    page = soup(await serve(metadata=metadata).client.get("/quotes/quotes?_labels=on"))
    link = page.select_one("td.col-statement_id a")
    assert link is not None
    assert link.text.startswith(words)


async def test_sql_of_ones_own_links_columns_named_for_keys(get: Get, story: Story) -> None:
    sql = (
        "select statements.key as statement_key, quotes.key as quote_key, statements.key as other, 'x' as quote_key2"
        " from quotes join statements on statements.id = statement_id where quotes.id = 1"
    )
    response = await get("/quotes?sql=" + sql.replace(" ", "+").replace("'", "%27"), follow_redirects=True)
    hrefs = [str(link["href"]) for link in soup(response).select("td a")]
    assert hrefs == [f"/quotes/-/statement/{story.statement}", f"/quotes/-/quote/{story.quotes[0]}"]


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        pytest.param("other", "key", "aaaaaaaaaaaa", id="somebody else's table"),
        pytest.param(None, "key", "aaaaaaaaaaaa", id="any column"),
        pytest.param(None, "statement_key", "not a key", id="not a key"),
        pytest.param(None, "statement_key", "AAAAAAAAAAAA", id="upper case"),
        pytest.param(None, "statement_key", "aaaaaaaaaaaa\n", id="line break"),
        pytest.param(None, "statement_key", 123456789012, id="number"),
        pytest.param("quotes", "key", None, id="null"),
        pytest.param("quotes", "key", b"aaaaaaaaaaaa", id="bytes"),
        pytest.param("quotes", "statement_id", 1, id="row without its key"),
        pytest.param("quotes", "statement_id", None, id="no statement"),
    ],
)
def test_other_cells_are_left_alone(datasette: Any, table: str | None, column: str, value: object) -> None:
    assert links.cell(datasette, "quotes", table, column, {}, value) is None


async def test_a_table_of_the_same_name_elsewhere_gets_no_links(serve: Callable[..., Any], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.executescript(
            "create table quotes (id integer primary key, key text); insert into quotes values (1, 'my key')"
        )
    connection.close()
    page = soup(await serve(tmp_path / "other.db").client.get("/other/quotes"))
    assert not page.select("td.col-key a")


async def test_the_menu_names_every_database_with_quotes(
    serve: Callable[..., Any], story: Story, tmp_path: Path
) -> None:
    second, other = tmp_path / "second.db", tmp_path / "other.db"
    second.write_bytes(story.path.read_bytes())
    sqlite3.connect(other).execute("create table t (id integer primary key)").connection.close()
    page = soup(await serve(story.path, second, other).client.get("/"))
    items = {link.text: link["href"] for link in page.select(".nav-menu-inner a")}
    assert items == {"Quotes: quotes": "/quotes/-/quotes", "Quotes: second": "/second/-/quotes"}


@pytest.mark.parametrize("path", ["/quotes", "/quotes/quotes", "/quotes/statements", "/quotes/repeated_statements"])
async def test_action_menus_lead_to_the_start_page(get: Get, path: str) -> None:
    page = soup(await get(path))
    found = [link for link in page.select("a[href='/quotes/-/quotes']") if "Find and trace quotes" in link.text]
    assert len(found) == 1


async def test_other_tables_get_no_action(get: Get) -> None:
    assert "Find and trace quotes" not in (await get("/quotes/judgements")).text


@only_1_0
@pytest.mark.parametrize(
    ("path", "target"),
    [("/quotes/quotes/1", "quote"), ("/quotes/statements/1", "statement"), ("/quotes/outlets/1", None)],
)
async def test_rows_offer_their_trace(get: Get, story: Story, path: str, target: str | None) -> None:
    page = soup(await get(path))
    links_found = [str(link["href"]) for link in page.select("a") if "Trace this" in link.text]
    key = story.quotes[0] if target == "quote" else story.statement
    assert links_found == ([f"/quotes/-/{target}/{key}"] if target else [])


@only_1_0
@pytest.mark.parametrize("asked", ["", "pen", "pensions cut", '"', "NEAR(", "zebra"])
async def test_the_jump_menu_finds_statements(get: Get, story: Story, asked: str) -> None:
    response = await get(f"/-/jump?q={asked.replace(' ', '+')}")
    assert response.status_code == 200
    found = {match["url"] for match in response.json()["matches"]}
    assert (f"/quotes/-/statement/{story.statement}" in found) is (asked == "pensions cut")
    assert ("/quotes/-/quotes" in found) is (asked == "")


@only_1_0
async def test_the_jump_menu_respects_permissions(serve: Callable[..., Any], story: Story) -> None:
    denied = {"databases": {"quotes": {"tables": {"statements": {"allow": False}}}}}
    response = await serve(metadata=denied).client.get("/-/jump?q=pensions")
    assert "/-/" not in str(response.json()["matches"])


@pytest.mark.parametrize("table", ["speakers", "outlets", "articles"])
async def test_keys_of_other_tables_lead_to_their_pages(get: Get, table: str) -> None:
    page = soup(await get(f"/quotes/{table}?_nofacet=1"))
    links = page.select("td.col-key a")
    assert links
    for link in links[:2]:
        assert str(link["href"]).startswith(f"/quotes/-/{table[:-1]}/")
        assert (await get(str(link["href"]))).status_code == 200
