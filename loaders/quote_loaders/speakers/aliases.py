"""The alias list: which names are one person or body, curated, and extended by users."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import cast, get_args

from quote_loaders.records import LoadError, SpeakerKind
from quote_loaders.speakers.names import data, fold

COLUMNS = ("name", "alias", "kind", "wikidata")
_KINDS = get_args(SpeakerKind)


@dataclass(frozen=True, slots=True)
class AliasEntry:
    """Whom an alias names."""

    name: str
    kind: SpeakerKind
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class AliasList:
    """Aliases by folded name; a later file wins over an earlier one."""

    entries: Mapping[tuple[str, ...], AliasEntry]

    def entry(self, name: str) -> AliasEntry | None:
        """Whom a name stands for, None when the list doesn't say."""
        return self.entries.get(fold(name))


def parse_aliases(content: str, origin: str) -> dict[tuple[str, ...], AliasEntry]:
    """The entries of one CSV file; raises LoadError with the file, line, value and the columns that are expected."""
    reader = csv.reader(StringIO(content.removeprefix("\ufeff")))
    header = tuple(cell.strip() for cell in next(reader, []))
    if header != COLUMNS:
        raise LoadError(f"{origin}, line 1: columns are {','.join(header)!r}, expected {','.join(COLUMNS)!r}")
    found: dict[tuple[str, ...], AliasEntry] = {}
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        entry, alias = _entry([cell.strip() for cell in cells], f"{origin}, line {reader.line_num}")
        found.setdefault(fold(entry.name), entry)
        found[fold(alias)] = entry
    return found


def _entry(cells: list[str], place: str) -> tuple[AliasEntry, str]:
    if len(cells) != len(COLUMNS):
        raise LoadError(f"{place}: {cells!r} has {len(cells)} values, expected {','.join(COLUMNS)}")
    name, alias, kind, wikidata = cells
    if not fold(name) or not fold(alias):
        raise LoadError(f"{place}: name is {name!r} and alias {alias!r}, expected a name with letters in both")
    if kind not in _KINDS:
        raise LoadError(f"{place}: kind is {kind!r}, expected one of {', '.join(_KINDS)}")
    if wikidata and not (wikidata[0] == "Q" and wikidata[1:].isdecimal()):
        raise LoadError(f"{place}: wikidata is {wikidata!r}, expected a Q-number such as Q42, or nothing")
    return AliasEntry(name, cast(SpeakerKind, kind), wikidata or None), alias


def load_aliases(paths: Iterable[str | Path] = ()) -> AliasList:
    """The shipped alias list with the users' files over it, the last one winning; raises LoadError for a bad file."""
    entries = dict(shipped_aliases().entries)
    for path in map(Path, paths):
        try:
            content = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise LoadError(f"{path}: {error}, expected a UTF-8 file with columns {','.join(COLUMNS)}") from None
        entries.update(parse_aliases(content, str(path)))
    return AliasList(entries)


@cache
def shipped_aliases() -> AliasList:
    """The curated list that comes with the program."""
    return AliasList(parse_aliases(data("aliases.csv"), "names/aliases.csv"))


@cache
def shipped_surnames() -> frozenset[str]:
    """The last words of the persons' names in the curated list, as printed."""
    rows = csv.DictReader(data("aliases.csv").splitlines())
    return frozenset(
        name.split()[-1]
        for row in rows
        if row["kind"] == "person"
        for name in (row["name"], row["alias"])
        if len(name) > 3
    )
