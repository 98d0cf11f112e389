"""Reading an input from bytes, as the pipeline does: recognise, cut, read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from quote_loaders.outlets import load_outlets
from quote_loaders.readers import Context, Input, Read, Record, read_record, records_of
from quote_loaders.records import LoadError, Problem

CONTEXT = Context(load_outlets())


def written(folder: Path, name: str, content: str | bytes) -> Input:
    """An input of this name and content."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Input(path)


def read_all(item: Input, mapping: Mapping[str, str] | None = None) -> tuple[list[Read], list[str]]:
    """The articles of an input, and what was wrong with it: problems of cutting, and records that were refused."""
    context = Context(CONTEXT.outlets, mapping=mapping or {})
    reads: list[Read] = []
    told: list[str] = []
    for record in records_of(item, context):
        if isinstance(record, Problem):
            told.append(record.message)
            continue
        assert isinstance(record, Record)
        try:
            reads.append(read_record(record, context))
        except LoadError as error:
            told.append(f"{record.place}: {error}")
    return reads, told


def read_one(item: Input) -> Read:
    """The only article of an input that has no problems."""
    (read,), told = read_all(item)
    assert told == []
    return read


def said(read: Read) -> list[tuple[str, str | None, float]]:
    """(words, speaker, confidence) of the quotes that came with an article."""
    text = read.article.text
    return [(one.text(text), one.speaker.name if one.speaker else None, one.confidence) for one in read.quotes or ()]
