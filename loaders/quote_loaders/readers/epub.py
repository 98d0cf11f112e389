"""EPUB: each chapter an article, in the order of the spine."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from quote_loaders.readers.archives import MOST_FILE, Archive
from quote_loaders.readers.decoding import MAX_BYTES, checked, line_of, read_bytes
from quote_loaders.readers.fields import TITLE_LENGTH, article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.stated import stated_language
from quote_loaders.readers.xhtml import text_of_element, text_of_html, xml_root
from quote_loaders.records import LoadError, Problem

MOST_CHAPTERS = 2_000
_CONTAINER = "META-INF/container.xml"
_DC = "{http://purl.org/dc/elements/1.1/}"
_WORDS = re.compile(rb">\s*[^<\s]")


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    nav: bool


def _records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    """A record for every chapter with words; covers and tables of contents are passed over."""
    archive = Archive(read_bytes(item.path, MOST_FILE))
    folder, package = _package(archive)
    said = _said(package)
    chapters = _spine(package, folder)
    if not chapters:
        raise LoadError("its spine is empty, expected the chapters of a book")
    if len(chapters) > MOST_CHAPTERS:
        yield Problem(item.source, "read", f"of {len(chapters):,} chapters the first {MOST_CHAPTERS:,} are read")
    for chapter in chapters[:MOST_CHAPTERS]:
        place = line_of(chapter.name)
        try:
            data = archive.read(chapter.name)
        except LoadError as error:
            yield Problem(item.source, "read", f"{place}: {error}")
            continue
        if chapter.nav or not _WORDS.search(_body_bytes(data)):
            continue
        if len(data) > MAX_BYTES:
            yield Problem(item.source, "read", f"{place}: it has {len(data):,} bytes, expected {MAX_BYTES:,}")
            continue
        yield Record(item.source, "epub", data, place, said, item.manifest)


def _body_bytes(data: bytes) -> bytes:
    start = data.find(b"<body")
    return data[start:] if start >= 0 else data


def _package(archive: Archive) -> tuple[str, Any]:
    """The folder and the root of the package document, which the container names."""
    container = xml_root(archive.read(_CONTAINER))
    path = next((found.get("full-path") for found in container.iterfind(".//{*}rootfile")), None)
    if not path:
        raise LoadError(f"{_CONTAINER} names no package, expected a rootfile with full-path")
    return posixpath.dirname(path), xml_root(archive.read(path))


def _said(package: Any) -> dict[str, Any]:
    """What the book says of itself; each chapter is one article of it."""
    found = {name: _first(package, name) for name in ("title", "publisher", "date", "language")}
    creators = [" ".join((one.text or "").split()) for one in package.iterfind(f".//{_DC}creator")]
    return {
        "title": found["title"],
        "author": ", ".join(name for name in creators if name) or None,
        "outlet": found["publisher"] or found["title"],
        "published": found["date"],
        "lang": found["language"],
    }


def _first(package: Any, name: str) -> str | None:
    texts = (" ".join((element.text or "").split()) for element in package.iterfind(f".//{_DC}{name}"))
    return next((text for text in texts if text), None)


def _spine(package: Any, folder: str) -> list[_Chapter]:
    """The documents of the spine, each once."""
    documents: dict[str, _Chapter] = {}
    for entry in package.iterfind(".//{*}manifest/{*}item"):
        href = unquote((entry.get("href") or "").partition("#")[0])
        if "html" in (entry.get("media-type") or "") and href:
            name = posixpath.normpath(posixpath.join(folder, href))
            documents[entry.get("id") or ""] = _Chapter(name, "nav" in (entry.get("properties") or "").split())
    order = (entry.get("idref") or "" for entry in package.iterfind(".//{*}spine/{*}itemref"))
    return list(dict.fromkeys(documents[one] for one in order if one in documents))


def _read(record: Record, context: Context) -> Read:
    doubts: list[str] = []
    try:
        root = xml_root(record.data)
    except LoadError as error:
        doubts.append(f"{error}; read as HTML")
        root = None
    text = text_of_html(record.data) if root is None else text_of_element(root)
    heading = _heading(root) if root is not None else None
    book = record.said.get("title")
    title = ": ".join(part for part in (book, heading) if part) or None
    fields = {**record.said, "title": title, "lang": stated_language(record.said.get("lang"), doubts)}
    published = fields.get("published")
    if isinstance(published, str) and len(published) > 10 and not published[10:].startswith(("T", " ")):
        fields["published"] = published[:10]
    return article_from(record, checked(text), fields, context, doubts)


def _heading(root: Any) -> str | None:
    """The first heading of a chapter, on one line."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in ("h1", "h2", "h3"):
            text = " ".join("".join(element.itertext()).split())
            if text:
                return text[:TITLE_LENGTH]
    return None


def _recognises(head: Head) -> bool:
    zipped = head.data.startswith(b"PK\x03\x04")
    return zipped and (b"mimetypeapplication/epub+zip" in head.data[:200] or head.path.suffix.lower() == ".epub")


EPUB = Format(
    name="epub",
    title="EPUB, each chapter an article",
    suffixes=(".epub",),
    fields=(
        ("chapters of the spine", "text"),
        ("dc:title and the chapter's heading", "title"),
        ("dc:creator, dc:language", "author, lang"),
        ("dc:publisher", "outlet; the book itself where none is named"),
        ("dc:date", "published: of the book"),
    ),
    recognises=_recognises,
    records=_records,
    read=_read,
)
