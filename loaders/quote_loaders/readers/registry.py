"""Every format that can be read, in the order in which they are tried on an input."""

from __future__ import annotations

import bz2
import contextlib
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from quote_loaders.readers.bundles import archive_format
from quote_loaders.readers.datasets.gdelt import GKG, GQG
from quote_loaders.readers.datasets.passim import PASSIM
from quote_loaders.readers.datasets.quotebank import ARTICLES, QUOTES
from quote_loaders.readers.datasets.spans import SPANS
from quote_loaders.readers.docx import DOCX
from quote_loaders.readers.epub import EPUB
from quote_loaders.readers.feeds import FEED
from quote_loaders.readers.formats import HEAD, Context, Format, Head, Link, Read, Record
from quote_loaders.readers.html import HTML
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.mediacloud import MEDIACLOUD
from quote_loaders.readers.newsml import NEWSML
from quote_loaders.readers.ninjs import NINJS
from quote_loaders.readers.pdf import PDF
from quote_loaders.readers.plain import MARKDOWN, TEXT
from quote_loaders.readers.sitemaps import SITEMAP
from quote_loaders.readers.tables import CSV, NDJSON, PARQUET
from quote_loaders.readers.warc import WARC
from quote_loaders.records import LoadError, Problem


def _of_member(item: Input, context: Context) -> Iterator[Record | Link | Problem]:
    known = recognise(item.path)
    if known is ARCHIVE:
        raise LoadError("it is an archive in an archive, which is not opened")
    return known.records(item, context)


ARCHIVE = archive_format(_of_member, lambda: suffixes_of(None))
# The particular before the general: the first that recognises an input reads it.
FORMATS: tuple[Format, ...] = (
    ARCHIVE, WARC, PDF, DOCX, EPUB, PARQUET, NEWSML, FEED, SITEMAP, MEDIACLOUD,
    GQG, GKG, QUOTES, ARTICLES, SPANS, PASSIM, NINJS,
    CSV, NDJSON, MARKDOWN, HTML, TEXT,
)  # fmt: skip
BY_NAME = {known.name: known for known in FORMATS}


def format_named(name: str) -> Format:
    """A format by its name. Raises LoadError that lists the legal ones."""
    if name not in BY_NAME:
        raise LoadError(f"format is {name!r}, expected one of {', '.join(sorted(BY_NAME))}")
    return BY_NAME[name]


def suffixes_of(format_name: str | None) -> tuple[str, ...]:
    """What the names of files end in that a folder gives: of one format, or of all. LoadError for an unknown one."""
    formats = FORMATS if format_name is None else (format_named(format_name),)
    return tuple(sorted({suffix for known in formats for suffix in known.suffixes}))


def recognise(path: Path) -> Format:
    """The format of a file, told by its first bytes and then its name. Raises LoadError when none fits."""
    head = head_of(path)
    for known in FORMATS:
        if known.recognises(head):
            return known
    raise LoadError(
        f"its name ends in {path.suffix.lower()!r} and its first bytes are of no known format, "
        f"expected one of {', '.join(sorted(BY_NAME))}; `datasette-quotes formats` describes them"
    )


def head_of(path: Path) -> Head:
    """The first bytes of a file, unpacked where it is packed. Raises LoadError when it can't be opened."""
    try:
        if not path.is_file():
            raise LoadError("there is no such file" if not path.exists() else "it is not a regular file")
        with path.open("rb") as file:
            data = file.read(HEAD)
    except OSError as error:
        raise LoadError(f"it can't be read: {error.strerror or error}") from None
    return Head(path, *_unpacked(data))


def _unpacked(data: bytes) -> tuple[bytes, str]:
    """The beginning of what packed bytes hold, at most HEAD bytes, and how they are packed."""
    try:
        if data.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(wbits=47).decompress(data, HEAD), "gzip"
        if data.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(data, HEAD), "bzip2"
        if data.startswith(b"\x28\xb5\x2f\xfd"):
            return _unpacked_zstd(data), "zstd"
    except (zlib.error, OSError, EOFError, ValueError):
        pass
    return data, ""


def _unpacked_zstd(data: bytes) -> bytes:
    """What the beginning of a Zstandard frame holds, piece by piece: it breaks off somewhere."""
    from fastwarc.stream_io import ZstdReader

    found = b""
    reader = ZstdReader(io.BytesIO(data))
    with contextlib.suppress(OSError, EOFError, ValueError):
        while len(found) < HEAD and (piece := reader.read(4096)):
            found += piece
    return found[:HEAD] or data


# What becomes of the links among the records of an input: fetched (`fetching.Fetcher.follow`), or counted.
Follow = Callable[[Iterator[Record | Link | Problem]], Iterator[Record | Problem]]


def records_of(item: Input, context: Context, follow: Follow | None = None) -> Iterator[Record | Problem]:
    """The records of an input, in its order. Raises LoadError when it can't be read as its format.

    Articles that it names by address alone are handed to `follow`; without it, one problem counts them.
    """
    known = format_named(item.format) if item.format else recognise(item.path)
    records = known.records(item, context)
    yield from follow(records) if follow else _count_links(records, item.source)


def _count_links(records: Iterator[Record | Link | Problem], source: str) -> Iterator[Record | Problem]:
    links = 0
    for record in records:
        if isinstance(record, Link):
            links += 1
        else:
            yield record
    if links:
        named = "1 address" if links == 1 else f"{links:,} addresses"
        yield Problem(source, "read", f"it names {named} without the text behind; --fetch fetches what is behind")


def read_record(record: Record, context: Context) -> Read:
    """The article of a record. Raises LoadError that names the value and what is expected."""
    return BY_NAME[record.format].read(record, context)
