"""One run of fetching against a database in memory, with limits that tests can wait for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.fetching.fetcher import Fetcher
from quote_loaders.fetching.options import FetchOptions
from quote_loaders.fetching.robots import Rules
from quote_loaders.migrations import migrations
from quote_loaders.readers import Link, Record
from quote_loaders.records import Problem

QUICK = FetchOptions(allow_private=True, interval=0, time_limit=10, max_bytes=200_000, max_unpacked=400_000, parallel=4)
PROGRAM = "datasette-quotes 0"


@dataclass
class Run:
    """What a run gave, and the database that it wrote to."""

    db: Database
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def row(self, url: str) -> dict[str, Any]:
        """What is kept of an address."""
        return dict(next(iter(self.db.query("select * from fetches where url = ?", [url]))))

    @property
    def messages(self) -> list[str]:
        return [problem.message for problem in self.problems]


def database() -> Database:
    """An empty database with the schema."""
    db = Database(sqlite3.connect(":memory:"))
    migrations.apply(db)
    return db


def fetch(
    urls: Iterable[str | Link],
    db: Database | None = None,
    *,
    finish: bool = True,
    no_robots: Sequence[str] = (),
    **options: Any,
) -> Run:
    """Fetch addresses as one run of the loaders would; `finish` marks the run as come to its end.

    Sites in `no_robots` are known to have no robots.txt.
    """
    db = db or database()
    load_id = store.start_load(db, program=PROGRAM, spacy_version="", model="", parameters={})
    run = Run(db)
    with Fetcher(db, load_id, replace(QUICK, **options), PROGRAM) as fetcher:
        fetcher.client.robots.known.update(dict.fromkeys(no_robots, Rules("absent")))
        links = (url if isinstance(url, Link) else Link(url, url) for url in urls)
        for found in fetcher.follow(links):
            if isinstance(found, Problem):
                run.problems.append(found)
            else:
                run.records.append(found)
        run.counts = dict(fetcher.counts)
    if finish:
        store.finish_load(db, load_id, "", {})
    return run
