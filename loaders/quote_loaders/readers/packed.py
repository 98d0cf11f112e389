"""Packed inputs as streams and lines, read piece by piece: what they unpack to is bounded, and so is every line."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from quote_loaders.readers.decoding import MAX_BYTES
from quote_loaders.records import LoadError

PIECE = 1 << 20
FREE = 256 << 20  # bytes that any input may unpack to; beyond it, as many times its own size as MOST_RATIO says
MOST_RATIO = 200  # news and JSON pack to a tenth or a twentieth; 1,000 is the most that gzip can do
PACKINGS = (".gz", ".bz2", ".zst")
_BOM = b"\xef\xbb\xbf"
_ZSTD = b"\x28\xb5\x2f\xfd"
_BROKEN = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError)


class DamagedError(LoadError):
    """An input that can't be unpacked to its end."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end, and its number from 1. `data` is None for one that is too long: it was skipped."""

    number: int
    data: bytes | None


class Unpacked(io.RawIOBase):
    """What a file holds, unpacked where it is gzip, bzip2, zstd or a ZIP archive of one file.

    Reading raises DamagedError for broken bytes and for more than packing can explain.
    """

    def __init__(self, path: Path) -> None:
        """Open a file; raises LoadError when that can't be done."""
        super().__init__()
        self._stack = ExitStack()
        self._read = 0
        try:
            self._most = max(FREE, MOST_RATIO * path.stat().st_size)
            self._inner = _opened(path, self._stack)
        except _BROKEN as error:
            self._stack.close()
            raise LoadError(f"it can't be read: {getattr(error, 'strerror', None) or error}") from None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with the next bytes."""
        try:
            data = self._inner.read(len(buffer))
        except _BROKEN as error:
            raise DamagedError(f"it is damaged after {self._read:,} unpacked bytes: {error}") from None
        self._read += len(data)
        if self._read > self._most:
            raise DamagedError(f"it unpacks to more than {self._most:,} bytes, {MOST_RATIO} times its own size")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file as well."""
        self._stack.close()
        super().close()


def with_packings(*suffixes: str) -> tuple[str, ...]:
    """The suffixes, and what each becomes when a file is packed."""
    return (*suffixes, *(suffix + packing for suffix in suffixes for packing in PACKINGS))


def is_named(path: Path, *suffixes: str) -> bool:
    """Whether a file has one of the suffixes, packed or not."""
    return path.name.lower().endswith(with_packings(*suffixes))


def _opened(path: Path, stack: ExitStack) -> IO[bytes]:
    file = stack.enter_context(path.open("rb"))
    magic = file.read(4)
    file.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], stack.enter_context(gzip.GzipFile(fileobj=file)))
    if magic.startswith(b"BZh"):
        return cast(IO[bytes], stack.enter_context(bz2.BZ2File(file)))
    if magic == _ZSTD:
        from fastwarc.stream_io import ZstdReader

        reader = ZstdReader(file)
        stack.callback(reader.close)
        return cast(IO[bytes], reader)
    if magic == b"PK\x03\x04":
        archive = stack.enter_context(zipfile.ZipFile(file))
        names = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(names) != 1:
            raise ValueError(f"it is a ZIP archive of {len(names)} files, expected one")
        return stack.enter_context(archive.open(names[0]))
    return file


def opened(path: Path) -> io.BufferedReader:
    """A file as a stream of what it holds. Raises LoadError when it can't be opened; see Unpacked."""
    return io.BufferedReader(Unpacked(path), PIECE)


def lines(path: Path, most: int = MAX_BYTES) -> Iterator[Line]:
    """The lines of what a file holds, blank ones left out; one longer than `most` bytes is skipped.

    Raises LoadError when the file can't be opened and DamagedError where it breaks off.
    """
    number = 0
    with opened(path) as stream:
        while data := stream.readline(most + 1):
            number += 1
            if len(data) > most and not data.endswith(b"\n"):
                while (rest := stream.readline(PIECE)) and not rest.endswith(b"\n"):
                    pass
                yield Line(number, None)
                continue
            line = data.rstrip(b"\r\n").removeprefix(_BOM if number == 1 else b"")
            if line.strip():
                yield Line(number, line)


def whole(path: Path, most: int) -> bytes:
    """What a file holds. Raises LoadError for more than `most` bytes."""
    with opened(path) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise LoadError(f"it holds more than {most:,} bytes, expected at most that in one piece")
    return data
