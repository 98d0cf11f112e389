"""Markdown as its reader sees it: plain paragraphs, with block quotes and lists still told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINE_BREAKS = ("softbreak", "hardbreak")


def plain_text(markdown: str) -> str:
    """The text of CommonMark without its marks; HTML in it stays as it was typed.

    Blocks are parted by an empty line, lines of a block quote begin with "> " and items of a list with its mark.
    """
    blocks: list[str] = []
    quoted = 0
    item = ""
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "blockquote_open":
            quoted += 1
        elif token.type == "blockquote_close":
            quoted -= 1
        elif token.type == "list_item_open":
            item = f"{token.info}{token.markup} "
        elif token.type in ("inline", "fence", "code_block", "html_block"):
            text = item + _block_text(token)
            item = ""
            blocks.append("\n".join("> " * quoted + line for line in text.split("\n")))
    return "\n\n".join(blocks) + "\n"


def _block_text(token: Token) -> str:
    if token.type == "inline":
        return "".join(_inline_text(token.children or []))
    return token.content.rstrip("\n")


def _inline_text(children: Sequence[Token]) -> Iterator[str]:
    for child in children:
        if child.type in _LINE_BREAKS:
            yield "\n"
        elif child.type == "image":
            yield "".join(_inline_text(child.children or []))
        else:
            yield child.content
