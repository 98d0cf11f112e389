"""GDELT's quotations: the Global Quotation Graph, and the quotations of the Global Knowledge Graph 2.1.

Both say when GDELT processed an article, which is a capture and no date of publication, and neither names speakers.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from quote_loaders.dates import parse_published
from quote_loaders.readers.datasets.language_names import language_tag
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.given import Given, fragments, title_of
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.jsons import has_keys, json_records, line_records, objects, parsed_object, string
from quote_loaders.readers.packed import with_packings
from quote_loaders.readers.stated import few
from quote_loaders.records import LoadError, Problem

GQG_NAME = "GDELT Global Quotation Graph"
GKG_NAME = "GDELT Global Knowledge Graph"
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_GKG_LINE = re.compile(rb"\d{14}-T?\d+\t\d{14}\t\d+\t")
_GKG_COLUMNS = 27
_DATE, _SITE, _URL, _QUOTATIONS, _TRANSLATION, _EXTRAS = 1, 3, 4, 22, 25, 26
_EXTRA = {"title": "PAGE_TITLE", "author": "PAGE_AUTHORS", "published": "PAGE_PRECISEPUBTIMESTAMP"}


def _moment(value: str | None, doubts: list[str]) -> str | None:
    """RFC 3339 of GDELT's clock, which is UTC; None with a doubt for what isn't a moment."""
    if value is None:
        return None
    digits = _DIGITS.fullmatch(value)
    text = "{}-{}-{}T{}:{}:{}Z".format(*digits.groups()) if digits else value
    try:
        return parse_published(text, "record").value
    except LoadError:
        doubts.append(f"date is {value!r}, expected YYYYMMDDHHMMSS or an ISO 8601 date-time; stored without a capture")
        return None


def _language(name: str | None, doubts: list[str]) -> str | None:
    if name is None:
        return None
    tag = language_tag(name)
    if tag is None:
        doubts.append(f"lang is {name!r}, expected the English name of a language; told by its words instead")
    return tag


def _read_gqg(record: Record, context: Context) -> Read:
    row = parsed_object(record.data)
    doubts: list[str] = []
    given = [_given(quote) for quote in objects(row, "quotes")]
    text, quotes = fragments(given, GQG_NAME, doubts)
    address = string(row, "url")
    fields = {
        "url": address,
        "title": string(row, "title") or title_of(address),
        "lang": _language(string(row, "lang"), doubts),
        "captured": _moment(string(row, "date"), doubts),
        "text_status": "fragments",
    }
    return article_from(record, text, fields, context, few(doubts), quotes=quotes)


def _given(quote: dict[str, Any]) -> Given:
    pre, words, post = (part if isinstance(part := quote.get(name), str) else "" for name in ("pre", "quote", "post"))
    return Given(words, prefix=pre, suffix=post)


def _gkg_records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    """A record for each line with quotations; most lines of a GKG file have none, and those are passed over."""
    for record in line_records(item, "gdelt-gkg"):
        if isinstance(record, Problem):
            yield record
            continue
        cells = record.data.split(b"\t")
        if len(cells) != _GKG_COLUMNS:
            message = f"{record.place}: it has {len(cells)} columns, expected {_GKG_COLUMNS} of GKG 2.1"
            yield Problem(item.source, "read", message)
        elif cells[_QUOTATIONS].strip():
            yield record


def _read_gkg(record: Record, context: Context) -> Read:
    cells = record.data.decode("utf-8", "replace").split("\t")
    if len(cells) != _GKG_COLUMNS:
        raise LoadError(f"it has {len(cells)} columns, expected {_GKG_COLUMNS} of GKG 2.1")
    doubts: list[str] = []
    text, quotes = fragments(_quotations(cells[_QUOTATIONS], doubts), GKG_NAME, doubts)
    extras = {name: _extra(name, cells[_EXTRAS]) for name in _EXTRA}
    published = _DIGITS.fullmatch(extras["published"] or "")
    url = cells[_URL].strip()
    fields = {
        "url": url if url.startswith(("http://", "https://")) else None,
        "outlet": cells[_SITE].strip() if not url.startswith("http") else None,
        "title": extras["title"] or title_of(url),
        "author": (extras["author"] or "").replace(";", ", ") or None,
        "published": "{}-{}-{}T{}:{}:{}".format(*published.groups()) if published else None,
        "captured": _moment(cells[_DATE].strip() or None, doubts),
        "lang": "en",
        "text_status": "fragments",
        "extraction_doubt": _translated(cells[_TRANSLATION]),
    }
    return article_from(record, text, fields, context, few(doubts), date_source="record", quotes=quotes)


def _quotations(cell: str, doubts: list[str]) -> Iterator[Given]:
    """`offset|length|verb|quote` in blocks parted by "#"; the offsets count GDELT's text, which isn't published."""
    for block in re.split(r"#(?=\d+\|\d+\|)", cell):
        parts = block.split("|", 3)
        if len(parts) == 4:
            yield Given(parts[3].rstrip("#"))
        elif block.strip("# "):
            doubts.append(f"a quotation is {block[:60]!r}, expected offset|length|verb|quote; left out")


def _extra(name: str, cell: str) -> str | None:
    inner, end, _ = cell.partition(f"<{_EXTRA[name]}>")[2].partition(f"</{_EXTRA[name]}>")
    return html.unescape(inner).strip() or None if end else None


def _translated(cell: str) -> str | None:
    """GKG's texts are English: where a language is named, a machine made them so."""
    match = re.search(r"srclc:(\w+)", cell)
    if match is None:
        return None
    return f"GDELT translated it from {language_tag(match[1]) or match[1]} by machine: the words are not the speaker's"


def _is_gkg(head: Head) -> bool:
    name = head.data[30 : 30 + int.from_bytes(head.data[26:28], "little")]
    zipped = head.data.startswith(b"PK\x03\x04") and name.lower().endswith(b".gkg.csv")
    return zipped or _GKG_LINE.match(head.data) is not None


GQG = Format(
    name="gdelt-gqg",
    title="GDELT Global Quotation Graph",
    suffixes=with_packings(".gqg.json"),
    fields=(
        ("date", "captured: when GDELT processed it, never published"),
        ("url", "url, and the outlet by its domain"),
        ("title", "title"),
        ("lang", "lang, from its English name"),
        ("quotes[].pre, .quote, .post", "fragments of text, and the quotes in them; no speakers are given"),
    ),
    recognises=lambda head: has_keys(head, "url", "quotes", "pre", "quote"),
    records=lambda item, _: json_records(item, "gdelt-gqg"),
    read=_read_gqg,
)
GKG = Format(
    name="gdelt-gkg",
    title="GDELT Global Knowledge Graph 2.1, the articles with quotations",
    suffixes=(".gkg.csv.zip", *with_packings(".gkg.csv")),
    fields=(
        ("V2.1DATE", "captured"),
        ("V2DOCUMENTIDENTIFIER", "url"),
        ("V2SOURCECOMMONNAME", "outlet, where there is no url"),
        ("V2.1QUOTATIONS", "fragments of text, and the quotes in them; no speakers are given"),
        ("V2.1TRANSLATIONINFO", "extraction_doubt: translated by machine"),
        ("V2EXTRASXML PAGE_TITLE, PAGE_AUTHORS", "title, author"),
        ("V2EXTRASXML PAGE_PRECISEPUBTIMESTAMP", "published, without a zone"),
    ),
    recognises=_is_gkg,
    records=_gkg_records,
    read=_read_gkg,
)
