"""Promise 4: a load killed at any moment leaves a sound file, and the same command completes it."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaders.corpus import write_many
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.nursery import Nursery

KILLS = 20
ARTICLES = 30


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
