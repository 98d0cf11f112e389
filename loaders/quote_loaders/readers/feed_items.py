"""Feeds into items: RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom, JSON Feed; what an item says, as it says it. Pure.

Dates stay as they are printed, so that none gets a zone or a time of day that its feed does not give.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urljoin

from quote_loaders.readers.decoding import line_of
from quote_loaders.readers.jsons import objects, parsed_object, string
from quote_loaders.records import LoadError

LONGEST = 4_000  # characters of an address
MOST_ITEMS = 10_000  # the longest feeds of news sites have some hundred
_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_TERMS = "http://purl.org/dc/terms/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RSS = ("", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss2")
_XML = "{http://www.w3.org/XML/1998/namespace}"
# Names of HTML that XML does not know: feeds use them without declaring them.
_ENTITY = re.compile(rb"&(?!amp;|lt;|gt;|quot;|apos;)([A-Za-z][A-Za-z0-9]{1,30});")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
JSON_FEED = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version')


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one article; `body` is HTML where `markup`, `summary` plain text."""

    id: str
    url: str | None
    title: str | None = None
    published: str | None = None
    modified: str | None = None
    author: str | None = None
    language: str | None = None
    body: str | None = None
    markup: bool = True
    summary: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """Its items in its order, and where it stops being well-formed."""

    items: tuple[Item, ...]
    broken: str | None = None
    more: bool = False  # than were read


def parsed_feed(data: bytes, base: str | None) -> Feed:
    """The items of a feed; links are made absolute by what the feed says of itself, else by `base`.

    Raises LoadError for what is no feed.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _feed(_json_items(parsed_object(data), base), None)
    root, broken = _root(data)
    name = _local(root)
    if name == "feed":
        return _feed(_atom_items(root, base), broken)
    if name in ("rss", "RDF"):
        return _feed(_rss_items(root, base), broken)
    raise LoadError(f"its first element is {name[:80]!r}, expected rss, feed or rdf:RDF")


def _feed(items: Iterator[Item], broken: str | None) -> Feed:
    read = tuple(islice(items, MOST_ITEMS))
    return Feed(read, broken, more=next(items, None) is not None)


def _root(data: bytes) -> tuple[Any, str | None]:
    """The first element, and where the XML breaks; entities are never resolved and nothing is fetched."""
    from lxml import etree

    data = _ENTITY.sub(_numbered, data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise LoadError(f"it is not well-formed XML: {' '.join(str(error).split())[:200]}") from None
    if root is None:
        raise LoadError("it is not well-formed XML")
    fatal = next((entry for entry in parser.error_log if entry.level_name == "FATAL"), None)
    return root, f"line {fatal.line}: {' '.join(fatal.message.split())[:200]}" if fatal is not None else None


def _numbered(match: re.Match[bytes]) -> bytes:
    known = html.entities.html5.get(match[1].decode() + ";")  # type: ignore[attr-defined]
    return "".join(f"&#{ord(mark)};" for mark in known).encode() if known else match[0]


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _space(element: Any) -> str:
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _first(element: Any, spaces: tuple[str, ...], *names: str) -> Any:
    """The first child with one of the names, in their order, in one of the namespaces; None when there is none."""
    for name in names:
        for child in element:
            if _local(child) == name and _space(child) in spaces:
                return child
    return None


def _text(element: Any) -> str | None:
    if element is None:
        return None
    return "".join(element.itertext()).strip() or None


def _plain(text: str | None) -> str | None:
    """A title or teaser without markup; one that only mentions "<" keeps it."""
    if text is None:
        return None
    if _TAG.search(text):
        text = _TAG.sub(" ", text)
    return " ".join(html.unescape(text).split()) or None


def _joined(base: str | None, link: str | None) -> str | None:
    """An address made absolute; None for what is no address of the web."""
    if not link:
        return None
    try:
        found = urljoin(base or "", link.strip())
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) and len(found) <= LONGEST else None


def _rss_items(root: Any, base: str | None) -> Iterator[Item]:
    channel = _first(root, (*_RSS, _space(root)), "channel")
    spaces = tuple({*_RSS, _space(channel)}) if channel is not None else _RSS
    language = base_link = None
    if channel is not None:
        language = _text(_first(channel, spaces, "language")) or _text(_first(channel, (_DC,), "language"))
        base_link = _joined(base, _text(_first(channel, spaces, "link")))
    places = (root, channel) if channel is not None else (root,)
    items = (child for place in places for child in place if _local(child) == "item")
    for number, item in enumerate(items, start=1):
        yield _rss_item(item, spaces, base_link or base, language, number)


def _rss_item(item: Any, spaces: tuple[str, ...], base: str | None, language: str | None, number: int) -> Item:
    guid = _first(item, spaces, "guid")
    name = _text(guid)
    link = _text(_first(item, spaces, "link")) or item.get(f"{{{_RDF}}}about")
    if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = name
    url = _joined(base, link)
    return Item(
        id=line_of(name or url or f"item {number}"),
        url=url,
        title=_plain(_text(_first(item, spaces, "title"))),
        published=_text(_first(item, spaces, "pubDate")) or _text(_first(item, (_DC, _TERMS), "issued", "date")),
        modified=_text(_first(item, _ATOM, "updated")) or _text(_first(item, (_TERMS,), "modified")),
        author=_text(_first(item, (_DC,), "creator")) or _person(_text(_first(item, spaces, "author"))),
        language=_text(_first(item, (_DC,), "language")) or language,
        body=_text(_first(item, (_CONTENT,), "encoded")),
        summary=_plain(_text(_first(item, spaces, "description"))),
    )


def _person(text: str | None) -> str | None:
    """The name in "mail@lurania.example (Ann Ode)"; RSS writes authors so."""
    match = re.fullmatch(r"\S+@\S+\s*\((?P<name>[^)]+)\)", text or "")
    return match["name"].strip() if match else text


def _base(base: str | None, element: Any) -> str:
    """What addresses in an element are relative to; a base that is no address changes nothing."""
    try:
        return urljoin(base or "", str(element.get(f"{_XML}base", "")))
    except ValueError:
        return base or ""


def _atom_items(root: Any, base: str | None) -> Iterator[Item]:
    base = _base(base, root)
    language = root.get(f"{_XML}lang")
    entries = (child for child in root if _local(child) == "entry")
    for number, entry in enumerate(entries, start=1):
        yield _atom_item(entry, _base(base, entry), language, number)


def _atom_item(entry: Any, base: str, language: str | None, number: int) -> Item:
    url = _joined(base, _atom_link(entry))
    content = _first(entry, _ATOM, "content")
    kind = content.get("type", "text") if content is not None else "text"
    authors = [_text(_first(child, _ATOM, "name")) for child in entry if _local(child) == "author"]
    return Item(
        id=line_of(_text(_first(entry, _ATOM, "id")) or url or f"item {number}"),
        url=url,
        title=_plain(_text(_first(entry, _ATOM, "title"))),
        published=_text(_first(entry, _ATOM, "published", "issued")),
        modified=_text(_first(entry, _ATOM, "updated", "modified")),
        author=", ".join(name for name in authors if name) or None,
        language=entry.get(f"{_XML}lang") or language,
        body=_atom_body(content, kind),
        markup="html" in kind,
        summary=_plain(_text(_first(entry, _ATOM, "summary"))),
    )


def _atom_link(entry: Any) -> str | None:
    links = [child for child in entry if _local(child) == "link" and child.get("href")]
    own = [link for link in links if link.get("rel", "alternate") == "alternate"]
    pages = [link for link in own if "html" in link.get("type", "html")]
    return next((str(link.get("href")) for link in (*pages, *own)), None)


def _atom_body(content: Any, kind: str) -> str | None:
    """The body of an entry: of HTML and text as written, of XHTML its elements; None for what lies elsewhere."""
    if content is None or content.get("src") or (kind not in ("text", "html", "xhtml") and "html" not in kind):
        return None
    if kind == "xhtml" or (len(content) and "html" in kind):
        from lxml import etree

        return str(etree.tostring(content, encoding="unicode", method="html", with_tail=False))
    return _text(content)


def _json_items(feed: dict[str, Any], base: str | None) -> Iterator[Item]:
    base = _joined(base, string(feed, "home_page_url")) or base
    authors = _names(feed)
    for number, item in enumerate(objects(feed, "items"), start=1):
        url = _joined(base, string(item, "url"))
        body = string(item, "content_html") or string(item, "content_text")
        yield Item(
            id=line_of(string(item, "id") or url or f"item {number}"),
            url=url or _joined(base, string(item, "external_url")),
            title=_plain(string(item, "title")),
            published=string(item, "date_published"),
            modified=string(item, "date_modified"),
            author=_names(item) or authors,
            language=string(item, "language") or string(feed, "language"),
            body=body,
            markup=string(item, "content_html") is not None,
            summary=_plain(string(item, "summary")),
        )


def _names(value: dict[str, Any]) -> str | None:
    """The authors of an item or a feed: a list since version 1.1, one before."""
    one = value.get("author")
    people = objects(value, "authors") or ([one] if isinstance(one, dict) else [])
    return ", ".join(name for person in people if (name := string(person, "name"))) or None
