"""Who may see the pages: whoever may view every table they read. The same answers on both versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from datasette.app import Datasette

from datasette_quotes.permissions import may_see
from datasette_quotes.queries.tables import (
    ARTICLE_TABLES,
    COMPARE_TABLES,
    OUTLET_TABLES,
    SPEAKER_TABLES,
    START_TABLES,
    TABLES,
    TRACE_TABLES,
)
from tests.plugin.conftest import cookie
from tests.plugin.rows import FIRST_HALF, WORDS, Story

EDITOR = {"id": "editor"}
SECRETS = (WORDS, FIRST_HALF, "Marvec", "Tolm Gazette")


def rows_of(story: Story) -> dict[str, str]:
    """A speaker, an outlet and an article of the story, by the name of their page."""
    connection = sqlite3.connect(story.path)
    queries = {
        "speaker": "select key from speakers where name = 'Ilena Marvec'",
        "outlet": "select key from outlets where name = 'Tolm Gazette'",
        "article": "select key from articles order by id limit 1",
    }
    found = {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}
    connection.close()
    return found


READS = {
    "/-/quotes": START_TABLES,
    "/-/compare": COMPARE_TABLES,
    "/-/speaker/": SPEAKER_TABLES,
    "/-/outlet/": OUTLET_TABLES,
    "/-/article/": ARTICLE_TABLES,
}


def reads(path: str) -> tuple[str, ...]:
    """The tables that a page reads."""
    return next((tables for part, tables in READS.items() if part in path), TRACE_TABLES)


def routes(story: Story) -> dict[str, int]:
    """Every route with the status that somebody who may see it gets."""
    return {
        f"/quotes/-/statement/{story.statement}": 200,
        f"/quotes/-/statement/{story.statement}.json": 200,
        f"/quotes/-/statement/{story.former_key}": 302,
        f"/quotes/-/statement/{story.former_key}.json": 302,
        "/quotes/-/statement/nothere": 404,
        "/quotes/-/statement/nothere.json": 404,
        f"/quotes/-/quote/{story.quotes[0]}": 302,
        f"/quotes/-/quote/{story.quotes[0]}.json": 200,
        f"/quotes/-/quote/{story.lone_quote}": 302,
        **{
            f"/quotes/-/{what}/{row_key}{ending}": 200
            for what, row_key in rows_of(story).items()
            for ending in ("", ".json")
        },
        "/quotes/-/speaker/nothere": 404,
        "/quotes/-/outlet/nothere.json": 404,
        "/quotes/-/article/nothere": 404,
        f"/quotes/-/compare?left={story.statement}&right={story.quotes[0]}": 200,
        f"/quotes/-/compare.json?left={story.statement}&right={story.quotes[0]}": 200,
        "/quotes/-/quotes": 200,
        "/quotes/-/quotes.json": 200,
        "/quotes/-/quotes?q=pensions": 200,
        "/quotes/-/quotes.json?q=pensions": 200,
    }


def only(allow: Any, *, table: str | None = None, database: bool = False) -> dict[str, Any]:
    """Metadata with one allow block."""
    if table is not None:
        return {"databases": {"quotes": {"tables": {table: {"allow": allow}}}}}
    return {"databases": {"quotes": {"allow": allow}}} if database else {"allow": allow}


async def check(datasette: Any, story: Story, expected: dict[str, int], actor: str | None = None) -> None:
    """Statuses of all routes; a refusal holds nothing of the collection."""
    await datasette.invoke_startup()
    cookies = cookie(datasette, actor) if actor else {}
    for path, status in expected.items():
        headers = {"cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
        response = await datasette.client.get(path, headers=headers)
        assert response.status_code == status, path
        if status == 403:
            assert not [secret for secret in SECRETS if secret in response.text], path
            assert story.statement not in response.text.replace(path, "").replace(path.replace("&", "&amp;"), "")
            assert "location" not in response.headers


async def test_open(serve: Callable[..., Any], story: Story) -> None:
    await check(serve(), story, routes(story))


@pytest.mark.parametrize("table", TABLES)
async def test_a_denied_table_closes_every_page_that_reads_it(
    serve: Callable[..., Any], story: Story, table: str
) -> None:
    expected = {path: 403 if table in reads(path) else status for path, status in routes(story).items()}
    await check(serve(metadata=only(EDITOR, table=table)), story, expected)


@pytest.mark.parametrize("database", [pytest.param(True, id="database"), pytest.param(False, id="instance")])
@pytest.mark.parametrize("allow", [pytest.param(False, id="nobody"), pytest.param(EDITOR, id="editor only")])
async def test_a_denied_database_or_instance_closes_all(
    serve: Callable[..., Any], story: Story, database: bool, allow: Any
) -> None:
    expected = dict.fromkeys(routes(story), 403)
    await check(serve(metadata=only(allow, database=database)), story, expected)
    await check(serve(metadata=only(allow, database=database)), story, expected, actor="somebody else")


@pytest.mark.parametrize(
    "metadata",
    [
        pytest.param(only(EDITOR, table="quotes"), id="table"),
        pytest.param(only(EDITOR, table="loads"), id="table that is only counted"),
        pytest.param(only(EDITOR, database=True), id="database"),
        pytest.param(only(EDITOR), id="instance"),
    ],
)
async def test_who_is_allowed_sees_all(serve: Callable[..., Any], story: Story, metadata: dict[str, Any]) -> None:
    await check(serve(metadata=metadata), story, routes(story), actor="editor")


async def test_a_table_opened_in_a_closed_database_is_not_enough(serve: Callable[..., Any], story: Story) -> None:
    metadata = {"databases": {"quotes": {"allow": False, "tables": {"quotes": {"allow": True}}}}}
    await check(serve(metadata=metadata), story, dict.fromkeys(routes(story), 403))


async def test_all_tables_opened_in_a_closed_database_are_enough(serve: Callable[..., Any], story: Story) -> None:
    """As Datasette does for its own table pages."""
    tables = {table: {"allow": True} for table in TABLES}
    metadata = {"databases": {"quotes": {"allow": False, "tables": tables}}}
    await check(serve(metadata=metadata), story, routes(story))


@pytest.mark.parametrize(
    ("metadata", "seen"),
    [
        pytest.param({}, True, id="open"),
        pytest.param(only(EDITOR, table="quotes"), False, id="table denied"),
        pytest.param(only(EDITOR, table="contradictions"), True, id="table that the start page doesn't read"),
    ],
)
async def test_menus_offer_only_what_may_be_seen(
    serve: Callable[..., Any], metadata: dict[str, Any], seen: bool
) -> None:
    datasette = serve(metadata=metadata)
    for path in ("/", "/quotes", "/quotes/statements"):
        assert ("/quotes/-/quotes" in (await datasette.client.get(path)).text) is seen


class Listing:
    """What a page asks of Datasette 1.0: tables that it lists as visible, and answers for one table."""

    def __init__(self, listed: tuple[str, ...], allowed: tuple[str, ...]) -> None:
        self.listed, self.answers = listed, allowed
        self.asked: list[str] = []

    async def allowed_resources(self, action: str, actor: object, *, parent: str, limit: int) -> Any:
        """Every table that the actor may view."""
        assert (action, actor, parent) == ("view-table", EDITOR, "quotes")
        return SimpleNamespace(resources=[SimpleNamespace(child=table) for table in self.listed[:limit]])

    async def allowed(self, *, action: str, resource: Any, actor: object) -> bool:
        """Whether the actor may view one table."""
        assert (action, actor, resource.parent) == ("view-table", EDITOR, "quotes")
        self.asked.append(resource.child)
        return resource.child in self.answers


@pytest.mark.skipif(not hasattr(Datasette, "allowed_resources"), reason="Datasette 0.65 lists no tables")
@pytest.mark.parametrize(
    ("listed", "allowed", "expected", "asked"),
    [
        pytest.param(("quotes", "articles"), (), True, [], id="all are listed"),
        pytest.param(("quotes",), ("articles",), True, ["articles"], id="not there: asked by itself"),
        pytest.param(("quotes",), (), False, ["articles"], id="denied"),
        pytest.param((), (), False, ["quotes"], id="nothing is listed"),
    ],
)
async def test_tables_are_asked_for_at_once(
    listed: tuple[str, ...], allowed: tuple[str, ...], expected: bool, asked: list[str]
) -> None:
    datasette = Listing(listed, allowed)
    assert await may_see(datasette, EDITOR, "quotes", ("quotes", "articles")) is expected
    assert datasette.asked == asked
