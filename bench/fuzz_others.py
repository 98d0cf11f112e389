"""What is fuzzed beside the readers: mapping files, and feeds that change while they are watched."""

from __future__ import annotations

import socket
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from quote_loaders.pipeline import PROGRAM, load
from quote_loaders.readers import Context, Input, Record, read_record, records_of
from quote_loaders.readers.mapping import read_mapping
from quote_loaders.records import LoadError
from quote_loaders.speakers import load_aliases
from quote_loaders.watching import Feed
from tests.loaders.fetching.run import QUICK
from tests.loaders.fetching.server import Server, response
from tests.loaders.reading.samples import CSV_TEXT, FEED
from tests.loaders.stub_extractor import StubExtractor

MAPPING = b"""# own column: field
title: title
outlet: outlet
url: archived_url
published: published
text: text
"2026": note
desk:
mood: ~
"""
OTHER_SAMPLES: dict[str, tuple[str, bytes]] = {
    "mapping": ("columns.yml", MAPPING),
    "watch": ("watched.xml", FEED.encode()),
}


def mapping_case(path: Path, context: Context) -> str:
    """A mapping file, and a table that is read by it."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "articles.csv")
        table.write_text(CSV_TEXT, encoding="utf-8")
        try:
            mapped = replace(context, mapping=read_mapping(path))
            read = [read_record(one, mapped) for one in records_of(Input(table), mapped) if isinstance(one, Record)]
        except LoadError:
            return "refused"
    return "read" if read else "partly read"


def watch_case(path: Path, context: Context) -> str:
    """Two rounds of watching a feed on loopback: as it was, and then changed. The database keeps what it had."""
    socket.getaddrinfo = _loopback_only
    aliases = load_aliases(())
    feed = response(FEED.encode(), headers={"Content-Type": "application/rss+xml"})
    with tempfile.TemporaryDirectory() as folder, Server({"/feed": feed}) as server:
        database, url = Path(folder, "quotes.db"), f"{server.base}/feed"
        watched = Feed(url, database, QUICK, PROGRAM)
        came = 0
        for answer in (feed, response(path.read_bytes(), headers={"Content-Type": "application/rss+xml"})):
            server.answers["/feed"] = answer
            try:
                if watched.changed():
                    made = load(database, [url], StubExtractor(), aliases, context=context, fetch=QUICK, workers=1)
                    came = made.articles["new"]
                    watched.loaded()
            except LoadError:
                came = -1
        _check(database)
    return "read" if came > 0 else "refused" if came < 0 else "partly read"


def _check(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        broken = [*db.execute("pragma quick_check"), *db.execute("pragma foreign_key_check")]
        (articles,) = db.execute("select count(*) from articles where title = 'Port dues stay'").fetchone()
    if broken != [("ok",)] or not articles:
        raise ValueError(f"the database lost something: {broken[:3]}, {articles} articles of the first round")


def _loopback_only(host: Any, port: Any, *_: Any, **__: Any) -> list[Any]:
    """In place of `socket.getaddrinfo`: a feed that was changed by chance leads nowhere else."""
    if host != "127.0.0.1":
        raise socket.gaierror(f"{host!r} is not looked up here")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, int(port)))]


OTHERS: dict[str, Callable[[Path, Context], str]] = {"mapping": mapping_case, "watch": watch_case}
