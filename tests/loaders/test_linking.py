"""What is linked bit by bit is what is linked at once: whatever the order, the batches, and what came and went."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quote_loaders import linking, origins
from quote_loaders.linkage import pairs
from quote_loaders.linking import (
    added,
    changed,
    collection,
    link_all,
    link_everything,
    neighbours,
    paired,
    rows,
    speakers,
    spilled,
    whole,
)
from quote_loaders.linking import articles as linking_articles
from quote_loaders.store import linked, open_database
from quote_loaders.store.removal import remove_articles
from tests.loaders.dump import assert_sound, by_meaning
from tests.loaders.linking_corpus import ALIASES, Made, linked_at_once, make_articles, opened, remembered, save

HISTORY = {"statement_keys"}  # what a removed article leaves: its permalinks


@pytest.fixture(params=[60, 3, 2], ids="{} quotes are a crowd".format)
def crowd(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many quotes or articles crowd a key: few, so that limits are crossed all the time."""
    for module in (pairs, neighbours, changed, origins, linking_articles):
        monkeypatch.setattr(module, "CROWDED", request.param)
    monkeypatch.setattr(added, "LONG", request.param)
    return int(request.param)


def assert_same(left: Path, right: Path, but: frozenset[str] = frozenset()) -> None:
    """Both databases hold the same rows, but for some tables, and remember the same."""
    one, other = by_meaning(left), by_meaning(right)
    for table in one.keys() - but:
        assert one[table] == other[table], table
    assert remembered(left) == remembered(right)


def comings_and_goings(made: list[Made], seed: int) -> Iterator[tuple[list[Made], list[Made]]]:
    """Articles in any order and in batches of any size, some of which leave again: what comes, and what goes."""
    draw = random.Random(seed)  # noqa: S311 -- the order of a test, no secret
    waiting, here = draw.sample(made, len(made)), []
    while waiting:
        size = draw.randrange(1, 5)
        batch, waiting = waiting[:size], waiting[size:]
        here += batch
        gone = [here.pop(draw.randrange(len(here)))] if draw.random() < 0.3 else []
        yield batch, gone


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000), count=st.integers(2, 18))
@example(seed=1218, count=13)  # a statement loses a quote and gains one in the same linking
def test_bit_by_bit_is_all_at_once(crowd: int, seed: int, count: int) -> None:
    made = make_articles(seed, count)
    here: list[Made] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bits.db"
        db, load_id = opened(path)
        for batch, gone in comings_and_goings(made, seed):
            save(db, batch, load_id)
            here += batch
            here = [one for one in here if one not in gone]
            remove_articles(db, [one[0].source_path for one in gone], by="source_path")
            link_all(db, ALIASES)
        db.close()
        assert_sound(path)
        linked_at_once(Path(folder) / "once.db", here)
        assert_same(path, Path(folder) / "once.db", frozenset(HISTORY))


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_adding_and_removing_an_article_leaves_what_was_there(seed: int) -> None:
    *made, last = make_articles(seed, 12)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "there.db"
        linked_at_once(path, made)
        before, kept = by_meaning(path), remembered(path)
        db = open_database(path)
        save(db, [last], 1)
        link_all(db, ALIASES)
        remove_articles(db, [last[0].source_path], by="source_path")
        link_all(db, ALIASES)
        db.close()
        after = by_meaning(path)
        assert {table: rows for table, rows in after.items() if table not in HISTORY} == {
            table: rows for table, rows in before.items() if table not in HISTORY
        }
        assert remembered(path) == kept
        assert set(before["statement_keys"]) <= set(after["statement_keys"])


def test_linking_everything_again_moves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "again.db"
    linked_at_once(path, make_articles(3, 20))
    before, kept = by_meaning(path), remembered(path)
    db = open_database(path)
    assert link_everything(db, ALIASES) == 0
    db.close()
    assert by_meaning(path) == before
    assert remembered(path) == kept


def test_a_handful_of_changes_is_not_linked_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    *made, last = make_articles(5, 20)
    path = tmp_path / "few.db"
    linked_at_once(path, made)
    monkeypatch.setattr(linking, "_link_everything", None)  # whoever calls it fails
    db = open_database(path)
    save(db, [last], 1)
    link_all(db, ALIASES)
    db.close()


def test_every_quote_is_in_one_statement(tmp_path: Path) -> None:
    path = tmp_path / "one.db"
    linked_at_once(path, make_articles(7, 25))
    db = sqlite3.connect(path)
    assert db.execute("select count(*) from quotes where statement_id is null").fetchone() == (0,)
    assert db.execute(
        "select count(*) from statements where quotes <>"
        " (select count(*) from quotes where statement_id = statements.id)"
    ).fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("what", ["aliases", "rules", "judgements"])
def test_another_rule_links_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    path = tmp_path / "rules.db"
    linked_at_once(path, make_articles(5, 5))
    seen: list[str] = []
    whole = linking._link_everything

    def watched(*given: Any) -> int:
        seen.append("whole")
        return whole(*given)

    monkeypatch.setattr(linking, "_link_everything", watched)
    db = open_database(path)
    aliases = ALIASES
    if what == "aliases":
        aliases = type(ALIASES)({})
    elif what == "rules":
        monkeypatch.setattr(linking, "RULES", "another")
    else:
        db.execute(
            "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
            " select 'same statement', min(key), max(key), 'yes', 'a reader', '2026-03-01T00:00:00Z' from quotes"
        )
        db.conn.commit()
    link_all(db, aliases)
    db.close()
    assert seen == ["whole"]


def test_small_portions_give_what_large_ones_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make_articles(8, 20)
    linked_at_once(tmp_path / "large.db", made)
    for module, limits in (
        (collection, ("_READ", "_KEPT", "_MOVED")),
        (paired, ("_RANGE", "_PAIRS")),
        (rows, ("_AT_ONCE",)),
        (whole, ("_MEMBERS",)),
        (pairs, ("_ROWS", "_AT_ONCE")),
        (origins, ("_AT_ONCE",)),
        (linking_articles, ("_READ",)),
        (speakers, ("_READ",)),
        (linked, ("_LATER_AT_ONCE",)),
        (spilled, ("_HASHES",)),
    ):
        for limit in limits:
            monkeypatch.setattr(module, limit, 3)
    linked_at_once(tmp_path / "small.db", made)
    assert_same(tmp_path / "small.db", tmp_path / "large.db")
