"""What people or outlets withdraw leaves its statement, and stays away until a later judgement restores it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from docs.generate import schema
from quote_loaders.migrations import migrations
from quote_loaders.relinking import relink
from quote_loaders.speakers import load_aliases
from tests.loaders.dump import as_stored, assert_sound
from tests.loaders.test_pipeline import run
from tests.test_docs import blocks

WORDS = "We will keep the harbour open through the whole of the winter"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Three articles: the same words in two, and other words of the same speaker in the third."""
    said = {"a": (WORDS, "01"), "b": (WORDS, "02"), "c": ("The ferry to Ostrel sails on Sundays from May", "03")}
    for name, (words, day) in said.items():
        text = f'---\ntitle: {name}\noutlet: Outlet {name}\npublished: 2026-03-{day}\n---\n"{words}," said Ann Lee.\n'
        (tmp_path / f"{name}.md").write_text(text)
    run(tmp_path / "quotes.db", *(tmp_path / f"{name}.md" for name in said))
    return tmp_path / "quotes.db"


def ask(database: Path, sql: str, *values: Any) -> list[Any]:
    db = sqlite3.connect(database)
    try:
        return db.execute(sql, values).fetchall()
    finally:
        db.close()


def judge(database: Path, key: str, kind: str, verdict: str = "yes", at: str = "2026-11-22T09:00:00Z") -> None:
    """What docs/vocabulary.md says, for one key."""
    sql = blocks("docs/vocabulary.md")["withdraw"].replace("KEY", key).replace("'quote'", f"'{kind}'")
    sql = sql.replace("'yes'", f"'{verdict}'").replace("2026-11-22T09:00:00Z", at)
    db = sqlite3.connect(database)
    db.executescript(sql)
    db.close()


def link(database: Path) -> None:
    relink(database, load_aliases(()))


def key(database: Path, kind: str, title: str) -> str:
    sql = {
        "quote": "select quotes.key from quotes join articles on articles.id = article_id where title = ?",
        "article": "select key from articles where title = ?",
        "statement": "select statements.key from statements join quotes on statement_id = statements.id"
        " join articles on articles.id = article_id where title = ?",
    }
    found: str = ask(database, sql[kind], title)[0][0]
    return found


def linked(database: Path) -> list[tuple[str, int]]:
    """Titles of the articles whose quote is in a statement, with the number of its quotes."""
    return ask(
        database,
        "select title, statements.quotes from quotes join articles on articles.id = article_id"
        " join statements on statements.id = statement_id order by title",
    )


@pytest.mark.parametrize(
    ("kind", "title", "left"),
    [
        pytest.param("quote", "a", [("b", 1), ("c", 1)], id="a quote"),
        pytest.param("article", "a", [("b", 1), ("c", 1)], id="an article with its quotes"),
        pytest.param("statement", "a", [("c", 1)], id="a statement with its quotes"),
    ],
)
def test_what_is_withdrawn_leaves_its_statement(
    database: Path, kind: str, title: str, left: list[tuple[str, int]]
) -> None:
    judge(database, key(database, kind, title), kind)
    link(database)
    assert linked(database) == left
    assert_sound(database)


def test_loading_again_obeys_it_and_changes_nothing(database: Path) -> None:
    judge(database, key(database, "article", "a"), "article")
    link(database)
    before = as_stored(database)
    run(database, database.parent / "a.md")
    assert as_stored(database) == before


def test_every_address_of_it_has_a_tombstone(database: Path) -> None:
    gone = key(database, "statement", "c")
    judge(database, key(database, "quote", "c"), "quote")
    link(database)
    stones = dict(ask(database, "select key, kind from tombstones"))
    assert stones == {key(database, "quote", "c"): "quote", gone: "statement"}


def test_the_key_of_a_statement_that_lives_on_leads_to_it(database: Path) -> None:
    gone = key(database, "statement", "a")
    judge(database, key(database, "quote", "a"), "quote")
    link(database)
    ((to,),) = ask(
        database, "select statements.key from statement_keys join statements on id = statement_id"
        " where statement_keys.key = ?", gone
    )  # fmt: skip
    assert to == key(database, "statement", "b")
    assert ask(database, "select kind from tombstones") == [("quote",)]


@pytest.mark.parametrize("kind", ["quote", "article", "statement"])
def test_a_later_judgement_restores_it(database: Path, kind: str) -> None:
    before = linked(database)
    named = key(database, kind, "a")
    judge(database, named, kind)
    link(database)
    judge(database, named, kind, "no", "2026-11-23T09:00:00Z")
    link(database)
    assert linked(database) == before
    assert ask(database, "select * from tombstones") == []


def test_a_quote_withdrawn_by_itself_stays_so_when_its_article_is_restored(database: Path) -> None:
    article, quote = key(database, "article", "a"), key(database, "quote", "a")
    judge(database, article, "article")
    link(database)
    judge(database, quote, "quote")
    link(database)
    judge(database, article, "article", "no", "2026-11-23T09:00:00Z")
    link(database)
    assert (quote, "quote") in ask(database, "select key, kind from tombstones")
    assert linked(database) == [("b", 1), ("c", 1)]


def test_what_its_outlet_withdrew_goes_with_its_words(database: Path) -> None:
    db = sqlite3.connect(database)
    db.execute("update articles set withdrawn = 'kill order' where title = 'a'")
    db.commit()
    db.close()
    link(database)
    assert linked(database) == [("b", 1), ("c", 1)]
    assert set(ask(database, "select kind, reason from tombstones")) == {
        ("article", "Withdrawn by its outlet: kill order"), ("quote", "Withdrawn by its outlet: kill order")
    }  # fmt: skip


def test_a_reason_that_was_written_by_hand_stays(database: Path) -> None:
    quote = key(database, "quote", "a")
    judge(database, quote, "quote")
    link(database)
    db = sqlite3.connect(database)
    db.executescript(blocks("docs/vocabulary.md")["reason"].replace("KEY", quote))
    db.close()
    link(database)
    assert ask(database, "select reason from tombstones") == [("The outlet corrected this on 21 November.",)]


def test_the_step_keeps_judgements_with_their_guards(tmp_path: Path) -> None:
    """The table is made anew: rows, triggers and indexes of the old one are there."""
    db = Database(tmp_path / "old.db")
    migrations.apply(db, stop_before="m008_withdrawals")
    old = db.execute(
        "select name, sql from sqlite_master where tbl_name = 'judgements' and type <> 'table' order by name"
    ).fetchall()
    db.execute(
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at, note)"
        " values ('origin', 'a', 'b', 'no', 'somebody', '2026-01-01', 'why')"
    )
    db.conn.commit()
    migrations.apply(db)
    assert db.execute("select id, subject, left_key, note from judgements").fetchall() == [(1, "origin", "a", "why")]
    new = db.execute(
        "select name, sql from sqlite_master where tbl_name = 'judgements' and type <> 'table' order by name"
    ).fetchall()
    assert new == old
    assert len(new) >= 3
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        db.execute("delete from judgements")
    db.close()


def test_what_is_withdrawn_is_named(tmp_path: Path) -> None:
    """A withdrawal that doesn't say what its key is of is refused."""
    db = schema()
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(
            "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
            " values ('withdrawn', 'a', 'b', 'yes', 'somebody', '2026-01-01')"
        )
    db.close()
