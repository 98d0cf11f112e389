"""Articles whose quotes were marked by hand as spans of contents, sources and cues: the schema of Guardian and AFP."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from quote_loaders.readers.decoding import checked, clean
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Read, Record
from quote_loaders.readers.given import MOST_QUOTES, UNMEASURED, Places, apart
from quote_loaders.readers.jsons import has_keys, json_records, named, objects, parsed_object, string
from quote_loaders.readers.packed import with_packings
from quote_loaders.readers.stated import few, stated_language
from quote_loaders.records import ArticleSpeaker, LoadError, Quote, TextSpan

NAME = "hand-marked spans"
_CONTENT, _SOURCE, _CUE = ("content", "quote", "quotation"), ("source", "speaker"), ("cue",)
_OPENING = "\"“„«‘'"


@dataclass(frozen=True, slots=True)
class _Marked:
    """A span of the article, what it is, and whom it is said to mean."""

    span: TextSpan
    label: str
    paragraph: int
    index: str | None
    coref: str | None


_Frame = tuple[_Marked | None, _Marked | None]  # the only source, the only cue


def _read(record: Record, context: Context) -> Read:
    row = parsed_object(record.data)
    paragraphs = _paragraphs(row)
    starts, place = [], 0
    for paragraph in paragraphs:
        starts.append(place)
        place += len(paragraph) + 2
    text = checked("\n\n".join(paragraphs) + "\n")
    doubts: list[str] = []
    marked = _marked(row, text, starts, doubts)
    quotes = apart(_quotes(marked, text), doubts)
    told = row.get("metadata")
    metadata: dict[str, Any] = told if isinstance(told, dict) else {}
    path = string(metadata, "path") or ""
    fields = {
        "title": string(metadata, "title"),
        "outlet": string(metadata, "publisher"),
        "url": path if path.startswith(("http://", "https://")) else None,
        "published": string(metadata, "publish_date"),
        "lang": stated_language(string(metadata, "language"), doubts),
    }
    return article_from(record, text, fields, context, few(doubts), date_source="record", quotes=tuple(quotes))


def _paragraphs(row: dict[str, Any]) -> list[str]:
    found = row.get("paragraphs")
    if not isinstance(found, list):
        raise LoadError(f"paragraphs is a JSON {named(found)}, expected an array of strings")
    texts = [string(one, "text") if isinstance(one, dict) else one for one in found]
    return [clean(one) if isinstance(one, str) else "" for one in texts]


def _marked(row: dict[str, Any], text: str, starts: list[int], doubts: list[str]) -> list[_Marked]:
    found = []
    places = Places(text)
    for entity in objects(row, "entities")[: 3 * MOST_QUOTES]:
        words = clean(str(entity.get("span_text") or ""))
        paragraph = _number(entity.get("paragraph_start"))
        span = _span(words, paragraph, _number(entity.get("span_start")), places, starts)
        if span is None:
            doubts.append(f"span {words[:60]!r} is not found in the text at one place; left out")
            continue
        label = (string(entity, "span_label") or "").casefold()
        found.append(_Marked(span, label, paragraph, string(entity, "index"), string(entity, "span_coref")))
    return found


def _span(words: str, paragraph: int, start: int, places: Places, starts: list[int]) -> TextSpan | None:
    """Where a span stands: its words have to be there, be it counted in its paragraph or in the whole text."""
    if not words.strip():
        return None
    inside = starts[paragraph] + start if 0 <= paragraph < len(starts) else -1
    for place in (inside, start):
        if place >= 0 and places.text.startswith(words, place):
            return TextSpan(place, place + len(words))
    only = places.only(words)
    return None if only is None else TextSpan(only, only + len(words))


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 31 else -1


def _quotes(marked: list[_Marked], text: str) -> list[Quote]:
    by_index: dict[str | None, list[_Marked]] = defaultdict(list)
    by_paragraph: dict[int, list[_Marked]] = defaultdict(list)
    for one in marked:
        by_index[one.index].append(one)
        by_paragraph[one.paragraph].append(one)
    of_index: dict[str | None, _Frame] = {index: _frame(found) for index, found in by_index.items() if index}
    of_paragraph = {paragraph: _frame(found) for paragraph, found in by_paragraph.items()}
    nothing = (None, None)
    return [
        _quote(one, of_index.get(one.index, nothing), of_paragraph.get(one.paragraph, nothing), text)
        for one in marked
        if one.label in _CONTENT
    ]


def _frame(marked: list[_Marked]) -> _Frame:
    return _only(_SOURCE, marked), _only(_CUE, marked)


def _quote(content: _Marked, same: _Frame, near: _Frame, text: str) -> Quote:
    """A content with the source and the cue of its index, or with the only ones of its paragraph."""
    source, cue = same[0] or near[0], same[1] or near[1]
    name = (source.coref or source.span.of(text)) if source else content.coref
    name = " ".join(clean(name or "").split())
    marks = text[max(0, content.span.start - 1) : content.span.start + 1]
    return Quote(
        kind="direct" if any(mark in _OPENING for mark in marks) else "indirect",
        content=(content.span,),
        cue=cue.span if cue else None,
        source=source.span if source else None,
        speaker=ArticleSpeaker(name, "person", f"given by {NAME}") if name else None,
        unattributed_reason=None if name else f"{NAME} name no source, or several in its paragraph",
        form=f"given: {NAME}",
        confidence=UNMEASURED,
    )


def _only(labels: tuple[str, ...], marked: list[_Marked]) -> _Marked | None:
    found = [one for one in marked if one.label in labels]
    return found[0] if len(found) == 1 else None


SPANS = Format(
    name="spans",
    title="Hand-marked quotes as spans (Guardian and AFP schema)",
    suffixes=with_packings(".json", ".jsonl"),
    fields=(
        ("metadata.title, .publisher, .publish_date", "title, outlet, published"),
        ("metadata.path", "url, where it is one"),
        ("paragraphs[]", "text"),
        ("entities[] of the label content", "quotes: where span_text stands in the text"),
        ("entities[] of the labels source and cue", "source, cue and speaker, by index or alone in the paragraph"),
        ("entities[].span_coref", "the speaker's fullest name"),
    ),
    recognises=lambda head: has_keys(head, "paragraphs", "entities") or has_keys(head, "span_text", "span_label"),
    records=lambda item, _: json_records(item, "spans"),
    read=_read,
)
