"""JSON of strangers: one value a line, an array, or one value; and fields of it, with what is expected of each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from quote_loaders.readers.formats import Head, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.packed import DamagedError, lines, opened, whole
from quote_loaders.records import LoadError, Problem

MOST_ARRAY = 32 << 20  # bytes of a file that is one JSON value: it is held in memory several times over
_PROBE = 65_536
_LINE_SUFFIXES = (".ndjson", ".jsonl")


def parsed(data: bytes | str) -> Any:
    """A JSON value. Raises LoadError that says where it stops being JSON."""
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        raise LoadError(f"it is not JSON: {error.msg} at character {error.pos:,}") from None
    except (ValueError, RecursionError) as error:  # no UTF-8, a number of thousands of digits, brackets without end
        raise LoadError(f"it is not JSON: {error}") from None


def parsed_object(data: bytes | str) -> dict[str, Any]:
    """A JSON object. Raises LoadError for anything else."""
    value = parsed(data)
    if not isinstance(value, dict):
        raise LoadError(f"it is a JSON {named(value)}, expected an object")
    return value


def named(value: object) -> str:
    """What JSON calls the kind of a value."""
    kinds = ((bool, "boolean"), (str, "string"), (int, "number"), (float, "number"), (list, "array"), (dict, "object"))
    return next((name for kind, name in kinds if isinstance(value, kind)), "null")


def string(value: Mapping[str, Any], name: str) -> str | None:
    """A field that is a line of text or a number; None when it is missing, null or empty."""
    found = value.get(name)
    if found is None or isinstance(found, str | int | float):
        return (str(found) if found is not None else "").strip() or None
    raise LoadError(f"{name} is {'an' if named(found)[0] in 'ao' else 'a'} {named(found)}, expected a string")


def objects(value: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A field that is a list of objects; what else the list holds is left out."""
    found = value.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise LoadError(f"{name} is a JSON {named(found)}, expected an array of objects")
    return [item for item in found if isinstance(item, dict)]


def has_keys(head: Head, *keys: str) -> bool:
    """Whether a head begins as JSON does and names all these keys: before it is known where the first value ends."""
    data = head.data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return data[:1] in (b"{", b"[") and all(re.search(rb'"' + key.encode() + rb'"\s*:', data) for key in keys)


def json_records(item: Input, format_name: str) -> Iterator[Record | Problem]:
    """A record for every value of an input: of a line, of an array, or the only one it holds.

    A line that is too long costs itself; whether what a line holds is JSON is for `read` to say.
    """
    if _by_lines(item):
        yield from line_records(item, format_name)
        return
    value = parsed(whole(item.path, MOST_ARRAY))
    if not isinstance(value, list):
        yield Record(item.source, format_name, json.dumps(value).encode(), manifest=item.manifest)
        return
    for number, one in enumerate(value, start=1):
        yield Record(item.source, format_name, json.dumps(one).encode(), f"item {number}", manifest=item.manifest)


def json_lines(item: Input) -> Iterator[tuple[str, bytes] | Problem]:
    """(place, bytes) of every value of an input: see json_records."""
    for record in json_records(item, ""):
        yield record if isinstance(record, Problem) else (record.place, record.data)


def line_records(item: Input, format_name: str) -> Iterator[Record | Problem]:
    """A record for every line of an input; one that is too long costs itself."""
    source = item.source
    try:
        for line in lines(item.path):
            place = f"line {line.number}"
            if line.data is None:
                yield Problem(source, "read", f"{place}: it is too long for one article; skipped")
            else:
                yield Record(source, format_name, line.data, place, manifest=item.manifest)
    except DamagedError as error:
        yield Problem(source, "read", f"{error}; what came before was read")


def _by_lines(item: Input) -> bool:
    """Whether each line is a value of its own: by its name, or as its first two lines begin and end."""
    if any(suffix.lower() in _LINE_SUFFIXES for suffix in item.path.suffixes):
        return True
    with opened(item.path) as stream:
        try:
            first, second = stream.readline(_PROBE).strip(), stream.readline(_PROBE).strip()
        except DamagedError:
            return True
    first = first.removeprefix(b"\xef\xbb\xbf")
    if not first.startswith(b"{"):
        return False
    return len(first) >= _PROBE - 1 or second.startswith(b'{"') or _is_value(first)


def _is_value(line: bytes) -> bool:
    try:
        parsed(line)
    except LoadError:
        return False
    return True
