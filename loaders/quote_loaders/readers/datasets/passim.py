"""passim's output: reprints of one text, each a passage of a newspaper, as articles of their own.

Its clusters are not kept: this program finds copies by itself. Nor is `src`, the page that passim infers a passage
was taken from: `credit` is what an article says itself.
"""

from __future__ import annotations

from quote_loaders.readers.decoding import checked, clean
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Read, Record
from quote_loaders.readers.jsons import has_keys, json_records, parsed_object, string
from quote_loaders.readers.packed import with_packings
from quote_loaders.readers.stated import stated_language


def _read(record: Record, context: Context) -> Read:
    row = parsed_object(record.data)
    doubts: list[str] = []
    url = string(row, "url") or ""
    fields = {
        "title": string(row, "title") or string(row, "heading"),
        "outlet": string(row, "series"),
        "url": url if url.startswith(("http://", "https://")) else None,
        "published": string(row, "date"),
        "lang": stated_language(string(row, "lang"), doubts),
        "extraction_doubt": "a passage that other pages reprint: the article may be longer",
    }
    text = checked(clean(string(row, "text") or ""))
    return article_from(record, text, fields, context, doubts, date_source="record")


PASSIM = Format(
    name="passim",
    title="passim, clusters of reprinted passages",
    suffixes=with_packings(".json", ".jsonl"),
    fields=(
        ("text", "text"),
        ("series", "outlet"),
        ("date, title, url, lang", "published, title, url, lang, where the pages had them"),
        ("cluster, size, src, begin, end, pboiler", "not kept: copies are found anew, and src is an inference"),
    ),
    recognises=lambda head: has_keys(head, "text", "series", "cluster"),
    records=lambda item, _: json_records(item, "passim"),
    read=_read,
)
