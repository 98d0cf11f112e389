"""Documents that are ZIP archives: their members, as many and as large as a document may have."""

from __future__ import annotations

import io
import zipfile
import zlib

from quote_loaders.records import LoadError

MOST_FILE = 100 << 20  # bytes: pictures are most of a large document
MOST_MEMBERS = 10_000
MOST_UNPACKED = 64 << 20  # bytes of all that is read of one document
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)


class Archive:
    """The members of a ZIP archive; reading more of them than a document may hold raises LoadError."""

    def __init__(self, data: bytes) -> None:
        """Open an archive. Raises LoadError when it is none, or has too many members."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise LoadError(f"it can't be read as a ZIP archive: {error}") from None
        self.names = tuple(dict.fromkeys(entry.filename for entry in self._zip.infolist()))
        self._left = MOST_UNPACKED
        if len(self.names) > MOST_MEMBERS:
            raise LoadError(f"it has {len(self.names):,} members, expected at most {MOST_MEMBERS:,}")

    def read(self, name: str) -> bytes:
        """The bytes of a member. Raises LoadError when it is missing, broken, encrypted or too large."""
        try:
            with self._zip.open(name) as member:
                data = member.read(self._left + 1)
        except KeyError:
            raise LoadError(f"it has no member {name!r}") from None
        except _BROKEN as error:
            raise LoadError(f"its member {name!r} can't be read: {error}") from None
        self._left -= len(data)
        if self._left < 0:
            raise LoadError(f"it unpacks to more than {MOST_UNPACKED:,} bytes, expected a document")
        return data
