"""How fast prepared quotes are written, beside a bare executemany: `python -m bench writing --quotes 1000000`.

Prepared are the records of articles and quotes. The store checks their spans, makes their rows and writes them in
bulk. Beside it the same rows, as tuples, are written by `executemany` into the same schema: once into tables with all
their indexes, and once into tables without them, which are made afterwards (as the store does it). Full-text search is
built in all of them. The store's writer of single articles, which loads use, is measured on some of the articles.

What is written is prepared in portions while the clock stands, so that memory stays the same whatever the size.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlite_utils import Database

from bench.corpus import Rows, fill, first_rows, portions
from bench.corpus_articles import Printed, printed
from bench.corpus_plan import Plan, plan
from quote_loaders import store
from quote_loaders.store.bulk import CACHE

ONE_BY_ONE = 2000  # articles that are saved as loads save them
PREPARED = 1000  # articles that are prepared at a time
AFTER, BULK, BEFORE = "executemany, indexes after", "the store, in bulk", "executemany, indexes before"
SINGLE = "one by one"
Prepared = tuple[str, str, list[tuple[Any, ...]]]  # table, columns, rows
T = TypeVar("T")


class Stopwatch:
    """Seconds by the clock and of the processor since it was made, but for those that preparing took."""

    def __init__(self) -> None:
        self._began = time.monotonic(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Seconds by the clock, seconds of the processor."""
        clock, cpu = self._began
        return time.monotonic() - clock, time.process_time() - cpu

    def preparing(self, items: Iterable[T], size: int = 1) -> Iterator[T]:
        """The items, so many of which are prepared at a time while the watch stands."""
        waiting = iter(items)
        while True:
            clock, cpu = self.read()
            some = list(islice(waiting, size))
            self._began = time.monotonic() - clock, time.process_time() - cpu
            if not some:
                return
            yield from some


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench writing", description=__doc__)
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(given)


def prepared(chosen: Plan) -> Iterator[Prepared]:
    """Every row of the collection as a tuple."""
    for table, rows in portions(Rows(chosen), printed(chosen)):
        if rows:
            yield table, ", ".join(rows[0]), [tuple(row.values()) for row in rows]


def bare(db: Database, rows: Iterable[Prepared], *, indexes_last: bool) -> None:
    """The rows in one transaction, one executemany for each portion of a table."""
    db.execute("pragma foreign_keys = off")
    db.execute(f"pragma cache_size = {CACHE}")
    made = "type in ('index', 'trigger') and sql is not null" if indexes_last else "name like 'quotes_outlet_on%'"
    with db.atomic():
        dropped = db.execute(f"select type, name, sql from sqlite_master where {made} order by type").fetchall()  # noqa: S608
        for kind, name, _ in dropped:
            db.execute(f'drop {kind} "{name}"')
        for table, columns, values in rows:
            marks = ", ".join("?" * len(values[0]))
            db.conn.executemany(f"insert into {table} ({columns}) values ({marks})", values)  # noqa: S608
        for _, _, sql in dropped:
            db.execute(sql)
        if indexes_last:
            for table in ("articles", "quotes", "statements", "speaker_names"):
                db.execute(f"insert into {table}_fts ({table}_fts) values ('rebuild')")  # noqa: S608


def one_by_one(db: Database, articles: Iterable[Printed]) -> int:
    """Articles as a load saves them; how many quotes they have."""
    for table, some in first_rows(plan(100, 1)):
        if table == "loads":
            with db.atomic():
                db.table(table).insert_all(some)
    quotes = 0
    waiting = iter(articles)
    while portion := list(islice(waiting, 25)):
        with db.atomic():
            for one in portion:
                store.save_article(db, one.article, [quote for quote, _ in one.quotes], "made up", 1)
                quotes += len(one.quotes)
    return quotes


def main(given: Sequence[str]) -> None:
    """Print quotes a second of each way, and the store's share of the bare ones."""
    asked = arguments(given)
    chosen = plan(asked.quotes, asked.seed)
    speeds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in (AFTER, BULK, BEFORE, SINGLE):
            path = Path(folder) / "quotes.db"
            path.unlink(missing_ok=True)
            db = store.open_database(path)
            watch = Stopwatch()
            quotes = chosen.quotes
            if name == SINGLE:
                quotes = one_by_one(db, watch.preparing(islice(printed(chosen), ONE_BY_ONE), PREPARED))
            elif name == BULK:
                fill(db, chosen, watch.preparing(printed(chosen), PREPARED))
            else:
                bare(db, watch.preparing(prepared(chosen)), indexes_last=name == AFTER)
            seconds, cpu = watch.read()
            db.close()
            speeds[name] = quotes / cpu
            per_second = f"{quotes / cpu:10,.0f} quotes per CPU s"
            print(f"{name:30} {quotes:>10,} quotes {seconds:8.1f} s {cpu:8.1f} CPU s {per_second}", flush=True)
    for name in (BEFORE, AFTER):
        print(f"the store against {name}: {speeds[BULK] / speeds[name]:.2f}")
