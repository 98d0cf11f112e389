"""Linking again: what moved, and the commands that show how quotes match."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from quote_loaders.cli import cli
from quote_loaders.pipeline import load
from quote_loaders.records import LoadError
from quote_loaders.relinking import relink
from quote_loaders.speakers import load_aliases
from quote_loaders.store.moves import read_moves, remember_links
from tests.loaders.corpus import write_corpus
from tests.loaders.stub_extractor import StubExtractor

Homes = dict[str, str]  # quote -> the statement that it is in; a statement's reference is its first quote


@pytest.fixture
def db() -> Database:
    db = Database(memory=True)
    db.execute("create table quotes (id integer primary key, key text, statement_id integer, relation text)")
    db.execute("create table statements (id integer primary key, key text, reference_quote_id integer)")
    db.execute("create table contradictions (left_quote_id integer, right_quote_id integer, kind text)")
    return db


def link_as(db: Database, homes: Homes) -> None:
    """Make the database hold quotes in statements; a quote's id is the place of its key in the alphabet."""
    ids = {quote: ord(quote) for quote in homes}
    first: dict[str, int] = {}
    for quote, statement in homes.items():
        first.setdefault(statement, ids[quote])
    db.execute("delete from quotes")
    db.execute("delete from statements")
    rows = [(ord(key), key, reference) for key, reference in first.items()]
    db.conn.executemany("insert into statements values (?, ?, ?)", rows)
    members = [(ids[quote], quote, ord(home), "repeats") for quote, home in homes.items()]
    db.conn.executemany("insert into quotes values (?, ?, ?, ?)", members)
    db.conn.commit()


@pytest.mark.parametrize(
    ("before", "after", "split", "merged", "changed"),
    [
        pytest.param({"a": "s", "b": "s"}, {"a": "s", "b": "s"}, (), (), (), id="nothing"),
        pytest.param({"a": "s", "b": "s"}, {"a": "s", "b": "t"}, ("s",), (), (), id="split"),
        pytest.param({"a": "s", "b": "t"}, {"a": "s", "b": "s"}, (), ("s",), (), id="merged"),
        pytest.param({"b": "s", "a": "s"}, {"a": "s", "b": "s"}, (), (), ("s",), id="another reference"),
        pytest.param({}, {"a": "s"}, (), (), (), id="new quotes haven't moved"),
    ],
)
def test_what_moved(
    db: Database,
    before: Homes,
    after: Homes,
    split: tuple[str, ...],
    merged: tuple[str, ...],
    changed: tuple[str, ...],
) -> None:
    link_as(db, before)
    remember_links(db)
    link_as(db, after)
    found = read_moves(db)
    assert (found.split, found.merged, found.changed) == (split, merged, changed)


def test_another_relation_is_a_change(db: Database) -> None:
    link_as(db, {"a": "s", "b": "s", "c": "t"})
    remember_links(db)
    db.execute("update quotes set relation = 'excerpt' where key = 'b'")
    assert read_moves(db).changed == ("s",)


def test_contradictions_that_came_and_went(db: Database) -> None:
    link_as(db, {"a": "s", "b": "s", "c": "s"})
    insert = "insert into contradictions values (?, ?, ?)"
    db.conn.executemany(insert, [(ord("a"), ord("b"), "number"), (ord("a"), ord("c"), "number")])
    remember_links(db)
    db.execute("delete from contradictions where right_quote_id = ?", (ord("c"),))
    db.execute(insert, (ord("a"), ord("b"), "negation"))
    found = read_moves(db)
    assert found.added == (("a", "b", "negation"),)
    assert found.removed == (("a", "c", "number"),)


def test_nothing_is_remembered_for_longer(db: Database) -> None:
    remember_links(db)
    read_moves(db)
    assert db.execute("select name from sqlite_temp_master").fetchall() == []


def test_linking_again_moves_nothing_and_undoes_what_was_moved(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    load(database, [write_corpus(tmp_path / "in")], StubExtractor(), load_aliases(()))
    still = relink(database, load_aliases(()))
    assert (still.split, still.merged, still.changed, still.added, still.removed) == ((), (), (), (), ())
    with closing(sqlite3.connect(database)) as connection, connection:
        keys = [key for (key,) in connection.execute("select key from statements order by id limit 2")]
        connection.execute("update quotes set statement_id = (select min(id) from statements)")
        connection.execute("delete from contradictions")
    found = relink(database, load_aliases(()))
    assert found.split == (keys[0],)
    assert found.added
    assert relink(database, load_aliases(())).split == ()


def test_link_command(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    load(database, [write_corpus(tmp_path / "in")], StubExtractor(), load_aliases(()))
    told = CliRunner().invoke(cli, ["link", str(database)])
    assert told.exit_code == 0
    assert "Statements: 0 split, 0 merged, 0 changed." in told.output
    shown = json.loads(CliRunner().invoke(cli, ["link", str(database), "--json"]).output)
    assert shown["statements"] == {"split": [], "merged": [], "changed": []}
    assert shown["totals"]["articles"] == 5


def test_nothing_to_link_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="does not exist"):
        relink(tmp_path / "nowhere.db", load_aliases(()))
    told = CliRunner().invoke(cli, ["link", str(tmp_path / "nowhere.db")])
    assert told.exit_code == 1
    assert "does not exist" in told.output


def test_compare_command() -> None:
    told = CliRunner().invoke(cli, ["compare", "We will not cut pensions", "We will cut pensions"])
    assert told.exit_code == 0
    assert 'Relation: altered. A "not" is missing.' in told.output
    assert "We will [-not-] cut pensions" in told.output
    assert "longest_run" in told.output


def test_compare_command_as_json() -> None:
    told = CliRunner().invoke(cli, ["compare", "--json", "a call of 90 minutes", "a call of 75 minutes"])
    shown = json.loads(told.output)
    assert set(shown) == {"match", "relation", "differences"}
    assert shown["match"]["features"]["amounts_differ"]["value"] == 1.0
    assert shown["match"]["features"]["amounts_differ"]["moves"] < 0
    assert {change["kind"] for change in shown["differences"]["changes"]} >= {"number"}


@pytest.mark.parametrize("words", [("", ""), ("—", "…"), ("a", "")], ids=["empty", "marks", "one side"])
def test_compare_takes_any_text(words: tuple[str, str]) -> None:
    assert CliRunner().invoke(cli, ["compare", *words]).exit_code == 0


def test_remove_command(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    load(database, [write_corpus(tmp_path / "in")], StubExtractor(), load_aliases(()))
    with closing(sqlite3.connect(database)) as connection:
        ((key,),) = connection.execute("select key from articles where title = 'Early'").fetchall()
        ((gone,),) = connection.execute("select key from statements where label like 'We will not%'").fetchall()
    told = CliRunner().invoke(cli, ["remove", str(database), key])
    assert told.exit_code == 0, told.output
    assert "Removed 1 article." in told.output
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("select count(*) from articles").fetchone() == (4,)
        assert connection.execute(
            "select statements.articles from statement_keys join statements on statements.id = statement_id"
            " where statement_keys.key = ?",
            (gone,),
        ).fetchone() == (3,), "the old address leads to what is left"
    assert moved_nothing(database)


def moved_nothing(database: Path) -> bool:
    """Whether linking everything again finds what is there."""
    found = relink(database, load_aliases(()))
    return not (found.split or found.merged or found.changed or found.added or found.removed)


def test_no_article_is_removed_when_a_key_is_unknown(tmp_path: Path) -> None:
    database = tmp_path / "quotes.db"
    load(database, [write_corpus(tmp_path / "in")], StubExtractor(), load_aliases(()))
    with closing(sqlite3.connect(database)) as connection:
        ((key,),) = connection.execute("select key from articles where title = 'Early'").fetchall()
    told = CliRunner().invoke(cli, ["remove", str(database), key, "nowhere"])
    assert told.exit_code == 1
    assert "has no article nowhere" in told.output
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("select count(*) from articles").fetchone() == (5,)
