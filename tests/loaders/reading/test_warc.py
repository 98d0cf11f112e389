"""WARC files: each page a record with its address and capture; what is damaged is told and costs nothing before it."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter

from quote_loaders.readers import Input, Record, records_of
from quote_loaders.records import Problem
from tests.loaders.reading.reads import CONTEXT, read_all, written

PAGE = (
    '<html lang="en"><head><title>A story</title></head><body><article><h1>A story</h1><p>The harbour of Lurania stays '
    "closed until Thursday, after waves of nine metres hit the mole.</p><p>“No ship leaves,” said Petra Holm, who has "
    "run the port for twenty years. “That is not up for debate.”</p></article></body></html>"
).encode()


def response(
    number: int, body: bytes = PAGE, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8"
) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nLast-Modified: Sat, 14 Mar 2026 10:00:00 GMT\r\n\r\n"
    return warc(number, head.encode() + body)


def warc(number: int, block: bytes, kind: str = "response", of: str = "application/http; msgtype=response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2026-03-15T10:11:12Z\r\nWARC-Target-URI: https://coast.example/{number}\r\n"
        f"Content-Type: {of}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def zstd(*records: bytes) -> bytes:
    packed = io.BytesIO()
    writer = ZstdWriter(packed)
    for record in records:
        writer.write(record)
    writer.close()
    return packed.getvalue()


def brotli(data: bytes) -> bytes:
    packed = io.BytesIO()
    writer = BrotliWriter(packed)
    writer.write(data)
    writer.close()
    return packed.getvalue()


def cut(item: Input) -> tuple[list[Record], list[str]]:
    found = list(records_of(item, CONTEXT))
    records = [one for one in found if isinstance(one, Record)]
    return records, [one.message for one in found if isinstance(one, Problem)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("a.warc", response(1) + response(2), id="plain"),
        pytest.param("a.warc.gz", gzip.compress(response(1)) + gzip.compress(response(2)), id="gzip by record"),
        pytest.param("a.warc.gz", gzip.compress(response(1) + response(2)), id="gzip as a whole"),
        pytest.param("a.warc.zst", zstd(response(1), response(2)), id="zstd"),
        pytest.param("a", response(1) + response(2), id="told by content"),
    ],
)
def test_packings(tmp_path: Path, name: str, data: bytes) -> None:
    records, told = cut(written(tmp_path, name, data))
    assert told == []
    assert [(one.format, one.place, one.said["url"]) for one in records] == [
        ("warc", f"urn:uuid:{number:032d}", f"https://coast.example/{number}") for number in (1, 2)
    ]


def test_the_capture_is_never_the_publication(tmp_path: Path) -> None:
    (read,), told = read_all(written(tmp_path, "a.warc", response(7)))
    article = read.article
    assert told == []
    assert (article.url, article.captured, article.published) == (
        "https://coast.example/7",
        "2026-03-15T10:11:12Z",
        None,
    )
    assert (article.reader, article.source_record, article.outlet.name) == (
        "warc",
        f"urn:uuid:{7:032d}",
        "coast.example",
    )
    assert "“No ship leaves,” said Petra Holm" in article.text


def test_a_publication_after_the_capture_is_doubted(tmp_path: Path) -> None:
    later = PAGE.replace(b"<title>", b'<meta property="article:published_time" content="2026-03-16T08:00:00Z"><title>')
    (read,), _ = read_all(written(tmp_path, "a.warc", response(1, later)))
    assert any("later than it was captured" in doubt for doubt in read.doubts)


def test_the_name_of_a_record_is_a_short_line_that_can_be_printed(tmp_path: Path) -> None:
    named = f"\x1b[2Jurn:a{'b' * 5000}".encode()
    (record,), _ = cut(written(tmp_path, "a.warc", response(1).replace(f"urn:uuid:{1:032d}".encode(), named)))
    assert record.place.startswith("[2Jurn:ab")
    assert len(record.place) < 300


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    data = (
        warc(0, b"software: x\r\n", "warcinfo", "application/warc-fields")
        + response(1, status="404 Not Found")
        + response(2, status="301 Moved")
        + response(3, b'{"a": 1}' * 30, kind="application/json")
        + response(4, b"<html></html>")
        + warc(5, b"GET / HTTP/1.1\r\n\r\n", "request")
        + response(6)
    )
    records, told = cut(written(tmp_path, "a.warc", data))
    assert ([one.said["url"] for one in records], told) == (["https://coast.example/6"], [])


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        pytest.param("Content-Encoding: gzip", gzip.compress(PAGE), id="gzip"),
        pytest.param("Content-Encoding: deflate", zlib.compress(PAGE), id="deflate"),
        pytest.param("Content-Encoding: br", brotli(PAGE), id="brotli"),
        pytest.param("Content-Encoding: zstd", zstd(PAGE), id="zstd"),
        pytest.param("Content-Encoding: gzip", PAGE, id="unpacked already"),
        pytest.param("Transfer-Encoding: chunked", b"64\r\n" + PAGE[:100] + b"\r\n%x\r\n" % len(PAGE[100:]) + PAGE[100:]
                     + b"\r\n0\r\n\r\n", id="chunks"),
        pytest.param("Transfer-Encoding: chunked", PAGE, id="joined already"),
    ],
)  # fmt: skip
def test_codings_of_http(tmp_path: Path, coding: str, body: bytes) -> None:
    records, told = cut(written(tmp_path, "a.warc", response(1, body, kind=f"text/html\r\n{coding}")))
    assert told == []
    assert [one.data for one in records] == [PAGE]


def test_the_encoding_that_the_server_names(tmp_path: Path) -> None:
    page = PAGE.decode().replace("Petra Holm", "Zoë Ærø").encode("cp1252")
    (read,), _ = read_all(written(tmp_path, "a.warc", response(1, page, kind="text/html; charset=iso-8859-1")))
    assert "“No ship leaves,” said Zoë Ærø" in read.article.text


PACKED = [gzip.compress(response(number)) for number in range(3)]


@pytest.mark.parametrize(
    ("data", "pages", "message"),
    [
        pytest.param(b"".join(PACKED)[:-3], 3, "breaks off", id="the last bytes are missing"),
        pytest.param(b"".join(PACKED)[: -len(PACKED[2]) + 60], 2, "breaks off", id="within a record's head"),
        pytest.param((response(1) + response(2))[:-400], 1, "breaks off", id="within a plain record"),
        pytest.param(PACKED[0] + PACKED[1][:90] + b"\0" * 8 + PACKED[1][98:], 1, "damaged after", id="damaged bytes"),
        pytest.param(response(1) + b"garbage\r\n" * 9 + response(2), 1, "damaged after", id="garbage between"),
        pytest.param(response(1) + response(2, b"\x1f\x8b" + b"x" * 300, kind="text/html\r\nContent-Encoding: gzip")
                     + response(3), 2, "can't be unpacked", id="a page that is damaged"),
        pytest.param(response(1, gzip.compress(b"<p>" * 9_000_000), kind="text/html\r\nContent-Encoding: gzip")
                     + response(2), 1, "unpacks to more than", id="a page that unpacks without end"),
        pytest.param(response(1, b"<p>" * 6_000_000) + response(2), 1, "expected at most", id="a page too large"),
        pytest.param(response(1, status="404 Not Found"), 0, "none is a page", id="no page"),
        pytest.param(b"WARC/1.0\r\n", 0, "", id="nothing"),
    ],
)  # fmt: skip
def test_damage_costs_nothing_before_it(tmp_path: Path, data: bytes, pages: int, message: str) -> None:
    records, told = cut(written(tmp_path, "a.warc", data))
    assert len(told) == 1
    assert message in told[0]
    assert len(records) == pages


def test_pages_are_cut_out_one_by_one(tmp_path: Path) -> None:
    item = written(tmp_path, "a.warc", b"".join(response(number, PAGE + b" " * 100_000) for number in range(200)))
    found: Iterator[object] = records_of(item, CONTEXT)
    next(found)
    tracemalloc.start()
    assert sum(1 for _ in found) == 199
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000  # the file has 20 MB
