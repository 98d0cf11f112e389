"""Where a page of a list ends and the next one begins: pure.

`_next` holds the values that the list is sorted by, of its last row, tilde-encoded and joined with commas as in
Datasette's own. A value that can't be read begins the list anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, unquote

LONGEST = 200  # characters
HIGHEST = 2**62  # counts come before it


def written(values: Sequence[str | int]) -> str:
    """The `_next` that stands for these values."""
    return ",".join(quote(str(value), safe="") for value in values)


def read(given: str, forms: Sequence[type[str] | type[int]]) -> list[str | int] | None:
    """The values in a `_next`, each of its form; None when it can't be read."""
    parts = given.split(",")
    if len(given) > LONGEST or len(parts) != len(forms):
        return None
    found: list[str | int] = []
    for part, form in zip(parts, forms, strict=True):
        text = unquote(part)
        if form is int:
            if not (text.isascii() and text.isdigit() and len(text) < 19):
                return None
            found.append(int(text))
        else:
            found.append(text)
    return found
