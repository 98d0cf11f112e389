"""Two people of one name, whom an input tells apart by Wikidata numbers: from the table to the checked database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quote_loaders.checking import check_database
from quote_loaders.pipeline import load
from quote_loaders.speakers import load_aliases
from tests.loaders.stub_extractor import StubExtractor

PIER, WHALE = "the old pier of Velmar stays open all winter", "nobody in the harbour saw the white whale"
COLUMNS = "url,outlet,published,quote,speaker,wikidata\n"
ROWS = (
    f"https://beacon.example/1,Beacon,2026-03-01,{PIER},Ann Strand,Q900000001\n",
    f"https://beacon.example/2,Beacon,2026-03-02,{WHALE},Ann Strand,Q900000002\n",
    f"https://courier.example/3,Courier,2026-03-02,{PIER},Ann Strand,\n",
)
SPEAKERS = """
select named_wikidata, speakers.wikidata, speakers.name
from quotes join speakers on speakers.id = speaker_id order by quotes.id
"""


def loaded(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "quotes.csv").write_text(COLUMNS + "".join(rows), encoding="utf-8")
    load(folder / "quotes.db", [folder / "quotes.csv"], StubExtractor(), load_aliases())
    return folder / "quotes.db"


def query(database: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def namesakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return loaded(tmp_path_factory.mktemp("namesakes"), *ROWS)


def test_namesakes_are_two_speakers_and_who_may_be_either_is_neither(namesakes: Path) -> None:
    assert query(namesakes, SPEAKERS) == [
        ("Q900000001", "Q900000001", "Ann Strand"),
        ("Q900000002", "Q900000002", "Ann Strand"),
        (None, None, "Ann Strand"),
    ]


def test_one_of_them_and_who_may_be_either_do_not_contradict_each_other(namesakes: Path) -> None:
    assert query(namesakes, "select count(*) from contradictions") == [(0,)]


def test_namesakes_break_no_promise(namesakes: Path) -> None:
    assert [one.rule.name for one in check_database(namesakes).outcomes if one.count] == []


def test_a_namesake_that_comes_later_parts_whom_a_name_had_joined(tmp_path: Path) -> None:
    database = loaded(tmp_path, ROWS[0], ROWS[2])
    assert query(database, "select wikidata from speakers") == [("Q900000001",)]
    loaded(tmp_path, *ROWS)
    assert sorted(map(repr, query(database, "select wikidata from speakers"))) == [
        "('Q900000001',)",
        "('Q900000002',)",
        "(None,)",
    ]
