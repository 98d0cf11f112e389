"""Media Cloud CSV: a list of addresses with title, language and day; the text, where the list has one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from quote_loaders.dates import parse_published
from quote_loaders.readers.decoding import MAX_CHARACTERS, checked, clean
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.packed import DamagedError, opened, with_packings
from quote_loaders.records import LoadError, Problem

NAME = "mediacloud"
COLUMNS = ("id", "indexed_date", "language", "media_name", "media_url", "publish_date", "title", "url")
_TELLING = {"media_name", "media_url", "publish_date", "title", "url"}


def recognises(head: Head) -> bool:
    """Whether the first line is the header of a Media Cloud download."""
    line = head.data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")
    return {name.strip(' \r"') for name in line.split(",")} >= _TELLING


def _records(item: Input, _: Context) -> Iterator[Record | Link | Problem]:
    """A link for every row, or a record for one with a text; what a row lacks is told once for all of them."""
    csv.field_size_limit(MAX_CHARACTERS)
    nowhere = 0
    try:
        with opened(item.path) as stream, io.TextIOWrapper(stream, "utf-8-sig", "replace", newline="") as text:
            for number, row in enumerate(csv.DictReader(text), start=1):
                url = (row.get("url") or "").strip()
                place = (row.get("id") or "").strip() or f"row {number}"
                if body := (row.get("text") or "").strip():
                    yield Record(item.source, NAME, body.encode("utf-8", "replace"), place, _said(row), item.manifest)
                elif url.startswith(("http://", "https://")):
                    yield Link(item.source, url, place, _said(row))
                else:
                    nowhere += 1
    except (DamagedError, csv.Error) as error:
        yield Problem(item.source, "read", f"the table breaks off: {error}; what came before was read")
    if nowhere:
        yield Problem(item.source, "read", f"{nowhere:,} rows have no address that begins with http:// or https://")


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says of its article, by the names of `fields.FIELDS`; the hour of a publish_date means nothing."""
    said: dict[str, Any] = {
        "title": row.get("title"),
        "lang": row.get("language"),
        "url": (row.get("url") or "").strip(),
    }
    with suppress(LoadError):  # else the page itself has to say it
        said["published"] = parse_published((row.get("publish_date") or "").strip()[:10], "record")
    return {name: value for name, value in said.items() if value}


def _read(record: Record, context: Context) -> Read:
    text = checked(clean(record.data.decode("utf-8", "replace")))
    return article_from(record, text, record.said, context, [], date_source="record")


MEDIACLOUD = Format(
    name=NAME,
    title="Media Cloud CSV",
    suffixes=with_packings(".csv"),
    fields=(
        ("url", "url"),
        ("title", "title"),
        ("language", "lang"),
        ("publish_date", "published, to the day"),
        ("text", "text, where the list has it"),
    ),
    recognises=recognises,
    records=_records,
    read=_read,
)
