"""Databases of another version, of another program, or damaged: a page or JSON that says so, never a 500."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from sqlite_utils import Database

from datasette_quotes import queries, schema, sql_functions
from quote_loaders.migrations import migrations
from tests.plugin.conftest import soup
from tests.plugin.rows import Story
from tests.upgrading import STEPS, as_of, step_after

ADDRESSES = ("quotes", "statement/aaaaaaaaaaaa", "quote/aaaaaaaaaaaa", "speaker/aaaaaaaaaaaa", "article/aaaaaaaaaaaa")
FIRST_RELEASE = "m004_views"
CHANGES = {
    "a lost column": "alter table quotes rename column cue to hint",
    "a lost table": "drop table speaker_names",
    "a lost search index": "drop table statements_fts",
    "a later schema": "alter table articles rename column title to headline; insert into _sqlite_migrations"
    " (migration_set, name, applied_at) values ('datasette_quotes', 'm999_headlines', '2030-01-01')",
}
FOREIGN = {
    "no tables": "create table plants (id integer primary key, name text)",
    "one table of ours": "create table quotes (id integer primary key, key text)",
    "every table of ours, made by others": "".join(
        f"create table {table} (id integer primary key, key text); insert into {table} (key) values ('aaaaaaaaaaaa');"
        for table in schema.COLUMNS
    ),
    "another program's migrations": "create table quotes (id integer primary key);"
    " create table _sqlite_migrations (id integer primary key, migration_set text, name text);"
    " insert into _sqlite_migrations values (1, 'plants', 'm001_tables')",
}


def made(path: Path, script: str) -> Path:
    with closing(sqlite3.connect(path)) as db:
        db.executescript(script)
    return path


def read_by_the_plugin() -> dict[str, set[str]]:
    """Tables and columns that the plugin's queries read of the first release's schema."""
    found: dict[str, set[str]] = defaultdict(set)

    def noted(action: int, table: str | None, column: str | None, *_: Any) -> int:
        if action == sqlite3.SQLITE_READ and table and column:
            found[table].add(column)
        return sqlite3.SQLITE_OK

    with closing(sqlite3.connect(":memory:")) as db:
        migrations.apply(Database(db), stop_before=step_after(FIRST_RELEASE))
        names = {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}
        sql_functions.register(db)
        sql_functions.register(db)  # which makes the table that search asks for terms
        db.set_authorizer(noted)
        for module in iter_modules(queries.__path__, f"{queries.__name__}."):
            if module.name.endswith((".withdrawals", ".versions")):  # these ask first whether their table is there
                continue
            for name, sql in vars(import_module(module.name)).items():
                if name.isupper() and isinstance(sql, str) and re.match(r"\s*(select|with)\b", sql):
                    db.execute(f"explain {sql}", dict.fromkeys(re.findall(r":(\w+)", sql), 1))
        db.set_authorizer(None)
    return {table: columns for table, columns in found.items() if table in names}


def test_what_is_asked_for_is_what_the_queries_read() -> None:
    """And nothing that came after the first release: a query that reads more has to do without it there."""
    found = read_by_the_plugin()
    assert {table: schema.COLUMNS[table] | schema.OPTIONAL.get(table, set()) for table in schema.COLUMNS} == {
        table: columns for table, columns in found.items() if table in schema.COLUMNS
    }
    assert {table for table in found if table not in schema.COLUMNS} == set(schema.SEARCHED)


def test_what_is_asked_of_the_database_names_every_table() -> None:
    asked = re.findall(r"'(\w+)'", schema.PRESENT.partition("name in")[2])
    assert sorted(asked) == sorted([*schema.COLUMNS, *schema.SEARCHED])


@pytest.mark.parametrize("last", STEPS)
async def test_a_database_of_each_version_is_served_or_explained(
    serve: Callable[..., Any], story: Story, tmp_path: Path, last: str
) -> None:
    """From the first release on every page is there."""
    path = as_of(story.path, tmp_path / "quotes.db", last)
    datasette = serve(path)
    for address, kind in (
        (f"statement/{story.statement}", "trace"),
        ("quotes", "start"),
        ("quotes?q=pensions", "search"),
    ):
        response = await datasette.client.get(f"/quotes/-/{address}")
        if STEPS.index(last) < STEPS.index("m003_search"):
            assert (kind, response.status_code) == (kind, 503)
            assert "older version" in response.text
        else:
            assert (kind, response.status_code) == (kind, 200)


@pytest.mark.parametrize("script", CHANGES.values(), ids=CHANGES.keys())
async def test_a_changed_database_is_explained_on_every_page(
    serve: Callable[..., Any], story: Story, tmp_path: Path, script: str
) -> None:
    path = made(Path(shutil.copy(story.path, tmp_path / "quotes.db")), script)
    datasette = serve(path)
    for address in ADDRESSES:
        response = await datasette.client.get(f"/quotes/-/{address}")
        assert (address, response.status_code) == (address, 503)
        page = soup(response)
        assert page.h1 is not None
        assert page.h1.text == "Another version"
        assert "The database quotes lacks" in response.text
        answer = await datasette.client.get(f"/quotes/-/{address}.json")
        assert (address, answer.status_code) == (address, 503)
        body = answer.json()
        assert (body["ok"], body["status"], body["errors"]) == (False, 503, [body["error"]])


async def test_what_is_lost_is_named(serve: Callable[..., Any], story: Story, tmp_path: Path) -> None:
    path = made(Path(shutil.copy(story.path, tmp_path / "quotes.db")), CHANGES["a later schema"])
    error = (await serve(path).client.get("/quotes/-/quotes.json")).json()["error"]
    assert "articles.title" in error
    assert "m999_headlines" in error


async def test_exports_explain_it_in_plain_words(serve: Callable[..., Any], story: Story, tmp_path: Path) -> None:
    path = made(Path(shutil.copy(story.path, tmp_path / "quotes.db")), CHANGES["a lost column"])
    datasette = serve(path)
    text = await datasette.client.get(f"/quotes/-/statement/{story.statement}.bib")
    assert (text.status_code, text.headers["content-type"]) == (503, "text/plain; charset=utf-8")
    body = await datasette.client.get(f"/quotes/-/statement/{story.statement}.csl.json")
    assert (body.status_code, body.json()["ok"]) == (503, False)


@pytest.mark.parametrize("script", FOREIGN.values(), ids=FOREIGN.keys())
async def test_a_database_of_others_is_not_found(serve: Callable[..., Any], tmp_path: Path, script: str) -> None:
    datasette = serve(made(tmp_path / "other.db", script))
    response = await datasette.client.get("/other/-/quotes")
    assert response.status_code == 404
    assert "holds no quotes" in response.text
    for address in ADDRESSES:
        body = (await datasette.client.get(f"/other/-/{address}.json")).json()
        assert (body["ok"], body["status"]) == (False, 404)


@pytest.mark.parametrize("script", [*CHANGES.values(), *FOREIGN.values()], ids=[*CHANGES, *FOREIGN])
async def test_nothing_leads_to_pages_that_are_not_there(
    serve: Callable[..., Any], story: Story, tmp_path: Path, script: str
) -> None:
    """Neither the menu nor the actions of the database, its tables and their rows."""
    path = tmp_path / "quotes.db"
    if script in CHANGES.values():
        shutil.copy(story.path, path)
    made(path, script)
    datasette = serve(path)
    tables = [name for name in ("quotes", "statements") if await datasette.get_database("quotes").table_exists(name)]
    rows = [f"/quotes/{name}/1" for name in tables]
    for address in ("/", "/quotes", *(f"/quotes/{name}" for name in tables), *rows):
        response = await datasette.client.get(address)
        assert response.status_code in (200, 404), address
        assert "/quotes/-/quotes" not in response.text, address


async def test_a_database_that_is_brought_up_to_date_is_served_at_once(
    serve: Callable[..., Any], story: Story, tmp_path: Path
) -> None:
    path = as_of(story.path, tmp_path / "quotes.db", "m002_indexes")
    datasette = serve(path)
    assert (await datasette.client.get("/quotes/-/quotes")).status_code == 503
    database = Database(path)
    migrations.apply(database)
    database.close()
    assert (await datasette.client.get("/quotes/-/quotes")).status_code == 200
