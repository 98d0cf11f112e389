"""The public copy: what is in it, what isn't, and that it serves like the database it was made from."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quote_loaders.cli import cli
from quote_loaders.publishing import LeakError, LeftOut
from quote_loaders.records import LoadError
from tests.loaders.dump import assert_sound
from tests.loaders.publishing.hidden import ARTICLES, MARK, WORDS, ask, hidden, publish
from tests.plugin.rows import create, tell


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """200 articles with marked text."""
    path = tmp_path_factory.mktemp("source") / "private.db"
    hidden(path).connection.close()
    return path


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LeftOut]:
    """Its public copy, and what was left out."""
    path = tmp_path_factory.mktemp("made") / "quotes.db"
    return path, publish(source, path)


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nine such articles."""
    path = tmp_path_factory.mktemp("nine") / "private.db"
    hidden(path, 9).connection.close()
    return path


@pytest.fixture
def private(nine: Path, tmp_path: Path) -> Path:
    """A database of nine such articles, to be changed."""
    return Path(shutil.copy(nine, tmp_path / "private.db"))


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_no_byte_of_the_texts_is_in_it(source: Path, made: tuple[Path, LeftOut]) -> None:
    """What `grep -a` would find; the source shows that the search finds something."""
    assert source.read_bytes().lower().count(MARK.encode()) > ARTICLES
    assert MARK.encode() not in made[0].read_bytes().lower()


@pytest.mark.parametrize("index", ["articles_fts", "quotes_fts", "statements_fts", "speaker_names_fts"])
def test_no_word_of_the_texts_is_in_the_search_index(made: tuple[Path, LeftOut], index: str) -> None:
    connection = sqlite3.connect(made[0])
    connection.execute(f"create virtual table temp.words using fts5vocab(main, {index}, row)")
    terms = [term for (term,) in connection.execute("select term from words")]
    connection.close()
    assert terms
    assert [term for term in terms if MARK in term] == []


@pytest.mark.parametrize(
    ("index", "word", "hits"),
    [("articles_fts", "harbour", ARTICLES), ("quotes_fts", "winter", ARTICLES), ("speaker_names_fts", "marvec", 1)],
)
def test_search_finds_what_is_published(made: tuple[Path, LeftOut], index: str, word: str, hits: int) -> None:
    assert ask(made[0], f"select count(*) from {index} where {index} match ?", word) == [(hits,)]


def test_it_is_sound_and_compact(made: tuple[Path, LeftOut]) -> None:
    assert_sound(made[0])
    assert ask(made[0], "pragma freelist_count") == [(0,)]
    assert ask(made[0], "pragma journal_mode") == [("delete",)]


def test_quotes_and_statements_are_those_of_the_source(source: Path, made: tuple[Path, LeftOut]) -> None:
    for sql in (
        "select id, key, text, spans, relation, statement_id, differences from quotes order by id",
        "select * from statements order by id",
        "select id, key, title, url, published, text_digest from articles order by id",
        "select * from speakers",
        "select * from outlets",
    ):
        assert ask(made[0], sql) == ask(source, sql)


def test_surroundings_are_cut_at_words(made: tuple[Path, LeftOut]) -> None:
    assert ask(made[0], "select distinct prefix from quotes") == [("Tolm that morning, in brief: “",)]
    assert ask(made[0], "select suffix from quotes where id = 12") == [(",” said Marvec on Day 11.",)]


def test_what_is_computed_from_a_text_says_that_it_is_not_there(made: tuple[Path, LeftOut]) -> None:
    assert ask(made[0], "select distinct text, text_status, summary, source_path from articles") == [
        ("", "fragments", None, "")
    ]


def test_the_report(made: tuple[Path, LeftOut]) -> None:
    report = made[1].as_json()
    assert report["kept"]["quotes"] == report["kept"]["articles"] == ARTICLES
    assert report["left_out"]["texts of articles"] == report["left_out"]["summaries"] == ARTICLES
    assert report["left_out"]["names and notes of reviewers"] == report["left_out"]["records of inputs"] == 1
    assert report["bytes"] == made[0].stat().st_size
    assert report["runs_of_eight_words_not_found"] >= 53 * ARTICLES  # three paragraphs of twenty words, eight a run


@pytest.mark.parametrize(
    ("notes", "expected"),
    [(False, ("withheld", None)), (True, (f"{MARK}@example.org", f"note {MARK}"))],
    ids=["dropped", "kept"],
)
def test_names_and_notes_of_reviewers(private: Path, tmp_path: Path, notes: bool, expected: Any) -> None:
    publish(private, tmp_path / "out.db", notes=notes)
    assert ask(tmp_path / "out.db", "select made_by, note from judgements") == [expected]


# --- limits


def test_surroundings_shrink_so_that_an_article_keeps_to_the_limit(private: Path, tmp_path: Path) -> None:
    report = publish(private, tmp_path / "out.db", context=120, most=70)
    assert (report.shortened, report.too_long) == (9, ())
    lengths = ask(tmp_path / "out.db", "select max(length(prefix || text || suffix)) from quotes")
    assert lengths[0][0] <= 70


def test_an_article_whose_quotes_are_too_long_is_left_out_and_named(tmp_path: Path) -> None:
    rows = hidden(tmp_path / "private.db", 9)
    long = " ".join(f"word{number}" for number in range(100))
    article = rows.article(1, "A speech", f"“{long},” she said.", "2026-03-01")
    rows.statement(long, [rows.quote(article, [long])])
    rows.connection.commit()
    rows.connection.close()
    report = publish(tmp_path / "private.db", tmp_path / "out.db")
    assert [(one.title, one.characters, one.kept) for one in report.too_long] == [("A speech", len(long), 0)]
    assert ask(tmp_path / "out.db", "select count(*) from statements") == [(3,)]
    assert any("A speech" in line for line in report.lines("out.db"))
    assert b"word57" not in (tmp_path / "out.db").read_bytes()


def four_quotes(path: Path) -> list[int]:
    """An article with four quotes of some 60 characters; their ids. The last one is disputed, the third repeated."""
    rows = create(path)
    outlet, speaker = rows.outlet("One"), rows.speaker("Ann Lee")
    said = [" ".join(f"{word}{number}" for number in range(10)) for word in ("first", "nobody", "again", "later")]
    article = rows.article(outlet, "A long day", " ".join(f"“{words},” she said." for words in said), "2026-03-01")
    other = rows.article(outlet, "The next day", f"“{said[2]},” she said. “Nothing of it.”", "2026-03-02")
    quotes = [
        rows.quote(article, [words], speaker_id=None if at == 1 else speaker, outlet_id=outlet)
        for at, words in enumerate(said)
    ]
    denial, repeated = rows.quote(other, ["Nothing of it"]), rows.quote(other, [said[2]])
    for words, members in zip([*said, "Nothing of it"], [*([one] for one in quotes), [denial]], strict=True):
        rows.statement(words, [*members, repeated] if words == said[2] else members, speaker)
    rows.contradiction(quotes[3], denial, "denial", "She denies it", ("later0", "Nothing"))
    rows.connection.commit()
    rows.connection.close()
    return quotes


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(400, {0, 1, 2, 3}, id="all fit"),
        pytest.param(250, {0, 2, 3}, id="whom nobody is named for goes first"),
        pytest.param(160, {2, 3}, id="then what is printed nowhere else"),
        pytest.param(90, {3}, id="what is disputed stays longest"),
        pytest.param(50, set(), id="none fits"),
    ],
)
def test_the_least_of_an_article_is_left_out_until_it_fits(tmp_path: Path, most: int, expected: set[int]) -> None:
    quotes = four_quotes(tmp_path / "private.db")
    report = publish(tmp_path / "private.db", tmp_path / "out.db", context=0, most=most)
    kept = {one for (one,) in ask(tmp_path / "out.db", "select id from quotes")} & set(quotes)
    assert kept == {quotes[place] for place in expected}
    told = [(one.kept, one.quotes) for one in report.too_long if one.title == "A long day"]
    assert told == ([] if len(expected) == 4 else [(len(expected), 4)])
    content = (tmp_path / "out.db").read_bytes()
    assert [b"first4" in content, b"nobody4" in content] == [0 in expected, 1 in expected]


def test_the_report_says_how_many_quotes_are_left_out(tmp_path: Path) -> None:
    four_quotes(tmp_path / "private.db")
    report = publish(tmp_path / "private.db", tmp_path / "out.db", context=0, most=160)
    lines = " ".join(report.lines("out.db"))
    assert "1 articles have more than 160 characters" in lines
    assert "0 are left out whole, and 2 quotes of the others" in lines
    assert "One: A long day (" in lines
    assert "2 of 4 quotes kept" in lines


def test_a_statement_that_lost_a_quote_is_told_anew(tmp_path: Path) -> None:
    """Its earliest quote is in an article with too much of it: counts, reference and relations are of the rest."""
    rows = create(tmp_path / "private.db")
    outlets = [rows.outlet(name) for name in ("One", "Two", "Three")]
    full = "We will keep the harbour open and we will pay for it ourselves, whatever the ministry says this winter"
    said = [full, "We will keep the harbour open", "We will keep the harbour open"]
    articles = [
        rows.article(outlets[at], f"T{at}", f"“{words},” she said.", f"2026-03-0{at + 1}T08:00Z")
        for at, words in enumerate(said)
    ]
    quotes = [rows.quote(article, [words]) for article, words in zip(articles, said, strict=True)]
    rows.statement(full, quotes, rows.speaker("Ann Lee"))
    key = rows.key("statements", 1)
    rows.connection.commit()
    rows.connection.close()
    publish(tmp_path / "private.db", tmp_path / "out.db", most=90)
    assert ask(
        tmp_path / "out.db",
        "select key, text, quotes, articles, outlets, wordings, earliest_quote_id, earliest_published from statements",
    ) == [(key, said[1], 2, 2, 2, 1, quotes[1], "2026-03-02T08:00Z")]
    assert ask(tmp_path / "out.db", "select relation, differences from quotes order by id") == [
        ("earliest", None), ("repeats", None)
    ]  # fmt: skip
    assert b"ministry" not in (tmp_path / "out.db").read_bytes()


# --- withdrawals


def bury(path: Path, kind: str, key: str) -> None:
    """As linking leaves it."""
    change(
        path,
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
        f" values ('withdrawn', '{key}', '{kind}', 'yes', 'somebody', '2026-11-22T09:00:00Z')",
        "insert into tombstones (key, kind, reason, withdrawn_at)"
        f" values ('{key}', '{kind}', 'Withdrawn.', '2026-11-22T09:00:00Z')",
        f"update quotes set statement_id = null where key = '{key}'",
        "update quotes set statement_id = null where article_id ="
        f" (select id from articles where key = '{key}')",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "quotes", "articles"),
    [pytest.param("quote", 8, 9, id="a quote"), pytest.param("article", 8, 8, id="an article with its quotes")],
)
def test_what_is_withdrawn_leaves_a_tombstone_only(
    private: Path, tmp_path: Path, kind: str, quotes: int, articles: int
) -> None:
    key = ask(private, f"select key from {kind}s where id = 5")[0][0]
    bury(private, kind, key)
    report = publish(private, tmp_path / "out.db")
    assert (report.kept["quotes"], report.kept["articles"], report.kept["tombstones"]) == (quotes, articles, 1)
    assert ask(tmp_path / "out.db", "select key, kind, reason from tombstones") == [(key, kind, "Withdrawn.")]
    assert ask(tmp_path / "out.db", "select count(*) from judgements where subject = 'withdrawn'") == [(0,)]
    assert_sound(tmp_path / "out.db")


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
            " select 'withdrawn', key, 'quote', 'yes', 'somebody', '2026-11-22' from quotes where id = 5",
            id="a judgement",
        ),
        pytest.param("update articles set withdrawn = 'kill order' where id = 5", id="its outlet"),
    ],
)
def test_a_withdrawal_that_nothing_obeys_yet_is_an_error(private: Path, tmp_path: Path, sql: str) -> None:
    change(private, sql)
    with pytest.raises(LoadError, match="run `datasette-quotes link"):
        publish(private, tmp_path / "out.db")
    assert not (tmp_path / "out.db").exists()


# --- files


def test_the_source_is_only_read(private: Path, tmp_path: Path) -> None:
    before = private.read_bytes()
    private.chmod(0o444)
    publish(private, tmp_path / "out.db")
    assert private.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["out.db", "private.db"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param("private.db", "is the database itself", id="the source"),
        pytest.param("there.db", "exists", id="a file that is there"),
        pytest.param("nowhere/out.db", "is no folder", id="a folder that isn't there"),
    ],
)
def test_a_target_that_can_not_be(private: Path, tmp_path: Path, target: str, message: str) -> None:
    (tmp_path / "there.db").write_text("something")
    with pytest.raises(LoadError, match=message):
        publish(private, tmp_path / target)


@pytest.mark.parametrize("content", [None, b"no database at all, but long enough to be looked at" * 30, b""])
def test_a_source_that_can_not_be(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "private.db").write_bytes(content)
    with pytest.raises(LoadError, match=r"private\.db"):
        publish(tmp_path / "private.db", tmp_path / "out.db")


def test_a_database_of_an_earlier_version_is_told_how_to_go_on(private: Path, tmp_path: Path) -> None:
    change(private, "alter table loads rename column counts to sums")
    with pytest.raises(LoadError, match=r"lacks loads\.counts: `datasette-quotes link"):
        publish(private, tmp_path / "out.db")


def test_an_old_copy_is_replaced_when_asked(private: Path, tmp_path: Path) -> None:
    (tmp_path / "out.db").write_text("something")
    publish(private, tmp_path / "out.db", replace=True)
    assert ask(tmp_path / "out.db", "select count(*) from quotes") == [(9,)]


def test_a_copy_of_a_copy_is_the_same(private: Path, tmp_path: Path) -> None:
    publish(private, tmp_path / "one.db")
    publish(tmp_path / "one.db", tmp_path / "two.db")
    for table in ("quotes", "articles", "statements", "speakers"):
        assert ask(tmp_path / "one.db", f"select * from {table}") == ask(tmp_path / "two.db", f"select * from {table}")


# --- the command


def command(*words: str | Path) -> Any:
    return CliRunner().invoke(cli, ["public", *(str(word) for word in words)])


def test_the_command_tells_what_was_left_out(private: Path, tmp_path: Path) -> None:
    done = command(private, tmp_path / "out.db", "--context", "30")
    assert done.exit_code == 0, done.output
    assert "holds 9 quotes, 3 statements" in done.output
    assert "Left out: texts of articles (9)" in done.output


def test_the_command_speaks_json(private: Path, tmp_path: Path) -> None:
    done = command(private, tmp_path / "out.db", "--json", "--max-per-article", "70")
    assert json.loads(done.output)["max_per_article"] == 70
    assert json.loads(done.output)["contexts_shortened"] == 9


def test_a_leak_is_an_error_and_no_file(private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaky(*_: Any) -> int:
        raise LeakError("articles.text: 9 rows hold something, expected none")

    monkeypatch.setattr("quote_loaders.publishing.public.prove", leaky)
    done = command(private, tmp_path / "out.db")
    assert done.exit_code == 1
    assert "is not written: articles.text" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["private.db"]


# --- the whole story of the plugin's tests


def test_a_story_with_everything_is_published_whole(tmp_path: Path) -> None:
    tell(tmp_path / "private.db")
    shutil.copy(tmp_path / "private.db", tmp_path / "before.db")
    report = publish(tmp_path / "private.db", tmp_path / "out.db", context=120)
    assert report.too_long == ()
    for table in ("quotes", "statements", "contradictions", "article_links", "statement_keys"):
        sql = f"select count(*) from {table}"
        assert ask(tmp_path / "out.db", sql) == ask(tmp_path / "before.db", sql)
    assert_sound(tmp_path / "out.db")
    assert WORDS.encode() not in (tmp_path / "out.db").read_bytes()
