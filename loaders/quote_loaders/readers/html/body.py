"""The body of a page as plain text: what trafilatura keeps of it, in the form that the quotation finder reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from quote_loaders.readers.decoding import clean

_OPENING = "“„«‹\"'‘‚"
_SPACE = re.compile(r"[ \t\r\n\u00a0]+")
_BLOCKS = frozenset(("p", "head", "item", "quote", "list", "row", "table", "code", "ab", "div", "body", "fw"))
_NOTHING = frozenset(("graphic", "media", "del"))


def body_text(tree: Any, title: str | None = None) -> str:
    """The text of a page's article: paragraphs parted by an empty line, block quotes with "> ", lists with marks.

    A headline that only repeats the title is left out; the empty string where no article is found. The tree stays
    as it is.
    """
    from trafilatura import bare_extraction

    _silence_trafilatura()
    own = copy(tree)
    _print_quotation_marks(own)
    try:
        found = bare_extraction(own, fast=True, include_comments=False, with_metadata=False)
    except (RecursionError, ValueError, TypeError, AttributeError, KeyError, IndexError):
        return ""  # hostile trees make it stumble; the caller says that there is no text
    body = getattr(found, "body", None)
    if body is None:
        return ""
    blocks = list(_blocks(body))
    while blocks and title and _plain(blocks[0]) == _plain(title):
        del blocks[0]
    return clean("\n\n".join(blocks) + "\n") if blocks else ""


def _silence_trafilatura() -> None:
    """What it can't read is told by us. Setting a level empties the caches of all loggers: done once."""
    import logging

    logger = logging.getLogger("trafilatura")
    if logger.level != logging.CRITICAL:
        logger.setLevel(logging.CRITICAL)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _print_quotation_marks(tree: Any) -> None:
    """Write out the marks that a browser draws around <q>, and let it be plain text."""
    for element in list(tree.iter("q")):
        words = element.text_content().strip()
        if words[:1] not in _OPENING or not words:
            element.text = "“" + (element.text or "")
            if len(element):
                element[-1].tail = (element[-1].tail or "") + "”"
            else:
                element.text += "”"
        element.tag = "span"


class _Writer:
    """Collects the blocks of a tree: inline text until a block begins or ends."""

    def __init__(self) -> None:
        self.blocks: list[str] = []
        self.pieces: list[str] = []
        self.marks: list[str] = []  # "> " for each quote that is open
        self.item = ""  # the mark of a list item that has no text yet
        self.items: dict[Any, int] = {}  # list -> how many of its items have begun

    def flush(self) -> None:
        """End a block, its lines marked with the quotes that they stand in."""
        text = "".join(self.pieces)
        self.pieces = []
        for part in re.split(r"\n\s*\n", text):
            lines = [_SPACE.sub(" ", line).strip() for line in part.split("\n")]
            kept = [line for line in lines if line]
            if kept:
                kept[0] = self.item + kept[0]
                self.item = ""
                self.blocks.append("\n".join("".join(self.marks) + line for line in kept))


def _blocks(body: Any) -> Iterator[str]:
    """The blocks of trafilatura's tree (a subset of TEI), in order; walked without recursion."""
    writer = _Writer()
    waiting: list[tuple[Any, bool]] = [(body, True)]
    while waiting:
        element, entering = waiting.pop()
        if entering:
            waiting.append((element, False))
            _enter(element, writer)
            if element.tag not in _NOTHING:
                waiting += [(child, True) for child in reversed(element)]
        else:
            _leave(element, writer)
    writer.flush()
    yield from writer.blocks


def _enter(element: Any, writer: _Writer) -> None:
    tag = element.tag
    if not isinstance(tag, str):
        return
    if tag in _BLOCKS:
        writer.flush()
    if tag == "quote":
        writer.marks.append("> ")
    elif tag == "item":
        writer.item = _item_mark(element, writer.items)
    elif tag == "lb":
        writer.pieces.append("\n")
    elif tag == "cell" and writer.pieces:
        writer.pieces.append(" | ")
    if element.text and tag not in _NOTHING:
        writer.pieces.append(element.text if tag == "code" else _SPACE.sub(" ", element.text))


def _leave(element: Any, writer: _Writer) -> None:
    tag = element.tag
    if isinstance(tag, str) and tag in _BLOCKS:
        writer.flush()
        if tag == "quote":
            writer.marks.pop()
        elif tag == "item":
            writer.item = ""
    if element.tail:
        writer.pieces.append(_SPACE.sub(" ", element.tail))


def _item_mark(element: Any, begun: dict[Any, int]) -> str:
    parent = element.getparent()
    begun[parent] = begun.get(parent, 0) + 1
    rend = parent.get("rend") if parent is not None else None
    if rend == "ol":
        return f"{begun[parent]}. "
    return "" if element.get("rend", "").startswith(("dt", "dd")) or rend == "dl" else "- "
