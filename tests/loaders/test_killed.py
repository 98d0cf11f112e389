"""Promise 4: a load killed at any moment leaves a sound file, and the same command completes it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaders.corpus import write_many
from tests.loaders.dump import assert_sound, by_meaning

KILLS = 20
ARTICLES = 30

# Imports everything once, then runs each load that a line of its input asks for in a process of its own, which it
# forks: so a kill hits the load and not the imports. Answers with the number of the process, and how it ended.
_NURSERY = """
import os, sys
from pathlib import Path
from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.stub_extractor import StubExtractor
aliases = load_aliases(())
while line := sys.stdin.readline():
    database, folder = map(Path, line.rstrip("\\n").split("\\t"))
    child = os.fork()
    if child == 0:
        load(database, [folder], StubExtractor(), aliases)
        os._exit(0)
    print(child, flush=True)
    sys.stdin.readline()  # until it is asked how the load ended, its number is nobody else's
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Nursery:
    """Starts loads that can be killed."""

    def __init__(self) -> None:
        root = Path(__file__).parents[2]
        self._process = subprocess.Popen(
            [sys.executable, "-c", _NURSERY],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )

    def start(self, database: Path, folder: Path) -> int:
        """The number of a process that loads the folder into the database."""
        return self._ask(f"{database}\t{folder}")

    def ended(self) -> int:
        """Wait for the load: 0 when it completed, the signal's number when it was killed."""
        return self._ask("ended")

    def close(self) -> None:
        """End the nursery."""
        self._process.communicate()

    def _ask(self, line: str) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    started = Nursery()
    yield started
    started.close()


def test_killed_at_random_moments_and_completed(tmp_path: Path, nursery: Nursery) -> None:
    folder = write_many(tmp_path / "in", ARTICLES)
    undisturbed, database = tmp_path / "undisturbed.db", tmp_path / "quotes.db"
    for database_timed in (undisturbed, tmp_path / "warm.db"):  # the first one pays for what is loaded once
        began = time.monotonic()
        nursery.start(database_timed, folder)
        assert nursery.ended() == 0
        duration = time.monotonic() - began
    moments = random.Random(20261122)  # noqa: S311 -- when to kill, no secret
    killed = 0
    for _ in range(KILLS):
        load_process = nursery.start(database, folder)
        time.sleep(moments.uniform(0, duration))
        os.kill(load_process, signal.SIGKILL)
        ended = nursery.ended()
        assert ended in (0, signal.SIGKILL)
        was_killed = ended == signal.SIGKILL
        killed += was_killed
        if database.exists():
            assert_sound(database)
        if not was_killed:
            database.unlink()  # it was complete: the next kill hits a first load again
    assert killed >= KILLS // 5, "enough kills hit a running load"
    nursery.start(database, folder)
    assert nursery.ended() == 0
    assert_sound(database)
    assert by_meaning(database) == by_meaning(undisturbed)
