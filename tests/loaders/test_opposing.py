"""Which pairs of quotes may hold opposed words: found in numpy, so that the rules look at few."""

from __future__ import annotations

import numpy as np
import pytest

from quote_loaders.contradictions.opposing import opposing
from quote_loaders.contradictions.pairing import disputable, related
from quote_loaders.lexicon import opposite
from quote_loaders.linkage.clusters import paired
from quote_loaders.linkage.columns import Vocabulary, columns
from quote_loaders.linkage.ordered import firsts, ordered
from tests.loaders.placed import said


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        pytest.param("The ferry is safe", "The ferry is unsafe", True, id="by a prefix"),
        pytest.param("The ferry is unsafe", "The ferry is safe", True, id="by a prefix, the other way round"),
        pytest.param("Prices will increase", "Prices will decrease", True, id="by the list"),
        pytest.param("A return is unlikely", "The ferry sails", True, id="a doubt"),
        pytest.param("The ferry is safe", "The ferry is safe", False, id="the same"),
        pytest.param("The ferry is safe", "Prices will decrease", False, id="another subject"),
        pytest.param("", "The ferry is unsafe", False, id="no words"),
    ],
)
def test_opposed_words(left: str, right: str, found: bool) -> None:
    words = columns([said(left, "a"), said(right, "b")])
    assert opposing(words, np.array([0]), np.array([1])).tolist() == [found]


def test_each_pair_is_looked_at_by_itself() -> None:
    words = columns([said("It is safe", "a"), said("It is unsafe", "b"), said("It sails", "c")])
    left, right = np.array([0, 0, 1, 2]), np.array([1, 2, 0, 1])
    assert opposing(words, left, right).tolist() == [True, False, True, False]


@pytest.mark.parametrize("word", ["safe", "unsafe", "increase", "ferry", "agree", "disagree", "rational"])
def test_words_are_opposed_as_the_lexicon_has_it(word: str) -> None:
    others = ["safe", "unsafe", "decrease", "ferry", "agree", "disagree", "increase", "irrational", "rational"]
    words = columns([said(one, str(place)) for place, one in enumerate([word, *others])])
    places = np.arange(len(others))
    found = opposing(words, np.zeros_like(places), places + 1).tolist()
    assert found == [opposite(word, other) for other in others]


def test_a_table_of_no_other_words_changes_nothing() -> None:
    vocabulary = Vocabulary()
    columns([said("Prices will decrease", "a")], vocabulary)
    words = columns([said("It is safe", "b"), said("It is unsafe", "c")], vocabulary)
    compact = words.compact()
    assert compact.words.tolist() == words.words.tolist()
    assert [*compact.table.spelled] == ["it", "is", "safe", "unsafe"]


def kept(left: str, right: str) -> bool:
    """Whether a pair of one speaker's quotes is left for the rules to look at."""
    one = ordered([said(left, "a"), said(right, "b", published="2026-03-13")])
    (some,) = paired(one, firsts(one, set()))
    return bool(len(related(one.quotes, one.words, one.measures, disputable(one.measures, some)).left))


@pytest.mark.parametrize(
    ("right", "looked_at"),
    [
        pytest.param("The Velmar harbour ferry crossing is unsafe", True, id="opposed words"),
        pytest.param("The Velmar harbour ferry crossing is not safe", True, id="a negation"),
        pytest.param("The Velmar harbour ferry crossing is [so] pretty", True, id="words that an editor put in"),
        pytest.param("The Velmar harbour ferry crossing is pretty", False, id="nothing opposed"),
    ],
)
def test_quotes_of_one_speaker_and_month_are_looked_at_where_something_may_be_opposed(
    right: str, looked_at: bool
) -> None:
    assert kept("The Velmar harbour ferry crossing is safe", right) is looked_at
