"""Packed bytes unpacked, but never to more than was agreed: pure."""

from __future__ import annotations

import zlib

from quote_loaders.fetching.options import FetchError

# What is asked for and understood; a bound on the unpacked size needs no more than zlib.
ACCEPTED = "gzip, deflate"
GZIP = b"\x1f\x8b"
_GZIP_OR_ZLIB = 47  # zlib's window bits that recognise either header
_RAW = -15
_MEMBERS = 100  # of one gzip file: each costs a copy of what follows it


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """A body as its Content-Encoding packs it, in the clear. Raises FetchError when it can't be, or is too much."""
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip", "deflate"):
            data = inflate(data, most)
        elif name != "identity":
            raise FetchError(f"its Content-Encoding is {name[:100]!r}, expected one of {ACCEPTED}")
    return data


def inflate(data: bytes, most: int) -> bytes:
    """gzip of one or several members, zlib, or bare deflate, in the clear. Raises FetchError."""
    if not data:
        return data
    # A zlib header is a multiple of 31; some servers send deflate without any header.
    bare = not data.startswith(GZIP) and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 or data[0] & 15 != 8)
    parts: list[bytes] = []
    size = 0
    while data:
        if len(parts) == _MEMBERS:
            raise FetchError(f"it can't be unpacked: it has more than {_MEMBERS} parts")
        unpacker = zlib.decompressobj(_RAW if bare else _GZIP_OR_ZLIB)
        try:
            part = unpacker.decompress(data, most - size + 1)
        except zlib.error as error:
            raise FetchError(f"it can't be unpacked: {error}") from None
        parts.append(part)
        size += len(part)
        if size > most:
            raise FetchError(f"it unpacks to more than {most:,} bytes, expected at most that many")
        if not unpacker.eof:
            raise FetchError("it can't be unpacked: it ends too early")
        data = unpacker.unused_data.lstrip(b"\x00")  # padding behind the last member is legal
    return b"".join(parts)
