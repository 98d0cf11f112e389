"""The sentence that a quote stands in: pure."""

from __future__ import annotations

import re

from quote_loaders.records import PlacedQuote

SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“‘«(]?[A-ZÀ-Þ])|\n")


def attribution(quote: PlacedQuote) -> tuple[str, str]:
    """What the sentence of a quote has before and behind the content, inside prefix and suffix."""
    before = SENTENCE_END.split(quote.prefix)[-1]
    closed = quote.text.rstrip('"”’»').endswith((".", "!", "?"))
    behind = quote.suffix.lstrip('"”’»').lstrip(" ")
    if closed and not behind[:1].islower():
        match = re.match(r"(?:[A-ZÀ-Þ][\w’'-]+ ){1,4}(?:said|told|added|wrote|says)\b", behind)
        if match is None:
            return before, ""
    return before, SENTENCE_END.split(quote.suffix)[0]
