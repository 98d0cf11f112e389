"""Importing tells the file, line and column of what is wrong, and makes no database then."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from quote_loaders.exchange import export_package, import_package
from quote_loaders.records import LoadError


@pytest.fixture(scope="module")
def exported(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small database as a package."""
    folder = tmp_path_factory.mktemp("exported") / "package"
    export_package(sound, folder, "datasette-quotes 0")
    return folder


@pytest.fixture
def package(exported: Path, tmp_path: Path) -> Path:
    """The package, to be spoilt."""
    return Path(shutil.copytree(exported, tmp_path / "package"))


def edit(path: Path, pattern: str, replacement: str) -> None:
    """Replaces the first match in a file."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    changed, count = re.subn(pattern, lambda _: replacement, text, count=1, flags=re.MULTILINE)
    assert count == 1
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(changed)


@pytest.mark.parametrize(
    ("file", "pattern", "replacement", "told"),
    [
        pytest.param(
            "outlets", r"^2,", "two,", r"outlets.csv line 3, column id: is 'two', expected a whole number", id="type"
        ),
        pytest.param("quotes", r",0\.9,", ",most,", r"quotes.csv line 2, column confidence: is 'most'", id="number"),
        pytest.param("quotes", r",direct,", ",shouted,", r"quotes.csv line 2, column kind: CHECK", id="admitted value"),
        pytest.param("quotes", r",0\.9,", ",9.5,", r"quotes.csv line 2, column confidence: CHECK", id="range"),
        pytest.param(
            "speaker_names",
            r"^1,1,",
            "1,99,",
            r"speaker_names.csv line 2, column speaker_id: 99 is no row of speakers",
            id="reference",
        ),
        pytest.param(
            "statement_keys",
            r",\d+\r$",
            ",77\r",
            r"statement_keys.csv line 2, column statement_id: 77 is no row",
            id="reference without id",
        ),
        pytest.param("speakers", r"^2,", "1,", r"speakers.csv line 3, column id: UNIQUE", id="twice"),
        pytest.param(
            "outlets", r"^1,\w+,", "1,\\N,", r"outlets.csv line 2, column key: is \\N, which is no value", id="required"
        ),
        pytest.param("outlets", r"^id,key", "id,name", r"outlets.csv line 1: the columns are", id="columns"),
        pytest.param("outlets", r"^2,", "2,3,", r"outlets.csv line 3: it has \d+ cells, expected", id="cells"),
        pytest.param(
            "outlets", r"^2,(\w+),", '2,"open,', r"outlets.csv line 3: unexpected end of data", id="open quotation"
        ),
        pytest.param(
            "quotes",
            r"2026-03-12T10:00:00Z",
            "2026-04",
            r"quotes.csv line 2: published is '2026-04'",
            id="copied column",
        ),
        pytest.param("datapackage", r"m002_indexes", "m777_other", r"m777_other.*does not know", id="later schema"),
        pytest.param("datapackage", r'"m001_tables",', "", r"expected the first of", id="steps left out"),
        pytest.param("datapackage", r"^{", "[", r"expected JSON", id="no JSON"),
        pytest.param(
            "datapackage", r'"path": "quotes.csv"', '"path": "../quotes.csv"', r"expected a file beside", id="path"
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    package: Path, tmp_path: Path, file: str, pattern: str, replacement: str, told: str
) -> None:
    edit(package / f"{file}.{'json' if file == 'datapackage' else 'csv'}", pattern, replacement)
    with pytest.raises(LoadError, match=told):
        import_package(package, tmp_path / "new.db")
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def test_a_row_after_a_text_of_many_lines_is_counted_right(package: Path, tmp_path: Path) -> None:
    edit(package / "articles.csv", r"^2,", "second,")
    with (package / "articles.csv").open(encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    number = next(place for place, line in enumerate(lines, 1) if line.startswith("second,"))
    assert number > 3
    with pytest.raises(LoadError, match=f"articles.csv line {number}, column id"):
        import_package(package, tmp_path / "new.db")


def test_what_is_not_utf_8_is_told(package: Path, tmp_path: Path) -> None:
    path = package / "outlets.csv"
    path.write_bytes(path.read_bytes().replace(b"Beacon", b"Beac\xff"))
    with pytest.raises(LoadError, match=r"outlets.csv line \d: it is not UTF-8"):
        import_package(package, tmp_path / "new.db")


def test_a_file_that_is_missing_is_told(package: Path, tmp_path: Path) -> None:
    (package / "quotes.csv").unlink()
    with pytest.raises(LoadError, match=r"quotes\.csv is missing"):
        import_package(package, tmp_path / "new.db")


def test_a_table_that_is_missing_is_told(package: Path, tmp_path: Path) -> None:
    path = package / "datapackage.json"
    found = json.loads(path.read_text("utf-8"))
    found["resources"] = [one for one in found["resources"] if one["name"] != "speakers"]
    path.write_text(json.dumps(found), "utf-8")
    with pytest.raises(LoadError, match="speakers"):
        import_package(package, tmp_path / "new.db")


def test_a_database_with_something_in_it_is_refused_and_kept(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    sqlite3.connect(path).execute("create table mine (name text)").connection.close()
    before = path.read_bytes()
    with pytest.raises(LoadError, match="not empty"):
        import_package(package, path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_kept(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader", "utf-8")
    with pytest.raises(LoadError, match="not empty"):
        import_package(package, path)
    assert path.read_text("utf-8") == "Dear reader"


def test_an_empty_file_is_filled(package: Path, tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    assert import_package(package, path).rows["articles"] == 5


def test_files_that_were_changed_are_named(package: Path, tmp_path: Path) -> None:
    edit(package / "outlets.csv", r"Beacon", "The Beacon")
    assert import_package(package, tmp_path / "new.db").changed == ("outlets.csv",)
