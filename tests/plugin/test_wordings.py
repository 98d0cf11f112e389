"""The different wordings of a statement, and the words of its reference that they keep."""

from __future__ import annotations

import json

import pytest

from datasette_quotes.queries.trace import Occurrence
from datasette_quotes.wording import compare
from datasette_quotes.wordings import kept_words, read_differences, wordings
from tests.plugin.test_chain import occurrence

REFERENCE = "We will not cut pensions, but we may raise taxes"


def said(text: str, **values: object) -> Occurrence:
    found = compare(REFERENCE, text)
    stored = None if found.same_words else json.dumps(found.as_json())
    return occurrence(1, None, text=text, **{"differences": stored, "kind": "direct", "relation": "repeats", **values})


def test_case_and_marks_make_no_wording() -> None:
    (one,) = wordings(REFERENCE, [said(REFERENCE), said(f"“{REFERENCE.upper()}”")])
    assert (one.times, one.is_reference) == (2, True)


def test_order_of_wordings() -> None:
    found = wordings(
        REFERENCE,
        [
            said("Nous ne couperons pas", relation="translation", differences=None),
            said("We will not cut pensions"),
            said("We will not cut pensions"),
            said("We will cut pensions, but we may raise taxes"),
            said(REFERENCE),
        ],
    )
    assert [one.text for one in found] == [
        REFERENCE,
        "We will cut pensions, but we may raise taxes",  # a "not" before what is said more often
        "We will not cut pensions",
        "Nous ne couperons pas",
    ]


def test_words_kept() -> None:
    found = kept_words(REFERENCE, [said(REFERENCE), said("We will not cut pensions"), said("We will not cut pensions")])
    assert found is not None
    assert [word.kept for word in found.words] == [3] * 5 + [1] * 5
    assert found.words[4].text == "pensions,"
    assert (found.lost, found.lost_times, found.quotations) == ("but we may raise taxes", 2, 3)


def test_words_that_all_keep() -> None:
    found = kept_words(REFERENCE, [said(REFERENCE), said(REFERENCE)])
    assert found is not None
    assert (found.lost, found.lost_times) == ("", 0)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(said("pensions", kind="indirect"), id="reported speech"),
        pytest.param(said("Renten", relation="translation", differences=None), id="translation"),
        pytest.param(said("x", differences="not json"), id="unreadable differences"),
        pytest.param(
            said("x", differences='{"diff": [["same", "We"]], "changes": [], "sentence": ""}'),
            id="of another reference",
        ),
    ],
)
def test_what_can_not_be_compared_is_not_counted(other: Occurrence) -> None:
    assert kept_words(REFERENCE, [said(REFERENCE), other]) is None


def test_a_long_cut_is_counted_whole() -> None:
    reference = " ".join(f"word{number}" for number in range(60))
    found = compare(reference, "word0 word1 word2")
    assert any("…" in text for _, text in found.diff)
    short = occurrence(1, text="word0 word1 word2", kind="direct", differences=json.dumps(found.as_json()))
    kept = kept_words(reference, [occurrence(2, text=reference, kind="direct", differences=None), short])
    assert kept is not None
    assert [word.kept for word in kept.words] == [2] * 3 + [1] * 57


@pytest.mark.parametrize("stored", [None, "", "x", "1", "{}", '{"diff": [["x", "y"]], "changes": [], "sentence": ""}'])
def test_other_json_is_no_difference(stored: str | None) -> None:
    assert read_differences(stored) is None
