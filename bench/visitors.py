"""Many readers at once on a published database: `python -m bench readers DATABASE --seconds 60`.

The server runs as it is published: immutable, with an inspect file and the settings that protect. Readers ask over
loopback, each for one page after the other, of trace pages, their JSON, searches, other pages of the plugin and, beside
them, Datasette's own row pages. Readers and server share the machine, so that the times are upper bounds.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_plus

from bench.pages import METADATA, inspected

SETTINGS = {
    "allow_download": "off",
    "default_allow_sql": "off",
    "suggest_facets": "off",
    "sql_time_limit_ms": "1000",
    "facet_time_limit_ms": "200",
    "max_returned_rows": "1000",
}
KINDS = {"trace": 8, "trace JSON": 4, "search": 2, "start": 1, "speaker": 1, "article": 2, "Datasette's row page": 6}
SAMPLE = 2000  # statements, quotes … that are asked for
Answers = tuple[dict[str, list[float]], Counter[str]]
STARTED = 30.0  # seconds that the server may take to answer first


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench readers", description=__doc__)
    parser.add_argument("database", type=Path, help="a database, best one of `python -m bench corpus`")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    return parser.parse_args(given)


def addresses(database: Path) -> dict[str, list[str]]:
    """What may be asked for, by kind."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:

        def some(sql: str) -> list[str]:
            return [str(row[0]) for row in connection.execute(sql, {"limit": SAMPLE})]

        every = "where id % max(1, (select max(id) from {0}) / :limit) = 0 limit :limit"
        statements = some(f"select key from statements {every.format('statements')}")  # noqa: S608
        texts = some(f"select text from statements {every.format('statements')}")  # noqa: S608
        speakers = some(f"select key from speakers {every.format('speakers')}")  # noqa: S608
        articles = some(f"select key from articles {every.format('articles')}")  # noqa: S608
        quotes = some(f"select id from quotes {every.format('quotes')}")  # noqa: S608
    return {
        "trace": [f"/quotes/-/statement/{key}" for key in statements],
        "trace JSON": [f"/quotes/-/statement/{key}.json" for key in statements],
        "search": [f"/quotes/-/quotes?q={quote_plus(text)}" for text in texts],
        "start": ["/quotes/-/quotes"],
        "speaker": [f"/quotes/-/speaker/{key}" for key in speakers],
        "article": [f"/quotes/-/article/{key}" for key in articles],
        "Datasette's row page": [f"/quotes/quotes/{key}" for key in quotes],
    }


async def read(base: str, asked: dict[str, list[str]], readers: int, seconds: float) -> Answers:
    """Milliseconds of every answer by kind, and how many were not 200."""
    import httpx

    times: dict[str, list[float]] = defaultdict(list)
    wrong: Counter[str] = Counter()
    end = time.monotonic() + seconds

    async def reader(number: int, client: httpx.AsyncClient) -> None:
        draw = random.Random(number)  # noqa: S311
        while time.monotonic() < end:
            (kind,) = draw.choices(list(KINDS), list(KINDS.values()))
            began = time.perf_counter()
            response = await client.get(base + draw.choice(asked[kind]))
            times[kind].append((time.perf_counter() - began) * 1000)
            if response.status_code != 200:
                wrong[f"{kind}, {response.status_code}"] += 1

    limits = httpx.Limits(max_connections=readers, max_keepalive_connections=readers)
    async with httpx.AsyncClient(limits=limits, timeout=60.0) as client:
        await asyncio.gather(*(reader(number, client) for number in range(readers)))
    return times, wrong


def serve(linked: Path, about: Path, port: int) -> subprocess.Popen[bytes]:
    """A server of the published form; it answers when this returns."""
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(linked), "--inspect-file", str(about)]
    command += ["--metadata", str(METADATA), "--port", str(port)]
    for name, value in SETTINGS.items():
        command += ["--setting", name, value]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + STARTED
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return server
        time.sleep(0.2)
    server.terminate()
    raise SystemExit(f"the server didn't answer within {STARTED:.0f} s")


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the sorted values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main(given: Sequence[str]) -> None:
    """Print the times of each kind of page."""
    asked = arguments(given)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        linked, about = inspected(asked.database, Path(folder))
        written = Path(folder) / "inspect.json"
        written.write_text(json.dumps(about), encoding="utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        server = serve(linked, written, port)
        try:
            found = addresses(asked.database)
            times, wrong = asyncio.run(read(f"http://127.0.0.1:{port}", found, asked.readers, asked.seconds))
        finally:
            server.terminate()
            server.wait()
    many = sum(map(len, times.values()))
    speed = f"{many / asked.seconds:.0f} a second"
    print(
        f"{asked.readers} readers, {asked.seconds:.0f} s: {many:,} answers, {speed}; other than 200: {dict(wrong) or 0}"
    )
    print("\n| page | answers | p50 ms | p99 ms |\n|---|---|---|---|")
    for kind in KINDS:
        values = times[kind]
        if values:
            print(f"| {kind} | {len(values):,} | {percentile(values, 0.5):.0f} | {percentile(values, 0.99):.0f} |")
