"""How much a page asks of the database: a fixed number of queries, each limited, each by an index."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest

from datasette_quotes import queries
from datasette_quotes.queries import tables
from tests.plugin.rows import FIRST_HALF, Story, create

MOST = 8  # queries of one trace page, however many occurrences it has
MODULES = tuple(import_module(f"{queries.__name__}.{one.name}") for one in iter_modules(queries.__path__))


def constants(module: ModuleType) -> Iterator[tuple[str, str]]:
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, str):
            yield f"{module.__name__.rpartition('.')[2]}.{name}", value


SQL = dict(item for module in MODULES for item in constants(module))


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL.keys())
def test_every_query_has_a_limit_and_is_lower_case(sql: str) -> None:
    assert re.search(r"\blimit\b[^()]*\)?\s*$", sql)
    assert re.sub(r"'[^']*'", "", sql) == re.sub(r"'[^']*'", "", sql).lower()


async def counted(datasette: Any, monkeypatch: pytest.MonkeyPatch, name: str, path: str) -> int:
    """The number of the plugin's queries while a page is answered; nothing else is asked but the schema."""
    await datasette.client.get("/")
    database = datasette.get_database(name)
    execute, asked = database.execute, []

    async def wrapped(sql: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(sql)
        return await execute(sql, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(database, "execute", wrapped)
        assert (await datasette.client.get(path)).status_code == 200
    ours = [sql for sql in asked if sql in SQL.values()]
    others = [sql for sql in asked if sql not in SQL.values()]
    assert all(sql.lower().startswith("pragma") or "sqlite_master" in sql for sql in others)  # permission checks
    return len(ours)


@pytest.mark.parametrize("ending", [".json", ""])
async def test_a_trace_asks_few_queries(
    datasette: Any, story: Story, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = f"/quotes/-/statement/{story.statement}{ending}"
    assert await counted(datasette, monkeypatch, "quotes", path) <= MOST


async def test_the_number_does_not_grow_with_the_occurrences(
    serve: Callable[..., Any], story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = create(tmp_path / "many.db")
    outlet = rows.outlet("Outlet")
    articles = [rows.article(outlet, f"Title {number}", f"“{FIRST_HALF}.”", "2026-03-12") for number in range(200)]
    statement = rows.statement(FIRST_HALF, [rows.quote(article, [FIRST_HALF]) for article in articles])
    rows.connection.commit()
    small = await counted(serve(), monkeypatch, "quotes", f"/quotes/-/statement/{story.statement}")
    path = f"/many/-/statement/{rows.key('statements', statement)}"
    assert await counted(serve(tmp_path / "many.db"), monkeypatch, "many", path) <= small


async def test_pages_of_occurrences_keep_to_it(
    serve: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = create(tmp_path / "many.db")
    outlet = rows.outlet("Outlet")
    articles = [rows.article(outlet, f"Title {number}", f"“{FIRST_HALF}.”", "2026-03-12") for number in range(520)]
    statement = rows.statement(FIRST_HALF, [rows.quote(article, [FIRST_HALF]) for article in articles])
    rows.connection.commit()
    path = f"/many/-/statement/{rows.key('statements', statement)}"
    datasette = serve(tmp_path / "many.db")
    assert await counted(datasette, monkeypatch, "many", path) <= MOST
    following = (await datasette.client.get(f"{path}.json")).json()["next_url"]
    assert await counted(datasette, monkeypatch, "many", following.removeprefix("http://localhost")) <= MOST


# These walk an index, or full-text search, by purpose; each of them is bounded.
WALKS = (
    "tables.HAS_TABLES",
    "tables.COLLECTION",
    "start.TERMS",
    "start.SEARCH",
    "start.JUMP",
    "start.JUMP_SPEAKERS",
    "start.NAMED",
)


@pytest.mark.parametrize("name", [name for name in SQL if name not in WALKS])
def test_no_query_reads_a_whole_table(story: Story, name: str) -> None:
    connection = sqlite3.connect(story.path)
    tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
    plan = [row[3] for row in connection.execute(f"explain query plan {SQL[name]}", defaultdict(lambda: None, limit=1))]
    connection.close()
    scans = [step for step in plan if step.startswith("SCAN") and step.split()[1] in tables]
    assert not [step for step in scans if "USING INDEX" not in step and "USING COVERING INDEX" not in step], plan


def test_counts_walk_an_index_and_stop(story: Story) -> None:
    connection = sqlite3.connect(story.path)
    plan = [row[3] for row in connection.execute(f"explain query plan {tables.COLLECTION}", {"limit": 10})]
    counts = connection.execute(tables.COLLECTION, {"limit": 3}).fetchone()[:2]
    connection.close()
    assert counts == (3, 3)
    assert "SCAN articles" not in plan
