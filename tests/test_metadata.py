"""metadata.yml and datasette.yaml against the schema: nothing missing, nothing invented, every query runs."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
import yaml

from quote_loaders.migrations import migrations

ROOT = Path(__file__).parent.parent
METADATA: dict[str, Any] = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "datasette.yaml").read_text(encoding="utf-8"))
TABLES: dict[str, Any] = METADATA["databases"]["quotes"]["tables"]
QUERIES: dict[str, Any] = METADATA["databases"]["quotes"]["queries"]
DESCRIBED = {name: table for name, table in TABLES.items() if "columns" in table}
# Newer than the SQLite 3.34 that a published site may run on.
TOO_NEW = re.compile(r"->|\breturning\b|\b(right|full)\s+(outer\s+)?join\b|distinct from|unixepoch|\biif\b")


@pytest.fixture(scope="module")
def schema() -> Iterator[sqlite3.Connection]:
    """An empty database that the migrations made."""
    connection = sqlite3.connect(":memory:")
    migrations.apply(sqlite_utils.Database(connection))
    yield connection
    connection.close()


def columns_of(schema: sqlite3.Connection, table: str) -> set[str]:
    return {row[0] for row in schema.execute("select name from pragma_table_info(?)", [table])}


def leading_index_columns(schema: sqlite3.Connection, table: str) -> set[str]:
    """The first column of every index of a table."""
    return {
        row[0]
        for row in schema.execute(
            "select columns.name from pragma_index_list(?) as indexes,"
            " pragma_index_info(indexes.name) as columns where columns.seqno = 0",
            [table],
        )
    }


def test_both_files_hold_the_same_queries() -> None:
    assert CONFIG == {"databases": {"quotes": {"queries": QUERIES}}}


def test_every_table_and_view_is_described(schema: sqlite3.Connection) -> None:
    """Full-text tables and what SQLite keeps for itself aside: Datasette hides these."""
    names = {
        row[0]
        for row in schema.execute("select name from sqlite_master where type in ('table', 'view')")
        if "_fts" not in row[0] and not row[0].startswith("sqlite_")
    }
    assert set(TABLES) == names


def test_only_hidden_tables_lack_descriptions() -> None:
    assert [name for name in TABLES if name not in DESCRIBED and not TABLES[name].get("hidden")] == []


@pytest.mark.parametrize("table", DESCRIBED)
def test_columns_described_are_the_columns(schema: sqlite3.Connection, table: str) -> None:
    assert set(DESCRIBED[table]["columns"]) == columns_of(schema, table)


@pytest.mark.parametrize("table", DESCRIBED)
def test_licence_and_source_are_repeated(table: str) -> None:
    """Datasette 1.0 hands nothing down from the site or the database to a table."""
    for key in ("description", "license", "license_url", "source"):
        assert DESCRIBED[table][key]


@pytest.mark.parametrize("table", DESCRIBED)
def test_facets_and_sorts_are_indexed(schema: sqlite3.Connection, table: str) -> None:
    settings = DESCRIBED[table]
    used = {*settings.get("facets", []), settings.get("sort"), settings.get("sort_desc")} - {None}
    assert used <= leading_index_columns(schema, table)


@pytest.mark.parametrize("table", DESCRIBED)
def test_labels_are_columns(schema: sqlite3.Connection, table: str) -> None:
    """Views have no labels; every table names one, or Datasette would guess."""
    is_view = schema.execute("select type = 'view' from sqlite_master where name = ?", [table]).fetchone()[0]
    if is_view:
        assert "label_column" not in DESCRIBED[table]
    else:
        assert DESCRIBED[table]["label_column"] in columns_of(schema, table)


@pytest.mark.parametrize("name", QUERIES)
def test_query_runs_on_an_empty_database(schema: sqlite3.Connection, name: str) -> None:
    """With parameters left empty, and with marks in them that full-text search would trip over."""
    query = QUERIES[name]
    params = query.get("params", [])
    schema.execute(f"explain {query['sql']}", dict.fromkeys(params, ""))
    for value in ("", 'a "quoted" word*', "2026-03"):
        assert schema.execute(query["sql"], dict.fromkeys(params, value)).fetchall() == []


@pytest.mark.parametrize("name", QUERIES)
def test_query_declares_its_parameters(name: str) -> None:
    query = QUERIES[name]
    assert set(re.findall(r"(?<!\w):([a-z_]+)", query["sql"])) == set(query.get("params", []))


@pytest.mark.parametrize("name", QUERIES)
def test_query_is_titled_limited_and_plain(name: str) -> None:
    query = QUERIES[name]
    assert query["title"]
    assert query["description"]
    assert re.search(r"\nlimit \d+$", query["sql"])
    assert not TOO_NEW.search(query["sql"])
