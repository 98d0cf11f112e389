"""Words that stand beside each other in a file by chance: the end of a value and the beginning of the next one.

SQLite stores the values of a row one behind the other without anything between them, and whole numbers in as few bytes
as they need (https://www.sqlite.org/fileformat2.html#record_format): the number 8289 after a text reads " a".
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Collection

_SIZES = (1, 2, 3, 4, 6, 8)  # bytes of a whole number
_WHOLE = 2.0**47  # numbers with a fraction of nothing are stored as whole ones below it


def across_values(connection: sqlite3.Connection, table: str, pieces: Collection[str]) -> set[str]:
    """Those of some pieces of text that a row of a table has in its bytes, but not in any one of its values."""
    columns = connection.execute(f"select name, type, pk from pragma_table_info('{table}')").fetchall()
    keys = [name for name, kind, pk in columns if pk and kind.lower() == "integer"]
    left_out = {keys[0]} if len(keys) == 1 and sum(bool(pk) for _, _, pk in columns) == 1 else set()
    names = ", ".join(f'"{name}"' for name, _, _ in columns if name not in left_out)  # the number of a row isn't in it
    found: set[str] = set()
    for row in connection.execute(f'select {names} from "{table}"'):
        body = b"".join(map(stored, row)).decode("utf-8", "replace")
        found.update(piece for piece in pieces if piece in body and not any(piece in _text(value) for value in row))
    return found


def stored(value: object) -> bytes:
    """A value as SQLite stores it in a row."""
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, bytes):
        return value
    if isinstance(value, float) and not (value.is_integer() and abs(value) < _WHOLE):
        return struct.pack(">d", value)
    if value is None or value in (0, 1):
        return b""
    assert isinstance(value, int | float)
    number = int(value)
    size = next(size for size in _SIZES if -(1 << 8 * size - 1) <= number < 1 << 8 * size - 1)
    return number.to_bytes(size, "big", signed=True)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
