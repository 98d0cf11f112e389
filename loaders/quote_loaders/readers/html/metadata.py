"""What a page says of its article besides the text, under the names of `fields.FIELDS`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quote_loaders.outlets import OutletList
from quote_loaders.readers.html.addresses import absolute, is_front_page, same_page, saved_from, wayback
from quote_loaders.readers.html.parsing import Page
from quote_loaders.readers.html.structured import Node, names, plain, string, strings

_LONGEST_TITLE = 400  # characters
_LONGEST_BYLINE = 300
_LONGEST_SUMMARY = 2_000
_BY = re.compile(r"^\s*(?:written by|by|von|par|por|di|autor(?:in)?|auteur|автор|текст)\b\s*:?\s*(?=\S)", re.IGNORECASE)
_SITE = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,60}$")
_BYLINES = (
    "//*[@rel='author']",
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' byline ')]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ')]",
    "//*[contains(@class, 'byline') or contains(@class, 'author-name') or contains(@class, 'article-author')]",
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_FREE = {"true": False, "false": True, "free": False, "locked": True, "metered": True, "premium": True}


def addresses(page: Page, node: Node, said: Mapping[str, Any], doubts: list[str]) -> dict[str, str]:
    """The address of the page, of an archived copy of it, and the moment of that copy.

    The canonical address counts when it is of the same site as the one that the page was fetched from.
    """
    fetched = said.get("url") or saved_from(page.comments)
    found: dict[str, str] = {}
    archived = wayback(str(fetched)) if fetched else None
    if archived is not None:
        found["archived_url"] = archived.archived_url
        fetched = archived.url
        if archived.captured:
            found["captured"] = archived.captured
    named = [page.links.get("canonical"), page.meta("og:url"), *strings(node.get("url")), *_main_page(node)]
    for value in named:
        url = absolute(value, fetched)
        if url and (copy := wayback(url)) is not None:
            found.setdefault("archived_url", copy.archived_url)
            if copy.captured:
                found.setdefault("captured", copy.captured)
            url = absolute(copy.url, None)
        if url is None or (is_front_page(url) and (fetched is None or not is_front_page(fetched))):
            continue
        if fetched is None or OutletList.site(url) == OutletList.site(fetched):
            return {**found, "url": url}
        if not same_page(url, fetched):
            doubts.append(
                f"its canonical address is {url}, of another site than {fetched}: it may be a copy of that page"
            )
        break
    return {**found, "url": str(fetched)} if fetched else found


def _main_page(node: Node) -> list[str]:
    main = node.get("mainEntityOfPage")
    return strings(main.get("@id")) if isinstance(main, dict) else strings(main)


def title_of(page: Page, node: Node) -> str | None:
    """The headline: JSON-LD, the heading that says more where JSON-LD was cut, og:title, or the window's title."""
    headline = string(node, "headline") or string(node, "name")
    headings = [plain(one.text_content()) for one in page.tree.iter("h1")][:5]
    headings = [one for one in headings if 0 < len(one) <= _LONGEST_TITLE]
    if headline:
        start = headline.rstrip("….").rstrip()
        return next((one for one in headings if one.startswith(start)), headline)[:_LONGEST_TITLE]
    shared = plain(page.meta("og:title", "twitter:title") or "")
    window = plain(next((one.text_content() for one in page.tree.iter("title")), ""))
    if len(headings) == 1 or (headings and any(headings[0] in one for one in (shared, window))):
        return headings[0]
    best = _SITE.sub("", shared or window)
    return best[:_LONGEST_TITLE] or None


def byline_of(page: Page, node: Node) -> str | None:
    """Who signs, without "By": JSON-LD authors, metadata, or the element that is marked as the byline."""
    found = names(node.get("author")) or names(node.get("creator"))
    if not found:
        found = [value for value in page.metas.get("author", ()) if _is_name(value)]
    if not found:
        value = page.meta("byl", "parsely-author", "sailthru.author", "article:author", "dc.creator", "dcterms.creator")
        found = [value] if value and _is_name(value) else []
    if not found:
        found = _visible_byline(page.tree)
    named = [_BY.sub("", plain(name)).strip(" ,;|") for name in found]
    return ", ".join(dict.fromkeys(name for name in named if name))[:_LONGEST_BYLINE] or None


def _is_name(value: str) -> bool:
    return bool(value) and "://" not in value and "@" not in value and len(value) <= _LONGEST_BYLINE


def _visible_byline(tree: Any) -> list[str]:
    for path in _BYLINES:
        for element in tree.xpath(path)[:3]:
            line = plain(_own_text(element))
            if 2 < len(line) <= 120 and any(letter.isalpha() for letter in line):
                return [line]
    return []


def _own_text(element: Any) -> str:
    """The text of an element without the dates in it."""
    return " ".join(element.xpath(".//text()[not(parent::time or parent::script or parent::style)]"))


def language_of_page(page: Page, node: Node) -> str | None:
    """The BCP 47 tag that the page declares: the article's own before the page's."""
    declared = [
        *strings(node.get("inLanguage")),
        page.tree.get("lang")
        or page.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or page.tree.get("xml:lang"),
        page.meta("content-language", "og:locale", "language", "dc.language", "dcterms.language"),
    ]
    inner = node.get("inLanguage")
    if isinstance(inner, dict):
        declared = [*strings(inner.get("alternateName")), *declared]
    for value in declared:
        tag = (value or "").strip().replace("_", "-")
        if _TAG.fullmatch(tag) and tag.lower() not in ("und", "mul", "xx", "en-xx"):
            return tag
    return None


def paywalled(page: Page, node: Node) -> bool | None:
    """Whether the page says that it isn't free to read; None where it doesn't say."""
    value = node.get("isAccessibleForFree")
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool):
        return not value
    said = next(iter(strings(value)), None) or page.meta("isaccessibleforfree", "article:content_tier")
    name = (said or "").strip().rsplit("/", 1)[-1].lower()
    return _FREE.get(name)


def summary_of(page: Page, node: Node) -> str | None:
    """The teaser that the page gives beside its text."""
    value = string(node, "description") or page.meta("og:description", "description", "twitter:description")
    return plain(value)[:_LONGEST_SUMMARY] if value else None


def credit_line(node: Node, page: Page) -> str | None:
    """What the page calls its credit: an agency there is where the text comes from."""
    parts: Sequence[str] = [
        *strings(node.get("creditText")),
        *names(node.get("sourceOrganization")),
        *names(node.get("copyrightHolder")),
        *names(node.get("provider")),
        *strings(page.meta("article:source", "news_source", "original-source", "syndication-source")),
    ]
    return ", ".join(plain(part) for part in parts) or None


def outlet_of(page: Page, node: Node, url: str | None, outlets: OutletList) -> Mapping[str, str] | None:
    """The outlet, where its address isn't in the list: the publisher's name or the site's, with the site's domain."""
    site = OutletList.site(url) if url else None
    if url and outlets.known(url) is not None:
        return None
    publisher = names(node.get("publisher")) or names(page.meta("og:site_name", "application-name"))
    if not publisher or len(publisher[0]) > 120:
        return None
    return {"name": publisher[0], **({"domain": site} if site else {})}
