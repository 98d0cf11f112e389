"""What can be watched: a folder by the times and sizes of its files, a feed or page by conditional requests."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Collection
from pathlib import Path

from quote_loaders import store
from quote_loaders.fetching.options import FetchError, FetchOptions
from quote_loaders.readers.inputs import MANIFEST
from quote_loaders.records import LoadError

SETTLED = 2.0  # seconds without a change after which a file counts as written to its end
PATIENCE = 3  # rounds that a file which never settles can hold up
_Stamps = dict[str, tuple[int, int]]  # path -> time of change in nanoseconds, size in bytes


class Folder:
    """A folder with its subfolders, hidden ones left out."""

    def __init__(
        self, path: Path, suffixes: Collection[str], *, settle: bool = True, now: Callable[[], float] = time.time
    ) -> None:
        self._path = path
        self._suffixes = tuple(suffixes)
        self._settle = settle
        self._now = now
        self._loaded: _Stamps = {}
        self._seen: _Stamps = {}
        self._held_up = 0

    def changed(self) -> bool:
        """Whether files came, changed or went; while one is being written, not yet."""
        if not self._path.is_dir():
            raise LoadError(f"{self._path} is no folder, expected one to watch")
        before, self._seen = self._seen, self._stamps()
        if self._seen == self._loaded:
            self._held_up = 0
            return False
        if self._settle and self._held_up < PATIENCE and not self._is_settled(before):
            self._held_up += 1
            return False
        self._held_up = 0
        return True

    def loaded(self) -> None:
        """Remember the files as they were when they were looked at."""
        self._loaded = self._seen

    def _is_settled(self, before: _Stamps) -> bool:
        """Whether every file is as it was a round ago, or older than a moment."""
        old = int((self._now() - SETTLED) * 1e9)
        return all(
            stamp[0] <= old or before.get(path) == stamp
            for path, stamp in self._seen.items()
            if self._loaded.get(path) != stamp
        )

    def _stamps(self) -> _Stamps:
        stamps: _Stamps = {}
        for root, folders, names in os.walk(self._path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in names:
                if name == MANIFEST or (name.lower().endswith(self._suffixes) and not name.startswith(".")):
                    try:
                        found = Path(root, name).stat()
                    except OSError:  # gone since, or not ours to see: loading will say so
                        continue
                    stamps[f"{root}/{name}"] = (found.st_mtime_ns, found.st_size)
        return stamps


class Feed:
    """A feed, sitemap or page: asked with the validators of its last answer, and compared with what was stored."""

    def __init__(self, url: str, database: Path, options: FetchOptions, program: str) -> None:
        self._url = url
        self._database = database
        self._options = options
        self._program = program

    def changed(self) -> bool:
        """Whether it answers something else than what the last finished load made use of."""
        from quote_loaders.fetching.client import Client, Validators

        known = self._known()
        if known is None:
            return True
        client = Client(self._options)
        try:
            answer = client.get(self._url, Validators(known.etag, known.last_modified))
        except FetchError as error:
            raise LoadError(f"{self._url}: {error}") from None
        finally:
            client.stop()
        return not answer.unchanged and hashlib.sha256(answer.body).hexdigest() != known.digest

    def loaded(self) -> None:
        """The database knows; LoadError when it does not, because there was no answer that could be used."""
        if self._known() is None:
            raise LoadError(f"{self._url} could not be fetched, see load_problems")

    def _known(self) -> store.KnownFetch | None:
        if not self._database.exists():
            return None
        db = store.open_database(self._database)
        try:
            return store.known_fetch(db, self._url, self._program)
        finally:
            db.close()
