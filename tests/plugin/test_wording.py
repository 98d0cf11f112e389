"""The word diff of two wordings and the sentence that says what changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasette_quotes.text import words
from datasette_quotes.wording import SAME_WORDS, compare

SOME = ["we", "will", "not", "cut", "the", "90", "pensions", "before", "minutes", "[They]", "Senate"]
OTHERS = ["we", "will", "never", "cut", "a", "75", "pensions", "before", "hours", "but", "Congress"]
PROMISE = "We will not cut pensions before 2028, but everything else is on the table."


@pytest.mark.parametrize(
    ("reference", "wording", "kinds", "sentence"),
    [
        pytest.param(PROMISE, f"“{PROMISE.upper()}”", [], SAME_WORDS, id="case and marks"),
        pytest.param(
            PROMISE,
            "We will not cut pensions before 2028,",
            ["cut_end"],
            'Stops before "but everything else…"',
            id="stops early",
        ),
        pytest.param(
            PROMISE,
            "everything else is on the table",
            ["cut_start"],
            'Starts after "…before 2028, but"',
            id="starts late",
        ),
        pytest.param(
            PROMISE,
            "We will cut pensions before 2028, but everything else is on the table,",
            ["negation"],
            'A "not" is missing',
            id="not is missing",
        ),
        pytest.param("We will go", "We will never go", ["negation"], 'A "never" is added', id="never is added"),
        pytest.param("It always works", "It never works", ["negation"], 'A "never" is added', id="always and never"),
        pytest.param(
            "I will not resign", "I won't resign", ["word"], "Written differently: will not → won't", id="won't"
        ),
        pytest.param(
            "We spoke for 90 minutes,",
            "We spoke for 75 minutes,",
            ["number"],
            "A number differs: 90 minutes → 75 minutes",
            id="number",
        ),
        pytest.param(
            "We spoke for 90 minutes,",
            "We spoke for an hour and a half,",
            ["word"],
            "Written differently: 90 minutes → an hour and a half",
            id="same amount",
        ),
        pytest.param("in six months", "in 6 months", ["word"], "Written differently: six → 6", id="digits"),
        pytest.param(
            "It sought a compromise with us",
            "It sought a commitment with us",
            ["word"],
            "Wording changed: compromise → commitment",
            id="word",
        ),
        pytest.param(
            "a vote in the Senate on tax",
            "a vote in Congress on tax",
            ["name"],
            "A name differs: the Senate → Congress",
            id="name",
        ),
        pytest.param(
            "When we make it in China",
            "When [Americans] make it in China",
            ["bracket"],
            "In brackets: we → [Americans]",
            id="bracket",
        ),
        pytest.param(
            "It is, you know, a good deal",
            "It is a good deal",
            ["cut_middle"],
            'Leaves out "you know"',
            id="cut in the middle",
        ),
        pytest.param(
            "before noon we shall meet them", "we shall meet them before noon", ["order"], None, id="another order"
        ),
        pytest.param("It was good", "It was good for us", ["added"], 'Has "for us" as well', id="added"),
        pytest.param(
            "He gave 20 and not 30 crowns then",
            "He gave 25 and 30 crowns now",
            ["number", "negation", "word"],
            None,
            id="figures and negations first",
        ),
    ],
)
def test_changes(reference: str, wording: str, kinds: list[str], sentence: str | None) -> None:
    comparison = compare(reference, wording)
    assert [change.kind for change in comparison.changes] == kinds
    if sentence is not None:
        assert comparison.sentence == sentence


@pytest.mark.parametrize(
    ("reference", "wording", "diff"),
    [
        pytest.param(
            "We will not go.", "We will go", [("same", "We will "), ("removed", "not "), ("same", "go.")], id="removed"
        ),
        pytest.param(
            "worth $300 million now",
            "worth $10 million now",
            [("same", "worth "), ("removed", "$300 "), ("added", "$10 "), ("same", "million now")],
            id="a currency belongs to its figure",
        ),
        pytest.param("", "a word", [("added", "a word")], id="nothing to compare with"),
    ],
)
def test_diff_can_be_printed_piece_by_piece(reference: str, wording: str, diff: list[tuple[str, str]]) -> None:
    assert list(compare(reference, wording).diff) == diff


def test_a_long_cut_is_elided() -> None:
    post = " ".join(f"word{number}" for number in range(200)) + " and we will win the vote " + "more of it " * 50
    comparison = compare(post, "we will win the vote")
    assert comparison.sentence == 'Starts after "…word198 word199 and"; stops before "more of it…"'
    assert [operation for operation, _ in comparison.diff] == ["removed", "same", "removed"]
    assert all(len(text.split()) <= 13 for _, text in comparison.diff)
    assert comparison.diff[0][1].startswith("… ")
    assert comparison.diff[2][1].endswith(" …")


def test_an_excerpt_of_a_post_keeps_its_own_changes() -> None:
    post = (
        "I just spoke with Donald Trump. Ukraine wants peace more than anyone. We are determining our common steps "
        "with the US to stop Russian aggression and guarantee reliable, lasting peace."
    )
    comparison = compare(post, "we are charting our next steps to stop Russian aggression.")
    assert {(change.removed, change.added) for change in comparison.changes} >= {
        ("determining", "charting"),
        ("common", "next"),
        ("with the US", ""),
    }


def test_summary_names_three_changes() -> None:
    comparison = compare("one red cat saw two dogs near my home", "one blue cat met two birds near our town")
    assert comparison.sentence.count(";") == 3
    assert comparison.sentence.endswith("more")


def test_as_json_has_what_a_page_prints() -> None:
    assert compare("We will not go", "We will go").as_json() == {
        "diff": [["same", "We will "], ["removed", "not "], ["same", "go"]],
        "changes": [{"kind": "negation", "removed": "not", "added": "", "sentence": 'A "not" is missing'}],
        "sentence": 'A "not" is missing',
    }


def test_long_texts_are_aligned_at_what_both_have_once() -> None:
    text = " ".join(f"word{number % 701} said{number % 13}" for number in range(1500))
    changed = text.replace("word350 ", "other ")
    assert {change.added for change in compare(text, changed).changes} == {"other"}


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(SOME), max_size=14),
    st.lists(st.sampled_from(OTHERS), max_size=14),
)
def test_diff_holds_both_texts(left: list[str], right: list[str]) -> None:
    reference, wording = " ".join(left), " ".join(right)
    comparison = compare(reference, wording)
    kept = " ".join(text for operation, text in comparison.diff if operation != "added")
    made = " ".join(text for operation, text in comparison.diff if operation != "removed")
    if "…" not in kept:
        assert words(kept) == words(reference)
    if "…" not in made:
        assert words(made) == words(wording)
    assert comparison.same_words == (words(reference) == words(wording))
