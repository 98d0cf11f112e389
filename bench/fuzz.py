"""`python -m bench fuzz`: every reader on inputs changed by chance, each case in a process with limits of its own.

Beside the formats, `mapping` is a mapping file, and `watch` a feed that changes while it is watched (slower: each case
loads twice).

A finding is a case that ends otherwise than with articles, problems or LoadError: another exception, a crash, more
than ten seconds of a processor, more than a gigabyte, or an article that could not be stored. Needs fork (Linux).
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.fuzz_others import OTHER_SAMPLES, OTHERS
from bench.mutations import mutated
from quote_loaders.outlets import load_outlets
from quote_loaders.readers import FORMATS, Context, Input, Read, Record, pdf, read_record, records_of
from quote_loaders.readers.pdf_pages import pages
from quote_loaders.records import LoadError
from tests.loaders.reading.samples import samples

SECONDS = 10  # of a processor; of a clock, six times as many
MEMORY = 1 << 30  # bytes beyond what the process has when it starts
FORCED = 0.8  # of the cases are read as their sample's format, the others as whatever they are recognised as


@dataclass(slots=True)
class Tally:
    """What the cases of one format came to."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: dict[str, Path] = field(default_factory=dict)  # what went wrong, once each -> the input that shows it
    slowest: float = 0.0
    peak: int = 0  # bytes


def _names(read: Read) -> list[str]:
    return [quote.speaker.name for quote in read.quotes or () if quote.speaker]


def check(read: Read) -> None:
    """That an article and its quotes can be stored: text of whole characters, spans that fit."""
    article = read.article
    for value in (*astuple(article), *astuple(article.outlet), *_names(read)):
        if isinstance(value, str):
            value.encode()
    for quote in read.quotes or ():
        edges = [edge for span in quote.content for edge in (span.start, span.end)]
        if edges != sorted(edges) or edges[0] < 0 or edges[-1] > len(article.text) or not 0 <= quote.confidence <= 1:
            raise ValueError(f"a quote at {edges} of {len(article.text)} characters, confidence {quote.confidence}")
        if not all(span.of(article.text).strip() for span in quote.content):
            raise ValueError(f"a quote without words at {edges}")
    if not article.text.strip() or not article.title.strip():
        raise ValueError("an article without words or without a title")


def read_case(path: Path, format_name: str | None, context: Context) -> str:
    """What an input comes to: the number of articles, or refused."""
    articles = refused = 0
    try:
        for record in records_of(Input(path, format=format_name), context):
            if not isinstance(record, Record):
                refused += 1
                continue
            pickle.dumps(record)
            try:
                check(read_record(record, context))
                articles += 1
            except LoadError:
                refused += 1
    except LoadError:
        refused += 1
    return "read" if articles and not refused else "partly read" if articles else "refused"


def run_case(case: Callable[[], str]) -> tuple[str, float, int]:
    """(outcome, CPU seconds, peak of memory in bytes) of a case in a process of its own; a finding begins with "!"."""
    there, here = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(there)
        _limited()
        try:
            outcome = case()
        except BaseException as error:
            frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "quote_loaders" in frame.filename]
            where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
            outcome = f"!{type(error).__name__} at {where}: {str(error)[:150]}"
        os.write(here, outcome.encode("utf-8", "replace")[:4_000])
        os._exit(0)
    os.close(here)
    with os.fdopen(there, "rb") as pipe:
        outcome = pipe.read().decode("utf-8", "replace")
    _, status, used = os.wait4(child, 0)
    spent = used.ru_utime + used.ru_stime
    if not outcome:
        number = os.waitstatus_to_exitcode(status)
        outcome = "!took too long" if -number in (signal.SIGALRM, signal.SIGXCPU) else f"!crashed with status {number}"
    return outcome, spent, used.ru_maxrss * 1024


def _limited() -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(6 * SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))


@contextmanager
def in_process() -> Iterator[None]:
    """PDF read in the process of the case, which is limited already, rather than in one more."""
    before = pdf.pages_of

    def here(data: bytes, seconds: float = SECONDS) -> dict[str, Any]:
        found = pages(data, seconds)
        if error := found.get("error"):
            raise LoadError(str(error))
        return found

    pdf.pages_of = here
    try:
        yield
    finally:
        pdf.pages_of = before


def fuzz(names: Sequence[str], seconds: float, seed: int, keep: Path) -> dict[str, Tally]:
    """Cases of each format in turn until the time is up. Inputs of findings are written to `keep`."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    context = Context(load_outlets())
    tallies = {name: Tally() for name in names}
    known = {**samples(), **OTHER_SAMPLES}
    others = [data for _, data in known.values()]

    def case(name: str, path: Path, forced: bool) -> str:
        return OTHERS[name](path, context) if name in OTHERS else read_case(path, name if forced else None, context)

    for name in names:
        path = keep / known[name][0]
        path.write_bytes(known[name][1])
        case(name, path, forced=True)  # so that each library is imported before the processes fork
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for name in names:
            file, data = known[name]
            path = keep / f"case{''.join(Path(file).suffixes)}"
            path.write_bytes(mutated(chance, data, others))
            _add(tallies[name], path, name, *run_case(partial(case, name, path, chance.random() < FORCED)))
    return tallies


def _add(tally: Tally, path: Path, name: str, outcome: str, spent: float, peak: int) -> None:
    tally.cases += 1
    if spent > max(tally.slowest, 1.0):
        path.with_name(f"slowest-{name}{''.join(path.suffixes)}").write_bytes(path.read_bytes())
    tally.slowest, tally.peak = max(tally.slowest, spent), max(tally.peak, peak)
    tally.outcomes["finding" if outcome.startswith("!") else outcome] += 1
    if outcome.startswith("!") and outcome not in tally.findings:
        kept = path.with_name(f"finding-{name}-{len(tally.findings) + 1}{''.join(path.suffixes)}")
        kept.write_bytes(path.read_bytes())
        tally.findings[outcome] = kept


def main(arguments: Sequence[str]) -> None:
    """Print what came of each format; the exit status is 1 when there are findings."""
    parser = argparse.ArgumentParser(prog="python -m bench fuzz", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--format", action="append", choices=[*(known.name for known in FORMATS), *OTHERS])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the inputs of findings")
    options = parser.parse_args(arguments)
    keep = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-"))
    keep.mkdir(parents=True, exist_ok=True)
    names = options.format or [known.name for known in FORMATS]
    with in_process():
        tallies = fuzz(names, options.seconds, options.seed, keep)
    columns = ("read", "partly read", "refused", "finding")
    print(
        f"{'format':20}{'cases':>8}"
        + "".join(f"{column:>13}" for column in columns)
        + f"{'CPU s, most':>13}{'peak MB':>9}"
    )
    for name, tally in tallies.items():
        counts = "".join(f"{tally.outcomes[column]:13,}" for column in columns)
        print(f"{name:20}{tally.cases:8,}{counts}{tally.slowest:13.2f}{tally.peak / 1e6:9.0f}")
    found = [(name, what, path) for name, tally in tallies.items() for what, path in tally.findings.items()]
    for name, what, path in found:
        print(f"{name}: {what[1:]}  [{path}]")
    print(f"cases: {sum(tally.cases for tally in tallies.values()):,}, findings: {len(found)}, seed {options.seed}")
    sys.exit(1 if found else 0)
