"""Kill -9 at random moments of a load: whether what is completed afterwards equals an undisturbed load."""

from __future__ import annotations

import argparse
import os
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.loaders.corpus import write_many
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.nursery import Nursery


def main(arguments: list[str]) -> None:
    """Print how many loads were killed and when, and whether the database is the same in the end."""
    parser = argparse.ArgumentParser(prog="python -m bench kills", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20261122)
    given = parser.parse_args(arguments)
    nursery = Nursery()
    try:
        with tempfile.TemporaryDirectory() as folder:
            _measure(nursery, Path(folder), given.articles, given.kills, given.seed)
    finally:
        nursery.close()


def _measure(nursery: Nursery, folder: Path, articles: int, kills: int, seed: int) -> None:
    inputs = write_many(folder / "in", articles)
    undisturbed, database = folder / "undisturbed.db", folder / "quotes.db"
    for timed in (folder / "warm.db", undisturbed):  # the first one pays for what is loaded once
        began = time.monotonic()
        nursery.start(timed, inputs if timed == undisturbed else write_many(folder / "few", 25))
        assert nursery.ended() == 0
    duration = time.monotonic() - began
    print(f"undisturbed load of {articles:,} articles, s:  {duration:8.1f}", flush=True)
    moments = random.Random(seed)  # noqa: S311 -- when to kill, no secret
    found: Counter[str] = Counter()
    stored: Counter[str] = Counter()
    while found["killed"] < kills:
        workers = 1 + found["killed"] % 2
        process = nursery.start(database, inputs, workers)
        time.sleep(moments.uniform(0, duration))
        os.kill(process, signal.SIGKILL)
        if nursery.ended() == 0:
            found["complete before the kill"] += 1
            if by_meaning(database) != by_meaning(undisturbed):
                raise SystemExit(f"{database} differs from {undisturbed}")
            database.unlink()
            continue
        found["killed"] += 1
        if database.exists():
            assert_sound(database)
            stored[_stage(database)] += 1
    nursery.start(database, inputs, 2)
    assert nursery.ended() == 0
    assert_sound(database)
    same = by_meaning(database) == by_meaning(undisturbed)
    print(f"killed with signal 9:                   {found['killed']:8}")
    print(f"complete before the kill, begun anew:   {found['complete before the kill']:8}")
    for stage, count in stored.most_common():
        print(f"  left {stage:33} {count:6}")
    print(f"the completed database equals the undisturbed one: {same}")
    if not same:
        raise SystemExit(1)


def _stage(database: Path) -> str:
    """How far a load had come, by what it left."""
    held = by_meaning(database) if database.stat().st_size else {}
    if not held.get("articles"):
        return "without articles"
    return "with statements" if held.get("statements") else "with articles, not linked"
