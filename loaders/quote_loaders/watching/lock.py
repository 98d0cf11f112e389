"""One watcher a database: a lock of the system, which ends with the process that holds it, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quote_loaders.records import LoadError


@contextmanager
def locked(database: Path) -> Iterator[Path]:
    """Hold the lock of a database: a file beside it that is gone afterwards.

    Raises LoadError when another process holds it, or it can't be made.
    """
    path = database.with_name(f"{database.name}.watch")
    file = _taken(path, database)
    try:
        os.ftruncate(file, 0)
        os.write(file, f"{os.getpid()}\n".encode())
        yield path
    finally:
        with suppress(OSError):
            path.unlink()
        os.close(file)


def _taken(path: Path, database: Path) -> int:
    while True:
        try:
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise LoadError(f"{path} can't be made: {error.strerror or error}") from None
        if not _try_lock(file):
            os.close(file)
            raise LoadError(f"{database} is being watched by another process ({path} names it): stop that one first")
        # Whoever held it before may have removed the file between our opening and our locking.
        with suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(file).st_ino:
                return file
        os.close(file)


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _try_lock(file: int) -> bool:
        """Lock the first byte behind what is written; whether that worked."""
        try:
            os.lseek(file, 1_000, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            os.lseek(file, 0, os.SEEK_SET)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        """Lock the file; whether that worked."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
