"""Tables of one's own: articles with their text, quotes with their surroundings, or addresses to fetch."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, islice
from typing import Any, cast, get_args

from quote_loaders.readers.decoding import checked, clean
from quote_loaders.readers.fields import FIELDS, article_from
from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.given import UNMEASURED, Given, fragments, placed, title_of
from quote_loaders.readers.grouping import Told, grouped_records
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.jsons import parsed_object
from quote_loaders.readers.mapping import TABLE_FIELDS, field_of, fields_of
from quote_loaders.readers.packed import is_named, with_packings
from quote_loaders.readers.stated import few, stated_language
from quote_loaders.readers.table_rows import Row, csv_rows, delimiter_of, json_rows, parquet_rows, plain
from quote_loaders.records import LoadError, Problem, QuoteKind, SpeakerKind

NAME = "the table"
MOST_COLUMNS = 500  # of JSON lines that are remembered: more is no table
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

Rows = Callable[[Input, Told], Iterator[Row]]


def _records(item: Input, context: Context, name: str, rows: Rows) -> Iterator[Record | Link | Problem]:
    """A record for a row with a text or an address; for a table of quotes one for all those of an article."""
    told = Told(item.source)
    unknown: dict[str, None] = {}
    found = _mapped(rows(item, told), context.mapping, unknown, told)
    first = next(found, None)
    if first is not None:
        both = chain([first], found)
        if "quote" in first[1]:
            quotes = ((_article_of(row), place, json.dumps(row).encode()) for place, row in both)
            yield from grouped_records(item, name, quotes, told)
        else:
            yield from _articles(item, name, both, told)
    if unknown:
        columns = ", ".join(column[:60] for column in list(unknown)[:20]) + (", …" if len(unknown) > 20 else "")
        yield Problem(
            item.source,
            "read",
            f"columns {columns} are not read, expected {', '.join(TABLE_FIELDS)}; a mapping file (--mapping) "
            "says which of them is which",
        )
    yield from told


def _mapped(rows: Iterator[Row], mapping: Mapping[str, str], unknown: dict[str, None], told: Told) -> Iterator[Row]:
    """Rows by field, without empty cells; columns without a field are remembered."""
    known: dict[str, str] = {}
    columns: tuple[str, ...] | None = None
    for place, row in rows:
        if tuple(row) != columns:
            columns = tuple(row)
            known = fields_of(columns, mapping)
            others = (column for column in columns if field_of(column, mapping) is None)
            unknown.update(dict.fromkeys(islice(others, max(0, MOST_COLUMNS - len(unknown)))))
        values = {field: value for column, field in known.items() if (value := plain(row[column])) is not None}
        if values:
            yield place, values
        else:
            told.add(f"{place}: it has no value in any column that is read; skipped")


def _articles(item: Input, name: str, rows: Iterator[Row], told: Told) -> Iterator[Record | Link]:
    for place, row in rows:
        if "text" in row or "quote" in row:
            yield Record(item.source, name, json.dumps(row).encode(), place, manifest=item.manifest)
        elif isinstance(url := row.get("url"), str):
            yield Link(item.source, url, place, {field: value for field, value in row.items() if field in FIELDS})
        else:
            told.add(f"{place}: it has neither text, quote nor url; skipped")


def _article_of(row: Mapping[str, Any]) -> str:
    """What quotes of one article share: its address, or outlet, title and date."""
    if url := row.get("url"):
        return str(url)
    return json.dumps([str(row.get(field, "")) for field in ("outlet", "title", "published", "date")])


def _read(record: Record, context: Context) -> Read:
    rows = [parsed_object(line) for line in record.data.split(b"\n")]
    doubts: list[str] = []
    fields = _article_fields(rows, doubts)
    source = next((row["text"] for row in rows if row.get("text")), None)
    quoted = [row for row in rows if row.get("quote")]
    if source is None:
        text, quotes = fragments([_given(row, doubts)[0] for row in quoted], NAME, doubts)
        fields["text_status"] = "fragments"
        fields.setdefault("title", title_of(str(fields["url"])) if fields.get("url") else None)
        return article_from(record, text, fields, context, few(doubts), quotes=quotes)
    text = checked(clean(str(source)))
    given = placed(text, [_given(row, doubts) for row in quoted], NAME, doubts) if quoted else None
    return article_from(record, text, fields, context, few(doubts), quotes=given)


def _article_fields(rows: list[dict[str, Any]], doubts: list[str]) -> dict[str, Any]:
    """What the rows of an article say of it: the first that says something."""
    fields: dict[str, Any] = {}
    for row in rows:
        for name in FIELDS:
            if row.get(name) is not None and fields.setdefault(name, row[name]) != row[name]:
                doubts.append(f"{name} is {fields[name]!r} and {row[name]!r} in rows of one article; the first is kept")
    if isinstance(flag := fields.get("paywalled"), str | int):
        fields["paywalled"] = _FLAGS.get(str(flag).strip().casefold(), flag)
    fields["lang"] = stated_language(str(fields["lang"]), doubts) if fields.get("lang") is not None else None
    if fields.get("text_status", "whole") not in ("whole", "fragments"):
        raise LoadError(f"text_status is {fields['text_status']!r}, expected whole or fragments")
    return fields


def _given(row: Mapping[str, Any], doubts: list[str]) -> tuple[Given, int | None]:
    """A quote of a row, and where its text has it."""
    kind = _legal(row, "kind", get_args(QuoteKind), "direct", doubts)
    speaker_kind = _legal(row, "speaker_kind", get_args(SpeakerKind), "person", doubts)
    given = Given(
        str(row.get("quote", "")),
        prefix=str(row.get("prefix", "")),
        suffix=str(row.get("suffix", "")),
        speaker=str(row["speaker"]) if row.get("speaker") is not None else None,
        speaker_kind=cast(SpeakerKind, speaker_kind),
        wikidata=_qid(row, doubts),
        kind=cast(QuoteKind, kind),
        confidence=_share(row, doubts),
    )
    return given, _whole_number(row.get("start"))


def _legal(row: Mapping[str, Any], name: str, legal: tuple[str, ...], otherwise: str, doubts: list[str]) -> str:
    value = str(row.get(name, otherwise)).strip().casefold()
    if value not in legal:
        doubts.append(f"{name} is {row[name]!r}, expected one of {', '.join(legal)}; read as {otherwise}")
        return otherwise
    return value


def _qid(row: Mapping[str, Any], doubts: list[str]) -> str | None:
    value = str(row.get("wikidata") or "").strip().rpartition("/")[2]
    if value and not (value[0] == "Q" and value[1:].isascii() and value[1:].isdecimal()):
        doubts.append(f"wikidata is {row['wikidata']!r}, expected a Q-number such as Q42; left out")
        return None
    return value or None


def _share(row: Mapping[str, Any], doubts: list[str]) -> float:
    value = row.get("confidence")
    if value is None:
        return UNMEASURED
    try:
        share = float(value)
    except (TypeError, ValueError, OverflowError):
        share = -1.0
    if 0 <= share <= 1:
        return share
    doubts.append(f"confidence is {value!r}, expected a number from 0 to 1; left out")
    return UNMEASURED


def _whole_number(value: object) -> int | None:
    text = str(value).removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _is_csv(head: Head) -> bool:
    if b"\x00" in head.data[:1024] or head.data.lstrip()[:1] in (b"{", b"[", b"<", b"%"):
        return False
    if is_named(head.path, ".csv", ".tsv"):
        return True
    first = head.data.decode("utf-8-sig", "replace").partition("\n")[0].strip()
    columns = [column.strip(' "') for column in first.split(delimiter_of(first))]
    return len(columns) > 1 and sum(field_of(column, {}) is not None for column in columns) > len(columns) / 2


def _is_json(head: Head) -> bool:
    data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[:1] not in (b"{", b"["):
        return False
    suffixes = [suffix.lower() for suffix in head.path.suffixes]
    return any(suffix in (".json", ".ndjson", ".jsonl") for suffix in suffixes) or data.startswith((b'{"', b'[{"'))


_ARTICLE_FIELDS = tuple((name, name) for name in ("text", *FIELDS))
_FIELDS = (
    *_ARTICLE_FIELDS,
    ("quote, prefix, suffix", "a quote in its article: rows of one url, or of one outlet, title and date, make one"),
    ("speaker, speaker_kind", "who spoke: as given"),
    ("wikidata", "the speaker's Q-number: kept, and tells namesakes apart"),
    ("kind, confidence", "kind and confidence of the quote"),
    ("start, end", "where the quote stands in text, in characters"),
    ("note", "not kept"),
    ("any other column", "as a mapping file (--mapping) says; else told once and not read"),
)
CSV = Format(
    name="csv",
    title="CSV of your own, articles or quotes",
    suffixes=with_packings(".csv", ".tsv"),
    fields=_FIELDS,
    recognises=_is_csv,
    records=lambda item, context: _records(item, context, "csv", csv_rows),
    read=_read,
)
NDJSON = Format(
    name="json",
    title="JSON of your own, an object a line or an array of them",
    suffixes=with_packings(".ndjson", ".jsonl", ".json"),
    fields=_FIELDS,
    recognises=_is_json,
    records=lambda item, context: _records(item, context, "json", json_rows),
    read=_read,
)
PARQUET = Format(
    name="parquet",
    title="Parquet of your own",
    suffixes=(".parquet",),
    fields=_FIELDS,
    recognises=lambda head: head.data.startswith(b"PAR1"),
    records=lambda item, context: _records(item, context, "parquet", parquet_rows),
    read=_read,
)
