"""Golden: the seeds in, what seeds/expected.yml says out. The real model, the real rules, the whole pipeline."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from datasette_quotes.text import words

pytestmark = pytest.mark.model

EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent.parent / "seeds" / "expected.yml").read_text(encoding="utf-8")
)
RELAXED = 0.8  # share of words in common that lets an indirect quote count as found, as in extraction scores
# What is expected and not found yet, with what it would take: each is a test that must fail.
MISSED: dict[tuple[str, str], str] = {}


@dataclass(frozen=True)
class Found:
    """A quote as stored, with names for ids."""

    id: int
    file: str
    text: str
    kind: str
    speaker: str | None
    via: str | None
    statement: int
    relation: str

    @property
    def words(self) -> tuple[str, ...]:
        return words(self.text)


@cache
def found_quotes(database: Path) -> tuple[Found, ...]:
    db = sqlite3.connect(database)
    rows = db.execute(
        "select quotes.id, source_path, quotes.text, quotes.kind, speakers.name, via.name, statement_id, relation "
        "from quotes join articles on articles.id = article_id left join speakers on speakers.id = speaker_id "
        "left join speakers as via on via.id = via_speaker_id order by quotes.id"
    ).fetchall()
    db.close()
    return tuple(Found(row[0], Path(row[1]).name, *row[2:]) for row in rows)


def query(database: Path, sql: str, *parameters: Any) -> list[Any]:
    db = sqlite3.connect(database)
    rows = db.execute(sql, parameters).fetchall()
    db.close()
    return rows


def find(database: Path, wanted: dict[str, Any]) -> Found | None:
    """The stored quote that prints the wanted words; of an indirect one, most of them."""
    target = words(wanted["text"])
    quotes = [quote for quote in found_quotes(database) if quote.file == wanted["file"]]
    for quote in quotes:
        if quote.words == target or (wanted.get("starts") and quote.words[: len(target)] == target):
            return quote
    if wanted.get("kind") == "indirect":
        return next((quote for quote in quotes if overlap(quote.words, target) >= RELAXED), None)
    return None


def overlap(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Words in common against words in all."""
    return len(set(left) & set(right)) / len(set(left) | set(right))


def pair_id(pair: list[dict[str, Any]]) -> str:
    return " / ".join(wanted["text"][:30] for wanted in pair)


def names(name: str) -> set[str]:
    """Every name that may stand for a speaker."""
    return {name, *EXPECTED["speakers"].get(name, [])}


def cases(items: Iterator[dict[str, Any]]) -> Iterator[Any]:
    for item in items:
        reason = MISSED.get((item["file"], item["text"]))
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        yield pytest.param(item, id=f"{item['file'].removesuffix('.md')}: {item['text'][:40]}", marks=marks)


def expected_quotes() -> Iterator[dict[str, Any]]:
    for file, article in EXPECTED["articles"].items():
        yield from (quote | {"file": file} for quote in article["quotes"] if not quote.get("optional"))


@pytest.mark.parametrize("wanted", list(cases(expected_quotes())))
def test_quote(seeds_db: Path, wanted: dict[str, Any]) -> None:
    quote = find(seeds_db, wanted)
    assert quote is not None, [quote.text[:90] for quote in found_quotes(seeds_db) if quote.file == wanted["file"]]
    assert quote.kind == wanted["kind"]
    if wanted.get("speaker"):
        assert quote.speaker in names(wanted["speaker"])
    if wanted.get("via"):
        assert quote.via in names(wanted["via"])


@pytest.mark.parametrize(
    ("file", "text"),
    [(file, text) for file, article in EXPECTED["articles"].items() for text in article["not_quotes"]],
)
def test_not_a_quote(seeds_db: Path, file: str, text: str) -> None:
    assert text not in [quote.text.strip(" .,") for quote in found_quotes(seeds_db) if quote.file == file]


def test_little_else_is_found(seeds_db: Path) -> None:
    """Of all that is found, nine in ten are expected: a finder that marks everything would pass the rest."""
    wanted = [quote | {"file": file} for file, a in EXPECTED["articles"].items() for quote in a["quotes"]]
    expected = {quote.id for item in wanted if (quote := find(seeds_db, item))}
    others = [(quote.file, quote.text) for quote in found_quotes(seeds_db) if quote.id not in expected]
    assert len(others) <= 0.1 * len(found_quotes(seeds_db)), others


@pytest.mark.parametrize("name", [name for name in EXPECTED["speakers"] if name != "not_merged"])
def test_speaker_is_one(seeds_db: Path, name: str) -> None:
    speakers = {quote.speaker for quote in found_quotes(seeds_db)} | {quote.via for quote in found_quotes(seeds_db)}
    assert len(speakers & names(name)) == 1


@pytest.mark.parametrize("pair", EXPECTED["speakers"]["not_merged"], ids=" / ".join)
def test_speakers_stay_two(seeds_db: Path, pair: list[str]) -> None:
    for name in pair:
        assert query(seeds_db, "select count(*) from speakers where name = ?", name) == [(1,)]


@pytest.mark.parametrize("statement", EXPECTED["statements"], ids=lambda s: s["quotes"][0]["text"][:50])
def test_statement(seeds_db: Path, statement: dict[str, Any]) -> None:
    quotes = [(wanted, find(seeds_db, wanted)) for wanted in statement["quotes"]]
    assert all(quote for _, quote in quotes), [wanted for wanted, quote in quotes if not quote]
    together = {quote.statement for _, quote in quotes if quote}
    assert len(together) == 1, [(quote.file, quote.text[:60], quote.statement) for _, quote in quotes if quote]
    wrong = [
        (wanted, quote.relation)
        for wanted, quote in quotes
        if quote and quote.relation != wanted.get("relation", quote.relation)
    ]
    assert wrong == []
    if relations := statement.get("relations"):
        assert sorted(quote.relation for _, quote in quotes if quote) == sorted(relations)
    ((text, speaker),) = query(
        seeds_db,
        "select text, name from statements left join speakers on speakers.id = speaker_id where statements.id = ?",
        together.pop(),
    )
    assert text == statement.get("reference", text)
    assert speaker in names(statement["speaker"])


@pytest.mark.parametrize(
    "pair", EXPECTED["not_one_statement"], ids=lambda p: f"{p[0]['text'][:30]} / {p[1]['text'][:30]}"
)
def test_statements_stay_two(seeds_db: Path, pair: list[dict[str, Any]]) -> None:
    left, right = (find(seeds_db, wanted) for wanted in pair)
    assert left is not None
    assert right is not None
    assert left.statement != right.statement


def pairs_found(database: Path) -> list[tuple[str, set[tuple[str, ...]], str]]:
    """Every contradiction: its kind and the words of both sides."""
    text = {quote.id: quote.words for quote in found_quotes(database)}
    rows = query(database, "select kind, left_quote_id, right_quote_id, explanation from contradictions")
    return [(kind, {text[left], text[right]}, explanation) for kind, left, right, explanation in rows]


def same_words(left: dict[str, Any], right: dict[str, Any], database: Path) -> set[tuple[str, ...]]:
    """The words of both sides: the evidence may be any quote of them, wire copies carry the same."""
    quotes = [find(database, left), find(database, right)]
    assert all(quotes)
    return {quote.words for quote in quotes if quote}


@pytest.mark.parametrize("case", EXPECTED["contradictions"], ids=lambda c: f"{c['kind']}: {c['left']['text'][:30]}")
def test_contradiction(seeds_db: Path, case: dict[str, Any]) -> None:
    sides = same_words(case["left"], case["right"], seeds_db)
    found = pairs_found(seeds_db)
    assert (case["kind"], sides) in [(kind, pair) for kind, pair, _ in found], [
        (kind, why) for kind, pair, why in found if pair & sides
    ]


@pytest.mark.parametrize(
    "pair", EXPECTED["not_contradictions"], ids=lambda p: f"{p[0]['text'][:30]} / {p[1]['text'][:30]}"
)
def test_no_contradiction(seeds_db: Path, pair: list[dict[str, Any]]) -> None:
    sides = same_words(pair[0], pair[1], seeds_db)
    assert [found for found in pairs_found(seeds_db) if found[1] == sides] == []


def test_few_other_contradictions(seeds_db: Path) -> None:
    """What is flagged beyond the expected pairs stays rare: most real repeats are benign."""
    expected = [same_words(case["left"], case["right"], seeds_db) for case in EXPECTED["contradictions"]]
    others = [found for found in pairs_found(seeds_db) if found[1] not in expected]
    assert len(others) <= len(expected) // 2, others


def test_evidence_is_printed_where_it_says(seeds_db: Path) -> None:
    rows = query(
        seeds_db,
        "select evidence, left_article.text, right_article.text from contradictions "
        "join quotes as left_quote on left_quote.id = left_quote_id "
        "join articles as left_article on left_article.id = left_quote.article_id "
        "join quotes as right_quote on right_quote.id = right_quote_id "
        "join articles as right_article on right_article.id = right_quote.article_id",
    )
    assert rows
    for evidence, left, right in rows:
        sides = json.loads(evidence)
        for side, text in (("left", left), ("right", right)):
            assert all(text[item["start"] : item["end"]] == item["text"] for item in sides[side])


@pytest.mark.parametrize("case", EXPECTED["origins"], ids=lambda c: c["file"])
def test_origin(seeds_db: Path, case: dict[str, Any]) -> None:
    ((origin,),) = query(
        seeds_db,
        "select origins.source_path from articles left join articles as origins on origins.id = articles.origin_id "
        "where articles.source_path like ?",
        f"%{case['file']}",
    )
    assert origin is not None
    assert origin.endswith(case["origin"])


def test_no_other_copies(seeds_db: Path) -> None:
    rows = query(seeds_db, "select source_path from articles where origin_id is not null")
    assert sorted(Path(row[0]).name for row in rows) == sorted(case["file"] for case in EXPECTED["origins"])


@pytest.mark.parametrize("case", EXPECTED["links"], ids=lambda c: c["file"])
def test_link(seeds_db: Path, case: dict[str, Any]) -> None:
    rows = query(
        seeds_db,
        "select outlets.name, article_links.kind from article_links join articles on articles.id = article_id "
        "join outlets on outlets.id = from_outlet_id where source_path like ?",
        f"%{case['file']}",
    )
    assert (case["from_outlet"], case["kind"]) in rows


def test_nothing_is_refused(seeds_db: Path) -> None:
    assert query(seeds_db, "select source, message from load_problems") == [
        (problem["file"], problem["message"]) for problem in EXPECTED["problems"]
    ]
