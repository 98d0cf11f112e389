"""Who may see an export: whoever may see its page. Refusals in the export's own kind of format, on both versions."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from datasette_quotes.queries import exports as queries
from datasette_quotes.queries.tables import START_TABLES, TRACE_TABLES
from tests.plugin.conftest import Get
from tests.plugin.rows import Story
from tests.plugin.test_permissions import EDITOR, SECRETS, check, only

JSON_FORMS = (".csl.json", ".annotations.jsonld", ".prov.jsonld", ".jsonld", ".feed.json")
TEXT_FORMS = (".bib", ".ris", ".txt", ".csv", ".atom", "/timeline.svg", "/embed")


def speaker(story: Story) -> str:
    """Key of the speaker of the story's statement."""
    connection = sqlite3.connect(story.path)
    key = connection.execute(
        "select speakers.key from speakers join statements on speakers.id = speaker_id where statements.key = ?",
        (story.statement,),
    ).fetchone()[0]
    connection.close()
    return str(key)


def of_statement(story: Story) -> list[str]:
    """Exports that read what the trace page reads."""
    url = urlencode({"url": f"http://localhost/quotes/-/statement/{story.statement}"})
    base = f"/quotes/-/statement/{story.statement}"
    return [*(f"{base}{form}" for form in (*JSON_FORMS, *TEXT_FORMS)), f"/quotes/-/quotes/oembed?{url}"]


def of_lists(story: Story) -> list[str]:
    """Feeds that read what the start page reads."""
    feeds = (f"speaker/{speaker(story)}.atom", f"speaker/{speaker(story)}.feed.json", "quotes.atom", "quotes.feed.json")
    return [*(f"/quotes/-/{feed}" for feed in feeds), "/quotes/-/quotes.atom?q=pensions"]


async def test_open(serve: Callable[..., Any], story: Story) -> None:
    await check(serve(), story, dict.fromkeys([*of_statement(story), *of_lists(story)], 200))


@pytest.mark.parametrize("table", TRACE_TABLES)
async def test_a_denied_table_closes_every_export_that_reads_it(
    serve: Callable[..., Any], story: Story, table: str
) -> None:
    lists = 403 if table in START_TABLES else 200
    expected = {**dict.fromkeys(of_statement(story), 403), **dict.fromkeys(of_lists(story), lists)}
    await check(serve(metadata=only(EDITOR, table=table)), story, expected)


@pytest.mark.parametrize("database", [pytest.param(True, id="database"), pytest.param(False, id="instance")])
async def test_a_denied_database_or_instance_closes_all(
    serve: Callable[..., Any], story: Story, database: bool
) -> None:
    paths = [*of_statement(story), *of_lists(story), "/quotes/-/quotes/openapi.json"]
    await check(serve(metadata=only(EDITOR, database=database)), story, dict.fromkeys(paths, 403))
    await check(serve(metadata=only(EDITOR, database=database)), story, dict.fromkeys(paths, 403), actor="another")


async def test_who_is_allowed_sees_all(serve: Callable[..., Any], story: Story) -> None:
    paths = [*of_statement(story), *of_lists(story)]
    await check(serve(metadata=only(EDITOR, table="quotes")), story, dict.fromkeys(paths, 200), actor="editor")


@pytest.mark.parametrize("form", [*JSON_FORMS, *TEXT_FORMS])
@pytest.mark.parametrize("status", [403, 404])
async def test_refusals_are_in_kind(serve: Callable[..., Any], story: Story, form: str, status: int) -> None:
    datasette = serve(metadata=only(EDITOR) if status == 403 else {})
    key = story.statement if status == 403 else "nothere"
    response = await datasette.client.get(f"/quotes/-/statement/{key}{form}")
    assert response.status_code == status
    if form in JSON_FORMS:
        body = response.json()
        assert (body["ok"], body["status"], body["errors"]) == (False, status, [body["error"]])
    else:
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert "<" not in response.text
    assert not [secret for secret in SECRETS if secret in response.text]


@pytest.mark.parametrize("cors", [True, False])
async def test_other_sites_may_read_where_datasette_says_so(
    serve: Callable[..., Any], story: Story, cors: bool
) -> None:
    datasette = serve(cors=cors)
    for path in [*of_statement(story), *of_lists(story), "/quotes/-/statement/nothere.bib"]:
        if not path.endswith("/embed"):
            headers = (await datasette.client.get(path)).headers
            assert (path, "access-control-allow-origin" in headers) == (path, cors)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_nothing_is_written(datasette: Any, story: Story, method: str) -> None:
    response = await datasette.client.request(method, f"/quotes/-/statement/{story.statement}.bib")
    assert response.status_code in (403, 405)  # 0.65 looks for its CSRF token first


async def test_a_slow_query_is_said_to_be_slow(get: Get, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    from datasette.database import QueryInterrupted

    async def slow(*_: Any) -> None:
        raise QueryInterrupted(Exception("interrupted"), "select secret", {})

    monkeypatch.setattr(queries, "cited", slow)
    for form, kind in ((".csl.json", "application/json"), (".bib", "text/plain")):
        response = await get(f"/quotes/-/statement/{story.statement}{form}")
        assert (response.status_code, response.headers["retry-after"]) == (503, "10")
        assert response.headers["content-type"].startswith(kind)
        assert "secret" not in response.text


SQL = {name: value for name, value in vars(queries).items() if isinstance(value, str) and "select " in value}


@pytest.mark.parametrize("name", SQL)
def test_no_query_reads_a_whole_table(story: Story, name: str) -> None:
    connection = sqlite3.connect(story.path)
    values = {"key": "x", "keys": "[]", "statement_id": 1, "speaker_id": 1, "after": "x", "only": None, "limit": 10}
    plan = [row[3] for row in connection.execute(f"explain query plan {SQL[name]}", values)]
    connection.close()
    allowed = ("SCAN json_each", "SCAN TABLE json_each", "SCAN CONSTANT", "SCAN SUBQUERY", "SCAN (subquery")
    scans = [step for step in plan if step.startswith("SCAN") and not step.startswith(allowed)]
    assert not [step for step in scans if "INDEX" not in step], plan
