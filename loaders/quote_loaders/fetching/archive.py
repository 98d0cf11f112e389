"""Every answer kept as WARC, so that the evidence outlives the page: ISO 28500, one gzip member for each record."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from pathlib import Path
from types import TracebackType
from typing import Any

from quote_loaders.fetching.options import Exchange
from quote_loaders.records import LoadError

SUFFIX = ".warc.gz"
_MAGIC = b"\x1f\x8b\x08"
_TAIL = 32 * 1024 * 1024  # more than the records of one exchange can fill


class Archive:
    """A WARC file that grows by whole records. A kill costs at most the exchange that was being written."""

    def __init__(self, path: Path, program: str) -> None:
        """Open a file for appending, or begin it. Raises LoadError when it is no such file or can't be written."""
        if not path.name.endswith(SUFFIX):
            raise LoadError(f"the archive is {path}, expected a name that ends in {SUFFIX}")
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise LoadError(f"the archive {path} can't be written: {error.strerror or error}") from None
        try:
            _drop_torn_end(self._file, path)
            self._info = _warcinfo(path.name, program)
        except LoadError:
            os.close(self._file)
            raise
        self._path = path
        self._begun = False

    def keep(self, exchange: Exchange) -> str | None:
        """Append a request and its answer; the record id of the answer (urn:uuid:…), None when there was no answer."""
        if not exchange.response:
            return None
        response, members = _members(exchange)
        data = members if self._begun else self._info + members
        try:
            end = os.lseek(self._file, 0, os.SEEK_END)
            while data:
                data = data[os.write(self._file, data) :]
        except OSError as error:
            os.ftruncate(self._file, end)
            raise LoadError(f"the archive {self._path} can't be written: {error.strerror or error}") from None
        self._begun = True
        return response.strip("<>")

    def close(self) -> None:
        """Leave the file as it is: it is whole after each record."""
        os.close(self._file)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _members(exchange: Exchange) -> tuple[str, bytes]:
    """The id of the answer's record, and the records of answer and request as gzip members."""
    from fastwarc.warc import WarcRecordType

    same = {
        "WARC-Target-URI": exchange.url,
        "WARC-Date": exchange.moment,
        "WARC-IP-Address": exchange.address,
    }
    cut = {} if exchange.whole else {"WARC-Truncated": "unspecified"}
    kind = "application/http; msgtype={}"
    response, first = _member(
        WarcRecordType.response, {**same, **cut, "Content-Type": kind.format("response")}, exchange.response
    )
    _, second = _member(
        WarcRecordType.request,
        {**same, "WARC-Concurrent-To": response, "Content-Type": kind.format("request")},
        exchange.request,
    )
    return response, first + second


def _warcinfo(name: str, program: str) -> bytes:
    """The record that says what wrote those behind it."""
    from fastwarc.warc import WarcRecordType

    text = f"software: {program}\r\nformat: WARC File Format 1.1\r\nrobots: obey\r\n"
    headers = {"WARC-Filename": name, "Content-Type": "application/warc-fields"}
    return _member(WarcRecordType.warcinfo, headers, text.encode())[1]


def _member(kind: Any, headers: dict[str, str], content: bytes) -> tuple[str, bytes]:
    """A record's id, and the record with its digests as one gzip member."""
    from fastwarc.warc import WarcRecord

    record = WarcRecord()
    record.init_headers(kind)
    for name, value in headers.items():
        record.headers[name] = value
    record.set_bytes_content(content)
    out = io.BytesIO()
    record.write(out, checksum_data=True)
    return record.headers["WARC-Record-ID"], gzip.compress(out.getvalue(), mtime=0)


def _drop_torn_end(file: int, path: Path) -> None:
    """Cut off a record that a kill left half written. Raises LoadError when the file is no gzip file."""
    size = os.lseek(file, 0, os.SEEK_END)
    start = max(size - _TAIL, 0)
    os.lseek(file, start, os.SEEK_SET)
    tail = _read(file, size - start)
    if not tail:
        return
    if start == 0 and not (tail.startswith(_MAGIC) or _MAGIC.startswith(tail)):
        raise LoadError(f"the archive {path} is no gzip file, expected one that this program began")
    place = tail.find(_MAGIC)
    while place >= 0:
        end = _whole_members(tail, place)
        if end > place or (start == 0 and place == 0):
            os.ftruncate(file, start + end)
            return
        place = tail.find(_MAGIC, place + 1)
    raise LoadError(f"the end of the archive {path} holds no whole record, expected one that this program began")


def _read(file: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(file, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _whole_members(data: bytes, place: int) -> int:
    """Where the last whole gzip member ends of those that follow each other from a place on."""
    view = memoryview(data)
    while place < len(data):
        unpacker = zlib.decompressobj(31)
        at = place
        try:
            while at < len(data) and not unpacker.eof:
                unpacker.decompress(view[at : at + 65_536])
                at += 65_536
        except zlib.error:
            return place
        if not unpacker.eof:
            return place
        place = min(at, len(data)) - len(unpacker.unused_data)
    return place
