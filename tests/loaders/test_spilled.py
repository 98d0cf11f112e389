"""What waits on disk while everything is linked comes back as it was, and leaves nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders import memory
from quote_loaders.linkage.groups import ByRoot
from quote_loaders.linkage.ordered import ordered
from quote_loaders.linkage.pairs import Segments, pairs
from quote_loaders.linking import articles, link_everything, paired
from quote_loaders.linking.spilled import Spilled, as_signed, by_highest, parts_for, spilled
from tests.loaders.linking_corpus import ALIASES, make_articles, opened, save
from tests.loaders.test_engines import in_parts, made, rows

HASHES = st.lists(st.integers(0, 2**64 - 1), max_size=30)
ROWS = st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 2**31 - 1), max_size=5)), max_size=8)


@given(added=ROWS)
def test_rows_come_back_by_parts_in_their_order(added: list[tuple[int, list[int]]]) -> None:
    with spilled(Database(memory=True), 4, np.uint64, np.int32) as waiting:
        for part, values in added:
            waiting.add(part, np.array(values, dtype=np.uint64) << np.uint64(32), np.array(values, dtype=np.int64))
        for part, (large, small) in enumerate(waiting):
            expected = [one for at, values in added for one in values if at == part]
            assert small.tolist() == expected
            assert large.tolist() == [one << 32 for one in expected]
            assert [large.itemsize, small.itemsize, waiting.rows(part)] == [8, 4, len(expected)]


@given(hashes=HASHES, power=st.integers(1, 6))
def test_parts_stand_in_the_order_of_sqlite(hashes: list[int], power: int) -> None:
    parts = 1 << power
    ascending = np.sort(np.array(hashes, dtype=np.uint64))
    cuts = by_highest(ascending, parts)
    found = [one for part in as_signed(parts) for one in ascending.view(np.int64)[cuts[part] : cuts[part + 1]].tolist()]
    assert found == sorted(ascending.view(np.int64).tolist())


@pytest.mark.parametrize(
    ("hashes", "parts"), [(0, 16), (15_999_999, 16), (16_000_000, 32), (300_000_000, 512)], ids="{} hashes".format
)
def test_a_part_isnt_large(hashes: int, parts: int) -> None:
    assert parts_for(hashes) == parts


def test_pairs_are_the_same_when_segments_wait_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = ordered(made(300))
    given = (in_parts(one.keys()), one.measures.weeks, 300)
    monkeypatch.setattr("quote_loaders.linkage.pairs._ROWS", 200)
    with spilled(Database(tmp_path / "quotes.db"), 2, np.int32, np.int32, np.int32, np.uint8) as waiting:
        assert rows(pairs(*given, waiting.keep(Segments))) == rows(pairs(*given))


@given(roots=st.lists(st.integers(0, 9), max_size=10).map(lambda listed: [one % len(listed) for one in listed]))
def test_groups_have_each_place_once(roots: list[int]) -> None:
    groups = ByRoot(np.array(roots, dtype=np.int64))
    expected = {root: [at for at, one in enumerate(roots) if one == root] for root in sorted(set(roots))}
    assert dict(groups) == expected
    assert list(groups) == list(expected)
    assert groups.sizes().tolist() == [len(members) for members in expected.values()]
    assert -1 not in groups


@pytest.mark.parametrize("size", [1, 3, 100])
def test_articles_that_are_alike_are_in_one_portion(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_READ", size)
    ids = np.array([40, 10, 30, 20, 50], dtype=np.int64)
    copies = np.array([[10, 50], [20, 50]], dtype=np.int64)
    found = list(articles._portions(ids, copies))
    assert sorted(one for portion in found for one in portion) == [10, 20, 30, 40, 50]
    assert all({10, 20, 50} <= portion or not {10, 20, 50} & portion for portion in found)
    assert len(found) == {1: 3, 3: 2, 100: 1}[size]


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("fails", [False, True], ids=["linked", "failed"])
def test_no_file_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    db, load_id = opened(tmp_path / "quotes.db")
    save(db, make_articles(4, 8), load_id)
    seen: list[set[str]] = []

    def watched(waiting: Spilled, part: int) -> list[NDArray[np.int64]]:
        seen.append(files(tmp_path))
        return read(waiting, part)

    read = Spilled.read
    monkeypatch.setattr(Spilled, "read", watched)
    if fails:
        monkeypatch.setattr(paired, "_sorted_out", full)
        with pytest.raises(OSError, match="no room"):
            link_everything(db, ALIASES)
    else:
        link_everything(db, ALIASES)
    db.close()
    assert seen, "something waited on disk"
    assert {name for names in seen for name in names} <= {"quotes.db", "quotes.db-journal"}
    assert files(tmp_path) == {"quotes.db"}


def full(*_: object) -> NoReturn:
    raise OSError("no room")


def test_memory_is_given_back_where_the_system_knows_how(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Library:
        def malloc_trim(self, left: int) -> int:
            asked.append(left)
            return 1

    monkeypatch.setattr("ctypes.CDLL", lambda _: Library())
    memory.give_back()
    monkeypatch.setattr("ctypes.CDLL", lambda _: object())  # another C library
    memory.give_back()
    assert asked == [0]
