"""Links that open an article at the quoted words, by URL text fragment: pure.

The syntax is `#:~:text=[prefix-,]start[,end][,-suffix]` of the WICG draft "URL Fragment Text Directives". A browser
matches whole words without regard to case and skips white space between context and match, but the context has to
touch the match with its quotation marks and commas. `start` alone has to lie within one block of the page, so what
crosses lines is given by its first and its last words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

EXACT_LIMIT = 300  # characters: above this Chromium's own generator gives start and end instead of the whole text
CONTEXT_BELOW = 20  # characters: below this the same generator adds context, as short texts are seldom unique
EDGE_WORDS = 8  # words of start and of end
CONTEXT_WORDS = 4  # words of prefix and of suffix
_WORD = re.compile(r"\S+")
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\\]")


@lru_cache(maxsize=4096)
def web_address(url: str | None) -> str | None:
    """The address, if it is an absolute http or https address without control characters; else None.

    Bidirectional controls count as control characters: they make an address read as another one.
    """
    if not url or _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(url)
        hostname = parts.hostname
    except ValueError:  # "http://[": not an address
        return None
    return url if parts.scheme in ("http", "https") and hostname else None


def at_passage(url: str | None, parts: tuple[str, ...], prefix: str, suffix: str, unique: bool) -> str | None:
    """The address with a text fragment for the quoted words; None when it can't be linked to.

    `parts` is the content as printed, one item per span; `prefix` and `suffix` are the characters around it, byte for
    byte; `unique` says that the first part occurs once in the article.
    """
    address = web_address(url)
    if address is None:
        return None
    directive = text_directive(parts, prefix, suffix, unique)
    if not directive:
        return address
    plain = address.partition(":~:")[0].removesuffix("#")
    return f"{plain}{':~:' if '#' in plain else '#:~:'}{directive}"


def text_directive(parts: tuple[str, ...], prefix: str, suffix: str, unique: bool) -> str:
    """`text=…`, percent-encoded; empty when there are no words to look for."""
    contents = [part.replace("\x00", "").strip() for part in parts]
    contents = [part for part in contents if part]
    if not contents:
        return ""
    text = "\n".join(contents)
    terms = [_encoded(text)] if len(text) <= EXACT_LIMIT and "\n" not in text else _edges(text)
    if not unique or len(contents[0]) < CONTEXT_BELOW:
        before, after = _before(prefix), _after(suffix)
        terms = ([f"{_encoded(before)}-"] if before else []) + terms + ([f"-{_encoded(after)}"] if after else [])
    return "text=" + ",".join(terms)


def _edges(text: str) -> list[str]:
    """The first words of the first line and the last words of the last line; they don't overlap."""
    lines = [line for line in text.splitlines() if line.strip()]
    first, last = _WORD.findall(lines[0]), _WORD.findall(lines[-1])
    if len(lines) > 1:
        return [_encoded(" ".join(first[:EDGE_WORDS])), _encoded(" ".join(last[-EDGE_WORDS:]))]
    size = min(EDGE_WORDS, len(first) // 2)
    if size == 0:  # one endless word
        return [_encoded(first[0])]
    return [_encoded(" ".join(first[:size])), _encoded(" ".join(first[-size:]))]


def _before(prefix: str) -> str:
    """The last whole words of the prefix, within its last line; its first word may be cut, so it is left out."""
    line = prefix.replace("\x00", "").rpartition("\n")[2]
    starts = [match.start() for match in _WORD.finditer(line)]
    if len(line) == len(prefix):
        starts = starts[1:]
    return line[starts[-CONTEXT_WORDS:][0] :].rstrip() if starts else ""


def _after(suffix: str) -> str:
    """The first whole words of the suffix, within its first line; its last word may be cut, so it is left out."""
    line = suffix.replace("\x00", "").partition("\n")[0]
    ends = [match.end() for match in _WORD.finditer(line)]
    if len(line) == len(suffix):
        ends = ends[:-1]
    return line[: ends[:CONTEXT_WORDS][-1]].lstrip() if ends else ""


def _encoded(text: str) -> str:
    """Percent-encoded, with the characters that have a meaning in the directive: "-", "," and "&"."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")
