"""Which files a command line means, each with what a manifest beside it says of it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quote_loaders.records import LoadError, Problem

TEXT_SUFFIXES = (".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")
MANIFEST = "manifest.csv"
MANIFEST_COLUMNS = ("file", "title", "outlet", "published", "url", "author", "lang")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read, and its row of the folder's manifest (empty cells left out)."""

    path: Path
    manifest: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None  # given by the user; None: recognised by content

    @property
    def source(self) -> str:
        """The path as given, without "./" and with "/" on every system."""
        return Path(os.path.normpath(self.path)).as_posix()


def find_inputs(paths: Iterable[Path]) -> Iterator[Input | Problem]:
    """The articles among files and folders, in the order of their paths; each file once.

    A folder gives its text and Markdown files, with those of its subfolders, but for hidden ones and README files.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            files, manifests = _in_folder(path)
        else:
            files, manifests = [path], [path.parent / MANIFEST]
        rows: dict[Path, dict[str, str]] = {}
        for manifest in manifests:
            if manifest.is_file():
                yield from _read_manifest(manifest, rows, complete=path.is_dir())
        for file in files:
            if file not in seen:
                seen.add(file)
                yield Input(file, rows.get(file, {}))


def _in_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    files: list[Path] = []
    manifests: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if name == MANIFEST:
                manifests.append(path)
            elif _is_article(path):
                files.append(path)
    return files, manifests


def _is_article(path: Path) -> bool:
    known = path.suffix.lower() in TEXT_SUFFIXES + MARKDOWN_SUFFIXES
    return known and not path.name.startswith(".") and path.stem.upper() != "README"


def _read_manifest(manifest: Path, rows: dict[Path, dict[str, str]], *, complete: bool) -> Iterator[Problem]:
    """Add a manifest's rows by file; a row that names no file beside it is a problem of the whole folder's."""
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(_manifest_rows(manifest, csv.DictReader(file)), start=2):
                target = manifest.parent / row.get("file", "")
                if "file" in row and target.is_file():
                    rows[target] = row
                elif complete:
                    message = f"line {number}: file is {row.get('file', '')!r}, expected the name of a file beside it"
                    yield Problem(manifest.as_posix(), "read", message)
    except (LoadError, OSError, UnicodeDecodeError, csv.Error) as error:
        yield Problem(manifest.as_posix(), "read", f"the manifest can't be read: {error}")


def _manifest_rows(manifest: Path, reader: csv.DictReader[str]) -> Iterator[dict[str, str]]:
    columns = reader.fieldnames or []
    if "file" not in columns or set(columns) - set(MANIFEST_COLUMNS):
        raise LoadError(f"{manifest} has the columns {', '.join(columns)}; expected {','.join(MANIFEST_COLUMNS)}")
    for row in reader:
        # A key of None holds cells beyond the header, a value of None a cell that the line lacks.
        yield {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str) and cell.strip()}
