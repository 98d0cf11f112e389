"""What every connection is given: SQL functions for people who write queries, which no view, index or page uses,
and the terms of full-text search with how many statements hold them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from html import escape
from typing import Any

from datasette_quotes.alignment import align
from datasette_quotes.text import words
from datasette_quotes.wording import compare

LONGEST = 20_000  # characters of a text: more than that takes seconds, and SQLite can't stop a function of Python
# It reads the index itself, costs nothing until it is asked, and lives as long as the connection.
_TERMS = "create virtual table if not exists temp.statement_terms using fts5vocab(main, statements_fts, row)"
_ELEMENTS = {"removed": "del", "added": "ins"}


def register(connection: Any) -> None:
    """Gives a connection the functions."""
    with suppress(sqlite3.OperationalError):  # without FTS5, or where nothing temporary can be made
        connection.execute(_TERMS)
    connection.create_function("quote_similarity", 2, similarity, deterministic=True)
    connection.create_function("quote_diff_html", 2, diff_html, deterministic=True)


def similarity(a: object, b: object) -> float | None:
    """The share of words that two wordings have in common, in the same order, 0 to 1; None when one can't be read.

    Twice the common words by the words of both, after Sørensen and Dice. Two texts without words are alike.
    """
    if not _readable(a) or not _readable(b):
        return None
    left, right = words(str(a)), words(str(b))
    if not left and not right:
        return 1.0
    same = sum(block.left_end - block.left_start for block in align(left, right) if block.same)
    return round(2 * same / (len(left) + len(right)), 4)


def diff_html(a: object, b: object) -> str | None:
    """What changed from one wording to the other, with `<del>` and `<ins>`; every text in it is escaped."""
    if not _readable(a) or not _readable(b):
        return None
    pieces = []
    for operation, text in compare(str(a), str(b)).diff:
        element = _ELEMENTS.get(operation)
        pieces.append(f"<{element}>{escape(text)}</{element}>" if element else escape(text))
    return "".join(pieces)


def _readable(value: object) -> bool:
    return value is not None and not isinstance(value, bytes) and len(str(value)) <= LONGEST
