"""Which column of a table of one's own is which field: the names that are known, and a file that says the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from quote_loaders.readers.fields import FIELDS
from quote_loaders.readers.yamls import yaml_of
from quote_loaders.records import LoadError

QUOTE_FIELDS = (
    "quote", "speaker", "speaker_kind", "wikidata", "kind", "confidence", "prefix", "suffix", "start", "end", "note",
)  # fmt: skip
TABLE_FIELDS = ("text", *FIELDS, *QUOTE_FIELDS)
IGNORED = ""  # the field of a column that the mapping says is not to be read
_ALSO = {
    "body": "text", "content": "text", "headline": "title", "language": "lang", "byline": "author",
    "publication": "outlet", "quotation": "quote",
}  # fmt: skip


def read_mapping(path: Path) -> dict[str, str]:
    """A YAML file of lines `own column: field`; nothing after the colon means that the column is not read.

    Raises LoadError that names the line's value and the legal fields.
    """
    try:
        found = yaml_of(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, LoadError) as error:
        raise LoadError(f"{path}: {error}, expected YAML lines 'own column: field'") from None
    if not isinstance(found, dict):
        raise LoadError(f"{path}: it is a {type(found).__name__}, expected YAML lines 'own column: field'")
    return {str(column): _field(path, column, field) for column, field in found.items()}


def _field(path: Path, column: object, field: object) -> str:
    if field is None:
        return IGNORED
    if field not in TABLE_FIELDS:
        raise LoadError(f"{path}: column {column} is {field!r}, expected one of {', '.join(TABLE_FIELDS)}, or nothing")
    return str(field)


def field_of(column: str, mapping: Mapping[str, str]) -> str | None:
    """The field of a column: as the mapping says, else by its own name; None when neither knows it."""
    if column in mapping:
        return mapping[column]
    name = "_".join(column.strip().casefold().split())
    return name if name in TABLE_FIELDS else _ALSO.get(name)


def fields_of(columns: Iterable[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """Column -> field of those that are known and read. Raises LoadError when two columns are one field."""
    found: dict[str, str] = {}
    for column in columns:
        field = field_of(column, mapping)
        if not field:
            continue
        if (other := next((one for one, known in found.items() if known == field), None)) is not None:
            raise LoadError(f"columns {other!r} and {column!r} are both {field}, expected one; a mapping file decides")
        found[column] = field
    return found
