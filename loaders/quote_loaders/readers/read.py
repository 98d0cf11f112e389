"""One file into one Article record, with every doubt said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

import yaml
from frontmatter.default_handlers import YAMLHandler

from quote_loaders.dates import parse_published
from quote_loaders.outlets import KINDS, UNKNOWN, OutletList
from quote_loaders.readers.decoding import clean, read_text
from quote_loaders.readers.inputs import MARKDOWN_SUFFIXES, TEXT_SUFFIXES, Input
from quote_loaders.readers.markdown import plain_text
from quote_loaders.records import Article, LoadError, Outlet, Published

FRONT_MATTER = (
    "title", "outlet", "url", "archived_url", "published", "date", "modified", "author", "lang", "wire", "paywalled",
    "digest", "invented", "event",
)  # fmt: skip
TITLE_LENGTH = 200  # characters: a longer first line is a paragraph
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Read:
    """An article as read, and what was doubtful about it."""

    article: Article
    doubts: tuple[str, ...]


def read_input(item: Input, outlets: OutletList, language: str = "en") -> Read:
    """Read a text or Markdown file; `language` is that of one that doesn't say its own.

    Raises LoadError that names the value and what is expected.
    """
    suffix = item.path.suffix.lower()
    if suffix not in TEXT_SUFFIXES + MARKDOWN_SUFFIXES:
        raise LoadError(f"its name ends in {suffix!r}, expected {', '.join(TEXT_SUFFIXES + MARKDOWN_SUFFIXES)}")
    text, doubt = read_text(item.path)
    fields: dict[str, Any] = {}
    if suffix in MARKDOWN_SUFFIXES:
        fields, text = _split_front_matter(text)
    doubts = [doubt] if doubt else []
    unknown = sorted(set(fields) - set(FRONT_MATTER))
    if unknown:
        doubts.append(f"front matter has {', '.join(unknown)}, which is not read; expected {', '.join(FRONT_MATTER)}")
    fields.setdefault("lang", language)
    if item.manifest:
        fields |= {name: value for name, value in item.manifest.items() if name != "file"}
    date_source: Literal["manifest", "file"] = "manifest" if "published" in item.manifest else "file"
    return _article(item, text, fields, date_source, outlets, doubts)


class _Strings(yaml.SafeLoader):
    """YAML whose dates stay as they were typed: an impossible one is told, and none gets more precise."""


_Strings.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, plain_text(text)
    try:
        block, body = handler.split(text)
        fields = handler.load(block, Loader=_Strings) or {}
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise LoadError(f"front matter does not parse as YAML between two lines of '---': {reason}") from None
    except RecursionError:
        raise LoadError("front matter does not parse as YAML: it is nested too deeply") from None
    if not isinstance(fields, dict):
        raise LoadError(f"front matter is a {type(fields).__name__}, expected lines such as 'title: …'")
    body = plain_text(body)
    if not body.strip():
        raise LoadError("nothing follows the front matter, expected the text of an article")
    return {str(name): value for name, value in fields.items() if value is not None}, body


def _article(
    item: Input,
    text: str,
    fields: Mapping[str, Any],
    date_source: Literal["manifest", "file"],
    outlets: OutletList,
    doubts: list[str],
) -> Read:
    url = _url(fields, "url")
    published = _or_doubt(lambda: _published(fields, date_source), doubts)
    modified = _or_doubt(lambda: _modified(fields), doubts)
    outlet = _outlet(fields, url, outlets, doubts)
    article = Article(
        text=text,
        title=_string(fields, "title") or _first_line(text) or item.path.stem,
        outlet=outlet,
        source_path=item.source,
        language=_language(fields),
        url=url,
        archived_url=_url(fields, "archived_url"),
        byline=_string(fields, "author"),
        published=published,
        modified=modified.value if modified else None,
        paywalled=_flag(fields, "paywalled"),
        credit=_string(fields, "wire"),
    )
    return Read(article, tuple(doubts))


def _or_doubt(read: Callable[[], Published | None], doubts: list[str]) -> Published | None:
    """A date that can't be is no reason to lose the article: it is left out, and said."""
    try:
        return read()
    except LoadError as error:
        doubts.append(f"{error}; stored without it")
        return None


def _published(fields: Mapping[str, Any], source: Literal["manifest", "file"]) -> Published | None:
    value = fields.get("published", fields.get("date"))
    if value is None:
        return None
    return parse_published(str(value), source)


def _modified(fields: Mapping[str, Any]) -> Published | None:
    value = fields.get("modified")
    if value is None:
        return None
    try:
        return parse_published(str(value), "file")
    except LoadError as error:
        raise LoadError(str(error).replace("published", "modified", 1)) from None


def _outlet(fields: Mapping[str, Any], url: str | None, outlets: OutletList, doubts: list[str]) -> Outlet:
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
    allowed = ("name", "domain", "kind", "country", "language", "wikidata")
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


def _language(fields: Mapping[str, Any]) -> str:
    value = _string(fields, "lang") or "en"
    if not _LANGUAGE.fullmatch(value):
        raise LoadError(f"lang is {value!r}, expected a BCP 47 tag such as en, de or pt-BR")
    return value


def _flag(fields: Mapping[str, Any], name: str) -> bool | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, bool):
        raise LoadError(f"{name} is {value!r}, expected true or false")
    return value


def _first_line(text: str) -> str | None:
    line = next((" ".join(line.split()) for line in text.splitlines() if line.strip()), "")
    return line if 0 < len(line) <= TITLE_LENGTH else None
