"""Figures, never a verdict: how fast the seeds are loaded, and what a page costs. `make bench` prints them."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from importlib import import_module
from pathlib import Path

from datasette.app import Datasette

SEEDS = Path(__file__).parent.parent / "seeds"
REQUESTS = 50
# Benchmarks of their own; each has --help.
NAMED = {
    "adding": "bench.adding",
    "corpus": "bench.corpus",
    "extraction": "bench.extraction",
    "fuzz": "bench.fuzz",
    "intake": "bench.intake",
    "kills": "bench.kills",
    "linkage": "bench.linkage",
    "pages": "bench.pages",
    "readers": "bench.visitors",
    "warc": "bench.warc",
    "writing": "bench.writing",
}


def measure_load(database: Path) -> None:
    """CPU seconds of the model, of a first load, and of a load that finds nothing to do."""
    from quote_loaders.extraction import Extractor
    from quote_loaders.pipeline import load
    from quote_loaders.speakers import load_aliases

    start = time.process_time()
    extractor = Extractor()
    print(f"model, CPU s:                 {time.process_time() - start:8.2f}")
    for what in ("first load, CPU s:", "load without news, CPU s:"):
        start = time.process_time()
        load(database, [SEEDS], extractor, load_aliases(()))
        print(f"{what:29} {time.process_time() - start:8.2f}")
    with closing(sqlite3.connect(database)) as connection:
        articles, words = connection.execute("select count(*), sum(word_count) from articles").fetchone()
        (quotes,) = connection.execute("select count(*) from quotes").fetchone()
    print(f"articles, words, quotes:      {articles:8} {words:8} {quotes:8}")
    print(f"file, kB:                     {database.stat().st_size / 1000:8.0f}")


async def measure_pages(database: Path) -> None:
    """CPU milliseconds of a request, after one that warms up."""
    with closing(sqlite3.connect(database)) as connection:
        (key,) = connection.execute("select key from statements order by quotes desc, key limit 1").fetchone()
    datasette = Datasette([], immutables=[str(database)], settings={"suggest_facets": False})
    pages = ("-/quotes", "-/quotes.json?q=pensions", f"-/statement/{key}", f"-/statement/{key}.json", "quotes")
    for page in pages:
        await datasette.client.get(f"/quotes/{page}")
        start = time.process_time()
        for _ in range(REQUESTS):
            response = await datasette.client.get(f"/quotes/{page}")
        spent = (time.process_time() - start) / REQUESTS * 1000
        print(f"/quotes/{page.replace(key, '{key}'):28} {response.status_code} {spent:8.1f} CPU ms")


def main() -> None:
    """Print every figure, or those of the one benchmark that is named."""
    if sys.argv[1:2]:
        name = sys.argv[1]
        if name not in NAMED:
            raise SystemExit(f"{name} is no benchmark, expected one of {', '.join(NAMED)}")
        import_module(NAMED[name]).main(sys.argv[2:])
        return
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "quotes.db"
        measure_load(database)
        asyncio.run(measure_pages(database))


if __name__ == "__main__":
    main()
