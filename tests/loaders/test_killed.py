"""Promise 4: a load killed at any moment leaves a sound file, and the same command completes it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.corpus import write_many
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.stub_extractor import StubExtractor

KILLS = 25
ARTICLES = 60

# A process of its own for each attempt; everything is imported before the load begins, so that a kill hits the load.
_PROGRAM = """
import sys
from pathlib import Path
from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.stub_extractor import StubExtractor
aliases = load_aliases(())
print("ready", flush=True)
sys.stdin.readline()
load(Path(sys.argv[1]), [Path(sys.argv[2])], StubExtractor(), aliases)
"""


def start(database: Path, folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(database), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_killed_at_random_moments_and_completed(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "in", ARTICLES)
    undisturbed = tmp_path / "undisturbed.db"
    load(undisturbed, [folder], StubExtractor(), load_aliases(()))
    process = start(tmp_path / "timed.db", folder)
    began = time.monotonic()
    go(process)
    process.communicate()
    duration = time.monotonic() - began
    assert process.returncode == 0
    moments = random.Random(20261122)  # noqa: S311 -- when to kill, no secret
    database, killed = tmp_path / "quotes.db", 0
    for attempt in range(KILLS):
        if attempt % 5 == 0:
            database.unlink(missing_ok=True)  # so that every fifth kill hits a first load
        process = start(database, folder)
        go(process)
        time.sleep(moments.uniform(0, duration))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if database.exists():
            assert_sound(database)
    assert killed > KILLS // 2, "most kills hit a running load"
    process = start(database, folder)
    go(process)
    process.communicate()
    assert process.returncode == 0
    assert_sound(database)
    assert by_meaning(database) == by_meaning(undisturbed)
