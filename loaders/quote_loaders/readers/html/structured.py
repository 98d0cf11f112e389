"""JSON-LD as pages carry it: broken, nested, several times over -> the one node that describes the article. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from quote_loaders.readers.html.addresses import same_page

Node = Mapping[str, Any]

MAX_SCRIPT = 2_000_000  # characters of one script that are parsed
MAX_SCRIPTS = 40
_MAX_NODES = 5_000
# The subtypes of schema.org/Article that news sites use (release 30.0), the most telling first.
_NEWS = (
    "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle",
    "ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting",
)  # fmt: skip
_ARTICLES = ("Article", "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting", "Report", "SatiricalArticle",
    "ScholarlyArticle", "TechArticle", "AdvertiserContentArticle")  # fmt: skip
_PAGES = ("WebPage", "ItemPage", "AboutPage", "CollectionPage")
_RANK = {name: rank for rank, names in enumerate((_NEWS, _ARTICLES, _PAGES)) for name in names}
# Where a node stands that is the page's own; related stories stand in lists and parts.
_OWN = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
_OPENS = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA[")
_CLOSES = ("//]]>", "// ]]>", "/*]]>*/", "]]>", "//-->", "-->", ";")
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_COMMENT_LINE = re.compile(r"^[ \t]{0,200}//.*$", re.MULTILINE)


def article_node(scripts: Sequence[str], url: str | None, doubts: list[str]) -> Node:
    """The node of a page's JSON-LD scripts that describes its article; an empty one where none does.

    Of several, the one whose address is the page's, else the most telling type. What doesn't parse is a doubt.
    """
    nodes: list[Node] = []
    for script in scripts[:MAX_SCRIPTS]:
        nodes += _nodes(_parsed(script, doubts))
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if _rank(node) is not None]
    own = [node for node in articles if url and any(same_page(one, url) for one in _addresses(node))]
    best = min(own or articles, key=lambda node: _rank(node) or 0, default=None)
    if best is None:
        return {}
    rivals = [node for node in articles if _rank(node) == _rank(best) and _rank(node) != _RANK["WebPage"]]
    if not own and len({str(node.get("headline")) for node in rivals}) > 1:
        doubts.append(
            f"its JSON-LD describes {len(rivals)} articles and none has the page's address; none of them was believed"
        )
        return {}
    return {name: _resolved(value, known) for name, value in best.items()}


def _parsed(script: str, doubts: list[str]) -> Any:
    """A script's JSON; comment marks around it, raw line breaks, trailing commas and a wrong end are forgiven."""
    if len(script) > MAX_SCRIPT:
        return None
    text = _unwrapped(script)
    if not text:
        return None
    error: Exception | None = None
    for mend in (str, _mended, _unescaped):
        try:
            return json.JSONDecoder(strict=False).raw_decode(mend(text).lstrip())[0]
        except (ValueError, RecursionError) as caught:
            error = error or caught
    reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
    doubts.append(f"its JSON-LD does not parse: {reason}; read without it")
    return None


def _unwrapped(script: str) -> str:
    """A script without the marks of comments and CDATA that older pages put around it."""
    text = script.strip()
    for mark in _OPENS:
        text = text.removeprefix(mark).lstrip()
    for mark in _CLOSES:
        text = text.removesuffix(mark).rstrip()
    return text


def _mended(text: str) -> str:
    return _TRAILING_COMMA.sub("", _COMMENT_LINE.sub("", text))


def _unescaped(text: str) -> str:
    return html.unescape(_mended(text))


def _nodes(value: Any) -> Iterator[Node]:
    """The nodes that stand for the page itself, at any depth of arrays, graphs and main entities."""
    waiting = [value]
    seen = 0
    while waiting and seen < _MAX_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting += one[:_MAX_NODES]
        elif isinstance(one, dict):
            yield one
            waiting += [one[name] for name in _OWN if isinstance(one.get(name), (dict, list))]


def _rank(node: Node) -> int | None:
    """How telling a node's type is, 0 the most; None for what is no article."""
    ranks = [_RANK[name] for name in types(node) if name in _RANK]
    return min(ranks, default=None)


def types(node: Node) -> list[str]:
    """The names of a node's types, without the vocabulary's address."""
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in strings(node.get("@type"))]


def _addresses(node: Node) -> list[str]:
    main = node.get("mainEntityOfPage")
    values = [node.get("url"), node.get("@id"), main.get("@id") if isinstance(main, dict) else main]
    return [value for one in values for value in strings(one)]


def _resolved(value: Any, known: Mapping[str, Node]) -> Any:
    """A value with references to other nodes ({"@id": …} alone) replaced by these, one level deep."""
    if isinstance(value, list):
        return [one if isinstance(one, list) else _resolved(one, known) for one in value[:_MAX_NODES]]
    if isinstance(value, dict) and set(value) <= {"@id", "@type", "name"} and isinstance(value.get("@id"), str):
        return {**known.get(value["@id"], {}), **value}
    return value


def strings(value: Any) -> list[str]:
    """The strings of a value that may be one, a list of them, or JSON-LD's {"@value": …}."""
    if isinstance(value, list):
        return [one for part in value[:_MAX_NODES] if not isinstance(part, list) for one in strings(part)]
    if isinstance(value, dict):
        value = value.get("@value")  # never looked into further
    return [value] if isinstance(value, str) else []


def string(node: Node, name: str) -> str | None:
    """The first string of a property, with entities read and space collapsed."""
    first = next(iter(strings(node.get(name))), "")
    return plain(first) or None


def plain(value: str) -> str:
    """One line of text, with HTML entities read, also those that were written twice."""
    return " ".join(html.unescape(html.unescape(value)).split())


def names(value: Any) -> list[str]:
    """The names of persons and bodies: strings, or nodes with a name, or lists of both; addresses left out."""
    if isinstance(value, list):
        return [name for part in value[:50] if not isinstance(part, list) for name in names(part)]
    found = strings(value.get("name")) if isinstance(value, dict) else strings(value)
    return [plain(name) for name in found if plain(name) and "://" not in name]
