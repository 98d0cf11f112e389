"""Feeds: Atom (RFC 4287) and JSON Feed 1.1 of the same entries.

`updated` has to be a full date-time in both. It is when the collection took an entry up, which is known exactly;
`published` is there only where the article's own time is known to the minute and with its zone. Words say the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from datasette_quotes import labels
from datasette_quotes.exports.record import Address, Export, instant, status
from datasette_quotes.exports.text import iri, one_line, xml_text
from datasette_quotes.moments import parse
from datasette_quotes.queries.exports import Followed
from datasette_quotes.text_fragment import web_address

ATOM = "http://www.w3.org/2005/Atom"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
NEVER = "1970-01-01T00:00:00Z"  # stands for a time of loading that isn't written as the schema says
TAG_YEAR = "2026"  # RFC 4151: a year in which the site's name was its owner's
TITLE = 140  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `outside` is the article's own address, `published` and `updated` are RFC 3339."""

    id: str
    url: str
    title: str
    text: str
    language: str | None
    published: str | None
    updated: str
    outside: str | None
    author: str | None
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `own` is its address, `url` that of the page with the same content."""

    id: str
    own: str
    url: str
    title: str
    subtitle: str
    entries: tuple[Entry, ...]

    @property
    def updated(self) -> str:
        """When the latest of its entries was."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def tag_uri(address: str) -> str:
    """A `tag:` URI that stays the same whatever the scheme and port of the address."""
    at = urlsplit(address)
    return f"tag:{at.hostname or 'localhost'},{TAG_YEAR}:{iri(at.path)}{f'?{iri(at.query)}' if at.query else ''}"


def occurrences_feed(export: Export, title: str) -> Feed:
    """A statement's occurrences, which come the latest first."""
    entries = []
    for place, one in enumerate(export.occurrences):
        moment = parse(one.published)
        when = moment.words if moment else "no date"
        relation = labels.RELATIONS.get(one.relation or "", labels.NOT_COMPARED)
        note = export.note(max(1, export.statement.quotes - place), one)
        entries.append(
            Entry(
                id=tag_uri(export.quote_url(one.key)),
                url=export.quote_url(one.key),
                title=labels.shortened(one_line(f"{one.outlet}, {when}: {relation.lower()}"), TITLE),
                text=f"“{one.text}”\n{one.title}. {one.outlet}, {when}.\n{note}.",
                language=labels.language_tag(one.language),
                published=instant(one.published),
                updated=instant(one.finished or one.started) or NEVER,
                outside=web_address(one.url),
                author=one.outlet,
                tags=(one.relation or "not compared", one.kind),
            )
        )
    return Feed(tag_uri(export.url), export.own, export.url, title, f"Status: {export.status}", tuple(entries))


def statements_feed(found: Sequence[Followed], own: str, page: str, title: str, statement_url: Address) -> Feed:
    """Statements, as a search, a speaker or the whole collection has them."""
    entries = []
    for one in found:
        moment = parse(one.earliest_published)
        when = moment.words if moment else "no date"
        stands = status(one.quotes, one.wordings, one.contradictions, None)
        speaker = f"{one.speaker}: " if one.speaker else ""
        entries.append(
            Entry(
                id=tag_uri(statement_url(one.key)),
                url=statement_url(one.key),
                title=labels.shortened(one_line(f"{speaker}“{labels.headline(one.text)}”"), TITLE),
                text=f"“{one.text}”\nFirst seen here: {when}"
                f"{f', {one.earliest_outlet}' if one.earliest_outlet else ''}.\nStatus: {stands}.",
                language=labels.language_tag(one.language),
                published=instant(one.earliest_published),
                updated=instant(one.taken_up) or instant(one.earliest_published) or NEVER,
                outside=None,
                author=one.speaker,
                tags=("contradicted",) if one.contradictions else (),
            )
        )
    subtitle = "The earliest in this collection is not the first that was ever said."
    return Feed(tag_uri(own), own, page, title, subtitle, tuple(entries))


def atom(feed: Feed) -> str:
    """The feed as Atom."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed", {XML_LANG: "en"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", feed.updated)
    _link(root, "self", feed.own, "application/atom+xml")
    _link(root, "alternate", feed.url, "text/html")
    _add(_add(root, "author"), "name", "datasette-quotes")
    for entry in feed.entries:
        each = _add(root, "entry")
        _add(each, "id", entry.id)
        _add(each, "title", entry.title)
        _add(each, "updated", entry.updated)
        if entry.published:
            _add(each, "published", entry.published)
        _link(each, "alternate", entry.url, "text/html")
        if entry.outside:
            _link(each, "via", entry.outside)
        if entry.author and one_line(entry.author):
            _add(_add(each, "author"), "name", one_line(entry.author))
        for tag in entry.tags:
            _add(each, "category").set("term", xml_text(tag))
        content = _add(each, "content", entry.text)
        content.set("type", "text")
        if entry.language:
            content.set(XML_LANG, entry.language)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def json_feed(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.url,
        "feed_url": feed.own,
        "language": "en",
        "items": [
            {
                name: value
                for name, value in {
                    "id": entry.id,
                    "url": entry.url,
                    "external_url": entry.outside,
                    "title": entry.title,
                    "content_text": entry.text,
                    "date_published": entry.published,
                    "date_modified": entry.updated,
                    "language": entry.language,
                    "authors": [{"name": entry.author}] if entry.author else None,
                    "tags": list(entry.tags) or None,
                }.items()
                if value is not None
            }
            for entry in feed.entries
        ],
    }


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = None if text is None else xml_text(text)
    return child


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str | None = None) -> None:
    link = _add(parent, "link")
    link.set("rel", relation)
    link.set("href", xml_text(iri(address)))
    if media_type:
        link.set("type", media_type)
