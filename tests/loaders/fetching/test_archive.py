"""Answers kept as WARC: byte for byte, one gzip member a record, whole after a kill."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from quote_loaders.fetching.archive import Archive
from quote_loaders.fetching.options import Exchange
from quote_loaders.records import LoadError
from tests.loaders.fetching.run import fetch
from tests.loaders.fetching.server import PAGE, Server, bomb, redirect, response

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"


def records(path: Path) -> list[tuple[str, dict[str, str], bytes]]:
    """Kind, headers and block of every record, each with a good digest."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            headers = dict(record.headers.astuples())
            found.append((headers["WARC-Type"], headers, record.reader.read()))
    with path.open("rb") as file:
        assert all(record.verify_block_digest() for record in ArchiveIterator(file, parse_http=False))
    return found


def payload(path: Path) -> bytes:
    """The body of the last answer, unpacked."""
    with path.open("rb") as file:
        answers = ArchiveIterator(file, record_types=WarcRecordType.response, auto_decode="all")
        return [record.reader.read() for record in answers][-1]


def test_what_went_over_the_wire_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": response()}) as server:
        run = fetch([f"{server.base}/a"], archive=path)
    kinds = [(kind, headers.get("WARC-Target-URI")) for kind, headers, _ in records(path)]
    assert kinds == [("warcinfo", None), ("response", f"{server.base}/a"), ("request", f"{server.base}/a")]
    _, answer, asked = records(path)
    assert answer[2] == response()
    assert asked[2].decode() == server.requests[-1]
    assert asked[1]["WARC-Concurrent-To"] == answer[1]["WARC-Record-ID"]
    assert answer[1]["WARC-IP-Address"] == "127.0.0.1"
    assert run.row(f"{server.base}/a")["warc_record"] == answer[1]["WARC-Record-ID"].strip("<>")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(response(), id="plain"),
        pytest.param(response(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}), id="packed"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + response(), id="behind a hint"),
        pytest.param(CHUNKED + b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n", id="in chunks"),
    ],
)
def test_an_archived_answer_can_be_read_again(answer: bytes, tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": answer}) as server:
        run = fetch([f"{server.base}/a"], archive=path)
    assert payload(path) == run.records[0].data == PAGE


def test_every_hop_and_every_refusal_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": redirect("/b"), "/b": response(), "/c": response(b"", "404 Not Found")}) as server:
        fetch([f"{server.base}/a", f"{server.base}/c"], archive=path)
    kept = [headers["WARC-Target-URI"] for kind, headers, _ in records(path) if kind == "response"]
    assert kept == [f"{server.base}/{name}" for name in "abc"]


def test_a_cut_answer_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": response(length=9999)}) as server:
        fetch([f"{server.base}/a"], archive=path)
    assert [headers.get("WARC-Truncated") for kind, headers, _ in records(path) if kind == "response"] == [
        "unspecified"
    ]


def test_a_bomb_is_kept_packed(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": response(bomb(50_000_000), headers={"Content-Encoding": "gzip"})}) as server:
        fetch([f"{server.base}/a"], archive=path)
    assert path.stat().st_size < 200_000


def test_runs_add_to_it(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Server({"/a": response(), "/b": response()}) as server:
        fetch([f"{server.base}/a"], archive=path)
        fetch([f"{server.base}/b"], archive=path)
    assert [kind for kind, _, _ in records(path)] == ["warcinfo", "response", "request"] * 2


def exchange(number: int) -> Exchange:
    """A request and its answer."""
    return Exchange(
        f"http://a.example/{number}", "192.0.2.1", "2026-03-14T10:00:00Z", b"GET / HTTP/1.1\r\n\r\n", response()
    )


@pytest.mark.parametrize("lost", [1, 9, 100, 400])
def test_a_torn_end_is_cut_off_before_it_is_added_to(lost: int, tmp_path: Path) -> None:
    """A kill in the middle of writing leaves less than the whole exchange; those before it stay."""
    path = tmp_path / "news.warc.gz"
    with Archive(path, "test") as archive:
        archive.keep(exchange(1))
        archive.keep(exchange(2))
    path.write_bytes(path.read_bytes()[:-lost])
    with Archive(path, "test") as archive:
        archive.keep(exchange(3))
    kept = [headers["WARC-Target-URI"] for kind, headers, _ in records(path) if kind == "response"]
    assert kept[0] == "http://a.example/1"
    assert kept[-1] == "http://a.example/3"


def test_each_record_is_a_gzip_member_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    with Archive(path, "test") as archive:
        archive.keep(exchange(1))
    data, blocks = path.read_bytes(), []
    while data:
        member = zlib.decompressobj(31)
        blocks.append(member.decompress(data))
        data = member.unused_data
    assert [block.splitlines()[0] for block in blocks] == [b"WARC/1.1"] * 3


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("news.warc", b"", "expected a name that ends in .warc.gz"),
        ("news.warc.gz", b"WARC/1.1\r\n", "is no gzip file"),
        ("missing/news.warc.gz", None, "can't be written"),
    ],
)
def test_no_archive_is_begun_where_none_can_be(name: str, data: Any, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(LoadError, match=message):
        Archive(path, "test")
