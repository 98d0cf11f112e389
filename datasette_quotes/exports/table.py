"""The occurrences of a statement as CSV (RFC 4180), with names in place of numbers."""

from __future__ import annotations

import csv
import io

from datasette_quotes.exports.record import Export
from datasette_quotes.exports.text import cell
from datasette_quotes.text_fragment import web_address
from datasette_quotes.wordings import read_differences

COLUMNS = (
    "number",
    "quote_key",
    "quote_url",
    "published",
    "outlet",
    "article",
    "article_url",
    "archived_url",
    "language",
    "text",
    "kind",
    "relation",
    "difference",
    "speaker",
    "named_as",
    "role",
    "via",
    "copy_of_outlet",
    "confidence",
    "contradicted",
    "statement_key",
    "statement",
    "status",
)


def table(export: Export) -> str:
    """A header and one row for each occurrence. A text that a spreadsheet would run begins with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, one in export.numbered():
        found = read_differences(one.differences)
        against = [dispute.explanation for dispute in export.disputes if dispute.key == one.key]
        row: list[object] = [
            number,
            one.key,
            export.quote_url(one.key),
            one.published,
            one.outlet,
            one.title,
            web_address(one.url),
            web_address(one.archived_url),
            one.language,
            one.text,
            one.kind,
            one.relation,
            found.sentence if found else None,
            one.speaker,
            one.source_text,
            one.role,
            one.via,
            one.origin_outlet,
            one.confidence,
            " / ".join(against),
            export.statement.key,
            export.statement.text,
            export.status,
        ]
        writer.writerow([cell(value) for value in row])
    return out.getvalue()
