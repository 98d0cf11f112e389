"""Columns of numbers that wait on disk until they are needed: in a nameless file that no end of the program leaves."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray
from sqlite_utils import Database

Rows = TypeVar("Rows", bound=tuple[NDArray[Any], ...])

_HASHES = 1_000_000  # of a part, about: so many are in memory at a time
_FEWEST = 16  # parts


class Spilled:
    """Rows of some columns of numbers, in numbered parts."""

    def __init__(self, file: IO[bytes], parts: int, kinds: Sequence[DTypeLike]) -> None:
        self._file = file
        self._kinds = [np.dtype(kind) for kind in kinds]
        self._chunks: list[list[tuple[int, int]]] = [[] for _ in range(parts)]  # where each begins, and its rows

    def __len__(self) -> int:
        """The number of parts."""
        return len(self._chunks)

    def rows(self, part: int) -> int:
        """How many rows a part has."""
        return sum(rows for _, rows in self._chunks[part])

    def add(self, part: int, *columns: NDArray[Any]) -> None:
        """Add rows to a part: as many columns as there are kinds, side by side."""
        if not len(columns[0]):
            return
        self._chunks[part].append((self._file.seek(0, 2), len(columns[0])))
        for column, kind in zip(columns, self._kinds, strict=True):
            self._file.write(np.ascontiguousarray(column, dtype=kind).data)

    def add_by_hash(self, hashes: NDArray[np.uint64], *others: NDArray[Any]) -> None:
        """Add rows to the parts that their hashes belong to; the hashes ascend and are the first column."""
        for part, (start, end) in enumerate(pairwise(by_highest(hashes, len(self)).tolist())):
            self.add(part, *(column[start:end] for column in (hashes, *others)))

    def all_rows(self) -> int:
        """How many rows all parts have."""
        return sum(map(self.rows, range(len(self))))

    def read(self, part: int) -> list[NDArray[Any]]:
        """The columns of a part, its rows in the order in which they were added."""
        found = [np.empty(self.rows(part), dtype=kind) for kind in self._kinds]
        start = 0
        for at, rows in self._chunks[part]:
            self._file.seek(at)
            for column in found:
                chunk = self._file.read(rows * column.itemsize)
                column[start : start + rows] = np.frombuffer(chunk, dtype=column.dtype)
            start += rows
        return found

    def __iter__(self) -> Iterator[list[NDArray[Any]]]:
        """The columns of each part, one part after the other."""
        return (self.read(part) for part in range(len(self)))

    def keep(self, row: Callable[..., Rows]) -> Callable[[Iterable[Rows]], Iterable[Rows]]:
        """A function that lets all that it is given wait, each as a part, and returns them to be read again and again.

        `row` makes what was given of its columns.
        """

        def kept(given: Iterable[Rows]) -> Iterable[Rows]:
            for part, columns in enumerate(given):
                self.add(part, *columns)
            return _Again(self, row)

        return kept


class _Again(Iterable[Rows]):
    """The parts of columns that wait, as what was given."""

    def __init__(self, waiting: Spilled, row: Callable[..., Rows]) -> None:
        self._waiting, self._row = waiting, row

    def __iter__(self) -> Iterator[Rows]:
        return (self._row(*columns) for columns in self._waiting)


@contextmanager
def spilled(db: Database, parts: int, *kinds: DTypeLike) -> Iterator[Spilled]:
    """Columns of some kinds on the disk that the database is on: where it has room, they have."""
    with TemporaryFile(dir=_folder(db)) as file:
        yield Spilled(file, parts, kinds)


def _folder(db: Database) -> Path | None:
    """Where a database lies; None for one in memory."""
    name = next(name for _, schema, name in db.execute("pragma database_list") if schema == "main")
    return Path(name).parent if name else None


class Stretches:
    """Stretches of hashes, numbered as they came; each is read by itself."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._starts = array("q", [0])

    def add(self, stretch: NDArray[np.uint64]) -> None:
        """Add a stretch; all are added before the first is read."""
        self._file.write(stretch.data)
        self._starts.append(self._starts[-1] + stretch.nbytes)

    def __getitem__(self, number: int) -> NDArray[np.uint64]:
        self._file.seek(self._starts[number])
        return np.frombuffer(self._file.read(self._starts[number + 1] - self._starts[number]), dtype=np.uint64)


@contextmanager
def stretches(db: Database) -> Iterator[Stretches]:
    """Stretches of hashes on the disk that the database is on."""
    with TemporaryFile(dir=_folder(db)) as file:
        yield Stretches(file)


class Gathered:
    """Named columns of numbers that come in batches, each in a file of its own until it is taken."""

    def __init__(self, db: Database) -> None:
        self._folder = _folder(db)
        self._files: dict[str, IO[bytes]] = {}
        self._rows: Counter[str] = Counter()

    def add(self, name: str, batch: NDArray[Any]) -> None:
        """Add rows to a column, which are all of one kind."""
        if name not in self._files:
            self._files[name] = TemporaryFile(dir=self._folder)  # noqa: SIM115 -- closed when it is taken
        self._files[name].write(np.ascontiguousarray(batch).data)
        self._rows[name] += len(batch)

    def rows(self, name: str) -> int:
        """How many rows of a column came so far."""
        return self._rows[name]

    def take(self, name: str, kind: DTypeLike) -> NDArray[Any]:
        """A column of a kind, whole; its file is gone."""
        if name not in self._files:
            return np.zeros(0, dtype=kind)
        with self._files.pop(name) as file:
            file.seek(0)
            return np.frombuffer(file.read(), dtype=kind)

    def close(self) -> None:
        """Forget what wasn't taken."""
        while self._files:
            self._files.popitem()[1].close()


def mapped(db: Database, column: NDArray[Any]) -> NDArray[Any]:
    """The same column, to be read from disk: the system takes its memory back when others need it."""
    if not len(column):
        return column
    with TemporaryFile(dir=_folder(db)) as file:
        file.write(np.ascontiguousarray(column).data)
        file.flush()
        return np.frombuffer(mmap(file.fileno(), 0, access=ACCESS_READ), dtype=column.dtype)


def parts_for(hashes: int) -> int:
    """Into how many parts so many hashes are cut, a power of two: then a part isn't large, however many there are."""
    return max(_FEWEST, 1 << max(0, hashes // _HASHES).bit_length())


def by_highest(hashes: NDArray[np.uint64], parts: int) -> NDArray[np.int64]:
    """For ascending hashes where each of so many parts begins, the end included: parts by their highest bits."""
    bounds = np.arange(1, parts, dtype=np.uint64) << np.uint64(65 - parts.bit_length())
    cuts: NDArray[np.int64] = np.concatenate(([0], np.searchsorted(hashes, bounds), [len(hashes)]))
    return cuts


def as_signed(parts: int) -> list[int]:
    """The parts in the order in which SQLite sorts their hashes, as signed numbers: the highest bit is a minus."""
    return [*range(parts // 2, parts), *range(parts // 2)]
