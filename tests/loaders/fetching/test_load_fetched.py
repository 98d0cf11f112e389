"""Addresses through the whole pipeline: from the server into the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from quote_loaders.cli import cli
from quote_loaders.fetching.options import FetchOptions
from quote_loaders.pipeline import Summary, load
from quote_loaders.records import Quote
from quote_loaders.speakers import load_aliases
from tests.loaders.fetching.run import QUICK
from tests.loaders.fetching.server import Server, response
from tests.loaders.stub_extractor import StubExtractor

HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title><meta charset="utf-8">
<meta property="article:published_time" content="2026-03-14T18:10:00+01:00"></head><body><main><article>
<h1>{title}</h1><p>The harbour of Port Merrow opens again on Monday, the ministry of Lurania said on Saturday.</p>
<p>"We have waited for eleven months," said Orla Venn, the harbour master, at the caf\u00e9 on the quay,
tr\u00e8s pr\u00e8s de l\u00e0.</p>
<p>She thanked the crews who had cleared the channel through the winter, and the town that had fed them.</p>
</article></main></body></html>"""


def page(title: str = "The harbour opens", **headers: str) -> bytes:
    """A page of one article as an answer."""
    return response(PAGE.format(title=title).encode(), headers=HTML | headers)


def run(database: Path, *inputs: str | Path, fetch: FetchOptions | None = QUICK) -> Summary:
    """One load."""
    return load(database, list(inputs), StubExtractor(), load_aliases(()), fetch=fetch)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where a database will be."""
    return tmp_path / "quotes.db"


@pytest.fixture
def server() -> Iterator[Server]:
    """A server with one page."""
    with Server({"/a": page(ETag='"1"')}) as made:
        yield made


def rows(database: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query answers."""
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql).fetchall()


def test_a_page_becomes_an_article(server: Server, database: Path) -> None:
    run(database, f"{server.base}/a")
    assert rows(database, "select title, reader, published, source_path, captured is not null from articles") == [
        ("The harbour opens", "html", "2026-03-14T17:10:00Z", f"{server.base}/a", 1)
    ]
    assert rows(database, "select text from quotes") == [("We have waited for eleven months,",)]
    assert rows(database, "select count(*) from load_problems where message not like 'outlet%'") == [(0,)]


def test_loading_again_changes_nothing(server: Server, database: Path) -> None:
    """The second answer is the same again, the third is that nothing has changed."""
    run(database, f"{server.base}/a")
    before = rows(database, "select * from articles")
    assert run(database, f"{server.base}/a").articles["new"] == 0
    server.answers["/a"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    run(database, f"{server.base}/a")
    assert rows(database, "select * from articles") == before


def test_without_fetch_nothing_is_asked(server: Server, database: Path) -> None:
    summary = run(database, f"{server.base}/a", fetch=None)
    assert server.requests == []
    assert [problem.message for problem in summary.problems] == [
        "it is an address, and nothing is fetched unless asked: add --fetch"
    ]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param(response(b"", "500 Oh"), "it answers with status 500, expected 200", id="500"),
        pytest.param(response(length=9999), "it can't be fetched: peer closed", id="cut"),
    ],
)
def test_a_bad_answer_costs_one_row(answer: bytes, problem: str, server: Server, database: Path) -> None:
    server.answers["/b"] = answer
    run(database, f"{server.base}/b", f"{server.base}/a")
    found = rows(database, "select source, message from load_problems where message not like 'outlet%'")
    assert len(found) == 1
    assert found[0][0] == f"{server.base}/b"
    assert found[0][1].startswith(problem)
    assert rows(database, "select count(*) from articles") == [(1,)]


def test_a_wrong_charset_costs_one_row(server: Server, database: Path) -> None:
    """Bytes of Latin-1 that are said to be UTF-8: read, with a doubt."""
    body = PAGE.format(title="The harbour opens").replace('<meta charset="utf-8">', "").encode("latin-1")
    server.answers["/b"] = response(body, headers=HTML)
    run(database, f"{server.base}/b")
    assert "café" in rows(database, "select text from articles")[0][0]
    found = rows(database, "select message from load_problems where message not like 'outlet%'")
    assert len(found) == 1, found


def test_the_archive_gives_the_same_article(server: Server, database: Path, tmp_path: Path) -> None:
    """What was fetched can be loaded again from the evidence, without the web."""
    archive = tmp_path / "news.warc.gz"
    run(database, f"{server.base}/a", fetch=replace(QUICK, archive=archive))
    other = tmp_path / "other.db"
    run(other, archive, fetch=None)
    columns = "key, title, text, url, published, published_source, language, captured"
    assert rows(other, f"select {columns} from articles") == rows(database, f"select {columns} from articles")
    record = rows(database, "select warc_record from fetches")[0][0]
    assert rows(other, "select source_record from articles") == [(record,)]


def test_a_list_of_addresses_is_loaded(server: Server, database: Path, tmp_path: Path) -> None:
    server.answers["/b"] = page("The bridge closes")
    table = tmp_path / "stories.csv"
    lines = [f"2026-03-14,lurania.example,lurania.example,x,{server.base}/{name}" for name in "ab"]
    table.write_text("\n".join(["publish_date,media_name,media_url,title,url", *lines]), encoding="utf-8")
    run(database, table)
    assert rows(database, "select title from articles order by title") == [
        ("The bridge closes",),
        ("The harbour opens",),
    ]
    assert rows(database, "select distinct named_by from fetches") == [(table.as_posix(),)]


FEED = """<rss version="2.0"><channel><language>en</language><item><title>The harbour, as the feed has it</title>
<link>{base}/a</link><pubDate>Fri, 13 Mar 2026 10:00:00 GMT</pubDate><description>It opens on Monday.</description>
</item><item><link>{base}/b</link></item></channel></rss>"""


def _with_feed(server: Server) -> str:
    """The address of a feed of two pages, of which the first does not say its date."""
    undated = PAGE.replace("article:published_time", "x").format(title="The harbour opens").encode()
    server.answers["/a"] = response(undated, headers=HTML)
    server.answers["/b"] = page("The bridge closes")
    feed = FEED.format(base=server.base).encode()
    server.answers["/feed"] = response(feed, headers={"Content-Type": "application/rss+xml", "ETag": '"1"'})
    return f"{server.base}/feed"


def test_a_feed_says_what_a_page_does_not(server: Server, database: Path) -> None:
    run(database, _with_feed(server))
    found = rows(database, "select title, published, published_source, summary from articles order by published")
    assert found == [
        ("The harbour opens", "2026-03-13T10:00:00Z", "feed", "It opens on Monday."),
        ("The bridge closes", "2026-03-14T17:10:00Z", "meta", None),
    ]


class _Killed(BaseException):
    """As a kill ends a program: nothing handles it."""


class _Dying(StubExtractor):
    """Ends the program in the middle of its second article."""

    def extract(self, article_text: str, language: str) -> list[Quote]:
        if self.calls == 1:
            raise _Killed
        return super().extract(article_text, language)


def test_a_stopped_run_is_completed_by_the_next(server: Server, database: Path, tmp_path: Path) -> None:
    """Neither the feed nor what it names counts as fetched before its run has come to its end."""
    url = _with_feed(server)
    with pytest.raises(_Killed):
        load(database, [url], _Dying(), load_aliases(()), fetch=QUICK)
    run(database, url)
    undisturbed = tmp_path / "undisturbed.db"
    run(undisturbed, url)
    columns = "key, title, text, published, url, source_path"
    for table, wanted in (("articles", columns), ("quotes", "key, text"), ("fetches", "url, outcome, digest")):
        sql = f"select {wanted} from {table} order by 1"
        assert rows(database, sql) == rows(undisturbed, sql)


def test_the_summary_counts_addresses(server: Server, database: Path) -> None:
    url = _with_feed(server)
    del server.answers["/b"]
    assert run(database, url).fetches == {"fetched": 2, "refused": 1}
    assert run(database, url).counts()["addresses_known"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "nothing to load", id="nothing"),
        pytest.param(["a.txt", "--archive", "a.warc.gz"], "--archive given without --fetch", id="idle option"),
        pytest.param(["a.txt", "--fetch", "--contact", "a\nb"], "expected printable ASCII", id="header"),
    ],
)
def test_options_that_mean_nothing_are_refused(arguments: list[str], message: str, database: Path) -> None:
    result = CliRunner().invoke(cli, ["load", str(database), *arguments])
    assert result.exit_code == 2
    assert message in result.output


def _invoke(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> Result:
    """A command that fetches from loopback and extracts without a model."""
    monkeypatch.setattr("quote_loaders.extraction.Extractor", lambda _: StubExtractor())
    always = ("--fetch", "--allow-private", "--fetch-delay", "0.1", "--workers", "1")
    return CliRunner().invoke(cli, [*map(str, arguments), *always])


def test_load_takes_a_file_of_addresses(
    server: Server, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(f"{server.base}/a\n{server.base}/b\n")
    result = _invoke(monkeypatch, "load", database, "--urls", path, "--archive", tmp_path / "a.warc.gz")
    assert result.exit_code == 0, result.output
    assert "Addresses: 1 fetched, 1 refused." in result.output
    assert (tmp_path / "a.warc.gz").stat().st_size > 0


def test_watch_loads_a_feed_once_it_has_changed(
    server: Server, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = _with_feed(server)
    first = _invoke(monkeypatch, "watch", url, database, "--once")
    assert (first.exit_code, "2 new" in first.output) == (0, True), first.output
    second = _invoke(monkeypatch, "watch", url, database, "--once")
    assert (second.exit_code, second.output) == (0, "")
    assert server.paths() == ["/feed", "/a", "/b", "/feed"]


def test_watch_tells_that_a_feed_does_not_answer(
    server: Server, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = _invoke(monkeypatch, "watch", f"{server.base}/gone", database, "--once")
    assert result.exit_code == 1
    assert "could not be fetched, see load_problems" in result.output


def test_a_file_of_something_else_is_refused(database: Path, tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("not an address\n")
    result = CliRunner().invoke(cli, ["load", str(database), "--fetch", "--urls", str(path)])
    assert result.exit_code == 1
    assert "line 1 of" in result.output
