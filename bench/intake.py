"""A load of one input with very many records: rate, and the memory of the program and of its workers."""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, product
from pathlib import Path

from quote_loaders.pipeline import Position, load
from quote_loaders.reading import Extracts
from quote_loaders.speakers import load_aliases
from tests.loaders.stub_extractor import StubExtractor

_PEOPLE = ("Ilena Marvec", "Tomas Orlev", "Petr Halden", "Marta Oszel", "Davit Roslan", "Anna Weber")
_SYLLABLES = ("ba", "del", "fi", "gor", "ka", "lu", "men", "no", "ral", "sti", "tu", "vel", "wi", "zon")


def main(arguments: list[str]) -> None:
    """Print the figures of a first load, and of one that finds nothing new."""
    parser = argparse.ArgumentParser(prog="python -m bench intake", description=__doc__)
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=450, help="of an article")
    parser.add_argument("--suffix", choices=["ndjson", "csv"], default="ndjson")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--real", action="store_true", help="the real extractor instead of a stub")
    given = parser.parse_args(arguments)
    extractor: Extracts = StubExtractor()
    if given.real:
        from quote_loaders.extraction import Extractor

        extractor = Extractor()
    with tempfile.TemporaryDirectory() as folder:
        path = write_table(Path(folder) / f"many.{given.suffix}", given.records, given.words)
        print(f"input, MB:                     {path.stat().st_size / 1e6:8.1f}", flush=True)
        for what in ("first load", "again"):
            _measure(what, Path(folder) / "quotes.db", path, extractor, given.workers)
        print(f"database, MB:                  {(Path(folder) / 'quotes.db').stat().st_size / 1e6:8.1f}")


def _measure(what: str, database: Path, path: Path, extractor: Extracts, workers: int) -> None:
    began = time.monotonic()
    read = [0.0, 0.0]

    def progress(_: Position) -> None:
        read[:] = [time.monotonic() - began, _peak(resource.RUSAGE_SELF)]

    summary = load(database, [path], extractor, load_aliases(()), workers=workers, progress=progress)
    print(f"{what}: {dict(summary.articles)}")
    print(f"  read and saved, s:           {read[0]:8.1f}")
    print(f"  linked, s:                   {time.monotonic() - began - read[0]:8.1f}")
    print(f"  peak of reading, MB:         {read[1]:8.0f}")
    print(f"  peak with linking, MB:       {_peak(resource.RUSAGE_SELF):8.0f}")
    print(f"  peak of the largest worker:  {_peak(resource.RUSAGE_CHILDREN):8.0f}", flush=True)


def _peak(whose: int) -> float:
    """The most memory so far, in MB; Linux counts it in KiB."""
    return resource.getrusage(whose).ru_maxrss / 1000


def write_table(path: Path, records: int, words: int) -> Path:
    """A table of articles with two quotes each; one in ten repeats the words of another."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = _rows(records, words)
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, ["title", "outlet", "published", "url", "text"])
            writer.writeheader()
            writer.writerows(rows)
        else:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


def _rows(records: int, words: int) -> Iterator[dict[str, str]]:
    chance = random.Random(20261122)  # noqa: S311 -- a corpus, no secret
    vocabulary = ["".join(syllables) for syllables in product(_SYLLABLES, repeat=3)]
    weights = [1 / place for place in range(1, len(vocabulary) + 1)]  # as in any language
    added = list(accumulate(weights))

    def some(count: int) -> str:
        return " ".join(chance.choices(vocabulary, cum_weights=added, k=count))

    said = [some(14) for _ in range(max(1, records // 10))]
    for number in range(records):
        plain = some(words)
        one, other = chance.choices(_PEOPLE, k=2)
        own = some(12)
        yield {
            "title": f"Number {number}",
            "outlet": f"Outlet {number % 40}",
            "published": f"2026-{number % 9 + 1:02}-{number % 28 + 1:02}",
            "url": f"https://outlet{number % 40}.example/{number}",
            "text": f'{plain}. "{chance.choice(said)}," said {one} on the day. "{own}," said {other} later.',
        }
