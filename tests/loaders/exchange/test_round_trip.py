"""A database exported, imported and dumped is the same database."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quote_loaders.checking import check_database
from quote_loaders.exchange import export_package, import_package
from quote_loaders.exchange.cells import kind_of
from quote_loaders.exchange.tables import described
from quote_loaders.migrations.steps import known_steps
from quote_loaders.records import LoadError
from tests.loaders.dump import as_stored, assert_sound, tables
from tests.loaders.sound import change, value
from tests.upgrading import STEPS, as_of

PROGRAM = "datasette-quotes 0"
AWKWARD = (
    "",
    "\\N",
    "\\N1",
    "a,b",
    'she said "no"',
    "two\nlines",
    "three\r\nlines\rhere",
    " spaces ",
    "tab\there",
    "'=1+1",
    "nul\x00byte",
    "ł “ж” 漢 🙂",
    "x" * 200_000,
)


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, the runs and the steps of the schema too."""
    with closing(sqlite3.connect(path)) as db:
        return {table: db.execute(f"select * from {table}").fetchall() for table in sorted(tables(path))}


def objects(path: Path) -> list[tuple[str, str, str]]:
    """Every table, index, trigger and view with its SQL."""
    with closing(sqlite3.connect(path)) as db:
        return sorted(db.execute("select type, name, sql from sqlite_master where sql is not null"))


def returned(database: Path, folder: Path) -> Path:
    """The database after an export and an import."""
    export_package(database, folder / "package", PROGRAM)
    back = folder / "back.db"
    import_package(folder / "package", back)
    return back


def test_every_row_comes_back(sound: Path, tmp_path: Path) -> None:
    back = returned(sound, tmp_path)
    assert everything(back) == everything(sound)
    assert objects(back) == objects(sound)
    assert_sound(back)
    assert check_database(back).ok


@pytest.mark.model
def test_the_seeds_come_back(seeds_db: Path, tmp_path: Path) -> None:
    back = returned(seeds_db, tmp_path)
    assert everything(back) == everything(seeds_db)
    assert check_database(back).ok


def test_awkward_texts_come_back(copied: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        for number, text in enumerate(AWKWARD):
            db.execute(
                "insert into load_problems (load_id, source, stage, message, detail) values (1, ?, 'read', ?, ?)",
                (str(number), text, text or None),
            )
        db.commit()
    back = returned(copied, tmp_path)
    assert as_stored(back) == as_stored(copied)


def test_no_value_and_an_empty_text_are_two_things(copied: Path, tmp_path: Path) -> None:
    change(copied, "update articles set byline = '' where id = 1; update articles set byline = null where id = 2")
    back = returned(copied, tmp_path)
    with closing(sqlite3.connect(back)) as db:
        assert db.execute("select byline from articles where id < 3 order by id").fetchall() == [("",), (None,)]


def test_numbers_come_back_to_the_last_digit(copied: Path, tmp_path: Path) -> None:
    change(
        copied, "update quotes set confidence = 0.1 + 0.2 where id = 1; update quotes set confidence = 1 where id = 2"
    )
    back = returned(copied, tmp_path)
    with closing(sqlite3.connect(back)) as db:
        rows = db.execute("select confidence, typeof(confidence) from quotes where id < 3 order by id").fetchall()
    assert rows == [(0.1 + 0.2, "real"), (1.0, "real")]


def test_what_is_there_is_found_afterwards_and_triggers_work(sound: Path, tmp_path: Path) -> None:
    back = returned(sound, tmp_path)
    assert int(value(back, "select count(*) from quotes_fts where quotes_fts match 'pensions'")) > 0
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        change(back, "update articles set text = 'other' where id = 1")


@pytest.mark.parametrize("last", STEPS)
def test_a_package_of_each_earlier_schema_is_brought_up_to_date(sound: Path, tmp_path: Path, last: str) -> None:
    old = as_of(sound, tmp_path / "old.db", last)
    change(old, "insert or ignore into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
                " values ('origin', 'a', 'b', 'no', 'an editor', '2026-01-01')")  # fmt: skip
    before = everything(old)
    back = returned(old, tmp_path)
    after = everything(back)
    assert [row[2] for row in after["_sqlite_migrations"]] == list(STEPS)
    for table in set(before) - {"_sqlite_migrations"}:
        width = len(before[table][0]) if before[table] else 0
        assert [row[:width] for row in after[table]] == before[table], table
    assert check_database(back).ok


def test_the_package_is_valid(sound: Path, tmp_path: Path) -> None:
    """By the reference implementation: types, constraints, primary and foreign keys, hashes."""
    frictionless = pytest.importorskip("frictionless")
    folder = tmp_path / "package"
    export_package(sound, folder, PROGRAM)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert len(report.tasks) == len(list(folder.glob("*.csv")))


def test_a_package_with_a_wrong_reference_is_not_valid(sound: Path, tmp_path: Path) -> None:
    """So that the test above can fail: the references are checked."""
    frictionless = pytest.importorskip("frictionless")
    folder = tmp_path / "package"
    export_package(sound, folder, PROGRAM)
    path = folder / "speaker_names.csv"
    path.write_text(path.read_text("utf-8").replace("\n1,1,", "\n1,999,"), "utf-8")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert "Foreign" in str(report.flatten(["title"]))


def test_the_descriptor_says_what_the_schema_says(sound: Path, tmp_path: Path) -> None:
    export_package(sound, tmp_path / "package", PROGRAM)
    found = json.loads((tmp_path / "package" / "datapackage.json").read_text("utf-8"))
    tables_of = {resource["name"]: resource for resource in found["resources"]}
    quotes = tables_of["quotes"]["schema"]
    fields = {field["name"]: field for field in quotes["fields"]}
    assert quotes["primaryKey"] == ["id"]
    assert {"fields": ["article_id"], "reference": {"resource": "articles", "fields": ["id"]}} in quotes["foreignKeys"]
    assert {"fields": ["origin_id"], "reference": {"fields": ["id"]}} in tables_of["articles"]["schema"]["foreignKeys"]
    assert (fields["id"]["type"], fields["confidence"]["type"], fields["spans"]["type"]) == (
        "integer",
        "number",
        "string",
    )
    assert fields["kind"]["constraints"] == {"required": True, "enum": ["direct", "mixed", "indirect", "block"]}
    assert fields["key"]["constraints"]["unique"] is True
    assert fields["confidence"]["constraints"]["maximum"] == 1


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        pytest.param("quotes", "spans", "characters of articles.text", id="column"),
        pytest.param("articles", "captured", "when its bytes were fetched", id="column that a later step added"),
        pytest.param("judgements", "right_key", "of what is withdrawn", id="table that a later step made anew"),
    ],
)
def test_columns_are_described_by_the_comments_of_the_schema(table: str, column: str, words: str) -> None:
    (found,) = [one for one in described(known_steps()) if one.name == table]
    assert words in next(one.description for one in found.columns if one.name == column)


def test_all_files_are_utf_8_with_a_header(sound: Path, tmp_path: Path) -> None:
    export_package(sound, tmp_path / "package", PROGRAM)
    for path in (tmp_path / "package").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert "\ufeff" not in next(csv.reader(file))[0]


@pytest.mark.parametrize(
    ("declared", "kind"),
    [("INTEGER", "integer"), ("text", "string"), ("REAL", "number"), ("FLOAT", "number"), ("", "string")],
)
def test_kinds_follow_the_declared_types(declared: str, kind: str) -> None:
    assert kind_of(declared) == kind


def test_exporting_refuses_what_it_can_not_write(copied: Path, tmp_path: Path) -> None:
    change(copied, "update quotes set label = x'00ff' where id = 2")
    with pytest.raises(LoadError, match=r"quotes, row 2, column label: is .*, expected a text"):
        export_package(copied, tmp_path / "package", PROGRAM)
    assert not (tmp_path / "package" / "datapackage.json").exists()


def test_exporting_refuses_a_folder_with_something_in_it(sound: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", "utf-8")
    with pytest.raises(LoadError, match="not empty"):
        export_package(sound, tmp_path, PROGRAM)


def test_exporting_refuses_a_later_schema(copied: Path, tmp_path: Path) -> None:
    change(copied, "insert into _sqlite_migrations (migration_set, name, applied_at)"
                   " values ('datasette_quotes', 'm999_later', '2030-01-01')")  # fmt: skip
    with pytest.raises(LoadError, match="m999_later"):
        export_package(copied, tmp_path / "package", PROGRAM)
