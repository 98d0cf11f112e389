"""Findings as text: JSON lines for programs, a table for the terminal, a page for people who want to see why."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from quote_loaders.extracting.page import page
from quote_loaders.extracting.run import Findings
from quote_loaders.records import Quote, TextSpan

Format = Callable[[Iterable[Findings]], Iterator[str]]
NOBODY = "?"
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+|\s+")
_SPEAKER_WIDTH = 24
_KIND_WIDTH = 8


def json_lines(found: Iterable[Findings]) -> Iterator[str]:
    """A line for each document: `{"doc_id", "quotes": [...]}`, as an evaluation of quotation extraction reads it.

    Each part of broken content is an entry of its own; entries with the same `group` are one quote. Offsets are
    Python's: characters of the text, half-open.
    """
    for findings in found:
        text = findings.document.text
        rows = [row for group, quote in enumerate(findings.quotes, start=1) for row in _rows(text, quote, group)]
        yield json.dumps({"doc_id": findings.document.doc_id, "quotes": rows}, ensure_ascii=False)


def _rows(text: str, quote: Quote, group: int) -> Iterator[dict[str, Any]]:
    shared = {
        **_named("speaker", text, quote.source),
        "speaker_resolved": quote.speaker.name if quote.speaker is not None else None,
        "kind": quote.kind,
        **_named("cue", text, quote.cue),
        **_named("relay", text, quote.relay),
        "via": quote.via.name if quote.via is not None else None,
        "role": quote.role,
        "form": quote.form,
        "confidence": quote.confidence,
        "reason": reason(quote),
        "group": group,
        "spans": [[span.start, span.end] for span in quote.content],
    }
    for span in quote.content:
        yield {"start": span.start, "end": span.end, "text": span.of(text), **shared}


def _named(name: str, text: str, span: TextSpan | None) -> dict[str, str | int | None]:
    """A span's words and place under a name; all None where there is no span."""
    if span is None:
        return {name: None, f"{name}_start": None, f"{name}_end": None}
    return {name: span.of(text), f"{name}_start": span.start, f"{name}_end": span.end}


def reason(quote: Quote) -> str | None:
    """Why the quote is its speaker's, or why nobody is named."""
    return quote.speaker.reason if quote.speaker is not None else quote.unattributed_reason


def table(found: Iterable[Findings]) -> Iterator[str]:
    """A block for each document: who, what kind, the words and what they were found by, as wide as the terminal."""
    width = max(shutil.get_terminal_size((100, 24)).columns, 60)
    for findings in found:
        count = len(findings.quotes)
        yield f"{_seen(findings.document.doc_id)}: {count} {'quote' if count == 1 else 'quotes'}"
        for quote in findings.quotes:
            yield from _table_row(findings.document.text, quote, width)


def _table_row(text: str, quote: Quote, width: int) -> Iterator[str]:
    who = quote.speaker.name if quote.speaker is not None else quote.source.of(text) if quote.source else NOBODY
    left = f"  {_cut(_seen(who), _SPEAKER_WIDTH):{_SPEAKER_WIDTH}}  {quote.kind:{_KIND_WIDTH}}  "
    cue = f" ({_seen(quote.cue.of(text))})" if quote.cue is not None else ""
    via = f" via {_seen(quote.via.name)}" if quote.via is not None else ""
    words = f"{_seen(quote.text(text))} [{quote.form}{cue}{via}]"
    lines = textwrap.wrap(words, width - len(left)) or [""]
    yield left + lines[0]
    yield from (" " * len(left) + line for line in lines[1:])


def _seen(words: str) -> str:
    """Words on one line, without anything that a terminal would obey or that changes the direction of writing."""
    return _UNSEEN.sub(" ", words)


def _cut(words: str, width: int) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


def html(found: Iterable[Findings]) -> Iterator[str]:
    """One page that shows each document with what was found in it and why."""
    return page((findings.document.doc_id, findings.document.text, findings.quotes) for findings in found)


FORMATS: Mapping[str, Format] = {"jsonl": json_lines, "table": table, "html": html}
