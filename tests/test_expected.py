"""seeds/expected.yml agrees with the seed files: what it expects is printed there, and its references resolve."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from quote_loaders.records import CONTENT_JOINER, ContradictionKind, QuoteKind, Relation

SEEDS = Path(__file__).parent.parent / "seeds"
EXPECTED: dict[str, Any] = yaml.safe_load((SEEDS / "expected.yml").read_text(encoding="utf-8"))
ARTICLES: dict[str, Any] = EXPECTED["articles"]
PAIRS: list[dict[str, str]] = [
    *(quote for statement in EXPECTED["statements"] for quote in statement["quotes"]),
    *(quote for pair in EXPECTED["not_one_statement"] for quote in pair),
    *(case[side] for case in EXPECTED["contradictions"] for side in ("left", "right")),
    *(quote for pair in EXPECTED["not_contradictions"] for quote in pair),
]


def body(file: str) -> str:
    """The words of a seed after its front matter, as they stand in the file."""
    return (SEEDS / file).read_text(encoding="utf-8").split("---\n", 2)[2]


def speaker_names() -> set[str]:
    """Every name that the list of speakers joins."""
    groups = {name: forms for name, forms in EXPECTED["speakers"].items() if name != "not_merged"}
    return {*groups, *(form for forms in groups.values() for form in forms)}


def test_every_seed_is_expected() -> None:
    assert sorted(ARTICLES) == sorted(
        path.name for pattern in ("digest-*.md", "invented-*.md") for path in SEEDS.glob(pattern)
    )


@pytest.mark.parametrize("file", sorted(ARTICLES))
def test_texts_are_printed(file: str) -> None:
    """Broken content occurs part by part, in order; everything else as one piece."""
    printed = body(file)
    for quote in ARTICLES[file]["quotes"]:
        position = 0
        for part in quote["text"].split(CONTENT_JOINER):
            found = printed.find(part, position)
            assert found >= 0, f"{part!r} does not occur after character {position}"
            position = found + len(part)
    for words in ARTICLES[file]["not_quotes"]:
        assert words in printed


@pytest.mark.parametrize("file", sorted(ARTICLES))
def test_speakers_are_printed_or_joined_names(file: str) -> None:
    printed = body(file)
    for quote in ARTICLES[file]["quotes"]:
        for name in (quote.get("speaker"), quote.get("via")):
            assert name is None or name in printed or name in speaker_names()


@pytest.mark.parametrize("file", sorted(ARTICLES))
def test_kinds_are_legal(file: str) -> None:
    assert {quote["kind"] for quote in ARTICLES[file]["quotes"]} <= set(get_args(QuoteKind))


@pytest.mark.parametrize("reference", [pytest.param(pair, id=f"{pair['file']}: {pair['text'][:30]}") for pair in PAIRS])
def test_references_name_an_expected_quote(reference: dict[str, str]) -> None:
    assert reference["text"] in [quote["text"] for quote in ARTICLES[reference["file"]]["quotes"]]


def test_every_relation_occurs() -> None:
    relations = {
        quote["relation"]
        for statement in EXPECTED["statements"]
        for quote in statement["quotes"]
        if "relation" in quote
    }
    assert relations == set(get_args(Relation))


def test_every_contradiction_kind_occurs() -> None:
    assert {case["kind"] for case in EXPECTED["contradictions"]} == set(get_args(ContradictionKind))


def test_no_quote_is_in_two_statements() -> None:
    members = [(quote["file"], quote["text"]) for statement in EXPECTED["statements"] for quote in statement["quotes"]]
    assert len(members) == len(set(members))


def test_origins_are_seeds() -> None:
    assert {copy[end] for copy in EXPECTED["origins"] for end in ("file", "origin")} <= set(ARTICLES)
