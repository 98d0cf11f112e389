"""The bars on hand-marked articles and texts, where the evaluation folder is at hand.

The folder holds other people's articles and isn't part of the repository. QUOTES_SHARED names it; without it, a
folder `shared` beside the repository is used.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from quote_loaders.extraction import Extractor

pytestmark = pytest.mark.model

SHARED = Path(os.environ.get("QUOTES_SHARED") or Path(__file__).parents[2] / "shared") / "eval"


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The evaluation folder's own scorer, loaded from there."""
    path = SHARED / "evaluate.py"
    if not path.is_file():
        pytest.skip(f"no evaluation folder: {path} is missing (set QUOTES_SHARED to the folder that holds eval/)")
    spec = importlib.util.spec_from_file_location("evaluate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)  # the scorer adds its own folder
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def predictions(text: str, language: str) -> list[dict[str, Any]]:
    """What the extractor finds, every span of broken content on its own."""
    found: list[dict[str, Any]] = []
    for quote in extractor().extract(text, language):
        for span in quote.content:
            row: dict[str, Any] = {"start": span.start, "end": span.end, "kind": quote.kind, "speaker": None}
            if quote.source is not None:
                row |= {"speaker_start": quote.source.start, "speaker_end": quote.source.end}
                row["speaker"] = quote.source.of(text)
            if quote.speaker is not None:
                row["speaker_resolved"] = quote.speaker.name
            found.append(row)
    return found


@cache
def extractor() -> Extractor:
    """The extractor with the default model, loaded once."""
    return Extractor()


def gold(name: str) -> dict[str, Any]:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["doc_id"]: row for row in rows}


def test_direct_and_mixed_quotes_of_the_articles(scorer: ModuleType) -> None:
    documents = gold("seeds-quotes.jsonl")
    wanted = {
        key: dict(doc, quotes=[q for q in doc["quotes"] if q["type"] != "indirect"]) for key, doc in documents.items()
    }
    predicted = {key: predictions(doc["text"], doc["lang"]) for key, doc in documents.items()}
    scores = scorer.score(wanted, predicted)
    count = scores["n_gold"]
    assert (
        sum(scores["recall_by"][kind][1] * scores["recall_by"][kind][2] for kind in ("direct", "mixed")) / count >= 0.95
    )
    assert scores["spk_acc_name"] >= 0.95


def test_what_is_no_quote_is_not_found() -> None:
    for key, document in gold("seeds-quotes.jsonl").items():
        text = document["text"]
        found = {text[row["start"] : row["end"]].strip(".,") for row in predictions(text, document["lang"])}
        assert not found & set(document["not_quotes"]), key


def test_challenge_texts(scorer: ModuleType) -> None:
    documents = gold("challenge.jsonl")
    predicted = {key: predictions(doc["text"], doc["lang"]) for key, doc in documents.items()}
    scores = scorer.score(documents, predicted)
    assert scores["joint"][2] >= 0.93, json.dumps(scores)
    assert scores["joint"][0] >= 0.93, "precision"
