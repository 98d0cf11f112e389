"""Tables of one's own as rows: CSV, JSON lines or array, Parquet; streaming, each row with its place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import charset_normalizer

from quote_loaders.readers.decoding import MAX_BYTES, MAX_CHARACTERS
from quote_loaders.readers.grouping import Told
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.jsons import json_lines, parsed_object
from quote_loaders.readers.packed import DamagedError, opened
from quote_loaders.records import LoadError, Problem

Row = tuple[str, dict[str, Any]]  # (place, values by column)
DELIMITERS = ",;\t|"
_SAMPLE = 1 << 20
_BATCH = 64  # rows of Parquet at once: each may be a long article


def delimiter_of(header: str) -> str:
    """What parts the cells of a header: the mark that it has most of, a comma where it has none."""
    return max(DELIMITERS, key=lambda mark: (header.count(mark), mark == ","))


def csv_rows(item: Input, told: Told) -> Iterator[Row]:
    """The rows of a CSV file with a header; places are line numbers of where a row ends."""
    with opened(item.path) as stream:
        encoding, start = _encoding(stream, told)
        text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
        try:
            yield from _csv_rows(text, start, told)
        except DamagedError as error:
            told.add(f"{error}; what came before was read")
        finally:
            text.detach()


def _encoding(stream: io.BufferedReader, told: Told) -> tuple[str, str]:
    """The encoding of a stream and its first line, by the first bytes: UTF-8, or the likeliest other one."""
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        try:
            sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8")
            encoding = "utf-8-sig"
        except UnicodeDecodeError:
            guess = charset_normalizer.from_bytes(sample).best()
            encoding = guess.encoding if guess else "latin-1"
            told.add(f"it is not UTF-8 and was read as {encoding}: check names with accents")
    return encoding, sample.decode(encoding, "replace").partition("\n")[0]


def _csv_rows(text: io.TextIOWrapper, first: str, told: Told) -> Iterator[Row]:
    csv.field_size_limit(MAX_CHARACTERS)  # of the whole process: its default is a tenth of a long article
    reader = csv.reader(_bounded(text), delimiter=delimiter_of(first))
    try:
        header = [column.strip() for column in next(reader, [])]
    except csv.Error as error:
        raise LoadError(f"line 1: {error}, expected the names of columns") from None
    if len(set(header)) < len(header):
        raise LoadError(f"line 1: columns are {','.join(header)!r}, expected each name once")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told.add(f"line {reader.line_num}: {error}; skipped")
            continue
        if len(cells) > len(header):
            told.add(f"line {reader.line_num}: it has {len(cells)} cells, expected {len(header)}; skipped")
        elif any(cell.strip() for cell in cells):
            yield f"line {reader.line_num}", dict(zip(header, cells, strict=False))


def _bounded(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(MAX_CHARACTERS):
        if len(line) == MAX_CHARACTERS and not line.endswith("\n"):
            raise DamagedError(
                f"a line has more than {MAX_CHARACTERS:,} characters, expected at most that in one article"
            )
        yield line.replace("\x00", "")


def json_rows(item: Input, told: Told) -> Iterator[Row]:
    """The objects of JSON lines or of a JSON array."""
    for line in json_lines(item):
        if isinstance(line, Problem):
            told.add(line.message)
            continue
        place, data = line
        try:
            yield place, parsed_object(data)
        except LoadError as error:
            told.add(f"{place}: {error}" if place else str(error))


def parquet_rows(item: Input, told: Told) -> Iterator[Row]:
    """The rows of a Parquet file. Raises LoadError when pyarrow isn't there or can't read it."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise LoadError("Parquet needs pyarrow, install it with: pip install 'datasette-quotes[bulk]'") from None
    number = 0
    try:
        with parquet.ParquetFile(item.path) as file:
            for batch in file.iter_batches(_BATCH, use_threads=False):
                if batch.nbytes > _BATCH * MAX_BYTES:
                    raise LoadError(f"rows {number + 1} to {number + len(batch)} have {batch.nbytes:,} bytes, too many")
                for row in batch.to_pylist():
                    number += 1
                    yield f"row {number}", row
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        message = f"it can't be read as Parquet after row {number}: {' '.join(str(error).split())[:300]}"
        if number == 0:
            raise LoadError(message) from None
        told.add(message)


def plain(value: object) -> Any:
    """A cell as JSON can hold it, without one that is empty: None then."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") or None
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return ", ".join(str(part) for part in value) or None
    return str(value)
