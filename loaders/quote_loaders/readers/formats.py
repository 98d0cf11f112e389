"""What a reader is: a format that is recognised by content, split into records, and read record by record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quote_loaders.outlets import OutletList
from quote_loaders.readers.inputs import Input
from quote_loaders.records import Article, Problem, Quote

HEAD = 65_536  # bytes of an input, unpacked, that recognising may look at


@dataclass(frozen=True, slots=True)
class Head:
    """The name and the first bytes of an input: what tells its format.

    `packed` is gzip, bzip2, zstd or empty.
    """

    path: Path
    data: bytes
    packed: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One article as its input holds it, not read yet: quick to cut out, small to send to another process.

    `said` is what the input around it says (address, content type, capture, title, date), by the names of
    `fields.FIELDS`; `manifest` is its row of a manifest, which wins over everything.
    """

    source: str
    format: str
    data: bytes
    place: str = ""  # line, WARC record id, feed item id; empty when the input holds only this
    said: Mapping[str, Any] = field(default_factory=dict)
    manifest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """An article, or a list of articles, that an input names by its address alone; it is fetched only when asked.

    `source` and `place` say where it was named, `said` what its input says of it: see `Record`. A `listing` is a
    sitemap that a sitemap names.
    """

    source: str
    url: str
    place: str = ""
    said: Mapping[str, Any] = field(default_factory=dict)
    listing: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What reading needs to know beyond the record. It can be pickled."""

    outlets: OutletList
    language: str | None = None  # of a text that does not say its own; None: told by its content
    mapping: Mapping[str, str] = field(default_factory=dict)  # own column -> field, for tables of one's own


@dataclass(frozen=True, slots=True)
class Read:
    """An article as read, and what was doubtful about it; `quotes` when the input brings them with it."""

    article: Article
    doubts: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of input.

    `recognises` looks at the head alone. `records` cuts an input into records, streaming, and yields a Problem for a
    part that can't be cut and a Link for an article that is not in it; it raises LoadError when the whole can't be
    read. `read` makes an article of a record; it raises LoadError that names the value and what is expected. `read`
    may run in another process.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]  # (what the input calls it, what becomes of it)
    recognises: Callable[[Head], bool]
    records: Callable[[Input, Context], Iterator[Record | Link | Problem]]
    read: Callable[[Record, Context], Read]
