"""Which texts a command line means: files of every format, folders of them, and JSON lines, each text by itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from quote_loaders.outlets import load_outlets
from quote_loaders.readers import Context, Input, Record, find_inputs, records_of, suffixes_of
from quote_loaders.readers.decoding import MAX_BYTES, clean, decode
from quote_loaders.records import LoadError, Problem

STDIN = "-"
LINES_SUFFIXES = (".jsonl", ".ndjson")
_STDIN_NAME = "standard input"


@dataclass(frozen=True, slots=True)
class Document:
    """A text to find quotes in; spans count the characters of `text`."""

    doc_id: str
    text: str
    language: str
    source: str  # what a message calls it


def documents(
    inputs: Iterable[str], language: str, stdin: BinaryIO, format_name: str | None = None
) -> Iterator[Document | Record | Problem]:
    """Every text of the inputs in order, as a document or a record of any format, and a problem for what can't be cut.

    An input is a file or a folder; "-" is standard input, which holds JSON lines when its first line is an object,
    and one plain text otherwise. `language` is that of a text that doesn't say its own. Raises LoadError for a
    format that is not known.
    """
    context = Context(load_outlets(), language)
    suffixes = suffixes_of(format_name)
    for name in inputs:
        path = Path(name)
        if name == STDIN:
            yield from _from_stdin(stdin, language)
        elif format_name is None and _holds_documents(path):
            yield from _from_file_of_lines(path, language)
        else:
            for item in find_inputs([path], suffixes, format_name):
                if isinstance(item, Problem):
                    yield item
                else:
                    yield from _from_file(item, context)


def _holds_documents(path: Path) -> bool:
    """Whether a file holds JSON lines of documents, told by its name and its first line."""
    if path.suffix.lower() not in LINES_SUFFIXES:
        return False
    try:
        with path.open("rb") as lines:
            first = next((line for line in iter(lambda: lines.readline(MAX_BYTES), b"") if line.strip()), b"")
    except OSError:
        return False
    return b'"doc_id"' in first


def _from_file(item: Input, context: Context) -> Iterator[Record | Problem]:
    try:
        yield from records_of(item, context)
    except LoadError as error:
        yield Problem(item.source, "read", str(error))
    except Exception as error:  # whatever an input makes a reader raise, the others are read
        yield Problem(item.source, "read", f"reading failed: {type(error).__name__}: {error}")


def _from_file_of_lines(path: Path, language: str) -> Iterator[Document | Problem]:
    try:
        with path.open("rb") as lines:
            yield from _from_lines(lines, path.as_posix(), language)
    except OSError as error:
        yield Problem(path.as_posix(), "read", f"it can't be read: {error.strerror or error}")


def _from_stdin(stdin: BinaryIO, language: str) -> Iterator[Document | Problem]:
    first = stdin.readline(MAX_BYTES)
    if first.lstrip().startswith(b"{"):
        yield from _from_lines(chain([first], stdin), _STDIN_NAME, language)
        return
    data = first + stdin.read(MAX_BYTES)
    if len(data) > MAX_BYTES:
        yield Problem(_STDIN_NAME, "read", f"it has more than {MAX_BYTES:,} bytes, expected one article")
        return
    try:
        text = clean(decode(data)[0])
    except LoadError as error:
        yield Problem(_STDIN_NAME, "read", str(error))
        return
    if text.strip():
        yield Document(STDIN, text, language, _STDIN_NAME)
    else:
        yield Problem(_STDIN_NAME, "read", "it is empty, expected the text of an article")


def _from_lines(lines: Iterable[bytes], source: str, language: str) -> Iterator[Document | Problem]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{source}, line {number}"
        try:
            yield _document(line, place, language)
        except LoadError as error:
            yield Problem(place, "read", str(error))


def _document(line: bytes, place: str, language: str) -> Document:
    """A line's document; its text stays as it is, so that spans count the characters of what was given."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise LoadError(f"it is not UTF-8 (byte {error.start:,} is 0x{line[error.start]:02x})") from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise LoadError(f"it does not parse as JSON: {error}") from None
    if not isinstance(row, dict):
        raise LoadError(f'it is a JSON {type(row).__name__}, expected an object with "doc_id" and "text"')
    for name in ("doc_id", "text"):
        if not isinstance(row.get(name), str):
            raise LoadError(f"{name} is {row.get(name)!r:.60}, expected a string")
    spoken = row.get("lang", row.get("language")) or language
    if not isinstance(spoken, str):
        raise LoadError(f"lang is {spoken!r:.60}, expected a BCP 47 tag such as en, de or pt-BR")
    return Document(row["doc_id"], row["text"], spoken, place)
