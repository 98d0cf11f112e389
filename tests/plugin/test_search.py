"""A pasted text as FTS5 queries."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasette_quotes.search import FEW, MANY, Match, how_found, matches, queries, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param("…!?“”", [], id="no words"),
        pytest.param("Taxes", ['"taxes"'], id="one word"),
        pytest.param(
            "I don't care",
            ['"i don\'t care"', '"i" AND "don\'t" AND "care"', '"don\'t" OR "care"'],
            id="strict to loose",
        ),
        pytest.param('a "b" OR c*', ['"a b or c"', '"a" AND "b" AND "or" AND "c"'], id="syntax is quoted"),
    ],
)
def test_queries(text: str, expected: list[str]) -> None:
    assert queries(text) == expected


@pytest.mark.parametrize(
    ("text", "statements", "expected"),
    [
        pytest.param("", {}, [], id="nothing"),
        pytest.param(
            "taxes fell",
            {},
            [('"taxes fell"', True), ('"taxes" AND "fell"', True), ('"taxes" OR "fell"', True)],
            id="unknown",
        ),
        pytest.param(
            "taxes fell again",
            {"taxes": 40, "fell": 9, "again": 70},
            [
                ('"taxes fell again"', True),
                ('"taxes" AND "fell" AND "again"', True),
                ('"fell" OR "taxes" OR "again"', True),
            ],
            id="the rarest first",
        ),
        pytest.param(
            "taxes fell again",
            {"taxes": FEW + 2, "fell": FEW + 1, "again": FEW + 3},
            [('"taxes fell again"', False), ('"taxes" AND "fell" AND "again"', False), ('"fell"', False)],
            id="too many to be ranked",
        ),
        pytest.param(
            "that people pay taxes here now",
            {"that": MANY + 1, "people": 10, "pay": 20, "taxes": 30, "here": MANY + 2, "now": 40},
            [
                ('"that people pay taxes here now"', True),
                ('"people" AND "pay" AND "taxes" AND "now"', True),
                ('"people" OR "taxes"', True),
            ],
            id="words that stand everywhere",
        ),
    ],
)
def test_only_what_is_found_in_few_statements_is_ranked(
    text: str, statements: dict[str, int], expected: list[tuple[str, bool]]
) -> None:
    assert matches(text, statements) == [Match(*one) for one in expected]


def test_terms_are_those_of_the_index() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(text, tokenize='unicode61 remove_diacritics 2')")
    connection.execute("create virtual table v using fts5vocab(t, row)")
    text = "Élysée Čapek naïve 2028 Ångström"
    connection.execute("insert into t values (?)", (text,))
    known = {row[0] for row in connection.execute("select term from v")}
    connection.close()
    assert set(terms(text).values()) == known


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_every_query_is_one_that_fts5_understands(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("create virtual table t using fts5(text)")
        for query in queries(text):
            connection.execute("select * from t where t match ?", (query,)).fetchall()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("asked", "quotation", "expected"),
    [
        ("We WON'T go!", "we won’t go", "same words"),
        ("won't go", "We won't go home", "part of a longer quotation"),
        ("He said: we won't go", "We won't go", "contains a shorter quotation"),
        ("we go", "We won't go", "shares words"),
        ("", "We won't go", "shares words"),
    ],
)
def test_how_found(asked: str, quotation: str, expected: str) -> None:
    assert how_found(asked, quotation) == expected
