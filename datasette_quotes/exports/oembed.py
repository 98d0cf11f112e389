"""oEmbed 1.0: a statement as a plain quotation with a link, for whoever pastes its address into a text."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

from datasette_quotes.exports.text import one_line
from datasette_quotes.labels import headline, language_tag, shortened
from datasette_quotes.queries.trace import Statement

WIDTH, HEIGHT = 600, 220  # px
LONGEST = 600  # characters of the quotation
CACHE = 86_400  # seconds
TITLE = 140  # characters


def oembed(
    statement: Statement, status: str, url: str, site_url: str, site: str, widths: tuple[str, str]
) -> dict[str, Any]:
    """The answer; `widths` are `maxwidth` and `maxheight` as they were asked for."""
    speaker = one_line(statement.speaker)
    tag = language_tag(statement.language)
    words = shortened(headline(statement.text), LONGEST)
    lang = f' lang="{escape(tag)}"' if tag else ""
    html = (
        f'<blockquote cite="{escape(url)}"{lang} dir="auto"><p>{escape(one_line(words))}</p>'
        f'<footer lang="en" dir="ltr">— <bdi>{escape(speaker or "speaker not named")}</bdi>. {escape(status)}. '
        f'<a href="{escape(url)}">Trace this quotation</a></footer></blockquote>'
    )
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": shortened(f"“{one_line(words)}”", TITLE),
        "author_name": speaker,
        "provider_name": site,
        "provider_url": site_url,
        "cache_age": CACHE,
        "width": limited(widths[0], WIDTH),
        "height": limited(widths[1], HEIGHT),
        "html": html,
        "url": url,
        "status": status,
    }
    return {name: value for name, value in answer.items() if value != ""}


def limited(asked: str, size: int) -> int:
    """The size, or what was asked for when that is a smaller whole number above nothing."""
    readable = asked.isascii() and asked.isdigit() and len(asked) < 10
    return min(size, int(asked) or size) if readable else size


def key_of(url: str, statement_base: str, quote_base: str) -> tuple[str, str] | None:
    """("statement" or "quote", its key) that an address of this database's pages leads to; None for any other.

    The scheme isn't compared: a site can be reached by both.
    """
    try:
        asked = urlsplit(url)
        for kind, base in (("statement", statement_base), ("quote", quote_base)):
            ours = urlsplit(base)
            rest = asked.path.removeprefix(ours.path)
            if asked.scheme in ("http", "https") and asked.netloc == ours.netloc and rest != asked.path:
                key = unquote(rest.removesuffix("/embed"))
                return (kind, key) if key and "/" not in key and "." not in key else None
    except ValueError:  # not an address
        return None
    return None
