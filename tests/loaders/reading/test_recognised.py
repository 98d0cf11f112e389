"""Every format is told by content, whatever the input is called and however it is packed."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from quote_loaders.readers import FORMATS, find_inputs, format_named, recognise, suffixes_of
from quote_loaders.readers.registry import head_of
from tests.loaders.reading.reads import read_all, written
from tests.loaders.reading.samples import samples

NAMES = [known.name for known in FORMATS]
LISTS = ("sitemap", "mediacloud")  # of addresses: their articles are fetched
WITHIN = {"archive": ["html", "text"]}  # what the files in a sample are read as
BY_SUFFIX = ("markdown", "text")  # any text may be Markdown: only its name says so


def test_every_format_has_a_sample() -> None:
    assert set(NAMES) <= set(samples())


@pytest.mark.parametrize("name", NAMES)
def test_sample(tmp_path: Path, name: str) -> None:
    assert recognise(written(tmp_path, *samples()[name]).path).name == name


@pytest.mark.parametrize("name", [name for name in NAMES if name not in BY_SUFFIX])
@pytest.mark.parametrize("suffix", ["", ".txt", ".dat"])
def test_under_a_wrong_name(tmp_path: Path, name: str, suffix: str) -> None:
    assert recognise(written(tmp_path, f"input{suffix}", samples()[name][1]).path).name == name


def zstd(data: bytes) -> bytes:
    from io import BytesIO

    from fastwarc.stream_io import ZstdWriter

    packed = BytesIO()
    writer = ZstdWriter(packed)
    writer.write(data)
    writer.close()
    return packed.getvalue()


PACKED = ["gdelt-gqg", "gdelt-gkg", "quotebank-quotes", "spans", "passim", "ninjs", "newsml-g2", "csv", "json"]
PACKS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".zst": zstd}


@pytest.mark.parametrize("packing", PACKS)
@pytest.mark.parametrize("name", PACKED)
def test_packed_file_is_found_in_a_folder(tmp_path: Path, name: str, packing: str) -> None:
    first = next(suffix for suffix in format_named(name).suffixes if not suffix.endswith((*PACKS, ".zip")))
    written(tmp_path, f"input{first}{packing}", b"")
    for asked in (None, name):
        assert len(list(find_inputs([tmp_path], suffixes_of(asked)))) == 1


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize("name", ["gdelt-gkg", "spans", "passim", "ninjs", "newsml-g2", "csv", "json"])
def test_packed(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    item = written(tmp_path, "input", pack(samples()[name][1]))
    assert recognise(item.path).name == name
    reads, _ = read_all(item)
    assert reads


@pytest.mark.parametrize("name", NAMES)
def test_no_other_format_that_comes_before_claims_it(tmp_path: Path, name: str) -> None:
    head = head_of(written(tmp_path, *samples()[name]).path)
    claims = [known.name for known in FORMATS if known.recognises(head)]
    assert claims[0] == name
    assert set(claims[1:]) <= {"csv", "json", *BY_SUFFIX}


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LISTS])
def test_sample_gives_an_article(tmp_path: Path, name: str) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow")
    reads, told = read_all(written(tmp_path, *samples()[name]))
    assert [read.article.reader for read in reads] == WITHIN.get(name, [name] * len(reads)) != []
    assert told == []
