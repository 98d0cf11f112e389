"""ZIP and tar archives of files: every member is an input of its own, recognised as a file in a folder would be.

The name of a member tells what it is called and what kind of file it is. It is never used as a path: a member is read
from a file of a name of ours in a new folder, one at a time.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import struct
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from quote_loaders.readers.formats import Context, Format, Head, Link, Read, Record
from quote_loaders.readers.inputs import MANIFEST, Input, is_wanted, manifest_rows
from quote_loaders.readers.packed import FREE, MOST_RATIO, PIECE, opened, with_packings
from quote_loaders.records import LoadError, Problem

NAME = "archive"
SUFFIXES = (".zip", *with_packings(".tar"), ".tgz", ".tbz2", ".tzst")
MOST_MEMBERS = 100_000
MOST_MEMBER = 1 << 30  # bytes of one member, unpacked
MOST_DIRECTORY = 16 << 20  # bytes of a ZIP archive's list of members, which zipfile holds in memory
MOST_HEADER = 1 << 20  # bytes of a long name or an attribute in a tar archive
MOST_MANIFEST = 16 << 20  # bytes
LONGEST_NAME = 500  # characters of a member's name that are kept
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# A ZIP archive whose first member is one of these is a format of its own, and so is one of these endings ...
_OF_OTHERS = (b".gkg.csv", b"mimetype", b"[content_types].xml")
_OTHERS = (".docx", ".epub")
_OF_WORD = (b"word/", b"_rels/", b"docprops/", b"customxml/")  # ... or, unless it is called .zip, one of these folders
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)  # LZMA may ask for gigabytes of memory
_LONG_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_BROKEN = (
    OSError, EOFError, ValueError, zlib.error, struct.error, zipfile.BadZipFile, NotImplementedError, RuntimeError,
    tarfile.TarError, OverflowError, MemoryError, RecursionError,
)  # fmt: skip

Cut = Callable[[Input, Context], Iterator[Record | Link | Problem]]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: `path` is its name there, `name` the same with a number where an earlier one has it.

    Both fit to be shown and stored; `refused` says why it isn't read.
    """

    path: str
    name: str
    open: Callable[[], IO[bytes]]
    refused: str | None = None

    @property
    def is_manifest(self) -> bool:
        """Whether it says what the files beside it are."""
        return posixpath.basename(self.path) == MANIFEST


class _Header(tarfile.TarInfo):
    """A header of a tar archive, which is read into memory whole when it is a long name."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        """The header of these bytes. Raises LoadError for one that announces too much."""
        return super().frombuf(buf, encoding, errors)._bounded()

    @classmethod
    def _frombuf(cls, *given: Any, **named: Any) -> _Header:
        """What newer versions of tarfile call in place of `frombuf`."""
        found: _Header = super()._frombuf(*given, **named)  # type: ignore[misc]
        return found._bounded()

    def _bounded(self) -> _Header:
        if self.type in _LONG_HEADERS and self.size > MOST_HEADER:
            raise LoadError(f"a header of it has {self.size:,} bytes, expected at most {MOST_HEADER:,}")
        return self


class _TooMuchError(Exception):
    """An archive unpacks to more than packing can explain."""


def shown_name(name: str) -> str:
    """The name of a member with "/" on every system, without what can't be seen or stored."""
    return _UNFIT.sub("\ufffd", name.replace("\\", "/"))[-LONGEST_NAME:].removeprefix("./") or "?"


def members(path: Path) -> Iterator[Member]:
    """The files in an archive, in its order; each has to be read before the next one is asked for.

    Raises LoadError when the archive can't be read, or not to its end.
    """
    times: Counter[str] = Counter()
    try:
        with path.open("rb") as file:
            zipped = file.read(2) == b"PK"
        for number, member in enumerate(_of_zip(path) if zipped else _of_tar(path), start=1):
            if number > MOST_MEMBERS:
                raise LoadError(f"it has more than {MOST_MEMBERS:,} members, expected at most that")
            times[member.path] += 1
            again = times[member.path]
            yield replace(member, name=f"{member.path}~{again}") if again > 1 else member
    except LoadError:
        raise
    except _BROKEN as error:
        raise LoadError(f"it can't be read as an archive: {error or type(error).__name__}") from None


def _of_zip(path: Path) -> Iterator[Member]:
    with path.open("rb") as file:
        _check_directory(file)
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    name = shown_name(entry.filename)
                    yield Member(name, name, partial(archive.open, entry), _refused(entry))


def _refused(entry: zipfile.ZipInfo) -> str | None:
    if entry.flag_bits & 1:
        return "it is encrypted, expected a file without a password"
    if entry.compress_type not in _METHODS:
        return f"it is packed by method {entry.compress_type}, expected stored, deflated or bzip2"
    return None


def _check_directory(file: IO[bytes]) -> None:
    """That the list of members at the end of a ZIP archive may be held in memory: APPNOTE.TXT 4.3.14 and 4.3.16."""
    file.seek(max(0, file.seek(0, io.SEEK_END) - (1 << 16) - 98))
    tail = file.read()
    file.seek(0)
    end, end64 = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    size = 0
    if 0 <= end <= len(tail) - 22:
        size = struct.unpack_from("<L", tail, end + 12)[0]
    if 0 <= end64 <= len(tail) - 56 and size in (0, 0xFFFFFFFF):
        size = struct.unpack_from("<Q", tail, end64 + 40)[0]
    if size > MOST_DIRECTORY:
        raise LoadError(f"its list of members has {size:,} bytes, expected at most {MOST_DIRECTORY:,}")


def _of_tar(path: Path) -> Iterator[Member]:
    with opened(path) as stream, tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        for entry in archive:
            archive.members.clear()  # type: ignore[attr-defined] # each is asked for once
            if not entry.isdir():
                name = shown_name(entry.name)
                plain = entry.isreg() and not entry.issparse()
                refused = None if plain else "it is a link, a device or a sparse file, expected a plain file"
                yield Member(name, name, partial(_content, archive, entry), refused)


def _content(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(entry)
    assert found is not None  # it is a plain file
    return found


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked of an archive."""

    left: int

    def copied(self, member: Member, target: Path) -> None:
        """Write a member to a file. Raises LoadError when it can't be unpacked, _TooMuchError when nothing is left."""
        size = 0
        try:
            with member.open() as source, target.open("wb") as file:
                while data := source.read(PIECE):
                    size += len(data)
                    if size > self.left:
                        raise _TooMuchError
                    if size > MOST_MEMBER:
                        raise LoadError(f"it unpacks to more than {MOST_MEMBER:,} bytes, expected at most that")
                    file.write(data)
        except LoadError:
            raise
        except _BROKEN as error:
            raise LoadError(f"it can't be unpacked: {error or type(error).__name__}") from None
        finally:
            self.left -= size


@dataclass(frozen=True, slots=True)
class _Reading:
    """An archive that is read: how its members are cut into records, and what manifests in it say of them."""

    item: Input
    context: Context
    cut: Cut
    suffixes: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]
    budget: _Budget

    def suffix(self, member: Member) -> str | None:
        """What a member's name ends in; None for one that a folder would not give either."""
        *folders, base = member.path.split("/")
        hidden = any(part.startswith(".") and part.strip(".") for part in folders)
        if hidden or "__MACOSX" in folders or not is_wanted(base, self.suffixes):
            return None
        return max((one for one in self.suffixes if base.lower().endswith(one)), key=len)

    def records(self, member: Member, path: Path) -> Iterator[Record | Link | Problem]:
        """The records of a member, unpacked into a file; whatever is wrong with it costs this member alone."""
        source = f"{self.item.source}!{member.name}"
        try:
            if member.refused:
                raise LoadError(member.refused)
            self.budget.copied(member, path)
            manifest = {**self.item.manifest, **self.rows.get(posixpath.normpath(member.path), {})}
            for found in self.cut(Input(path, manifest, named=source), self.context):
                if isinstance(found, Problem) and found.source == source:
                    yield replace(found, source=self.item.source, message=f"{member.name}: {found.message}")
                else:
                    yield found
        except _TooMuchError:
            raise
        except LoadError as error:
            yield Problem(source, "read", str(error))
        except Exception as error:
            yield Problem(source, "read", f"reading failed: {type(error).__name__}: {error}")
        finally:
            path.unlink(missing_ok=True)


def _records(item: Input, context: Context, cut: Cut, suffixes: tuple[str, ...]) -> Iterator[Record | Link | Problem]:
    most = max(FREE, MOST_RATIO * item.path.stat().st_size)
    rows: dict[str, Mapping[str, str]] = {}
    yield from _read_manifests(item, rows)
    reading = _Reading(item, context, cut, suffixes, rows, _Budget(most))
    met = False
    with TemporaryDirectory(prefix="quotes-") as folder:
        try:
            for member in members(item.path):
                suffix = None if member.is_manifest else reading.suffix(member)
                if suffix is not None:
                    met = True
                    yield from reading.records(member, Path(folder, f"member{suffix}"))
        except _TooMuchError:
            message = f"it unpacks to more than {most:,} bytes, {MOST_RATIO} times its own size"
            raise LoadError(message) from None
    if not met:
        raise LoadError(f"it holds no file that is read, expected names that end in {', '.join(suffixes)}")


def _read_manifests(item: Input, rows: dict[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Collect what manifests in an archive say, by member; a row that names none is told."""
    names: set[str] = set()
    found: list[tuple[str, bytes]] = []
    with suppress(LoadError):  # it is told when the members are read
        for member in members(item.path):
            names.add(posixpath.normpath(member.path))
            if member.is_manifest and not member.refused:
                with suppress(*_BROKEN), member.open() as file:
                    found.append((member.path, file.read(MOST_MANIFEST)))
    for path, data in found:
        try:
            reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
            for number, row in enumerate(manifest_rows(path, reader), start=2):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), row.get("file", "")))
                if target in names and row.get("file"):
                    rows[target] = row
                else:
                    message = f"{path}: line {number}: file is {row.get('file', '')!r}, expected the name of a member"
                    yield Problem(item.source, "read", message)
        except (LoadError, UnicodeDecodeError, csv.Error) as error:
            yield Problem(item.source, "read", f"{path}: the manifest can't be read: {error}")


def _recognises(head: Head) -> bool:
    name = head.path.name.lower()
    if head.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        first = head.data[30 : 30 + int.from_bytes(head.data[26:28], "little")].lower()
        if first.endswith(_OF_OTHERS) or name.endswith(_OTHERS):
            return False
        return name.endswith(".zip") or not first.startswith(_OF_WORD)
    return head.data[257:262] == b"ustar" or name.endswith(SUFFIXES)


def _read(_record: Record, _context: Context) -> Read:
    raise LoadError("an archive holds articles and is none itself")


def archive_format(cut: Cut, suffixes: Callable[[], tuple[str, ...]]) -> Format:
    """The format of archives, whose members are cut into records by `cut`; `suffixes` are those that a folder gives."""
    return Format(
        name=NAME,
        title="ZIP and tar archives of files",
        suffixes=SUFFIXES,
        fields=(
            ("each file in it", "an input of its own, recognised by its content and named archive.zip!file"),
            (MANIFEST, "what it says of the files beside it, as in a folder"),
        ),
        recognises=_recognises,
        records=lambda item, context: _records(item, context, cut, suffixes()),
        read=_read,
    )
