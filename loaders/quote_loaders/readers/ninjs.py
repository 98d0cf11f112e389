"""ninjs, news in JSON of the IPTC: versions 1 to 3, which write their names differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quote_loaders.readers.decoding import checked, clean
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Head, Read, Record
from quote_loaders.readers.jsons import has_keys, json_records, objects, parsed_object, string
from quote_loaders.readers.packed import with_packings
from quote_loaders.readers.stated import stated_language
from quote_loaders.readers.xhtml import text_of_html
from quote_loaders.records import LoadError

_MARKS = (
    "versioncreated",
    "versionCreated",
    "body_text",
    "body_xhtml",
    "bodies",
    "headlines",
    "pubstatus",
    "pubStatus",
)
_PLAIN = ("text/plain", "text")
STANDING = "usable"


def _read(record: Record, context: Context) -> Read:
    item = {name.lower().replace("_", ""): value for name, value in parsed_object(record.data).items()}
    doubts: list[str] = []
    uri = string(item, "uri")
    if uri is None:
        raise LoadError("uri is missing, expected the one field that ninjs demands")
    address = next((one for one in (uri, string(item, "url")) if _is_address(one)), None)
    fields = {
        "title": _headline(item),
        "url": address,
        "outlet": string(item, "copyrightholder") or _source_name(item) if address is None else None,
        "published": string(item, "firstcreated") or string(item, "contentcreated"),
        "modified": string(item, "versioncreated"),
        "author": string(item, "byline") or string(item, "by"),
        "lang": stated_language(string(item, "language"), doubts),
        "wire": _wire(item),
        "withdrawn": _withdrawn(item),
        "summary": _summary(item),
    }
    if fields["published"] is None and fields["modified"] is not None:
        doubts.append("firstcreated is missing; versioncreated is of this version and not taken for published")
    text = checked(_body(item))
    return article_from(record, text, fields, context, doubts, date_source="record")


def _is_address(value: str | None) -> bool:
    return value is not None and value.startswith(("http://", "https://"))


def _headline(item: Mapping[str, Any]) -> str | None:
    """The headline; of several the one without a role or with that of the main one."""
    if found := string(item, "headline"):
        return clean(found)
    told = objects(item, "headlines")
    main = [one for one in told if str(one.get("role") or "main").lower().rpartition(":")[2] in ("main", "headline")]
    return next((value for one in main + told if (value := string(one, "value"))), None)


def _body(item: Mapping[str, Any]) -> str:
    """The longest of the bodies, each as text: they are one content in several forms."""
    bodies = [_text(value, name) for name, value in item.items() if name.startswith("body") and isinstance(value, str)]
    for body in objects(item, "bodies"):
        kind = string(body, "contenttype") or string(body, "contentType") or ""
        if value := string(body, "value"):
            bodies.append(_text(value, kind))
    return max(bodies, key=len, default="")


def _text(value: str, kind: str) -> str:
    plain = kind in _PLAIN or kind == "bodytext"
    return clean(value) if plain and not value.lstrip().startswith(("<p", "<div")) else text_of_html(value)


def _summary(item: Mapping[str, Any]) -> str | None:
    told = next((value for name in item if name.startswith("description") and (value := _line(item, name))), None)
    return told or next((value for one in objects(item, "descriptions") if (value := string(one, "value"))), None)


def _line(item: Mapping[str, Any], name: str) -> str | None:
    return string(item, name) if isinstance(item[name], str) else None


def _wire(item: Mapping[str, Any]) -> str | None:
    """The agencies that the item itself names: its information sources, else its credit line."""
    names = [name for one in objects(item, "infosources") if (name := string(one, "name") or string(one, "literal"))]
    return ", ".join(dict.fromkeys(names)) or string(item, "creditline")


def _source_name(item: Mapping[str, Any]) -> str | None:
    provider = item.get("provider")
    return string(provider, "name") if isinstance(provider, dict) else string(item, "source")


def _withdrawn(item: Mapping[str, Any]) -> str | None:
    """Why an item no longer stands: its status, and the note beside it."""
    status = (string(item, "pubstatus") or STANDING).rpartition(":")[2].lower()
    if status == STANDING:
        return None
    note = string(item, "ednote")
    return f"pubStatus {status}: {note}" if note else f"pubStatus {status}"


def _recognises(head: Head) -> bool:
    return has_keys(head, "uri") and any(has_keys(head, mark) for mark in _MARKS)


NINJS = Format(
    name="ninjs",
    title="ninjs 1 to 3 (IPTC news in JSON)",
    suffixes=with_packings(".json", ".ninjs"),
    fields=(
        ("uri", "url, where it is an address"),
        ("headline, headlines[]", "title"),
        ("body_xhtml, body_text, bodies[]", "text: the longest of them"),
        ("byline, by", "author"),
        ("firstcreated, contentcreated", "published"),
        ("versioncreated", "modified, never published"),
        ("language", "lang"),
        ("copyrightholder, provider, source", "outlet, where uri is no address"),
        ("infosources[].name, creditline", "wire"),
        ("pubstatus withheld, canceled; ednote", "withdrawn"),
        ("description_*, descriptions[]", "summary"),
    ),
    recognises=_recognises,
    records=lambda item, _: json_records(item, "ninjs"),
    read=_read,
)
