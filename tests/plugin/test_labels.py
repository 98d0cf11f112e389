"""What the page calls things, and texts cut to fit."""

from __future__ import annotations

import pytest

from datasette_quotes import labels
from datasette_quotes.trace import CONTEXT_SHOWN, shape
from quote_loaders import records


@pytest.mark.parametrize(
    ("named", "known"),
    [
        pytest.param(labels.RELATIONS, records.Relation, id="relations"),
        pytest.param(labels.CONTRADICTIONS, records.ContradictionKind, id="contradictions"),
        pytest.param(labels.LINKS, records.LinkKind, id="links"),
        pytest.param(labels.KINDS, records.QuoteKind, id="kinds"),
    ],
)
def test_every_value_of_the_schema_has_a_name(named: dict[str, str], known: object) -> None:
    assert tuple(named) == known.__args__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Taxes fell", 10, "Taxes fell"),
        ("Taxes  fell\nagain", 40, "Taxes fell again"),
        ("Taxes fell again, and again", 18, "Taxes fell again…"),
        ("n" * 30, 10, "n" * 9 + "…"),
        ("", 5, ""),
    ],
)
def test_shortened(text: str, longest: int, expected: str) -> None:
    assert labels.shortened(text, longest) == expected
    assert len(expected) <= longest


@pytest.mark.parametrize(
    ("text", "expected"), [("We go,", "We go"), ("We go.", "We go."), ("We go; ", "We go"), (",", ""), ("", "")]
)
def test_headline(text: str, expected: str) -> None:
    assert labels.headline(text) == expected


@pytest.mark.parametrize(
    ("tag", "name"),
    [("de", "German"), ("de-AT", "German"), ("xx", "xx"), (None, None), ("", None), ('en" x="', None), ("ｅｎ", None)],
)
def test_language_name(tag: str | None, name: str | None) -> None:
    assert labels.language_name(tag) == name


@pytest.mark.parametrize(("count", "expected"), [(0, "0 copies"), (1, "1 copy"), (1200, "1,200 copies")])
def test_counted(count: int, expected: str) -> None:
    assert labels.counted(count, "copy", "copies") == expected


@pytest.mark.parametrize(("relation", "expected"), [("repeats", "repeats"), (None, "unknown"), ("x", "unknown")])
def test_every_relation_has_a_shape(relation: str | None, expected: str) -> None:
    assert shape(relation) == expected


def test_context_is_shown_in_part() -> None:
    assert 60 <= CONTEXT_SHOWN <= 200
