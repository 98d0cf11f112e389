"""Two quotes, scored and explained."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quote_loaders.linkage import compare, keys
from quote_loaders.linkage.features import FEATURES
from quote_loaders.linkage.prepared import prepare
from quote_loaders.linkage.weights import WEIGHTS
from tests.loaders.placed import placed, said

PROMISE = "We will not cut pensions before 2028, but everything else is on the table"
POST = (
    "I just spoke with Donald Trump. About the possibility of achieving peace. About our readiness to work together. "
    "Ukraine wants peace more than anyone. We are determining our common steps with the US to stop Russian aggression "
    "and guarantee reliable, lasting peace. As President Trump said, let's get it done."
)
WORDS = ["we", "will", "not", "cut", "pensions", "before", "2028", "bridge", "90", "minutes", "Velmar", "unlikely"]


@pytest.mark.parametrize(
    ("left", "right", "low", "high"),
    [
        pytest.param(PROMISE, f"“{PROMISE.upper()}”", 0.95, 1.0, id="same words"),
        pytest.param(PROMISE, "everything else is on the table", 0.7, 1.0, id="excerpt"),
        pytest.param(
            PROMISE,
            "Before 2028 we are not going to cut pensions, but everything else is on the table",
            0.9,
            1,
            id="order",
        ),
        pytest.param(POST, "we are charting our next steps to stop Russian aggression.", 0.7, 1.0, id="part of a post"),
        pytest.param("long and very productive", "lengthy and highly productive phone call.", 0.6, 1.0, id="synonyms"),
        pytest.param(PROMISE, "I will not write the budget in a television studio", 0.0, 0.4, id="same speaker only"),
        pytest.param(
            "It's the law of the land", "You know, it's not the law. It's not the statute.", 0, 0.61, id="stock words"
        ),
        pytest.param("I think some of it will come back", "would think about it.", 0.0, 0.4, id="small words only"),
    ],
)
def test_score(left: str, right: str, low: float, high: float) -> None:
    match = compare(said(left, "one"), said(right, "two"))
    assert low <= match.score <= high
    assert match.why[0].isupper()


def test_a_match_names_its_features() -> None:
    match = compare(said("I did it", "one"), said("I did not do it", "two", speaker="halden"))
    assert match.features["other_speaker"] == 1.0
    assert "they name different speakers" in match.why.casefold()


@pytest.mark.parametrize(
    ("left", "right", "differs"),
    [
        pytest.param("We will not cut pensions", "We will cut pensions", 1.0, id="not"),
        pytest.param("We will not cut pensions", "We are never going to cut pensions", 0.0, id="both negate"),
        pytest.param("We cut pensions", "We cut pensions, no matter what", 0.0, id="about another word"),
    ],
)
def test_negation_is_about_a_shared_word(left: str, right: str, differs: float) -> None:
    assert compare(said(left, "one"), said(right, "two")).features["negation_differs"] == differs


def test_a_negation_before_the_marks_counts() -> None:
    part = placed('The government would not "cut pensions before 2028", he said.', "cut pensions before 2028")
    assert compare(part, said(PROMISE, "two")).features["negation_differs"] == 0.0


def test_surroundings_of_one_article_say_nothing() -> None:
    one = placed('On the bridge of Velmar "we wait" and "we hope", he said.', "we wait")
    other = placed('On the bridge of Velmar "we wait" and "we hope", he said.', "we hope")
    assert compare(one, other).features["shared_surroundings"] == 0.0
    assert compare(one, replace(other, article="another")).features["shared_surroundings"] > 0.0


FERRY = "The ferry to Ostrel will run every hour from June, and children travel free"


@pytest.mark.parametrize(
    ("right", "content", "low", "high"),
    [
        pytest.param(
            f'He spoke of fares. "The {FERRY[4:42]} from May," he said. "{FERRY}, and nobody pays at night."',
            f"The {FERRY[4:42]} from May", 0.6, 1.0, id="it stands whole beside the other one",
        ),
        pytest.param(f'"{FERRY}," he said. "We paid for it."', FERRY, 0.0, 0.0, id="it stands in the other one"),
        pytest.param(
            f'Of the ships he spoke little. "{FERRY[:42]} from May," he said.', f"{FERRY[:42]} from May", 0.0, 0.0,
            id="something else stands beside",
        ),
    ],
)  # fmt: skip
def test_a_quote_printed_beside_another_is_other_words(right: str, content: str, low: float, high: float) -> None:
    one, other = said(FERRY, "one"), placed(right, content)
    assert low <= compare(one, other).features["printed_beside"] <= high


def test_what_one_quote_has_more_may_stand_beside_the_other() -> None:
    one = said(FERRY, "one")
    cut = "will run every hour from June, and we are glad"
    alone = placed(f'In a speech on ships: "{cut}."', cut)
    beside = placed(f'"The ferry to Ostrel," she said, "{cut}." He said that children travel free.', cut)
    assert compare(one, alone).features["continued_beside"] == 0.0
    assert compare(one, beside).features["continued_beside"] > 0.3


def test_what_an_editor_put_into_brackets_is_not_compared() -> None:
    added = said(PROMISE.replace("pensions", "pensions [of the harbour workers in Ostrel]"), "two")
    assert compare(said(PROMISE, "one"), added).features["contained"] == 1.0


def test_letters_in_brackets_are_part_of_their_word() -> None:
    assert prepare(said("[W]e will not cut pensions", "one")).words[:2] == ("we", "will")


def test_every_learned_weight_belongs_to_a_feature() -> None:
    assert {feature.name for feature in FEATURES} - WEIGHTS.keys() == {"time_apart"}
    assert len(WEIGHTS) == len(FEATURES) - 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=9), st.lists(st.sampled_from(WORDS), max_size=30))
def test_score_is_symmetric(left: list[str], right: list[str]) -> None:
    one, other = said(" ".join(left), "one"), said(" ".join(right), "two")
    assert compare(one, other) == compare(other, one)
    assert 0.0 <= compare(one, other).score <= 1.0


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("We wait.", "“we WAIT”", "words", id="same words"),
        pytest.param(PROMISE, "Not so: everything else is on the table", "run", id="a run of words"),
        pytest.param("a productive call", "It was productive", "speaker word", id="a rare word of one speaker"),
        pytest.param("14 months", "14 Monate", "speaker figure", id="a figure of one speaker"),
    ],
)
def test_keys_bring_quotes_together(left: str, right: str, kind: str) -> None:
    one, other = ({key[:2] for key in keys(said(text, text))} for text in (left, right))
    assert kind in {shared for shared, _ in one & other}


def test_keys_are_distinct_and_sorted() -> None:
    found = keys(said(POST, "one"))
    assert list(found) == sorted(found)
    assert len({key[:2] for key in found}) == len(found)


def test_the_work_of_comparing_does_not_grow_with_the_square_of_the_figures() -> None:
    """A text of 5,000 words that are all figures: only some are held against each other."""
    table = " ".join(str(number) for number in range(5000))
    assert len(prepare(said(table, "one")).amounts) <= 60
    match = compare(said(table, "one"), said(f"{table} and no more", "two"))
    assert match.features["amounts_shared"] == 1.0
