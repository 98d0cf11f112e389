"""Inputs of readers changed by chance: bytes flipped, cut, spliced and repeated, values of the wrong kind, packed anew.

Every choice is made by the random generator that is given, so that a seed repeats a run.
"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

Mutation = Callable[[random.Random, bytes], bytes]

_BAD_BYTES = (
    b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x1b[2J", b"\r", b"\n\n",
    "\u2028\u202e\u200b".encode(), b"\\ud800", b"\\u0000", "‘“„»".encode(), b'"', b"'", b",", b"\t", b"|", b"#", b"<",
    b">", b"]]>", b"<!--", b"<![CDATA[", b"&#x110000;", b"&a;", b"&#0;", b"%00", b"../../", b"---\n", b"/Kids [2 0 R]",
    b": &a [", b": *a", b": !!int ", b": !!timestamp ", b"!!binary ", b"? ",
)  # fmt: skip
_OPENINGS = (
    b"[", b'{"a":', b"<div>", b"<blockquote><p>", b"(", b"<<", b"> ", b"- ", b'"', b"<table><tr><td>", b"<ul><li>",
    b"&amp;", b"\n", b" ", b"a", b"[[", b"\xe2\x80\x9c",
)  # fmt: skip
_NUMBERS = (b"0", b"-1", b"1e999", b"NaN", b"99999999999999999999", b"9" * 5_000, b"-9223372036854775809", b"0.0000001")
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, "", " ", "\ud800", "\x00", "http://[", "https://a.example:99999/", "9999-99-99",
    "2026-02-30T25:61:61Z", "Q", "en-" + "x" * 500, [], {}, [[]], ["a", None, {"b": 1}], {"name": {}}, "a\u2028b" * 50,
    "“" * 2_000, "word " * 5_000, list(range(1_000)), "<p>" * 500, "0000-00-00", "2026-03-14T18:10:00+99:99",
)  # fmt: skip


def flip(chance: random.Random, data: bytes) -> bytes:
    """Some bits the other way."""
    found = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 32))):
        if found:
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(chance: random.Random, data: bytes) -> bytes:
    """An end or a middle missing."""
    start = chance.randrange(len(data) + 1)
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randrange(200) :]


def repeat(chance: random.Random, data: bytes) -> bytes:
    """A piece many times over."""
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.choice((1, 5, 40, 400))]
    times = chance.choice((2, 20, 2_000, 20_000))
    return data[:start] + piece * min(times, 2_000_000 // (len(piece) or 1)) + data[start:]


def insert(chance: random.Random, data: bytes) -> bytes:
    """Bytes that are hard to read, somewhere."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(_BAD_BYTES) * chance.choice((1, 1, 3)) + data[start:]


def nest(chance: random.Random, data: bytes) -> bytes:
    """Something opened many times and never closed."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(_OPENINGS) * chance.choice((10, 300, 3_000, 100_000)) + data[start:]


def number(chance: random.Random, data: bytes) -> bytes:
    """A number that is too large, too small or none."""
    found = list(re.finditer(rb"-?\d+", data))
    if not found:
        return insert(chance, data)
    match = chance.choice(found)
    return data[: match.start()] + chance.choice(_NUMBERS) + data[match.end() :]


def swap(chance: random.Random, data: bytes) -> bytes:
    """Two pieces in each other's place."""
    first, second, third = sorted(chance.randrange(len(data) + 1) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def revalue(chance: random.Random, data: bytes) -> bytes:
    """A value of JSON of another kind; bytes that are no JSON have something inserted instead."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    whole = chance.random() < 0.5
    try:
        value = _revalued(chance, json.loads(data if whole else lines[place]))
        changed = json.dumps(value, ensure_ascii=chance.random() < 0.9).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return insert(chance, data)
    return changed if whole else b"\n".join([*lines[:place], changed, *lines[place + 1 :]])


def _revalued(chance: random.Random, value: Any) -> Any:
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: one for name, one in value.items() if name != key}
        return value | {key: _revalued(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.8:
        place = chance.randrange(len(value))
        return [*value[:place], _revalued(chance, value[place]), *value[place + 1 :]]
    return chance.choice(_VALUES)


PLAIN: tuple[Mutation, ...] = (flip, cut, repeat, insert, nest, number, swap, revalue, revalue)


def mutated(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """An input changed once or a few times: what it holds, then now and then the packing around it."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        data = _inside(chance, data, others)
    return chance.choice((flip, cut, insert, swap))(chance, data) if chance.random() < 0.1 else data


def _inside(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    try:
        if data.startswith(b"\x1f\x8b"):
            return gzip.compress(_changed(chance, gzip.decompress(data), others), 1)
        if data.startswith(b"BZh"):
            return bz2.compress(_changed(chance, bz2.decompress(data), others), 1)
        if data.startswith(b"PK\x03\x04"):
            return _member_changed(chance, data, others)
        if data.startswith(b"PAR1") and chance.random() < 0.8:
            return flip(chance, data) if chance.random() < 0.5 else _rows_changed(chance, data)
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError):
        pass
    return _changed(chance, data, others)


def _changed(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    if others and chance.random() < 0.05:
        other = chance.choice(others)
        return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]
    return chance.choice(PLAIN)(chance, data)


def _member_changed(chance: random.Random, data: bytes, others: list[bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as changed:
        names = archive.namelist()
        chosen = chance.choice(names)
        for name in names:
            content = archive.read(name)
            if name == chosen:
                content = _changed(chance, content, others)
            changed.writestr(name, content)
    return packed.getvalue()


def _rows_changed(chance: random.Random, data: bytes) -> bytes:
    """A Parquet file with values of other kinds; one that has no such column type has bits flipped instead."""
    import pyarrow
    from pyarrow import parquet

    try:
        rows = parquet.read_table(io.BytesIO(data), use_threads=False).to_pylist()
        changed = pyarrow.Table.from_pylist([_revalued(chance, row) for row in rows * 3])
        sink = pyarrow.BufferOutputStream()
        parquet.write_table(changed, sink)
    except (pyarrow.ArrowException, OSError, ValueError, TypeError, AttributeError, OverflowError):
        return flip(chance, data)
    return bytes(sink.getvalue().to_pybytes())
