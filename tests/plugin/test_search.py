"""A pasted text as FTS5 queries."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasette_quotes.search import how_found, queries


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
