"""Runs of eight words as numbers: the same for the same words, whatever is between them."""

from __future__ import annotations

import numpy as np
import pytest

from quote_loaders.publishing.runs import among, batches, inside, quick, read, runs, spaced, united, whole

EIGHT = "one two three four five six seven eight"


def numbers(*texts: str) -> list[int]:
    """The runs that lie within one text."""
    found = read(texts)
    return [int(one) for one in runs(found.words)[whole(found)]]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("One, two: THREE – four; five? six! “seven” eight…", id="case and punctuation"),
        pytest.param("one\ntwo\tthree  four\u00a0five six seven eight", id="white space"),
        pytest.param("öne two thrée four five six seven eight", id="accents"),
        pytest.param("o\u0308ne two three four five six seven eight", id="accents as characters of their own"),
        pytest.param("ｏｎｅ two three four five six seven eight", id="wide letters"),
    ],
)
def test_the_same_words_are_the_same_run(other: str) -> None:
    assert numbers(other) == numbers(EIGHT)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("two one three four five six seven eight", id="another order"),
        pytest.param("one two three four five six seven nine", id="another word"),
        pytest.param("one two three four five six seven", id="seven words"),
    ],
)
def test_other_words_are_another_run(other: str) -> None:
    assert numbers(other) != numbers(EIGHT)


def test_no_run_goes_from_one_text_into_the_next() -> None:
    assert numbers("one two three four", "five six seven eight") == []
    assert numbers(EIGHT, "x", EIGHT) == numbers(EIGHT) * 2


def test_the_quick_way_reads_the_same_words() -> None:
    texts = ["Öne, TWO thrée’s 4.5\n", "", "o\u0308ne İki ΟΔΟΣ Straße ｗｉｄｅ ½ non-ascii_word", "plain words"]
    assert quick(texts).words == read(texts).words
    assert quick(texts).texts == read(texts).texts


def test_white_space_tells_glued_columns_from_a_text() -> None:
    apart, glued = read([EIGHT]), read([EIGHT.replace("four five", "four.five")])
    assert runs(apart.words)[0] == runs(glued.words)[0]
    assert spaced(apart)[0] != spaced(glued)[0]


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        pytest.param([[(0, 39)], []], [True, False], id="the whole of a text"),
        pytest.param([[(0, 38)], []], [False, False], id="the last letter isn't kept"),
        pytest.param([[(0, 18), (18, 39)], []], [False, False], id="two spans that aren't one"),
        pytest.param([[], [(0, 39)]], [False, True], id="the same words in another text"),
    ],
)
def test_a_run_is_inside_when_all_of_it_is_in_one_span(kept: list[list[tuple[int, int]]], expected: list[bool]) -> None:
    found = read([EIGHT, EIGHT])
    assert inside(found, kept)[whole(found)].tolist() == expected


def test_numbers_are_found_among_sorted_ones() -> None:
    known = np.array([2, 4, 6], dtype=np.uint64)
    assert among(np.array([1, 2, 6, 7], dtype=np.uint64), known).tolist() == [False, True, True, False]
    assert among(known, np.zeros(0, dtype=np.uint64)).tolist() == [False, False, False]


def test_numbers_are_united() -> None:
    parts = [np.array(one, dtype=np.uint64) for one in ([3, 1], [], [2, 3])]
    assert united(parts).tolist() == [1, 2, 3]


def test_texts_come_in_batches() -> None:
    texts = [("a" * size, ()) for size in (5, 5, 20, 1)]
    assert [len(batch) for batch in batches(texts, 10)] == [2, 1, 1]


@pytest.mark.parametrize(
    ("stored", "found"),
    [
        pytest.param("one two three four five six seven.” Eight", True, id="as in the text"),
        pytest.param("one two three\nfour five six seven.”\n\nEight", True, id="with other white space"),
        pytest.param("one two three four five six seven eight", True, id="only words"),
        pytest.param("one two three four five six seven\x1c\x01eight", False, id="a number before it"),
        pytest.param("one two three four five six seven\x1ceight", False, id="a number like white space"),
        pytest.param("one two three four five six seven,\neight", False, id="a number like a comma and a line"),
    ],
)
def test_bytes_are_of_a_text_where_the_same_stands_between_the_words(stored: str, found: bool) -> None:
    text = read(["one two three four five six seven.” Eight"])
    known = {int(spaced(text)[0]), int(spaced(text, plain=True)[0])}
    assert (int(spaced(read([stored]))[0]) in known) is found
