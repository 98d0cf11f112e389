"""What an answer holds: one article, or a list of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from quote_loaders.fetching.client import Fetched
from quote_loaders.fetching.options import FetchError
from quote_loaders.fetching.unpacking import GZIP, inflate
from quote_loaders.fetching.wayback import archived_copy
from quote_loaders.readers.decoding import MAX_BYTES
from quote_loaders.readers.feeds import FEED, feed_items
from quote_loaders.readers.formats import HEAD, Head, Link, Record
from quote_loaders.readers.sitemaps import SITEMAP, sitemap_links
from quote_loaders.records import LoadError, Problem

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?(?P<name>[\w.:-]{1,40})", re.IGNORECASE)
_MOST = 8 * MAX_BYTES  # a sitemap may have 50 MB


def records_of_answer(fetched: Fetched, link: Link, *, lists: bool) -> Iterator[Record | Link | Problem]:
    """The article of an answer, or the items of a list where lists are expected.

    Raises LoadError for what is neither.
    """
    body = inflate(fetched.body, _MOST) if fetched.body.startswith(GZIP) else fetched.body
    head = Head(Path(urlsplit(fetched.final_url).path or "/"), body[:HEAD])
    for known, split in ((SITEMAP, sitemap_links), (FEED, feed_items)):
        if known.recognises(head):
            if not lists:
                raise FetchError(f"it is a list ({known.title}), expected an article: its address stands in a list too")
            yield from split(body, link.url, fetched.final_url)
            return
    if link.listing:
        raise FetchError("it is no sitemap, though a sitemap says so")
    name = _format(fetched.content_type, head.data)
    yield Record(link.url, name, body, said={**link.said, **_said(fetched, link)})


def _format(content_type: str | None, head: bytes) -> str:
    """The name of the format that reads an article of this type. Raises LoadError when none does."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if "html" in kind or _PAGE.search(head):
        return "html"
    if kind == "text/plain":
        return "text"
    raise LoadError(f"its Content-Type is {kind[:100] or 'missing'} and its content is neither a page nor a known list")


def _said(fetched: Fetched, link: Link) -> dict[str, Any]:
    """What the answer says around its body, by the names of `fields.FIELDS`, and the charset of its Content-Type."""
    said = {"url": fetched.final_url, "captured": fetched.moment}
    if charset := _CHARSET.search(fetched.content_type or ""):
        said["charset"] = charset["name"]
    if copy := archived_copy(link.url):
        final = archived_copy(fetched.final_url) or copy  # the archive may lead on to the nearest capture
        said |= {"url": final.url, "archived_url": link.url, "captured": final.captured}
    return said
