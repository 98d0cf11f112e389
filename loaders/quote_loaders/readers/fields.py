"""What an input says of an article, under agreed names, into an Article record, with every doubt said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from quote_loaders.dates import date_doubts, parse_published
from quote_loaders.outlets import KINDS, UNKNOWN
from quote_loaders.readers.decoding import clean
from quote_loaders.readers.formats import Context, Read, Record
from quote_loaders.readers.languages import DEFAULT, language_doubt, language_of
from quote_loaders.records import Article, DateSource, LoadError, Outlet, Published, Quote

# What `article_from` reads; "date" is another name for "published", "wire" is the agency that the article credits.
FIELDS = (
    "title", "outlet", "url", "archived_url", "published", "date", "modified", "author", "lang", "wire", "paywalled",
    "captured", "summary", "text_status", "extraction_doubt", "withdrawn",
)  # fmt: skip
TITLE_LENGTH = 200  # characters: a longer first line is a paragraph
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def article_from(
    record: Record,
    text: str,
    fields: Mapping[str, Any],
    context: Context,
    doubts: list[str],
    *,
    date_source: DateSource = "file",
    quotes: tuple[Quote, ...] | None = None,
) -> Read:
    """The article of a clean text and what was said of it; the record's manifest wins over what the fields say.

    `published` may be a `Published` already, from a reader that knows where it found it. Raises LoadError that names
    the field, its value and what is expected.
    """
    if record.manifest:
        given = {name: value for name, value in record.manifest.items() if name != "file"}
        fields = {**fields, **given}
        date_source = "manifest" if "published" in given else date_source
    url = _url(fields, "url")
    outlet = _outlet(fields, url, context, doubts)
    published = _or_doubt(lambda: _published(fields, date_source, outlet.timezone), doubts)
    modified = _or_doubt(lambda: _modified(fields, outlet.timezone), doubts)
    captured = _string(fields, "captured")
    doubts += date_doubts(published, modified, captured)
    article = Article(
        text=text,
        title=_string(fields, "title") or _first_line(text) or PurePosixPath(record.source).stem,
        outlet=outlet,
        source_path=record.source,
        language=_language(fields, context, text, doubts),
        url=url,
        archived_url=_url(fields, "archived_url"),
        byline=_string(fields, "author"),
        published=published,
        modified=modified.value if modified else None,
        paywalled=_flag(fields, "paywalled"),
        credit=_string(fields, "wire"),
        reader=record.format,
        source_record=record.place,
        captured=captured,
        summary=_string(fields, "summary"),
        text_status=fields.get("text_status", "whole"),
        extraction_doubt=_string(fields, "extraction_doubt"),
        withdrawn=_string(fields, "withdrawn"),
    )
    return Read(article, tuple(doubts), quotes)


def _or_doubt(read: Callable[[], Published | None], doubts: list[str]) -> Published | None:
    """A date that can't be is no reason to lose the article: it is left out, and said."""
    try:
        return read()
    except LoadError as error:
        doubts.append(f"{error}; stored without it")
        return None


def _published(fields: Mapping[str, Any], source: DateSource, timezone: str | None) -> Published | None:
    value = fields.get("published", fields.get("date"))
    return None if value is None else _dated(value, source, timezone)


def _dated(value: Any, source: DateSource, timezone: str | None) -> Published:
    """A date; a reader that made it itself may have left its zone to the outlet."""
    if not isinstance(value, Published):
        return parse_published(str(value), source, timezone)
    if value.zone_known or timezone is None or "T" not in value.value:
        return value
    return replace(parse_published(value.value, value.source, timezone), precision=value.precision)


def _modified(fields: Mapping[str, Any], timezone: str | None) -> Published | None:
    value = fields.get("modified")
    if value is None:
        return None
    try:
        return _dated(value, "file", timezone)
    except LoadError as error:
        raise LoadError(str(error).replace("published", "modified", 1)) from None


def _outlet(fields: Mapping[str, Any], url: str | None, context: Context, doubts: list[str]) -> Outlet:
    outlets = context.outlets
    given = fields.get("outlet")
    if isinstance(given, Mapping):
        return outlets.complete(_outlet_from_mapping(given))
    if name := _string(fields, "outlet"):
        return outlets.complete(Outlet(name))
    if url and (domain := outlets.domain(url)):
        return outlets.of_domain(domain)
    doubts.append(f"outlet is missing, expected a name or a url; stored under {UNKNOWN.name!r}")
    return UNKNOWN


def _outlet_from_mapping(given: Mapping[Any, Any]) -> Outlet:
    allowed = ("name", "domain", "kind", "country", "language", "wikidata", "timezone")
    unknown = sorted(str(name) for name in given if name not in allowed)
    if unknown or not given.get("name"):
        raise LoadError(f"outlet has {', '.join(map(str, given))}; expected name and any of {', '.join(allowed[1:])}")
    values = {name: str(given[name]).strip() for name in allowed if given.get(name) is not None}
    if (kind := values.get("kind", "unknown")) not in KINDS:
        raise LoadError(f"outlet kind is {kind!r}, expected one of {', '.join(KINDS)}")
    return Outlet(**values)


def _string(fields: Mapping[str, Any], name: str) -> str | None:
    """A field as one line of text: YAML may have made a number or a list of it."""
    value = fields.get(name)
    if isinstance(value, list):
        value = ", ".join(str(part) for part in value)
    elif isinstance(value, Mapping):
        raise LoadError(f"{name} is a mapping, expected a line of text")
    text = " ".join(clean(str(value)).split()) if value is not None else ""
    return text or None


def _url(fields: Mapping[str, Any], name: str) -> str | None:
    value = _string(fields, name)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        raise LoadError(f"{name} is {value!r}, expected an address that begins with http:// or https://")
    return value


def _language(fields: Mapping[str, Any], context: Context, text: str, doubts: list[str]) -> str:
    """The language that the input says, else the one that was asked for, else the one of its words."""
    declared = _string(fields, "lang")
    if declared is None:
        return context.language or language_of(text) or DEFAULT
    if not is_language(declared):
        raise LoadError(f"lang is {declared!r}, expected a BCP 47 tag such as en, de or pt-BR")
    doubt = language_doubt(text, declared)
    if doubt is not None:
        doubts.append(doubt)
    return declared


def is_language(tag: str) -> bool:
    """Whether a tag has the form of BCP 47."""
    return _LANGUAGE.fullmatch(tag) is not None


def _flag(fields: Mapping[str, Any], name: str) -> bool | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise LoadError(f"{name} is {value!r}, expected true or false")
    return value


def _first_line(text: str) -> str | None:
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return line if 0 < len(line) <= TITLE_LENGTH else None
