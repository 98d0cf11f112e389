"""A page of its own that shows texts with content, cue and source marked, as displaCy shows entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from itertools import pairwise

from quote_loaders.quotations.marks import paragraphs
from quote_loaders.records import Quote, TextSpan

PARTS = {
    "content": "what is said",
    "cue": "the reporting word",
    "source": "who says it, as printed",
    "relay": "who passes it on",
}
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Quotes</title>
<style>
{style}</style>
</head>
<body>
<h1>Quotes</h1>
<p class="legend">{legend}</p>
"""


def page(documents: Iterable[tuple[str, str, Sequence[Quote]]]) -> Iterator[str]:
    """The pieces of an HTML page with every document, its name, text and quotes; nothing in it is fetched or run."""
    style = (files("quote_loaders") / "extracting" / "page.css").read_text(encoding="utf-8")
    legend = " ".join(f'<mark class="{part}">{said}</mark>' for part, said in PARTS.items())
    yield _HEAD.format(style=style, legend=legend)
    for number, (name, text, quotes) in enumerate(documents, start=1):
        yield f'<section>\n<h2 id="d{number}">{escape(name)}</h2>\n'
        yield f'<div class="article" dir="auto">\n{"".join(_article(number, text, quotes))}</div>\n'
        yield f"<ol>\n{''.join(_listed(number, text, quotes))}</ol>\n</section>\n"
    yield "</body>\n</html>"


def _article(document: int, text: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """The text by its lines; every stretch stands in one mark that names all that it belongs to."""
    marked = _parts(quotes)
    for start, end in paragraphs(text):
        yield '<p dir="auto">'
        inside = [part for part in marked if part[0].start < end and part[0].end > start]
        cuts = {start, end, *(cut for span, _, _ in inside for cut in (span.start, span.end) if start < cut < end)}
        for left, right in pairwise(sorted(cuts)):
            yield from _stretch(document, text, TextSpan(left, right), inside)
        yield "</p>\n"


def _parts(quotes: Sequence[Quote]) -> list[tuple[TextSpan, str, int]]:
    """Every span with what it is and the number of its quote, in the order of the text."""
    found = []
    for number, quote in enumerate(quotes, start=1):
        found += [(span, "content", number) for span in quote.content]
        found += [
            (span, name, number)
            for name, span in (("cue", quote.cue), ("source", quote.source), ("relay", quote.relay))
            if span is not None
        ]
    return sorted(found)


def _stretch(document: int, text: str, here: TextSpan, inside: Sequence[tuple[TextSpan, str, int]]) -> Iterator[str]:
    covering = [(span, name, number) for span, name, number in inside if span.start <= here.start < span.end]
    words = escape(here.of(text))
    if not covering:
        yield words
        return
    classes = " ".join(dict.fromkeys(name for _, name, _ in covering))
    said = "; ".join(f"quote {number}: {PARTS[name]}" for _, name, number in covering)
    begun = [number for span, name, number in covering if name == "content" and span.start == here.start]
    for number in begun:
        yield f'<a class="number" href="#d{document}q{number}" id="d{document}t{number}">{number}</a>'
    yield f'<mark class="{classes}" title="{escape(said)}">{words}</mark>'


def _listed(document: int, text: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """Each quote with its speaker and the reason for both, in words."""
    for number, quote in enumerate(quotes, start=1):
        speaker = escape(quote.speaker.name) if quote.speaker is not None else "nobody named"
        role = f" <span>({escape(quote.role)})</span>" if quote.role else ""
        via = f", passed on by <b>{escape(quote.via.name)}</b>" if quote.via is not None else ""
        cue = f" by the word <mark class='cue'>{escape(quote.cue.of(text))}</mark>" if quote.cue is not None else ""
        why = quote.speaker.reason if quote.speaker is not None else quote.unattributed_reason
        yield (
            f'<li id="d{document}q{number}"><a href="#d{document}t{number}"><b>{speaker}</b></a>{role}{via}: '
            f"<q>{escape(quote.text(text))}</q>"
            f"<small>{escape(quote.kind)}, found as <i>{escape(quote.form)}</i>{cue}; "
            f"speaker: {escape(why or 'as printed')}; confidence {quote.confidence:.2f}</small></li>\n"
        )
