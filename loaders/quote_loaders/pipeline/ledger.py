"""What identifies a record in the ledger of inputs: everything that decides how it is read. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from quote_loaders.readers import Context, Record
from quote_loaders.store import Entry

DIGESTS = 1 << 256


def entry_of(record: Record, context: str, program: str) -> Entry:
    """The ledger's line for a record, read by a program of this version with options of this digest."""
    digest = hashlib.sha256(record.data)
    said = {name: value for name, value in record.said.items() if name != "captured"}  # each fetch has its own
    for part in (context, record.format, _written(said), _written(record.manifest)):
        digest.update(b"\x00" + part.encode("utf-8", "surrogatepass"))
    return Entry(record.source, record.place, digest.hexdigest(), f"{record.format} {program}")


def context_digest(context: Context) -> str:
    """The same for options that make every record read alike; SHA-256, hexadecimal."""
    return hashlib.sha256(_written(context).encode("utf-8", "surrogatepass")).hexdigest()


def _written(value: Any) -> str:
    """A value in letters, the same in every process: mappings and sets in the order of their keys."""
    if is_dataclass(value) and not isinstance(value, type):
        inside = ", ".join(f"{field.name}={_written(getattr(value, field.name))}" for field in fields(value))
        return f"{type(value).__name__}({inside})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key!r}: {_written(value[key])}" for key in sorted(value, key=repr)) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(_written, value))) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_written, value)) + "]"
    return repr(value)


def added(digest: int, entry: Entry) -> int:
    """The digest of a set of records with one more: the same in whatever order they come."""
    line = f"{entry.source}\x00{entry.record}\x00{entry.digest}".encode("utf-8", "surrogatepass")
    return (digest + int.from_bytes(hashlib.sha256(line).digest(), "big")) % DIGESTS
