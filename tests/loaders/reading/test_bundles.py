"""Archives of files: each member is an input of its own; what is hostile costs itself and touches no other file."""

from __future__ import annotations

import bz2
import gzip
import io
import re
import struct
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from quote_loaders.readers import Record, bundles, packed, read_record, records_of
from quote_loaders.readers.bundles import shown_name
from quote_loaders.records import LoadError, Problem
from tests.loaders.reading.documents import zipped
from tests.loaders.reading.reads import CONTEXT, written
from tests.loaders.reading.samples import PAGE
from tests.loaders.reading.test_recognised import zstd

NOTE = b"Dues\n\n\xe2\x80\x9cWe will not raise them,\xe2\x80\x9d said Mira Toll.\n"
FILES = {"notes/a.txt": NOTE, "dues.html": PAGE.encode()}


def tarred(members: Mapping[str, bytes], *others: tarfile.TarInfo, kind: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive of files, and then of members without content."""
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=kind) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        for entry in others:
            archive.addfile(entry)
    return content.getvalue()


def cut(folder: Path, name: str, content: bytes) -> tuple[list[Record], list[tuple[str, str]]]:
    """The records of an archive, and (source, message) of its problems; sources without the folder."""
    found = list(records_of(written(folder, name, content), CONTEXT))
    here = f"{folder.as_posix()}/"
    told = [(one.source.removeprefix(here), one.message) for one in found if isinstance(one, Problem)]
    return [one for one in found if isinstance(one, Record)], told


def names(folder: Path, records: list[Record]) -> list[tuple[str, str]]:
    return [(one.source.removeprefix(f"{folder.as_posix()}/"), one.format) for one in records]


PACKS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "a.zip": zipped,
    "a.tar": tarred,
    "a.tar.gz": lambda members: gzip.compress(tarred(members)),
    "a.tgz": lambda members: gzip.compress(tarred(members, kind=tarfile.GNU_FORMAT)),
    "a.tar.bz2": lambda members: bz2.compress(tarred(members)),
    "a.tar.zst": lambda members: zstd(tarred(members, kind=tarfile.USTAR_FORMAT)),
}


@pytest.mark.parametrize(("name", "pack"), PACKS.items(), ids=PACKS)
def test_each_file_is_an_input(tmp_path: Path, name: str, pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    records, told = cut(tmp_path, name, pack(FILES))
    assert names(tmp_path, records) == [(f"{name}!notes/a.txt", "text"), (f"{name}!dues.html", "html")]
    assert told == []
    assert [read_record(one, CONTEXT).article.title for one in records] == ["Dues", "Port dues stay"]


def test_what_a_folder_would_not_give_is_left_out(tmp_path: Path) -> None:
    others = dict.fromkeys(["README.md", ".hidden.txt", ".git/a.txt", "__MACOSX/._a.txt", "a.jpg", "folder/"], NOTE)
    records, told = cut(tmp_path, "a.zip", zipped({**others, "a.txt": NOTE}))
    assert (names(tmp_path, records), told) == ([("a.zip!a.txt", "text")], [])


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_manifest_is_read_as_in_a_folder(tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes]) -> None:
    rows = b"file,outlet,published\na.txt,The Lurania Gazette,2026-03-14\nmissing.txt,,\n"
    records, told = cut(tmp_path, "a", pack({"x/a.txt": NOTE, "x/manifest.csv": rows, "a.txt": NOTE}))
    outlets = [read_record(one, CONTEXT).article.outlet.name for one in records]
    assert outlets == ["The Lurania Gazette", "Unknown outlet"]
    assert told == [("a", "x/manifest.csv: line 3: file is 'missing.txt', expected the name of a member")]


def test_a_table_in_it_keeps_its_rows_apart(tmp_path: Path) -> None:
    table = "title,outlet,text,mood\nDues,The Harbour Courier,The dues stay.,calm\nPiers,,They stay as well.,calm\n"
    records, told = cut(tmp_path, "a.zip", zipped({"x.csv": table}))
    assert [one.source.rpartition("/")[2] for one in records] == ["a.zip!x.csv", "a.zip!x.csv"]
    assert len({one.place for one in records}) == 2
    ((source, message),) = told
    assert source == "a.zip"
    assert message.startswith("x.csv: columns mood are not read")


def test_files_of_one_name_have_different_names(tmp_path: Path) -> None:
    content = tarred({"a.txt": NOTE}, kind=tarfile.USTAR_FORMAT)[:1024] + tarred({"a.txt": NOTE + b"More.\n"})
    records, _ = cut(tmp_path, "a.tar", content)
    assert names(tmp_path, records) == [("a.tar!a.txt", "text"), ("a.tar!a.txt~2", "text")]


def test_a_member_that_is_wrong_costs_itself(tmp_path: Path) -> None:
    inner = {"b.zip": zipped(FILES), "c.tgz": gzip.compress(tarred(FILES)), "d.docx": b"PK\x03\x04none", "e.txt": NOTE}
    records, told = cut(tmp_path, "a.zip", zipped({"a.pdf": b"%PDF-1.7 none", **inner}))
    articles = []
    for record in records:
        try:
            articles.append(read_record(record, CONTEXT).article.source_path.rpartition("/")[2])
        except LoadError:
            continue
    assert articles == ["a.zip!e.txt"]
    nested = "it is an archive in an archive, which is not opened"
    assert told == [("a.zip!b.zip", nested), ("a.zip!c.tgz", nested)]


@pytest.mark.parametrize(
    "name", ["../../outside.txt", "/outside.txt", "..\\outside.txt", "C:\\outside.txt", "a/../x.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_name_is_never_a_path(tmp_path: Path, pack: Callable[[Mapping[str, bytes]], bytes], name: str) -> None:
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    records, told = cut(inside, "a", pack({name: NOTE}))
    assert (len(records), told) == (1, [])
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("a\x00b\n.txt", "a\ufffdb\ufffd.txt", id="control characters"),
        pytest.param("\u202etxt.a", "\ufffdtxt.a", id="bidirectional control"),
        pytest.param("\udcff.txt", "\ufffd.txt", id="no UTF-8"),
        pytest.param("./a.txt", "a.txt", id="this folder"),
        pytest.param("x" * 900 + ".txt", "x" * 496 + ".txt", id="long"),
        pytest.param("", "?", id="empty"),
    ],
)
def test_names_are_shown_as_text(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": NOTE, "b.txt": NOTE}))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag of the first member in the list of members
    records, told = cut(tmp_path, "a.zip", bytes(data))
    assert names(tmp_path, records) == [("a.zip!b.txt", "text")]
    assert told == [("a.zip!a.txt", "it is encrypted, expected a file without a password")]


def test_a_method_that_takes_any_memory_is_not_read(tmp_path: Path) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", NOTE)
    assert cut(tmp_path, "a.zip", content.getvalue())[1] == [
        ("a.zip!a.txt", "it is packed by method 14, expected stored, deflated or bzip2")
    ]


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(NOTE)
    others = [tarfile.TarInfo(f"{kind}.txt") for kind in ("symbolic", "hard", "device")]
    for entry, kind in zip(others, (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE), strict=True):
        entry.type, entry.linkname = kind, (tmp_path / "secret.txt").as_posix()
    records, told = cut(tmp_path, "a.tar", tarred({"a.txt": NOTE}, *others))
    assert names(tmp_path, records) == [("a.tar!a.txt", "text")]
    assert {message for _, message in told} == {"it is a link, a device or a sparse file, expected a plain file"}
    assert len(told) == 3


def failure(folder: Path, name: str, content: bytes) -> tuple[int, str]:
    """How many records come before an archive ends with an error, and that error."""
    records = records_of(written(folder, name, content), CONTEXT)
    count = 0
    try:
        for _ in records:
            count += 1
    except LoadError as error:
        return count, str(error)
    pytest.fail(f"{count} records and no error")


@pytest.mark.parametrize("pack", [zipped, lambda members: gzip.compress(tarred(members))], ids=["zip", "tar"])
def test_a_bomb_ends_at_its_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    for module in (bundles, packed):
        monkeypatch.setattr(module, "FREE", 300_000)
        monkeypatch.setattr(module, "MOST_RATIO", 10)
    content = pack({"a.txt": NOTE, **{f"{number}.txt": bytes(200_000) for number in range(9)}})
    count, message = failure(tmp_path, "a", content)
    assert count == 2 if content[:2] == b"PK" else count <= 2
    assert "300,000 bytes, 10 times its own size" in message


def test_a_member_is_bounded_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundles, "MOST_MEMBER", 1_000)
    records, told = cut(tmp_path, "a.zip", zipped({"a.txt": bytes(1_001), "b.txt": NOTE}))
    assert len(records) == 1
    assert told == [("a.zip!a.txt", "it unpacks to more than 1,000 bytes, expected at most that")]


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_members_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    monkeypatch.setattr(bundles, "MOST_MEMBERS", 3)
    members = {f"{number}.txt": NOTE for number in range(4)}
    assert failure(tmp_path, "a", pack(members)) == (3, "it has more than 3 members, expected at most that")


def test_a_list_of_members_that_is_too_long_is_not_held(tmp_path: Path) -> None:
    data = bytearray(zipped(FILES))
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 1 << 30)
    assert "its list of members has 1,073,741,824 bytes" in failure(tmp_path, "a.zip", bytes(data))[1]


def test_a_long_header_of_a_tar_archive_is_not_held(tmp_path: Path) -> None:
    long = tarfile.TarInfo("x")
    long.type, long.size = tarfile.GNUTYPE_LONGNAME, 1 << 40
    content = long.tobuf(tarfile.GNU_FORMAT) + tarred(FILES)
    assert "a header of it has 1,099,511,627,776 bytes" in failure(tmp_path, "a.tar", content)[1]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.zip", zipped(FILES)[:-40], id="ZIP without its end"),
        pytest.param("a.tgz", gzip.compress(tarred(FILES))[:-30], id="gzip cut"),
        pytest.param("a.tar", b"no archive at all " * 40, id="no archive"),
    ],
)
def test_a_damaged_archive_is_told(tmp_path: Path, name: str, content: bytes) -> None:
    assert re.search("damaged|can't be read as an archive", failure(tmp_path, name, content)[1])


@pytest.mark.parametrize(("size", "count"), [(900, 1), (1_800, 2)], ids=["in its first member", "in its second"])
def test_a_tar_archive_that_breaks_off_keeps_what_came_before(tmp_path: Path, size: int, count: int) -> None:
    """What is counted ends with the problem of the member that breaks off."""
    found = failure(tmp_path, "a.tar", tarred(FILES)[:size])
    assert found == (count, "it can't be read as an archive: unexpected end of data")


def test_a_member_whose_bytes_are_damaged_costs_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": NOTE, "b.txt": NOTE}))
    data[data.index(NOTE)] ^= 1
    records, told = cut(tmp_path, "a.zip", bytes(data))
    assert names(tmp_path, records) == [("a.zip!b.txt", "text")]
    assert "Bad CRC-32" in told[0][1]


@pytest.mark.parametrize(
    "content", [zipped({"a.jpg": b"x"}), b"PK\x05\x06" + bytes(18), tarred({})], ids=["none of ours", "ZIP", "tar"]
)
def test_an_archive_without_inputs_is_told(tmp_path: Path, content: bytes) -> None:
    name = "a.tar" if content[:2] != b"PK" else "a.zip"
    assert failure(tmp_path, name, content)[1].startswith("it holds no file that is read, expected names that end in ")
