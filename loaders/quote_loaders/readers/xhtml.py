"""Simple bodies of HTML or XHTML into text: paragraphs, block quotes and lists; for whole pages see readers/html."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from quote_loaders.readers.decoding import clean
from quote_loaders.records import LoadError

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "block", "body", "body.content", "blockquote", "caption", "center", "dd",
        "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "hl1", "hl2", "hr", "html", "li", "main", "nav", "nitf", "ol",
        "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_QUOTES = frozenset(("blockquote", "bq"))
_UNREAD = frozenset(
    (
        "script", "style", "head", "template", "noscript", "iframe", "object", "svg", "math", "media",
        "textarea", "select", "title",
    )
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(slots=True)
class _Blocks:
    """Paragraphs as they are met: the words of the one that is open, and what stands before it."""

    done: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    quoted: int = 0
    item: str = ""

    def close(self) -> None:
        """End the open paragraph, if it has words; quotations in quotations are marked to a depth of three."""
        text = "".join(self.words)
        self.words.clear()
        lines = [_SPACE.sub(" ", line).strip() for line in text.split("\x00")]
        lines = [line for line in lines if line]
        if lines:
            lines[0] = self.item + lines[0]
            self.item = ""
            self.done.append("\n".join("> " * min(self.quoted, 3) + line for line in lines))


def text_of_element(root: Any) -> str:
    """The text of an element: blocks parted by an empty line, lines of a block quote after "> ", items after "- "."""
    blocks = _Blocks()
    for event, element in _walk(root):
        name = _local(element.tag)
        if event == "start":
            _start(blocks, name)
            if element.text and not _unread(name):
                blocks.words.append(element.text)
        else:
            _end(blocks, name)
            if element is not root and element.tail:
                blocks.words.append(element.tail)
    blocks.close()
    return clean("\n\n".join(blocks.done) + "\n") if blocks.done else ""


def _walk(root: Any) -> Iterator[tuple[str, Any]]:
    """Starts and ends of elements, without recursion; what isn't read has a start and an end, and nothing inside."""
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event in ("comment", "pi"):
            yield "end", element
            continue
        if event == "start" and _unread(_local(element.tag)):
            events.skip_subtree()
        yield event, element


def _start(blocks: _Blocks, name: str) -> None:
    if name in _BLOCKS or name in _QUOTES:
        blocks.close()
    if name in _QUOTES:
        blocks.quoted += 1
    elif name == "li":
        blocks.item = "- "
    elif name == "br":
        blocks.words.append("\x00")


def _end(blocks: _Blocks, name: str) -> None:
    if name in _BLOCKS or name in _QUOTES:
        blocks.close()
    if name in _QUOTES:
        blocks.quoted -= 1
    elif name == "li":
        blocks.item = ""


def _unread(name: str) -> bool:
    return name in _UNREAD


def _local(tag: object) -> str:
    """The name of an element without its namespace; empty for comments, instructions and entities."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of_html(markup: str | bytes) -> str:
    """The text of a piece of HTML, well-formed or not; empty where it has none."""
    from lxml import html

    if isinstance(markup, str):
        markup = clean(markup).encode()
    if not markup.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(b"<div>" + markup + b"</div>", parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise LoadError(f"it can't be read as HTML: {error}") from None
    return text_of_element(root) if root is not None else ""


def xml_root(data: bytes) -> Any:
    """The root of an XML document, entities left as they are and nothing fetched. Raises LoadError where it breaks."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise LoadError(f"it is not well-formed XML: {' '.join(str(error).split())[:300]}") from None
