"""WARC files (ISO 28500), as crawlers, CC-NEWS and archiving browsers write them: one record for each page in them.

Read with FastWARC (J. Bevendorff et al., 2018), streaming, packed with gzip or Zstandard or not at all. The moment of
the capture is an upper bound of publication and never taken for it; neither is HTTP's Last-Modified.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quote_loaders.readers.decoding import MAX_BYTES, line_of
from quote_loaders.readers.formats import Context, Format, Head, Record
from quote_loaders.readers.html import HTML, read_page
from quote_loaders.readers.inputs import Input
from quote_loaders.records import LoadError, Problem

SUFFIXES = (".warc", ".warc.gz", ".warc.zst")
_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PACKED = 2 * MAX_BYTES  # bytes of a response that are held
_FEWEST = 100  # bytes: a smaller page has no article
_LOOKS_LIKE_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_OK = 200


def _is_warc(head: Head) -> bool:
    return head.data.startswith(b"WARC/") or head.path.name.lower().endswith(SUFFIXES)


def _records(item: Input, _: Context) -> Iterator[Record | Problem]:
    """The pages of a WARC file, in its order; where it is damaged, what came before, and a Problem."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    wanted = WarcRecordType.response | WarcRecordType.resource
    seen = pages = start = 0
    record: Record | Problem | None = None
    try:
        with item.path.open("rb") as file:
            for found in ArchiveIterator(file, record_types=wanted, parse_http=True, strict_mode=False):
                seen, start = seen + 1, found.stream_pos
                record = _record(item, found)
                if record is not None:
                    pages += isinstance(record, Record)
                    yield record
        cut = not isinstance(record, Problem) and _is_cut(item.path, start)
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        place = f"after {seen:,} responses" if seen else "from its beginning on"
        yield Problem(item.source, "read", f"it is damaged {place}: {error}; what came before was read")
        return
    if cut:
        yield Problem(item.source, "read", f"it breaks off after {seen:,} responses; what came before was read")
    elif not pages:
        held = f"{seen:,} responses and none is a page with text/html and status 200" if seen else "no response"
        yield Problem(item.source, "read", f"it holds {held}, expected pages")


def _is_cut(path: Path, start: int) -> bool:
    """Whether a file ends within a record: in a member of gzip, or before the two lines that end a record."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        if not packed:
            file.seek(-min(4, path.stat().st_size), io.SEEK_END)
            return file.read(4) != b"\r\n\r\n" and not path.name.lower().endswith(".zst")
        file.seek(start)
        if file.read(2) != b"\x1f\x8b":
            start = 0  # the file is packed as a whole
        file.seek(start)
        member = zlib.decompressobj(wbits=31)
        while data := member.unused_data or member.unconsumed_tail or file.read(1 << 16):
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            member.decompress(data, 1 << 20)
        return not member.eof


def _record(item: Input, found: Any) -> Record | Problem | None:
    """The page of a response; None for what is no page, a Problem for one that can't be had."""
    if found.is_http and found.http_headers is not None and found.http_headers.status_code not in (_OK, None):
        return None
    kind = (found.http_content_type or "").lower()
    if kind and kind not in _PAGES:
        return None
    place = line_of(found.record_id or "").strip("<>")
    url = (found.headers.get("WARC-Target-URI") or "").strip("<> ")
    where = f"{item.source}, record {place} ({line_of(url)})"
    if found.content_length > _MOST_PACKED:
        return Problem(where, "read", f"it has {found.content_length:,} bytes, expected at most {_MOST_PACKED:,}")
    expected = found.content_length
    data = found.reader.read(expected) if expected else b""
    if len(data) < expected:
        return Problem(where, "read", f"it breaks off: {len(data):,} of {expected:,} bytes are there")
    try:
        data = _decoded(data, found)
    except (LoadError, OSError, EOFError, ValueError, zlib.error) as error:
        return Problem(where, "read", f"it can't be unpacked: {error}")
    if len(data) < _FEWEST or not (kind or _LOOKS_LIKE_PAGE.match(data)):
        return None
    said = {"url": url, "captured": _moment(found), "charset": found.http_charset}
    if found.headers.get("WARC-Truncated"):
        said["extraction_doubt"] = f"its capture is cut: {found.headers.get('WARC-Truncated')}"
    given = {name: value for name, value in said.items() if value}
    return Record(item.source, "warc", data, place, given, item.manifest)


def _moment(found: Any) -> str | None:
    moment = found.headers.get("WARC-Date")
    return str(moment) if moment and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", moment) else None


def _decoded(data: bytes, found: Any) -> bytes:
    """A response's bytes without HTTP's transfer and content codings, at most MAX_BYTES.

    Archives often hold them decoded already and keep the headers: what doesn't look packed is taken as it is.
    """
    headers = found.http_headers if found.is_http else None
    if headers is not None:
        if "chunked" in (headers.get("Transfer-Encoding") or "").lower():
            data = _unchunked(data)
        for coding in reversed((headers.get("Content-Encoding") or "").lower().split(",")):
            data = _unpacked(data, coding.strip())
    if len(data) > MAX_BYTES:
        raise LoadError(f"it has {len(data):,} bytes, expected at most {MAX_BYTES:,} in one page")
    return data


def _unpacked(data: bytes, coding: str) -> bytes:
    if coding in ("gzip", "x-gzip") and data.startswith(b"\x1f\x8b"):
        return _inflated(data, 47)
    if coding == "deflate" and not data.lstrip().startswith(b"<"):
        return _inflated(data, 15 if data[:1] == b"\x78" else -15)
    if coding in ("br", "zstd") and not data.lstrip().startswith(b"<"):
        from fastwarc.stream_io import BrotliReader, ZstdReader

        reader = (BrotliReader if coding == "br" else ZstdReader)(io.BytesIO(data))
        return _bounded(_read(reader))
    return data


def _read(reader: Any) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while size <= MAX_BYTES and (piece := reader.read(65_536)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _inflated(data: bytes, wbits: int) -> bytes:
    return _bounded(zlib.decompressobj(wbits=wbits).decompress(data, MAX_BYTES + 1))


def _bounded(data: bytes) -> bytes:
    if len(data) > MAX_BYTES:
        raise LoadError(f"it unpacks to more than {MAX_BYTES:,} bytes, expected at most that in one page")
    return data


def _unchunked(data: bytes) -> bytes:
    """The chunks of HTTP/1.1 joined; as it is where it has none."""
    pieces: list[bytes] = []
    at = 0
    while match := re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n").match(data, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(data[match.end() : match.end() + size])
        at = match.end() + size
        at += 2 if data[at : at + 2] == b"\r\n" else 0
    return b"".join(pieces) if pieces else data


WARC = Format(
    name="warc",
    title="WARC and CC-NEWS",
    suffixes=SUFFIXES,
    fields=(
        ("WARC-Target-URI", "url"),
        ("WARC-Date", "captured: an upper bound of published, never published itself"),
        ("WARC-Record-ID", "the place in the input"),
        ("HTTP Content-Type", "which records are pages, and their encoding"),
        *HTML.fields,
    ),
    recognises=_is_warc,
    records=_records,
    read=read_page,
)
