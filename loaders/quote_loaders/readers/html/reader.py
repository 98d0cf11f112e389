"""A page -> its article: the parts put together, and every doubt said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from quote_loaders.readers.credits import agency_named, credit_of
from quote_loaders.readers.decoding import checked, clean, read_bytes
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.html import metadata
from quote_loaders.readers.html.body import body_text
from quote_loaders.readers.html.lost import doubt_of, lost_quotations, second_reading
from quote_loaders.readers.html.parsing import Page, parse_page
from quote_loaders.readers.html.published import dates_of
from quote_loaders.readers.html.structured import Node, article_node, strings
from quote_loaders.readers.inputs import Input
from quote_loaders.records import LoadError

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_MARKS = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:article|main|div|section|p|h1|title|meta|!--)[\s>]", re.IGNORECASE)
_BEFORE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*", re.DOTALL)
_OTHER_XML = re.compile(
    rb"<(?:rss|feed|rdf:rdf|urlset|sitemapindex|newsitem|nitf|newsml|newsmessage)[\s>]", re.IGNORECASE
)
_TEASER_WORDS = 150  # a page that isn't free and has fewer words is likely cut


def recognises(head: Head) -> bool:
    """Whether bytes begin as a page: a doctype, <html>, <head> or <body>, or by its name and any of HTML's elements."""
    data = head.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "ignore").encode()
    begin = data[_BEFORE.match(data).end() :] if _BEFORE.match(data) else data  # type: ignore[union-attr]
    if head.packed or _OTHER_XML.match(begin):
        return False
    named = head.path.suffix.lower() in SUFFIXES
    return bool(_MARKS.match(begin)) or (named and bool(_ELEMENT.search(data) or _MARKS.search(data)))


def _records(item: Input, _: Context) -> Iterator[Record]:
    yield Record(item.source, "html", read_bytes(item.path), manifest=item.manifest)


def read_page(record: Record, context: Context) -> Read:
    """The article of a page. Raises LoadError where there is none in it.

    `record.said` may name its url, charset, moment of capture, and what a feed says of it; the page's own words win
    but for the address that it was fetched from.
    """
    page = parse_page(record.data, record.said.get("charset"))
    doubts = page.doubts
    said = {name: value for name, value in record.said.items() if name != "charset"}
    where = {**said, **record.manifest}
    node = article_node(page.scripts, where.get("url") or page.links.get("canonical"), doubts)
    fields: dict[str, Any] = {**said, **metadata.addresses(page, node, where, doubts)}
    fields["captured"] = said.get("captured") or fields.get("captured")
    title = metadata.title_of(page, node)
    text, fields["extraction_doubt"] = _text(page, node, title)
    if fields["extraction_doubt"]:
        doubts.append(str(fields["extraction_doubt"]))
    known = any(where.get(name) for name in ("published", "date"))
    published, modified = dates_of(page, node, fields.get("url"), doubts, known=known)
    found = {
        "title": title,
        "author": metadata.byline_of(page, node),
        "lang": metadata.language_of_page(page, node),
        "outlet": metadata.outlet_of(page, node, fields.get("url"), context.outlets),
        "published": published,
        "modified": modified,
        "paywalled": metadata.paywalled(page, node),
        "summary": metadata.summary_of(page, node),
    }
    fields.update({name: value for name, value in found.items() if value is not None})
    fields.setdefault("wire", credit_of(fields.get("author"), text, metadata.credit_line(node, page)))
    if fields.get("paywalled") and len(text.split()) < _TEASER_WORDS and not fields["extraction_doubt"]:
        fields["extraction_doubt"] = "the page isn't free to read: its text may be only the beginning"
    return _without_own_credit(article_from(record, text, fields, context, doubts))


def _without_own_credit(read: Read) -> Read:
    """An agency's own page credits nobody else."""
    article = read.article
    if article.credit is None or article.credit != agency_named(article.outlet.name):
        return read
    return replace(read, article=replace(article, credit=None))


def _text(page: Page, node: Node, title: str | None) -> tuple[str, str | None]:
    """The text of the article, and what may be missing from it.

    The page's body; where it has none, or less than half of it, what JSON-LD gives as the article's body.
    """
    text = body_text(page.tree, title)
    if text:
        checked(text)
    given = _given_body(node)
    if given and len(text.split()) * 2 < len(given.split()):
        shown = f"{len(text.split()):,} of its {len(given.split()):,} words"
        return checked(given), f"the text is JSON-LD's articleBody: the page itself shows {shown}"
    if not text:
        raise LoadError("no article was found in the page, expected paragraphs of text")
    if not page.twice:
        return text, "its elements are too many or nested too deeply to be read a second time"
    links = " ".join(link.text_content() for link in page.tree.iter("a", "nav", "footer"))
    return text, doubt_of(lost_quotations(f"{text}\n{title}\n{links}", second_reading(page.source)))


def _given_body(node: Node) -> str | None:
    """JSON-LD's articleBody as text: markup in it is read, and line breaks part its paragraphs."""
    body = "\n".join(strings(node.get("articleBody")))
    if not body.strip():
        return None
    if re.search(r"</?(?:p|br|div)\b", body, re.IGNORECASE):
        inner = body_text(parse_page(f"<html><body><article>{body}</article></body></html>".encode()).tree)
        if inner:
            return inner
    import html

    lines = (" ".join(line.split()) for line in html.unescape(body).splitlines())
    return clean("\n\n".join(line for line in lines if line) + "\n")


HTML = Format(
    name="html",
    title="Pages of the web, saved",
    suffixes=SUFFIXES,
    fields=(
        ("JSON-LD headline, og:title, <h1>", "title"),
        ("link rel=canonical, og:url", "url"),
        ("JSON-LD datePublished, article:published_time, <time datetime>, the address", "published"),
        ("JSON-LD dateModified, article:modified_time", "modified"),
        ("JSON-LD author, meta author, byline", "author"),
        ("JSON-LD publisher, og:site_name, the address", "outlet"),
        ("JSON-LD inLanguage, html lang, og:locale", "lang"),
        ("JSON-LD description, og:description", "summary"),
        ("JSON-LD isAccessibleForFree", "paywalled"),
        ("JSON-LD creditText, byline, dateline", "wire"),
        ("address in web.archive.org", "archived_url"),
    ),
    recognises=recognises,
    records=_records,
    read=read_page,
)
