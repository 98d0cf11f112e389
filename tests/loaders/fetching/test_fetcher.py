"""What a run fetches, what it asks again, what it keeps, and what it hands on."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from quote_loaders.fetching.address_file import read_addresses
from quote_loaders.fetching.answers import records_of_answer
from quote_loaders.fetching.client import Fetched
from quote_loaders.fetching.fetcher import Fetcher
from quote_loaders.fetching.options import FetchError
from quote_loaders.fetching.unpacking import inflate
from quote_loaders.fetching.wayback import archived_copy
from quote_loaders.readers import Link, Record
from quote_loaders.records import LoadError, Published
from tests.loaders.fetching.run import PROGRAM, QUICK, database, fetch
from tests.loaders.fetching.server import PAGE, Server, response

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Port Merrow Post</title>
<link>{base}/</link>{items}</channel></rss>"""
ITEM = "<item><title>Item {n}</title><link>{base}/{n}</link><pubDate>Sat, 14 Mar 2026 10:0{n}:00 GMT</pubDate></item>"
XML = {"Content-Type": "application/xml"}


def feed(base: str, numbers: range) -> bytes:
    """A feed of teasers as an answer."""
    items = "".join(ITEM.format(n=number, base=base) for number in numbers)
    return response(RSS.format(base=base, items=items).encode(), headers={"Content-Type": "application/rss+xml"})


def sitemap(*urls: str, index: bool = False) -> bytes:
    """A sitemap, or an index of sitemaps, as an answer."""
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    entries = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return response(f'<{outer} xmlns="{space}">{entries}</{outer}>'.encode(), headers=XML)


def test_an_article_is_handed_on_with_what_was_said_of_it() -> None:
    with Server({"/a": response()}) as server:
        run = fetch([f"{server.base}/a"])
    record = run.records[0]
    assert (record.source, record.format, record.data) == (f"{server.base}/a", "text", PAGE)
    assert record.said["url"] == f"{server.base}/a"
    assert record.said["charset"] == "utf-8"
    assert record.said["captured"].endswith("Z")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "identity", "gzip, identity"])
def test_packed_answers_are_unpacked(encoding: str) -> None:
    import zlib

    body = {"g": gzip.compress(PAGE), "d": zlib.compress(PAGE), "i": PAGE}[encoding[0]]
    with Server({"/a": response(body, headers={"Content-Encoding": encoding})}) as server:
        assert fetch([f"{server.base}/a"]).records[0].data == PAGE


def test_the_same_address_is_asked_once() -> None:
    with Server({"/a": response()}) as server:
        run = fetch([f"{server.base}/a"] * 3)
    assert (len(run.records), server.paths()) == (1, ["/a"])


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        pytest.param({"ETag": '"v1"'}, 'If-None-Match: "v1"', id="etag"),
        pytest.param(
            {"Last-Modified": "Sat, 14 Mar 2026 10:00:00 GMT"},
            "If-Modified-Since: Sat, 14 Mar 2026 10:00:00 GMT",
            id="last-modified",
        ),
    ],
)
def test_the_next_request_is_conditional(given: dict[str, str], sent: str) -> None:
    db = database()
    with Server({"/a": response(headers=given)}) as server:
        fetch([f"{server.base}/a"], db)
        server.answers["/a"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        run = fetch([f"{server.base}/a"], db)
    assert sent in server.requests[-1]
    assert (run.records, run.problems, run.counts) == ([], [], {"not modified": 1})
    assert run.row(f"{server.base}/a")["outcome"] == "not modified"
    assert run.row(f"{server.base}/a")["status"] == 200


def test_an_answer_to_a_stopped_run_counts_for_nothing() -> None:
    """It may have been lost before its article was stored: the next request must not be conditional."""
    db = database()
    with Server({"/a": response(headers={"ETag": '"v1"'})}) as server:
        fetch([f"{server.base}/a"], db, finish=False)
        run = fetch([f"{server.base}/a"], db)
    assert "If-None-Match" not in server.requests[-1]
    assert len(run.records) == 1


def test_a_feed_gives_its_articles_with_what_it_says_of_them() -> None:
    with Server({"/1": response(), "/2": response()}) as server:
        server.answers["/feed"] = feed(server.base, range(1, 3))
        run = fetch([f"{server.base}/feed"])
    assert sorted(record.source for record in run.records) == [f"{server.base}/1", f"{server.base}/2"]
    said = {record.source: record.said for record in run.records}[f"{server.base}/1"]
    assert said["title"] == "Item 1"
    assert said["published"] == Published("2026-03-14T10:01:00Z", "second", True, "feed")
    assert run.row(f"{server.base}/1")["named_by"] == f"{server.base}/feed"
    assert run.row(f"{server.base}/feed")["named_by"] is None


def test_what_a_feed_names_is_fetched_once_in_all_runs() -> None:
    db = database()
    with Server({"/1": response(), "/2": response()}) as server:
        server.answers["/feed"] = feed(server.base, range(1, 2))
        fetch([f"{server.base}/feed"], db)
        server.answers["/feed"] = feed(server.base, range(1, 3))
        run = fetch([f"{server.base}/feed"], db)
        again = fetch([f"{server.base}/feed"], db, again=True)
    assert [record.source for record in run.records] == [f"{server.base}/2"]
    assert run.counts == {"fetched": 2, "known": 1}
    assert len(again.records) == 2


def test_lists_are_followed_up_to_the_limit() -> None:
    with Server({f"/{n}": response() for n in range(1, 6)}) as server:
        server.answers["/feed"] = feed(server.base, range(1, 6))
        run = fetch([f"{server.base}/feed"], limit=2)
    assert len(run.records) == 2
    assert len(run.problems) == 1
    assert run.messages[0].startswith("3 addresses were left out: a run fetches 2 that lists name (--fetch-limit)")


def test_a_sitemap_index_leads_to_articles() -> None:
    with Server({"/a": response(), "/b": response()}) as server:
        base = server.base
        server.answers["/index.xml"] = sitemap(f"{base}/1.xml", f"{base}/2.xml.gz", index=True)
        server.answers["/1.xml"] = sitemap(f"{base}/a")
        packed = gzip.compress(sitemap(f"{base}/b").partition(b"\r\n\r\n")[2])
        server.answers["/2.xml.gz"] = response(packed, headers={"Content-Type": "application/x-gzip"})
        run = fetch([f"{base}/index.xml"])
    assert sorted(record.source for record in run.records) == [f"{base}/a", f"{base}/b"]
    assert run.problems == []


def test_an_index_of_indexes_comes_to_an_end() -> None:
    with Server({}) as server:
        for n in range(10):
            server.answers[f"/{n}.xml"] = sitemap(f"{server.base}/{n + 1}.xml", index=True)
        run = fetch([f"{server.base}/0.xml"])
    assert server.paths() == ["/0.xml", "/1.xml", "/2.xml"]
    assert len(run.problems) == 1


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(sitemap("http://127.0.0.1/a"), id="sitemap"),
        pytest.param(feed("http://127.0.0.1", range(3)), id="feed"),
    ],
)
def test_a_list_that_a_list_calls_an_article_is_not_followed(answer: bytes) -> None:
    with Server({"/1": answer}) as server:
        server.answers["/feed"] = feed(server.base, range(1, 2))
        run = fetch([f"{server.base}/feed"])
    assert run.records == []
    assert "expected an article" in run.messages[0]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(response(b"{}", headers={"Content-Type": "application/json"}), id="json"),
        pytest.param(response(b"<a/>", headers=XML), id="xml"),
        pytest.param(response(b"\x00\x01", headers={"Content-Type": ""}), id="untyped"),
    ],
)
def test_what_is_no_article_is_told(answer: bytes) -> None:
    with Server({"/a": answer}) as server:
        run = fetch([f"{server.base}/a"])
    assert run.records == []
    assert len(run.problems) == 1
    assert "neither a page nor a known list" in run.messages[0]


def test_links_of_a_file_are_asked_like_those_of_a_feed() -> None:
    with Server({"/a": response()}) as server:
        run = fetch([Link("stories.csv", f"{server.base}/a", "row 1", {"title": "As the list has it"})])
    assert run.records[0].said["title"] == "As the list has it"
    assert run.row(f"{server.base}/a")["named_by"] == "stories.csv"


def test_what_a_broken_list_names_is_fetched_all_the_same() -> None:
    with Server({"/a": response()}) as server:

        def links() -> Iterator[Link]:
            yield Link("stories.csv", f"{server.base}/a")
            raise LoadError("it breaks off")

        with Fetcher(database(), 1, QUICK, PROGRAM) as fetcher:
            found = fetcher.follow(links())
            assert isinstance(next(found), Record)
            with pytest.raises(LoadError, match="breaks off"):
                next(found)


def test_a_broken_address_costs_itself_alone() -> None:
    with Server({"/a": response()}) as server:
        run = fetch(["http://[::1", "http://", f"{server.base}/a", "http://a b/"])
    assert len(run.records) == 1
    assert sorted(problem.source for problem in run.problems) == ["http://", "http://[::1", "http://a b/"]


def test_a_fault_of_the_program_costs_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(*_: object) -> bool:
        raise ZeroDivisionError("no such luck")

    monkeypatch.setattr("quote_loaders.fetching.client.check_type", faulty)
    with Server({"/a": response(), "/b": response()}) as server:
        run = fetch([f"{server.base}/a", f"{server.base}/b"])
    assert run.messages == ["fetching failed: ZeroDivisionError: no such luck"] * 2


WAYBACK = "https://web.archive.org/web/20260314101112/https://post.lurania.example/a?b=1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(WAYBACK, ("https://post.lurania.example/a?b=1", "2026-03-14T10:11:12Z"), id="plain"),
        pytest.param(
            WAYBACK.replace("12/http", "12id_/http"),
            ("https://post.lurania.example/a?b=1", "2026-03-14T10:11:12Z"),
            id="raw",
        ),
        pytest.param("https://web.archive.org/web/2026/https://a.example/", None, id="a year"),
        pytest.param("https://web.archive.org/web/2026*/https://a.example/", None, id="a calendar"),
        pytest.param("https://post.lurania.example/web/20260314101112/x", None, id="another site"),
    ],
)
def test_archived_copies_are_taken_apart(url: str, expected: tuple[str, str] | None) -> None:
    copy = archived_copy(url)
    assert (copy and (copy.url, copy.captured)) == expected
    if copy is not None:
        assert copy.archived_url == url
        assert copy.plain == WAYBACK.replace("12/http", "12id_/http")


@pytest.mark.parametrize(
    ("final", "captured"),
    [
        pytest.param(WAYBACK, "2026-03-14T10:11:12Z", id="as asked"),
        pytest.param(WAYBACK.replace("101112", "151617"), "2026-03-14T15:16:17Z", id="the nearest one"),
    ],
)
def test_an_archived_copy_is_stored_under_its_own_address(final: str, captured: str) -> None:
    answer = Fetched(WAYBACK, final, 200, "allowed", "2026-11-22T00:00:00Z", "text/plain", PAGE)
    (record,) = records_of_answer(answer, Link(WAYBACK, WAYBACK), lists=True)
    assert isinstance(record, Record)
    assert record.said == {
        "url": "https://post.lurania.example/a?b=1",
        "archived_url": WAYBACK,
        "captured": captured,
    }


@pytest.mark.parametrize(
    ("data", "most", "message"),
    [
        pytest.param(gzip.compress(b"x" * 100), 99, "more than 99 bytes", id="too much"),
        pytest.param(gzip.compress(b"x" * 60) * 2, 100, "more than 100 bytes", id="too much in two parts"),
        pytest.param(gzip.compress(b"") * 500, 100, "more than 100 parts", id="many parts"),
        pytest.param(gzip.compress(b"x") + b"rest", 100, "can't be unpacked", id="something behind"),
        pytest.param(gzip.compress(b"x" * 50)[:-4], 100, "ends too early", id="cut"),
        pytest.param(b"\x1f\x8b\x08broken and long enough", 100, "can't be unpacked", id="broken"),
    ],
)
def test_unpacking_is_bounded(data: bytes, most: int, message: str) -> None:
    with pytest.raises(FetchError, match=message):
        inflate(data, most)


def test_files_of_addresses_are_read(tmp_path: Any) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("\ufeff# ours\nhttps://a.example/1\n\n  http://a.example/2  \n", encoding="utf-8")
    assert read_addresses(path) == ["https://a.example/1", "http://a.example/2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"https://a.example/\nexample.org/x\n", "line 2 of"), (b"\xff\xfe\x00", "is not UTF-8")],
)
def test_files_of_something_else_are_refused(data: bytes, message: str, tmp_path: Any) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=message):
        read_addresses(path)
