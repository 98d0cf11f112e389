"""The second reading of a page: which quotations the first one may have lost. Nothing is taken from it."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_FEWEST = 4  # words: shorter ones are names, titles and scare quotes, which side-bars are full of
_SHOWN = 80  # characters of a quotation that a doubt names
_READ = 400_000  # characters of the second reading that are looked at


def second_reading(source: str) -> str:
    """The main content of a page by resiliparse: it keeps more than trafilatura does, and more than it should."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(source, preserve_formatting=True, main_content=True, comments=False, alt_texts=False))


def lost_quotations(text: str, second: str) -> list[str]:
    """The quotations of the second reading, in order, whose words don't stand in the text; each once."""
    # Here, so that --help does not wait for spaCy.
    from quote_loaders.quotations.marks import marked_spans

    kept = _plain(text)
    lost: dict[str, str] = {}
    for marked in marked_spans(second[:_READ]):
        quotation = second[marked.inner_start : marked.inner_end]
        plain = _plain(quotation)
        if marked.closed and plain.count(" ") >= _FEWEST - 1 and plain not in kept:
            lost.setdefault(plain, " ".join(quotation.split()))
    return list(lost.values())


def doubt_of(lost: list[str]) -> str | None:
    """What may be missing from a text, in one sentence; None where nothing is."""
    if not lost:
        return None
    first = lost[0] if len(lost[0]) <= _SHOWN else lost[0][: _SHOWN - 1].rstrip() + "…"
    more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
    return f"a second reading of the page has the quotation “{first}”{more}, which the text lacks"


def _plain(text: str) -> str:
    """The words of a text, without case, parted by spaces."""
    return " ".join(_WORD.findall(text)).casefold()
