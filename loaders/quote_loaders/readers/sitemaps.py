"""Sitemaps and news sitemaps: addresses of articles, and of further sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import IO, Any

from quote_loaders.dates import parse_published
from quote_loaders.readers.fields import is_language
from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.packed import opened
from quote_loaders.readers.stamps import iso_of
from quote_loaders.records import LoadError, Problem

NAME = "sitemap"
MOST_ENTRIES = 50_000  # the protocol's own limit for one file
MOST_ELEMENTS = 20 * MOST_ENTRIES  # an entry of a news sitemap has ten
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*", re.DOTALL)


def recognises(head: Head) -> bool:
    """Whether bytes begin as a sitemap does."""
    data = head.data.removeprefix(b"\xef\xbb\xbf")
    start = _PROLOGUE.match(data)
    return _ROOT.match(data, start.end() if start else 0) is not None


def sitemap_links(data: bytes, source: str, base: str | None = None) -> Iterator[Link | Problem]:
    """A link for every entry; see `_links`."""
    del base  # a sitemap's addresses are absolute
    return _links(BytesIO(data), source)


def _links(stream: IO[bytes], source: str) -> Iterator[Link | Problem]:
    """A link for every entry of a sitemap, in its order, as they are read.

    `lastmod` says when a page was changed and never when it came out; only news:publication_date says that.
    """
    from lxml import etree

    events = etree.iterparse(
        stream, events=("end",), resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    entries = skipped = elements = 0
    try:
        for _, element in events:
            elements += 1
            outer = element.getparent()
            if outer is None:
                break  # the end of the whole
            if elements > MOST_ELEMENTS or entries >= MOST_ENTRIES:
                yield Problem(source, "read", f"it has more than {entries:,} entries; the rest is left out")
                break
            if outer.getparent() is not None:
                continue
            name = _local(element)
            if name in ("url", "sitemap"):
                entries += 1
                values = _values(element)
                url = values.get("loc", "")
                if url.startswith(("http://", "https://")):
                    yield Link(source, url, said=_said(values), listing=name == "sitemap")
                else:
                    skipped += 1
            _forget(element)
    except (etree.LxmlError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        yield Problem(source, "read", f"it is not well-formed XML ({reason}); {entries:,} entries were read")
    if skipped:
        yield Problem(source, "read", f"{skipped:,} entries have no address (loc)")


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _values(element: Any) -> dict[str, str]:
    """The texts inside an entry by their names; those of images and videos stand deeper under the same names."""
    values: dict[str, str] = {}
    for child in element:
        if _local(child) == "news":
            inner = [*child, *(part for part in child if _local(part) == "publication" for part in part)]
            values |= {f"news:{_local(part)}": _text(part) for part in inner}
        else:
            values.setdefault(_local(child), _text(child))
    return {name: value for name, value in values.items() if value}


def _text(element: Any) -> str:
    return " ".join((element.text or "").split())


def _said(values: dict[str, str]) -> dict[str, Any]:
    """What an entry says of its article, by the names of `fields.FIELDS`."""
    said: dict[str, Any] = {}
    if title := values.get("news:title"):
        said["title"] = title
    if is_language(language := values.get("news:language", "")):
        said["lang"] = language
    if date := values.get("news:publication_date"):
        with suppress(LoadError):  # else the page itself has to say it
            said["published"] = parse_published(iso_of(date) or date, "sitemap")
    if (date := values.get("lastmod")) and (iso := iso_of(date)):
        said["modified"] = iso
    return said


def _forget(element: Any) -> None:
    """Free an entry and those before it: a sitemap may have 50 MB."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _records(item: Input, _: Context) -> Iterator[Record | Link | Problem]:
    with opened(item.path) as stream:
        yield from _links(stream, item.source)


def _read(record: Record, _: Context) -> Read:
    raise LoadError(f"{record.source} names articles and holds none")


SITEMAP = Format(
    name=NAME,
    title="sitemap or news sitemap",
    suffixes=(".xml", ".xml.gz"),
    fields=(
        ("loc", "url"),
        ("news:title", "title"),
        ("news:language", "lang"),
        ("news:publication_date", "published"),
        ("lastmod", "modified; never published"),
    ),
    recognises=recognises,
    records=_records,
    read=_read,
)
