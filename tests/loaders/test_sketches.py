"""Sketches of quotes tell no less than their words do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quote_loaders.contradictions.opposing import opposing
from quote_loaders.contradictions.pairing import disputable, promising, related
from quote_loaders.contradictions.sketches import sketched, sketches
from quote_loaders.linkage.clusters import paired
from quote_loaders.linkage.columns import Columns, columns, held
from quote_loaders.linkage.ordered import firsts, ordered
from tests.loaders.placed import said

WORDS = """
    the ferry harbour is safe unsafe unlikely agree disagree increase decrease rational irrational pension pensions
    Velmar bridge closed 14 months not never
"""
texts = st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join)


def words_of(*listed: str) -> Columns:
    return columns([said(text, str(place)) for place, text in enumerate(listed)])


def nobody(words: Columns) -> np.typing.NDArray[np.bool_]:
    """That an editor has put nothing into any of the quotes."""
    return np.zeros(len(words.sizes), dtype=np.bool_)


@settings(max_examples=60, deadline=None)
@given(left=texts, right=texts)
def test_no_less_than_the_words_tell(left: str, right: str) -> None:
    words = words_of(left, right)
    found = sketched(sketches(words, nobody(words)))
    one, other = np.array([0, 1]), np.array([1, 0])
    assert (found.shared(one, other) >= held(words.of(one), words.of(other))).all()
    assert (found.opposing(one, other) | ~opposing(words, one, other)).all()


@pytest.mark.parametrize(
    ("left", "right", "opposed"),
    [
        pytest.param("the ferry is safe", "the ferry is unsafe", True, id="by a prefix"),
        pytest.param("prices increase", "prices decrease", True, id="by the list"),
        pytest.param("a return is unlikely", "the ferry sails", True, id="a doubt"),
        pytest.param("the harbour", "the bridge", False, id="nothing opposed"),
    ],
)
def test_words_that_may_be_opposed(left: str, right: str, opposed: bool) -> None:
    words = words_of(left, right)
    found = sketched(sketches(words, nobody(words)))
    assert found.opposing(np.array([0]), np.array([1])).tolist() == [opposed]


def test_what_is_shared_is_told_to_a_hundredth_of_a_nat_for_each_word() -> None:
    words = words_of("the ferry harbour", "a bridge behind the harbour")
    found = sketched(sketches(words, nobody(words)))
    one, other = np.array([0]), np.array([1])
    assert found.shared(one, other)[0] == pytest.approx(held(words.of(one), words.of(other))[0], abs=0.02)


def test_nothing_is_known_of_words_that_an_editor_has_put_in() -> None:
    words = words_of("the ferry", "the bridge")
    drawn = sketches(words, np.array([True, False]))
    found = sketched(drawn)
    assert drawn[0] == b""
    assert found.shared(np.array([0, 1]), np.array([1, 1])).tolist()[0] > 10**6
    assert found.opposing(np.array([0, 1]), np.array([1, 1])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("right", "left_over"),
    [
        pytest.param("The Velmar harbour ferry crossing is unsafe", True, id="opposed words"),
        pytest.param("The Velmar harbour ferry crossing is not safe", True, id="a negation"),
        pytest.param("The Velmar harbour ferry crossing is pretty", False, id="nothing opposed"),
    ],
)
def test_pairs_that_the_rules_look_at_are_left(right: str, left_over: bool) -> None:
    left = "The Velmar harbour ferry crossing is safe"
    one = ordered([said(left, "a"), said(right, "b", published="2026-03-13")])
    (some,) = paired(one, firsts(one, set()))
    some = disputable(one.measures, some)
    found = promising(one.measures, sketched(sketches(one.words, nobody(one.words))), some)
    assert bool(len(found.left)) is left_over
    assert len(found.left) >= len(related(one.quotes, one.words, one.measures, some).left)
