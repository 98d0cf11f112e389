"""A value of a column as the cell of a CSV file, and back: pure."""

from __future__ import annotations

import math
import re
from typing import Literal

from quote_loaders.records import LoadError

Kind = Literal["integer", "number", "string"]
Value = int | float | str | None

_WHOLE = re.compile(r"-?\d{1,19}")
_TYPES: dict[Kind, tuple[type, ...]] = {"integer": (int,), "number": (int, float), "string": (str,)}
EXPECTED: dict[Kind, str] = {"integer": "a whole number", "number": "a number", "string": "a text"}


def kind_of(declared: str) -> Kind:
    """The kind of value that a column of a declared SQLite type holds."""
    name = declared.upper()
    if "INT" in name:
        return "integer"
    return "number" if name in ("REAL", "FLOAT", "DOUBLE", "NUMERIC") else "string"


def cell(value: object, kind: Kind, missing: str) -> str:
    """The cell of a value. Raises LoadError when the value is not of its column's kind."""
    if value is None:
        return missing
    if not isinstance(value, _TYPES[kind]) or (isinstance(value, float) and not math.isfinite(value)):
        raise LoadError(f"is {str(value)[:60]!r}, expected {EXPECTED[kind]}")
    return value if isinstance(value, str) else repr(value)


def value_of(text: str, kind: Kind, missing: str) -> Value:
    """The value of a cell. Raises LoadError when it is not of its column's kind."""
    if text == missing:
        return None
    if kind == "string":
        return text
    if kind == "integer" and _WHOLE.fullmatch(text):
        return int(text)
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if math.isfinite(number) and "_" not in text:
            return number
    raise LoadError(f"is {text[:60]!r}, expected {EXPECTED[kind]}, or {missing} for none")
