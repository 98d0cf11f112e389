"""Rows of a CSV file with the line that each begins on, so that an error can name it."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quote_loaders.exchange.cells import Value, value_of
from quote_loaders.exchange.tables import Column, Table
from quote_loaders.records import LoadError


@dataclass(slots=True)
class Lines:
    """The rows of a table's file; `line` is where the row that was read last begins."""

    path: Path
    table: Table
    missing: str
    line: int = 0

    def rows(self) -> Iterator[list[Value]]:
        """The values of every row. Raises LoadError with file, line and column for what can't be one."""
        csv.field_size_limit(sys.maxsize)  # a text is as long as it is
        names = [column.name for column in self.table.columns]
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file, strict=True)
                self.line = 1
                if (found := next(reader, [])) != names:
                    raise LoadError(f"{self.at()}: the columns are {found}, expected {names}")
                self.line = reader.line_num + 1
                for cells in reader:
                    yield self._values(cells)
                    self.line = reader.line_num + 1
        except FileNotFoundError:
            raise LoadError(f"{self.path} is missing, expected the rows of {self.table.name}") from None
        except UnicodeDecodeError:
            raise LoadError(f"{self.path.name} line {_undecodable(self.path)}: it is not UTF-8") from None
        except csv.Error as error:
            raise LoadError(f"{self.at()}: {error}") from None

    def at(self, column: str | None = None) -> str:
        """Where the row that was read last is, for an error."""
        return f"{self.path.name} line {self.line}" + (f", column {column}" if column else "")

    def _values(self, cells: Sequence[str]) -> list[Value]:
        columns = self.table.columns
        if len(cells) != len(columns):
            raise LoadError(f"{self.at()}: it has {len(cells)} cells, expected {len(columns)}")
        return [self._value(text, column) for text, column in zip(cells, columns, strict=True)]

    def _value(self, text: str, column: Column) -> Value:
        try:
            value = value_of(text, column.kind, self.missing)
        except LoadError as error:
            raise LoadError(f"{self.at(column.name)}: {error}") from None
        if value is None and column.required:
            raise LoadError(f"{self.at(column.name)}: is {text}, which is no value, expected one")
        return value

    def find(self, column: str, value: Value) -> str:
        """Where the row with a value in a column is; the file alone when there is none."""
        place = next((at for at, one in enumerate(self.table.columns) if one.name == column), None)
        for row in self.rows():
            if place is not None and row[place] == value:
                return self.at()
        return self.path.name

    def nth(self, number: int) -> str:
        """Where a row is, counted from 1."""
        for place, _ in enumerate(self.rows(), 1):
            if place == number:
                return self.at()
        return self.path.name


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
