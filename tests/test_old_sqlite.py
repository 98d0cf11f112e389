"""A published image has SQLite 3.34.1: what the plugin and the site ask for must be known to it.

The first half reads the SQL. The second asks a real one for every page, and needs a library of SQLite 3.34 that can be
loaded in place of this Python's: QUOTES_OLD_SQLITE names the file, and `.ci/run` shows how one is made.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml

from datasette_quotes import queries
from docs.generate import schema
from tests.serving import BIN, ROOT, Server, any_statement, environment, free_port, served

OLD_SQLITE = os.environ.get("QUOTES_OLD_SQLITE", "")
CONFIG: dict[str, Any] = yaml.safe_load((ROOT / "datasette.yaml").read_text(encoding="utf-8"))
CANNED: dict[str, Any] = CONFIG["databases"]["quotes"]["queries"]
TABLES = ("statements", "quotes", "articles", "outlets", "speakers", "contradictions", "article_links", "loads")
VIEWS = ("quotes_with_names", "repeated_statements", "reworded_statements", "contradicted_statements")

# What came after 3.34, with the version that brought it.
NEWER = {
    "returning (3.35)": r"\breturning\b",
    "drop column (3.35)": r"\bdrop\s+column\b",
    "materialized (3.35)": r"\bmaterialized\b",
    "functions of mathematics (3.35)": r"\b(sqrt|pow|power|ln|log|log2|log10|exp|ceil|ceiling|floor|sin|cos|pi)\s*\(",
    "strict tables (3.37)": r"\)\s*strict\b",
    "-> and ->> (3.38)": r"->",
    "unixepoch (3.38)": r"\bunixepoch\b",
    "format (3.38)": r"\bformat\s*\(",
    "right and full join (3.39)": r"\b(right|full)\s+(outer\s+)?join\b",
    "is distinct from (3.39)": r"\bdistinct\s+from\b",
    "timediff and octet_length (3.43)": r"\b(timediff|octet_length)\s*\(",
    "concat and string_agg (3.44)": r"\b(concat|concat_ws|string_agg)\s*\(",
    "jsonb (3.45)": r"\bjsonb",
}


def plugin_sql() -> Iterator[tuple[str, str]]:
    """Every constant of the plugin's query modules that is SQL."""
    for module in pkgutil.iter_modules(queries.__path__, queries.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, str) and re.match(r"\s*(select|with)\b", value):
                yield f"{module.name}.{name}", value


def all_sql() -> dict[str, str]:
    """The schema, the plugin's queries and the site's."""
    with closing(schema()) as connection:
        made = connection.execute("select name, sql from sqlite_master where sql is not null").fetchall()
    canned = {f"datasette.yaml: {name}": query["sql"] for name, query in CANNED.items()}
    return {**{f"schema: {name}": sql for name, sql in made}, **dict(plugin_sql()), **canned}


def test_there_is_sql_to_look_at() -> None:
    assert len(dict(plugin_sql())) >= 5
    assert len(all_sql()) > 60


@pytest.mark.parametrize("pattern", NEWER.values(), ids=NEWER.keys())
def test_no_sql_is_newer_than_3_34(pattern: str) -> None:
    def code(sql: str) -> str:
        return re.sub(r"--.*|'[^']*'", " ", sql)

    assert [name for name, sql in all_sql().items() if re.search(pattern, code(sql), re.IGNORECASE)] == []


def test_every_sql_constant_of_the_plugin_has_a_limit() -> None:
    assert [name for name, sql in plugin_sql() if not re.search(r"\blimit\b", sql)] == []


# --- with a real one


@pytest.fixture(scope="module")
def old_site(seeds_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo site, served by this Python with the old library in place of its own."""
    port = free_port()
    work = tmp_path_factory.mktemp("old-sqlite")
    command: list[str | Path] = [BIN / "datasette", "serve", "-i", seeds_db, "--metadata", ROOT / "metadata.yml"]
    if not version("datasette").startswith("0."):
        command += ["--config", ROOT / "datasette.yaml"]
    command += ["--port", str(port), "--setting", "suggest_facets", "off"]
    with served(command, port, work / "log", env=environment(LD_PRELOAD=OLD_SQLITE)) as server:
        yield server


def pages() -> list[str]:
    """Every kind of page: the plugin's, tables with their default facets, views, searches, canned queries."""
    canned = []
    for name, query in CANNED.items():
        given = dict.fromkeys(query.get("params", []), "a")
        canned.append(f"/quotes/{name}.json?{urlencode({**given, '_shape': 'objects'})}")
    return [
        "/quotes",
        "/quotes/-/quotes",
        "/quotes/-/quotes.json?q=pensions+before",
        "/quotes/-/statement/{key}",
        "/quotes/-/statement/{key}.json",
        *(f"/quotes/{table}" for table in TABLES),
        *(f"/quotes/{view}" for view in VIEWS),
        "/quotes/quotes?_search=pensions&_facet=speaker_id&_facet=relation",
        "/quotes/articles?_search=bridge",
        *canned,
    ]


@pytest.mark.model
@pytest.mark.skipif(not OLD_SQLITE, reason="QUOTES_OLD_SQLITE names no library of SQLite 3.34")
@pytest.mark.skipif(sys.platform != "linux", reason="the library is put in place by LD_PRELOAD")
@pytest.mark.parametrize("path", ["/-/versions.json", *pages()])
def test_a_real_3_34_answers(old_site: Server, seeds_db: Path, path: str) -> None:
    status, body = old_site.get(path.replace("{key}", any_statement(seeds_db)))
    assert status == 200, body[:2000]
    if path == "/-/versions.json":
        assert json.loads(body)["sqlite"]["version"].startswith("3.34.")
    assert "no such function" not in body
    assert "syntax error" not in body
