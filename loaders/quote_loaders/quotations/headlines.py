"""Headlines: `Halden: The Bridge Is Safe` over an article in which Halden speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quote_loaders.quotations import frames
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_LABEL = re.compile(r"(?P<name>[^:\n.!?\"“”]{2,40}):[ \t]+(?=\S)")
_WORDS = 3  # of what is said, at least


def headline(reading: Reading, found: Sequence[Quote]) -> Quote | None:
    """What a first line puts after a name and a colon, where a quote `found` below has a source of that name.

    None where the line holds one of them already.
    """
    if len(reading.lines) < 2:
        return None
    start, end = reading.lines[0]
    match = _LABEL.match(reading.text, start, end)
    if match is None or not frames.name_like(match["name"]):
        return None
    content = TextSpan(match.end(), end - (reading.text[end - 1] == "."))
    if len(content.of(reading.text).split()) < _WORDS:
        return None
    sources = [quote.source.of(reading.text) for quote in found if quote.source and quote.source.start > end]
    if match["name"].split()[-1] not in {source.split()[-1] for source in sources}:
        return None
    if any(quote.content[0].start < end for quote in found):
        return None
    return Quote("indirect", (content,), source=TextSpan(*match.span("name")), form="headline")
