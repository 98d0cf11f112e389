"""Which files a command line means, each with what a manifest beside it says of it."""

from __future__ import annotations

import csv
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from quote_loaders.records import LoadError, Problem

TEXT_SUFFIXES = (".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")
MANIFEST = "manifest.csv"
MANIFEST_COLUMNS = ("file", "title", "outlet", "published", "url", "author", "lang")
_Row = Mapping[str, str]
_Rows = dict[Path, _Row]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, and its row of the folder's manifest (empty cells left out)."""

    path: Path
    manifest: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None  # given by the user; None: recognised by content
    named: str = ""  # what it is called, when that isn't its path: a file in an archive

    @property
    def source(self) -> str:
        """The path as given, without "./" and with "/" on every system."""
        return self.named or Path(os.path.normpath(self.path)).as_posix()


def find_inputs(
    paths: Sequence[Path], suffixes: Collection[str], format_name: str | None = None
) -> Iterator[Input | Problem]:
    """The inputs among files and folders, in the order of their paths, each file once; nothing is listed ahead.

    A folder gives the files whose names end in one of the suffixes (in lower case, with their dots), with those of
    its subfolders, but for hidden ones and README files. A file that is named itself is taken whatever its name.
    """
    seen: set[Path] = set()
    found: Iterator[tuple[Path, _Row] | Problem]
    beside: tuple[Path | None, _Rows] = (None, {})
    for path in paths:
        if path.is_dir():
            found = _in_folder(path, tuple(suffixes))
        else:
            if beside[0] != path.parent:
                beside = (path.parent, {})
                yield from _read_manifest(path.parent / MANIFEST, beside[1], complete=False)
            found = iter([(path, beside[1].get(path, {}))])
        for item in found:
            if isinstance(item, Problem):
                yield item
            elif item[0] not in seen:
                if len(paths) > 1:  # one folder holds nothing twice
                    seen.add(item[0])
                yield Input(item[0], item[1], format_name)


def _in_folder(folder: Path, suffixes: tuple[str, ...]) -> Iterator[tuple[Path, _Row] | Problem]:
    """The files of a folder, each with its row of a manifest, which stands beside it or above."""
    rows: _Rows = {}
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if MANIFEST in names:
            yield from _read_manifest(Path(root, MANIFEST), rows, complete=True)
        for name in sorted(names):
            if name != MANIFEST and is_wanted(name, suffixes):
                path = Path(root, name)
                yield path, rows.pop(path, {})


def is_wanted(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a folder gives a file of this name: of a known ending, neither hidden nor a README."""
    hidden = name.startswith(".") or Path(name).stem.upper() == "README"
    return name.lower().endswith(suffixes) and not hidden


def bytes_of(paths: Sequence[Path], suffixes: Collection[str]) -> int:
    """How many bytes the inputs have together, as far as their files can be seen."""
    total = 0
    for item in find_inputs(paths, suffixes):
        if isinstance(item, Input):
            with suppress(OSError):
                total += item.path.stat().st_size
    return total


def _read_manifest(manifest: Path, rows: _Rows, *, complete: bool) -> Iterator[Problem]:
    """Add a manifest's rows by file; a row that names no file beside it is a problem of the whole folder's."""
    if not manifest.is_file():
        return
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(manifest_rows(manifest, csv.DictReader(file)), start=2):
                target = manifest.parent / row.get("file", "")
                if "file" in row and target.is_file():
                    rows[target] = row
                elif complete:
                    message = f"line {number}: file is {row.get('file', '')!r}, expected the name of a file beside it"
                    yield Problem(manifest.as_posix(), "read", message)
    except (LoadError, OSError, UnicodeDecodeError, csv.Error) as error:
        yield Problem(manifest.as_posix(), "read", f"the manifest can't be read: {error}")


def manifest_rows(manifest: Path | str, reader: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    """The rows of a manifest without their empty cells. Raises LoadError for columns that it may not have."""
    columns = reader.fieldnames or []
    if "file" not in columns or set(columns) - set(MANIFEST_COLUMNS):
        raise LoadError(f"{manifest} has the columns {', '.join(columns)}; expected {','.join(MANIFEST_COLUMNS)}")
    for row in reader:
        # A key of None holds cells beyond the header, a value of None a cell that the line lacks.
        yield {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str) and cell.strip()}
