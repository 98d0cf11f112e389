"""The golden test on the five real articles that the project started from, where the evaluation folder is at hand.

They are other people's texts and not part of the project: a machine without them skips this, and says so.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import shutil
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from datasette_quotes.text import words

SHARED = Path(os.environ.get("QUOTES_SHARED") or Path(__file__).parents[2] / "shared")
GOLD = SHARED / "eval" / "seeds-quotes.jsonl"
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not GOLD.exists(), reason="the evaluation folder with the originals is not at hand"),
]
BAR = 0.85  # of the direct and mixed quotes: span and speaker right


def gold() -> dict[str, dict[str, Any]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return {item["doc_id"]: item for item in map(json.loads, lines)}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The originals, loaded as a user would: text files beside a manifest with mostly empty cells."""
    from quote_loaders.extraction import Extractor
    from quote_loaders.pipeline import load
    from quote_loaders.speakers import load_aliases

    folder = tmp_path_factory.mktemp("originals")
    with (folder / "manifest.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "title", "outlet", "published", "url", "author", "lang"])
        for name in sorted(gold()):
            shutil.copy(SHARED / "seeds" / name, folder / name)
            writer.writerow([name, "", f"Outlet {name[:3]}", "", "", "", "en"])
    load(folder / "quotes.db", [folder], Extractor(), load_aliases(()))
    return folder / "quotes.db"


@pytest.fixture(scope="module")
def evaluate() -> ModuleType:
    """The scorer of the evaluation folder."""
    spec = importlib.util.spec_from_file_location("evaluate", SHARED / "eval" / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def query(database: Path, sql: str, *parameters: Any) -> list[Any]:
    db = sqlite3.connect(database)
    rows = db.execute(sql, parameters).fetchall()
    db.close()
    return rows


def stored_quotes(database: Path) -> dict[str, list[dict[str, Any]]]:
    """Each stored quote in the form that the scorer reads."""
    quotes: dict[str, list[dict[str, Any]]] = {name: [] for name in gold()}
    rows = query(
        database,
        "select source_path, spans, source_text, speakers.name, quotes.kind from quotes "
        "join articles on articles.id = article_id left join speakers on speakers.id = speaker_id",
    )
    for path, spans, source, speaker, kind in rows:
        for start, end in json.loads(spans):
            quote = {"start": start, "end": end, "speaker": source, "speaker_resolved": speaker, "kind": kind}
            quotes[Path(path).name].append(quote)
    return quotes


def test_texts_are_stored_as_they_are(database: Path) -> None:
    stored = {Path(path).name: text for path, text in query(database, "select source_path, text from articles")}
    assert stored == {name: item["text"] for name, item in gold().items()}


def test_direct_and_mixed_quotes_with_their_speakers(database: Path, evaluate: ModuleType) -> None:
    marked = {
        name: item | {"quotes": [quote for quote in item["quotes"] if quote["type"] in ("direct", "mixed")]}
        for name, item in gold().items()
    }
    found = evaluate.score(marked, stored_quotes(database))["recall_by"]
    right = sum(found[kind][1] * found[kind][2] for kind in ("direct", "mixed"))
    assert right / sum(found[kind][2] for kind in ("direct", "mixed")) >= BAR


def test_what_is_no_quote_is_not_found(database: Path) -> None:
    for name, item in gold().items():
        sql = "select quotes.text from quotes join articles on articles.id = article_id where source_path like ?"
        found = [text for (text,) in query(database, sql, f"%{name}")]
        assert not set(item["not_quotes"]) & {text.strip(" .,") for text in found}


def statement_of(database: Path, text: str) -> list[tuple[int, str, str]]:
    """Statement, relation and speaker of the quotes that hold these words."""
    return [
        (statement, relation, speaker)
        for statement, relation, speaker, printed in query(
            database,
            "select statement_id, relation, speakers.name, text from quotes join speakers on speakers.id = speaker_id",
        )
        if " ".join(words(text)) in " ".join(words(printed))
    ]


@pytest.mark.parametrize(
    ("left", "right", "speaker", "relations"),
    [
        pytest.param(
            "long and very productive",
            "lengthy and highly productive phone call",
            "Donald Trump",
            {"earliest", "reworded"},
            id="the call in other words",
        ),
        pytest.param(
            "We are determining our common steps with the US to stop Russian aggression",
            "we are charting our next steps to stop Russian aggression",
            "Volodymyr Zelenskyy",
            {"earliest", "reworded"},
            id="a sentence of a longer post",
        ),
        pytest.param(
            "was shocked",
            "The US President was shocked and said it was good",
            "Yuri Ushakov",
            {"earliest", "excerpt"},
            id="an excerpt",
        ),
    ],
)
def test_one_statement(database: Path, left: str, right: str, speaker: str, relations: set[str]) -> None:
    found = {*statement_of(database, left), *statement_of(database, right)}
    assert len({statement for statement, _, _ in found}) == 1
    assert {name for _, _, name in found} == {speaker}
    assert {relation for _, relation, _ in found} == relations


def test_the_whole_readout_is_ushakovs(database: Path) -> None:
    ((speaker, spans, kind),) = query(
        database,
        "select speakers.name, spans, quotes.kind from quotes join speakers on speakers.id = speaker_id "
        "where quotes.text like 'President Vladimir Putin has just finished%'",
    )
    places = json.loads(spans)
    assert (speaker, kind) == ("Yuri Ushakov", "block")
    assert places[-1][1] - places[0][0] > 2900


def test_unlikely_and_some_of_it_will_come_back_pull_against_each_other(database: Path) -> None:
    rows = query(
        database,
        "select left_quote.text, right_quote.text from contradictions "
        "join quotes as left_quote on left_quote.id = left_quote_id "
        "join quotes as right_quote on right_quote.id = right_quote_id where contradictions.kind = 'opposite'",
    )
    assert {"unlikely", "i think some of it will come back"} in [
        {" ".join(words(left)), " ".join(words(right))} for left, right in rows
    ]


def test_two_calls_ten_months_apart_are_not_confused(database: Path) -> None:
    rows = query(database, "select evidence from contradictions where kind = 'number'")
    assert rows == []
