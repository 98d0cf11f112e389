"""What every page, facet, filter and sort costs on one database: `python -m bench pages DATABASE`.

The database is served as it is published: immutable, with an inspect file, Datasette's default limits of time, and no
suggested facets. Facets and sorts are those of `metadata.yml`; each facet is also filtered by its most frequent value
and by one of the middle, which shows every pair of filter and facet. CPU is that of the whole process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import datasette
import yaml
from datasette.app import Datasette
from datasette.database import Database

METADATA = Path(__file__).parent.parent / "metadata.yml"
METADATA_TABLES = yaml.safe_load(METADATA.read_text(encoding="utf-8"))["databases"]["quotes"]["tables"]
REQUESTS = 3  # after one that warms up; the median counts
PRINTED = (1, 12, 500, 5000)  # occurrences of the statements whose pages are asked for
EXPORTS = ("csl.json", "bib", "ris", "txt", "csv", "annotations.jsonld", "prov.jsonld", "jsonld", "atom", "feed.json")
SETTINGS = {"suggest_facets": False}
VIEWS = {
    "repeated_statements": "outlets",
    "reworded_statements": "wordings",
    "contradicted_statements": "contradictions",
}


# Statements that are alike in collections of any size: nothing contradicts them, and their wording is about as long.
LENGTH = 120  # characters
ALIKE = """
select key from statements where quotes = :size order by contradictions, abs(length(text) - :length), id limit 1
"""
# Datasette's own pages of one quote and of what it belongs to.
ROW_TABLES = ("quotes", "statements", "speakers", "outlets", "articles")
ROWS = """
select quotes.id, statements.id, statements.speaker_id, quotes.outlet_id, quotes.article_id
from statements join quotes on quotes.id = statements.reference_quote_id
where statements.quotes = 12
order by statements.contradictions, statements.id
limit 1
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one address cost: milliseconds, queries, and the facets that ran out of time."""

    path: str
    status: int
    cpu: float
    wall: float
    queries: int
    timed_out: tuple[str, ...]
    size: int


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench pages", description=__doc__)
    parser.add_argument("database", type=Path, help="a database, best one of `python -m bench corpus`")
    parser.add_argument("--only", default="", help="addresses that hold this text")
    parser.add_argument("--json", action="store_true", help="one JSON object a line in place of the table")
    return parser.parse_args(given)


def inspected(database: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """The database under the name that the metadata knows, and what `datasette inspect` says of it."""
    linked = folder / "quotes.db"
    linked.symlink_to(database.resolve())
    command = [sys.executable, "-m", "datasette", "inspect", str(linked)]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return linked, json.loads(found)


def table_addresses(connection: sqlite3.Connection, metadata: dict[str, Any]) -> Iterator[str]:
    """Every table with its facets and its sort, then filtered by each facet, as JSON and the first as a page."""
    known = {row[0] for row in connection.execute("select name from sqlite_master where type in ('table', 'view')")}
    for table, about in metadata["databases"]["quotes"]["tables"].items():
        if table not in known or about.get("hidden"):
            continue
        yield f"/quotes/{table}"
        for facet in about.get("facets", ()):
            for value in _values(connection, table, facet):
                yield f"/quotes/{table}.json?{urlencode({facet: value, '_extra': 'facet_results,count'})}"
    for view, column in VIEWS.items():
        yield f"/quotes/{view}?_sort_desc={column}"


def _values(connection: sqlite3.Connection, table: str, column: str) -> list[Any]:
    """The most frequent value of a column, and one of the middle."""
    rows = connection.execute(
        f"select {column} from {table} where {column} is not null group by 1 order by count(*) desc"  # noqa: S608
    ).fetchall()
    return list(dict.fromkeys(rows[place][0] for place in (0, len(rows) // 2))) if rows else []


def query_addresses(metadata: dict[str, Any], connection: sqlite3.Connection) -> Iterator[str]:
    """Every canned query, with values that are there."""
    (speaker,) = connection.execute("select name from speakers where id = 1").fetchone()
    (outlet,) = connection.execute("select name from outlets where id = 1").fetchone()
    known = {
        "speaker": speaker,
        "since": "2021",
        "until": "",
        "phrase": "children now",
        "outlet": outlet,
        "agency": outlet,
    }
    for name, about in metadata["databases"]["quotes"]["queries"].items():
        given = {param: known.get(param, "") for param in about.get("params", ())}
        yield f"/quotes/{name}{'?' + urlencode(given) if given else ''}"


def page_addresses(connection: sqlite3.Connection) -> Iterator[str]:
    """Every page of the plugin: of statements of several sizes, and of whoever is quoted most."""
    one = connection.execute
    for size in PRINTED:
        row = one(ALIKE, {"size": size, "length": LENGTH}).fetchone()
        if row:
            yield f"/quotes/-/statement/{row[0]}"
            yield f"/quotes/-/statement/{row[0]}.json"
    (large,) = one("select key from statements order by quotes desc limit 1").fetchone()
    yield from (f"/quotes/-/statement/{large}.{form}" for form in EXPORTS)
    yield from (f"/quotes/-/statement/{large}/{form}" for form in ("timeline.svg", "embed"))
    (text,) = one("select text from statements where quotes = 12 limit 1").fetchone()
    words = text.split()
    asked = {"exact": text, "part": " ".join(words[2:9]), "changed": " ".join([*words[:4], "zebra", *words[5:]])}
    asked |= {"common": "the people of the country will not support this government", "rare": "nothing like it zebra"}
    yield "/quotes/-/quotes"
    yield "/quotes/-/quotes.json"
    yield from (f"/quotes/-/quotes?{urlencode({'q': words})}" for words in asked.values())
    yield f"/quotes/-/quotes?{urlencode({'q': text, 'speaker': 'Glai'})}"
    yield f"/quotes/-/quotes.atom?{urlencode({'q': asked['common']})}"
    yield "/quotes/-/quotes.atom"
    for page, table in (("speaker", "speakers"), ("outlet", "outlets")):
        (key,) = one(f"select key from {table} where id = 1").fetchone()  # noqa: S608
        yield f"/quotes/-/{page}/{key}"
        yield f"/quotes/-/{page}/{key}.json"
        if page == "speaker":
            yield from (f"/quotes/-/speaker/{key}?sort={sort}" for sort in ("outlets", "wordings", "contradictions"))
            yield f"/quotes/-/speaker/{key}.atom"
    (key,) = one("select key from articles where id = (select article_id from quotes group by 1 limit 1)").fetchone()
    yield f"/quotes/-/article/{key}"
    left, right = (row[0] for row in one("select key from quotes where statement_id = 3 limit 2"))
    yield f"/quotes/-/compare?left={left}&right={right}"
    yield from row_addresses(connection)
    yield "/quotes"


def row_addresses(connection: sqlite3.Connection) -> Iterator[str]:
    """Datasette's own pages of rows: of a quote, its statement, speaker, outlet and article."""
    rows = connection.execute(ROWS).fetchall()
    for row in rows:
        yield from (f"/quotes/{table}/{one}" for table, one in zip(ROW_TABLES, row, strict=True) if one is not None)


async def measure(site: Any, path: str, counted: list[str]) -> Measured:
    """Ask for an address some times."""
    await site.client.get(path)
    cpu, wall = [], []
    for _ in range(REQUESTS):
        counted.clear()
        start, began = time.process_time(), time.perf_counter()
        response = await site.client.get(path)
        cpu.append((time.process_time() - start) * 1000)
        wall.append((time.perf_counter() - began) * 1000)
    return Measured(
        path,
        response.status_code,
        statistics.median(cpu),
        statistics.median(wall),
        len(counted),
        tuple(_timed_out(response, path)),
        len(response.content),
    )


def _timed_out(response: Any, path: str) -> list[str]:
    """The facets of the metadata that a table's answer lacks."""
    if response.status_code != 200:
        return []
    if ".json?" not in path or "_extra=facet_results" not in path:
        return ["of the page"] if "These facets timed out" in response.text else []
    found = response.json()["facet_results"]
    table = path.partition(".json?")[0].rpartition("/")[2]
    wanted = METADATA_TABLES[table]["facets"]
    return [one for one in wanted if one not in found.get("results", found)]


async def measure_all(database: Path, only: str, as_json: bool) -> None:
    """Every address, a line each."""
    metadata = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        addresses = [
            *page_addresses(connection),
            *table_addresses(connection, metadata),
            *query_addresses(metadata, connection),
        ]
    counted: list[str] = []
    execute = Database.execute

    async def counting(self: Any, sql: str, *args: Any, **kwargs: Any) -> Any:
        counted.append(sql)
        return await execute(self, sql, *args, **kwargs)

    Database.execute = counting
    with tempfile.TemporaryDirectory() as folder:
        linked, about = inspected(database, Path(folder))
        site = Datasette([], immutables=[str(linked)], inspect_data=about, metadata=metadata, settings=SETTINGS)
        await site.invoke_startup()
        if not hasattr(site, "permission_allowed"):  # Datasette 1.0 takes queries from the plugin's or site's settings
            for name, one in metadata["databases"]["quotes"]["queries"].items():
                await site.add_query("quotes", name, one["sql"], is_trusted=True, source="bench")
        if not as_json:
            print(f"Datasette {datasette.__version__}, SQLite {sqlite3.sqlite_version}\n")
            print(
                "| address | status | CPU ms | ms | queries | kB | facets out of time |\n|---|---|---|---|---|---|---|"
            )
        for path in addresses:
            if only in path:
                print(_line(await measure(site, path, counted), as_json), flush=True)


def _line(one: Measured, as_json: bool) -> str:
    if as_json:
        return json.dumps({name: getattr(one, name) for name in one.__dataclass_fields__})
    out = ", ".join(one.timed_out)
    path = one.path if len(one.path) < 90 else f"{one.path[:89]}…"
    return f"| {path} | {one.status} | {one.cpu:.1f} | {one.wall:.1f} | {one.queries} | {one.size / 1000:.0f} | {out} |"


def main(given: Sequence[str]) -> None:
    """Print what every address costs."""
    asked = arguments(given)
    asyncio.run(measure_all(asked.database, asked.only, asked.json))
