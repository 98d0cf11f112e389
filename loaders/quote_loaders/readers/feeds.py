"""RSS, Atom and JSON feeds: items that hold a whole article are read, the others are links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from quote_loaders.dates import parse_published
from quote_loaders.readers.decoding import MAX_BYTES, checked, clean
from quote_loaders.readers.feed_items import JSON_FEED, Item, parsed_feed
from quote_loaders.readers.fields import article_from, is_language
from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.packed import whole
from quote_loaders.readers.stamps import iso_of
from quote_loaders.readers.xhtml import text_of_html
from quote_loaders.records import LoadError, Problem

NAME = "feed"
MOST = MAX_BYTES  # bytes of a feed
_END = 1_000  # characters at the end of a text, where it says that it is cut
# Shorter is a teaser, whatever the feed calls it: a short report has four sentences.
SHORTEST = 400
_ROOT = re.compile(rb"<(?:rss[\s>]|(?:\w+:)?RDF[\s>]|(?:\w+:)?feed[\s>])")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>\s*)*", re.DOTALL)
_FEED_SPACE = re.compile(rb"purl\.org/rss|netscape\.com/rdf|w3\.org/2005/Atom|purl\.org/atom|<rss[\s>]")
# "The post … appeared first on …" is set below each text by the most used publishing program.
_FOOTER = re.compile(r"\n\nThe post .{1,400} (?:appeared first|first appeared) on .{1,200}\.?\s*$")
_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read|continue reading|see) (?:more|on|the rest)\b.{0,80})\W*$", re.IGNORECASE
)


def recognises(head: Head) -> bool:
    """Whether bytes begin as a feed does."""
    data = head.data.removeprefix(b"\xef\xbb\xbf")
    if data.lstrip().startswith(b"{"):
        return JSON_FEED.search(data) is not None
    start = _PROLOGUE.match(data)
    return bool(_ROOT.match(data, start.end() if start else 0) and _FEED_SPACE.search(data))


def feed_items(data: bytes, source: str, base: str | None = None) -> Iterator[Record | Link | Problem]:
    """Each item as a record when the feed holds its whole article, else as a link.

    Items that have neither, and dates that can't be read, are told in one problem each.
    """
    feed = parsed_feed(data, base)
    nowhere: list[str] = []
    undated: list[str] = []
    for item in feed.items:
        said = _said(item, undated)
        text = article_text(item)
        if text is not None:
            yield Record(source, NAME, text.encode("utf-8", "replace"), item.id, said)
        elif item.url:
            yield Link(source, item.url, item.id, said)
        else:
            nowhere.append(item.id)
    if feed.broken:
        read = f"{len(feed.items):,} items were read"
        yield Problem(source, "read", f"the feed is not well-formed XML ({feed.broken}); {read}")
    if feed.more:
        yield Problem(source, "read", f"the feed has more than {len(feed.items):,} items; the rest is left out")
    if nowhere and not feed.broken:
        yield Problem(
            source, "read", f"{len(nowhere):,} items have neither a text nor an address, such as {nowhere[0]!r}"
        )
    if undated:
        message = f"{len(undated):,} items have a date that can't be read, such as {undated[0]!r}; stored without it"
        yield Problem(source, "read", message)


def article_text(item: Item) -> str | None:
    """The text of an item that holds its whole article; None for a teaser.

    A teaser is short, ends in an ellipsis or in "read more", or is no longer than the summary beside it.
    """
    if not item.body:
        return None
    text = text_of_html(item.body) if item.markup else clean(item.body)
    text = text[:-_END] + _FOOTER.sub("\n", text[-_END:])
    length = len(text.strip())
    if length < SHORTEST or _CUT.search(text.rstrip()[-_END:]):
        return None
    return None if item.summary and length <= len(item.summary) else text


def _said(item: Item, undated: list[str]) -> dict[str, Any]:
    """What the feed says of an article, by the names of `fields.FIELDS`."""
    said: dict[str, Any] = {"title": item.title, "author": item.author, "summary": item.summary, "url": item.url}
    if item.language and is_language(item.language):
        said["lang"] = item.language
    if item.published:
        iso = iso_of(item.published)
        try:
            said["published"] = parse_published(iso or item.published, "feed")
        except LoadError:
            undated.append(item.published[:80])
    if item.modified and (iso := iso_of(item.modified)):
        said["modified"] = iso
    return {name: value for name, value in said.items() if value is not None}


def _records(item: Input, _: Context) -> Iterator[Record | Link | Problem]:
    yield from feed_items(whole(item.path, MOST), item.source)


def _read(record: Record, context: Context) -> Read:
    text = checked(clean(record.data.decode("utf-8", "replace")))
    return article_from(record, text, record.said, context, [], date_source="feed")


FEED = Format(
    name=NAME,
    title="RSS, Atom or JSON feed",
    suffixes=(".rss", ".atom", ".rdf", ".xml", ".json"),
    fields=(
        ("title", "title"),
        ("link, url, guid that is a permalink", "url"),
        ("pubDate, published, dc:date, date_published", "published"),
        ("updated, date_modified", "modified"),
        ("dc:creator, author", "author"),
        ("language, xml:lang", "lang"),
        ("content:encoded, content, content_html, content_text", "text, when it is a whole article"),
        ("description, summary", "summary"),
    ),
    recognises=recognises,
    records=_records,
    read=_read,
)
