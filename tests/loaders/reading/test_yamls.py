"""YAML of strangers: front matter and mapping files that are small and stand for more than a memory holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from quote_loaders.readers.mapping import read_mapping
from quote_loaders.readers.yamls import yaml_of
from quote_loaders.records import LoadError
from tests.loaders.reading.reads import read_all, written

# Ten lines of nine names each: 3,486,784,401 values, which an error message would have written out.
LAUGHS = "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 11))


@pytest.mark.parametrize("field", ["title", "outlet", "url", "published", "paywalled", "other"])
def test_front_matter_of_aliases_costs_its_article(tmp_path: Path, field: str) -> None:
    reads, told = read_all(written(tmp_path, "a.md", f"---\n{LAUGHS}{field}: *a10\n---\n\nMira Toll spoke.\n"))
    assert reads == []
    assert "an alias (*name) is not read" in told[0]


def test_a_mapping_of_aliases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"an alias \(\*name\) is not read"):
        read_mapping(written(tmp_path, "columns.yml", LAUGHS).path)


def test_an_alias_of_a_merge_is_refused_too() -> None:
    with pytest.raises(LoadError, match="an alias"):
        yaml_of("a: &a {b: c}\nd: {<<: *a}\n")


def test_an_anchor_alone_is_read() -> None:
    assert yaml_of("title: &t Dues\npublished: 2026-03-14\n") == {"title": "Dues", "published": "2026-03-14"}
