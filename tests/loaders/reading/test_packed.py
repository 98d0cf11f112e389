"""Packed inputs: what they unpack to is bounded, and what is damaged keeps what came before."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from quote_loaders.readers import packed
from quote_loaders.readers.packed import DamagedError, lines, whole
from quote_loaders.records import LoadError
from tests.loaders.reading.reads import written


def one_zip(data: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("a.txt", data)
    return archive.getvalue()


PACKERS = pytest.mark.parametrize(
    "pack", [gzip.compress, partial(bz2.compress, compresslevel=1), one_zip], ids=["gzip", "bzip2", "zip"]
)


@PACKERS
def test_lines_are_numbered_and_blank_ones_left_out(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    item = written(tmp_path, "a", pack(b"\xef\xbb\xbfone\r\n\n  \nfour"))
    assert [(line.number, line.data) for line in lines(item.path)] == [(1, b"one"), (4, b"four")]


def test_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    item = written(tmp_path, "a", b"one\n" + b"x" * 101 + b"\n" + b"y" * 100 + b"\nfour\n" + b"z" * 3_000_000)
    assert [(line.number, line.data and line.data[:1]) for line in lines(item.path, 100)] == [
        (1, b"o"),
        (2, None),
        (3, b"y"),
        (4, b"f"),
        (5, None),
    ]


@PACKERS
def test_damage_is_told_after_what_came_before(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "PIECE", 4096)
    data = pack(b"".join(b"%d\n" % (number * 7_919 % 104_729) for number in range(60_000)))
    half = data[: len(data) // 2] + b"\x00" * 100 + data[len(data) // 2 + 100 :]
    read = lines(written(tmp_path, "a", half).path)
    assert next(read).data == b"0"
    with pytest.raises(DamagedError, match="damaged after"):
        list(read)


@PACKERS
def test_bomb_is_stopped(tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "FREE", 1 << 20)
    item = written(tmp_path, "a", pack(b"\n" * (4 << 20)))
    with pytest.raises(DamagedError, match="times its own size"):
        list(lines(item.path))


def test_archive_of_several_files_is_refused(tmp_path: Path) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("a", "a")
        members.writestr("b", "b")
    with pytest.raises(LoadError, match="a ZIP archive of 2 files, expected one"):
        list(lines(written(tmp_path, "a.zip", archive.getvalue()).path))


def test_whole_file_is_bounded(tmp_path: Path) -> None:
    item = written(tmp_path, "a", gzip.compress(b"x" * 101))
    assert len(whole(item.path, 101)) == 101
    with pytest.raises(LoadError, match="more than 100 bytes"):
        whole(item.path, 100)
