"""What the plugin adds inside Datasette: annotations of any query, SQL functions, a tool for datasette-mcp."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest

from datasette_quotes import register_mcp_tools
from datasette_quotes.sql_functions import LONGEST, diff_html, similarity
from tests.plugin.conftest import Get
from tests.plugin.json_ld import quads
from tests.plugin.rows import FIRST_HALF, WORDS, Story

OA = "http://www.w3.org/ns/oa#"


async def by_sql(get: Get, sql: str, form: str = "json") -> Any:
    """The answer to a query, on both versions."""
    response = await get(f"/quotes.{form}?{urlencode({'sql': sql, '_shape': 'array'})}")
    if response.status_code == 302:
        response = await get(response.headers["location"])
    return response


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("Taxes fell.", "“TAXES fell”", 1.0, id="same words"),
        pytest.param("a b c d", "a b x d", 0.75, id="one of four differs"),
        pytest.param("a b", "c d", 0.0, id="nothing in common"),
        pytest.param("", "—", 1.0, id="no words at all"),
        pytest.param(None, "a", None, id="null"),
        pytest.param(b"a", "a", None, id="bytes"),
        pytest.param(12, "12", 1.0, id="a number"),
        pytest.param("a" * (LONGEST + 1), "a", None, id="too long"),
    ],
)
def test_similarity(a: object, b: object, expected: float | None) -> None:
    assert similarity(a, b) == expected
    assert similarity(b, a) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param("We will not go", "We will go", "We will <del>not </del>go", id="removed"),
        pytest.param("Go", "Go", "Go", id="same"),
        pytest.param("<b>x</b>", "<i>y</i>", None, id="markup"),
        pytest.param(None, "a", None, id="null"),
    ],
)
def test_a_diff_is_escaped_html(a: object, b: object, expected: str | None) -> None:
    found = diff_html(a, b)
    if a is None:
        assert found is None
        return
    assert found is not None
    assert "<b>" not in found
    assert "<i>" not in found
    if expected is not None:
        assert found == expected


async def test_functions_work_in_queries(get: Get) -> None:
    sql = f"select quote_similarity(text, '{FIRST_HALF}') as s from quotes where text = '{FIRST_HALF}' limit 1"
    assert (await by_sql(get, sql)).json() == [{"s": 1.0}]


async def test_rows_of_a_query_as_annotations(get: Get, story: Story) -> None:
    sql = (
        "select quotes.key, quotes.text, prefix, suffix, spans, url from quotes"
        " join articles on articles.id = article_id order by quotes.id"
    )
    response = await by_sql(get, sql, "annotations")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/ld+json")
    found = quads(response.text)
    assert WORDS in {value for _, name, value in found if name == f"{OA}exact"}
    items = response.json()["first"]["items"]
    assert items[0]["id"].endswith(f"#{story.quotes[0]}")
    assert items[0]["target"]["selector"][1]["type"] == "TextPositionSelector"
    assert all(item["target"]["source"].startswith("https://") for item in items)


async def test_a_view_as_annotations(get: Get) -> None:
    response = await get("/quotes/quotes_with_names.annotations")
    assert response.status_code == 200
    assert response.json()["total"] >= 5


async def test_other_columns_are_no_annotations(get: Get) -> None:
    """Datasette 0.65 answers with the page instead; 1.0 asks all the same, and is refused."""
    response = await by_sql(get, "select 1 as one", "annotations")
    assert not response.headers["content-type"].startswith("application/ld+json")
    if response.status_code != 200:
        assert (response.status_code, "url and text or quote" in response.json()["error"]) == (400, True)


class FakeServer:
    """Keeps what is registered, as the server of datasette-mcp does."""

    def __init__(self) -> None:
        self.tools: dict[str, Any] = {}

    def tool(self) -> Any:
        def keep(function: Any) -> Any:
            self.tools[function.__name__] = function
            return function

        return keep


@pytest.fixture
def trace_quote(datasette: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tool, registered with a server that only keeps it."""
    context = type("Context", (), {})
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", SimpleNamespace(Context=context))
    server = FakeServer()
    register_mcp_tools(datasette, server)
    assert server.tools["trace_quote"].__annotations__["ctx"] is context
    return server.tools["trace_quote"]


def asking(actor: dict[str, Any] | None) -> Any:
    """The context of a call by an actor."""
    return SimpleNamespace(request_context=SimpleNamespace(request=SimpleNamespace(scope={"actor": actor})))


async def test_the_tool_traces_a_quote(trace_quote: Any, story: Story) -> None:
    answer = await trace_quote("quotes", f"“{WORDS}”", asking(None))
    (one,) = answer["statements"]
    assert (one["speaker"], one["found"]) == ("Ilena Marvec", "same words")
    assert one["path"] == f"/quotes/-/statement/{story.statement}"
    assert "contradicted by 3" in one["status"]


async def test_the_tool_finds_nothing(trace_quote: Any) -> None:
    assert await trace_quote("quotes", "xylophone", asking(None)) == {"statements": []}
    assert await trace_quote("quotes", "…", asking(None)) == {"statements": []}


@pytest.mark.parametrize("database", ["quotes", "nothere", "_internal"])
async def test_the_tool_obeys_permissions(serve: Any, monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    datasette = serve(metadata={"databases": {"quotes": {"tables": {"quotes": {"allow": {"id": "editor"}}}}}})
    await datasette.invoke_startup()
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", SimpleNamespace(Context=object))
    server = FakeServer()
    register_mcp_tools(datasette, server)
    answer = await server.tools["trace_quote"](database, WORDS, asking({"id": "somebody"}))
    assert set(answer) == {"error"}
    if database == "quotes":
        assert "statements" in await server.tools["trace_quote"](database, WORDS, asking({"id": "editor"}))
