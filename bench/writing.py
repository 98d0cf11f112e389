"""How fast prepared quotes are written, beside a bare executemany: `python -m bench writing --quotes 1000000`.

Prepared are the records of articles and quotes, in memory. The store checks their spans, makes their rows and writes
them in bulk. Beside it the same rows, made before the clock starts, are written by `executemany` into the same schema:
once into tables with all their indexes, and once into tables without them, which are made afterwards (as the store does
it). Full-text search is built in all of them. The store's writer of single articles, which loads use, is measured on
some of the articles.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bench.corpus import Row, Rows, fill, first_rows, write_all
from bench.corpus_articles import Printed, printed
from bench.corpus_plan import Plan, plan
from quote_loaders import store
from quote_loaders.store.bulk import CACHE

ONE_BY_ONE = 2000  # articles that are saved as loads save them
Saved = list[tuple[str, list[Row]]]


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench writing", description=__doc__)
    parser.add_argument("--quotes", type=int, default=100_000, help="how many, about 6 kB of memory each")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(given)


def rows_of(chosen: Plan, articles: Iterable[Printed]) -> Saved:
    """Every row of the collection, by table."""
    found: dict[str, list[Row]] = {}

    def write(table: str, some: Iterable[Mapping[str, Any]]) -> int:
        kept = found.setdefault(table, [])
        before = len(kept)
        kept.extend(map(dict, some))
        return len(kept) - before

    write_all(write, Rows(chosen), articles)
    return list(found.items())


def bare(db: Database, rows: Saved, *, indexes_last: bool) -> None:
    """The rows as tuples, one executemany a table, in one transaction."""
    db.execute("pragma foreign_keys = off")
    db.execute(f"pragma cache_size = {CACHE}")
    made = "type in ('index', 'trigger') and sql is not null" if indexes_last else "name like 'quotes_outlet_on%'"
    with db.atomic():
        dropped = db.execute(f"select type, name, sql from sqlite_master where {made} order by type").fetchall()  # noqa: S608
        for kind, name, _ in dropped:
            db.execute(f'drop {kind} "{name}"')
        for table, some in rows:
            columns = ", ".join(some[0])
            marks = ", ".join("?" * len(some[0]))
            values = (tuple(row.values()) for row in some)
            db.conn.executemany(f"insert into {table} ({columns}) values ({marks})", values)  # noqa: S608
        for _, _, sql in dropped:
            db.execute(sql)
        if indexes_last:
            for table in ("articles", "quotes", "statements", "speaker_names"):
                db.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")  # noqa: S608


def one_by_one(db: Database, articles: Sequence[Printed]) -> int:
    """The first articles as a load saves them; how many quotes they have."""
    for table, some in first_rows(plan(100, 1)):
        if table == "loads":
            with db.atomic():
                db.table(table).insert_all(some)
    quotes = 0
    for start in range(0, len(articles), 25):
        with db.atomic():
            for one in articles[start : start + 25]:
                store.save_article(db, one.article, [quote for quote, _ in one.quotes], "made up", 1)
                quotes += len(one.quotes)
    return quotes


def main(given: Sequence[str]) -> None:
    """Print quotes a second of each way, and the store's share of the bare ones."""
    asked = arguments(given)
    chosen = plan(asked.quotes, asked.seed)
    articles = list(printed(chosen))
    rows = rows_of(chosen, articles)
    speeds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("executemany, indexes after", "the store, in bulk", "executemany, indexes before", "one by one"):
            path = Path(folder) / "quotes.db"
            path.unlink(missing_ok=True)
            db = store.open_database(path)
            start, cpu = time.monotonic(), time.process_time()
            quotes = chosen.quotes
            if name == "one by one":
                quotes = one_by_one(db, articles[:ONE_BY_ONE])
            elif name.startswith("the store"):
                fill(db, chosen, articles)
            else:
                bare(db, rows, indexes_last=name.endswith("after"))
            seconds, cpu = time.monotonic() - start, time.process_time() - cpu
            db.close()
            speeds[name] = quotes / cpu
            per_second = f"{quotes / cpu:10,.0f} quotes per CPU s"
            print(f"{name:30} {quotes:>10,} quotes {seconds:8.1f} s {cpu:8.1f} CPU s {per_second}", flush=True)
    store_speed = speeds["the store, in bulk"]
    for name in ("executemany, indexes before", "executemany, indexes after"):
        print(f"the store against {name}: {store_speed / speeds[name]:.2f}")
