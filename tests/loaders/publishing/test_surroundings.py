"""What stays around a quote, and how much of an article is published in all."""

from __future__ import annotations

import pytest

from quote_loaders.publishing.surroundings import (
    Piece,
    after,
    before,
    characters,
    fitting_context,
    fitting_pieces,
    kept_spans,
    merged,
    places,
)

TEXT = "Alpha beta gamma delta. “One two three,” said Epsilon Zeta. Eta theta iota kappa lambda."
START, END = TEXT.index("One"), TEXT.index(",”")
PIECE = Piece(((START, END),), TEXT[:START], TEXT[END:])


@pytest.mark.parametrize(
    ("prefix", "length", "whole", "expected"),
    [
        pytest.param("Alpha beta “", 50, True, "Alpha beta “", id="all of it, from the text's beginning"),
        pytest.param("pha beta “", 50, False, "beta “", id="the first word may be cut already"),
        pytest.param("Alpha beta “", 8, True, "beta “", id="from the beginning of a word"),
        pytest.param("Alpha beta “", 6, True, "beta “", id="the cut falls before a word"),
        pytest.param("Alpha beta “", 5, True, "“", id="the cut falls into a word"),
        pytest.param("Alpha beta “", 0, True, "", id="nothing"),
        pytest.param("", 50, True, "", id="nothing there"),
        pytest.param("Alphabetagamma", 5, True, "", id="one endless word"),
    ],
)
def test_a_prefix_begins_with_a_word(prefix: str, length: int, whole: bool, expected: str) -> None:
    assert before(prefix, length, whole) == expected


@pytest.mark.parametrize(
    ("suffix", "length", "whole", "expected"),
    [
        pytest.param("” said Zeta.", 50, True, "” said Zeta.", id="all of it, to the text's end"),
        pytest.param("” said Ze", 50, False, "” said", id="the last word may be cut already"),
        pytest.param("” said Zeta.", 8, True, "” said", id="to the end of a word"),
        pytest.param("” said Zeta.", 0, True, "", id="nothing"),
    ],
)
def test_a_suffix_ends_with_a_word(suffix: str, length: int, whole: bool, expected: str) -> None:
    assert after(suffix, length, whole) == expected


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        pytest.param(0, ["One two three"], id="the quote alone"),
        pytest.param(8, ["delta. “One two three,” said"], id="a word on each side"),
        pytest.param(500, [TEXT], id="everything"),
    ],
)
def test_what_is_kept_of_a_text(context: int, expected: list[str]) -> None:
    assert [TEXT[start:end] for start, end in kept_spans([PIECE], [], context, len(TEXT))] == expected


def test_broken_content_keeps_its_parts_and_not_what_is_between() -> None:
    one, two = TEXT.index("gamma"), TEXT.index("Eta")
    piece = Piece(((one, one + 5), (two, two + 3)), "", "")
    assert [TEXT[start:end] for start, end in kept_spans([piece], [], 0, len(TEXT))] == ["gamma", "Eta"]


def test_who_is_named_is_kept_too() -> None:
    at = TEXT.index("Epsilon")
    assert TEXT[slice(*kept_spans([PIECE], [(at, at + 12)], 0, len(TEXT))[1])] == "Epsilon Zeta"


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(5, 9), (0, 3)], [(0, 3), (5, 9)], id="in order"),
        pytest.param([(0, 5), (3, 9)], [(0, 9)], id="overlapping"),
        pytest.param([(0, 5), (5, 9)], [(0, 9)], id="touching"),
        pytest.param([(0, 9), (2, 3)], [(0, 9)], id="one in the other"),
    ],
)
def test_spans_are_merged(spans: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merged(spans) == expected


def test_contexts_that_overlap_count_once() -> None:
    assert characters(kept_spans([PIECE, PIECE], [], 8, len(TEXT))) == len("delta. “One two three,” said")


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(len(TEXT), 120, id="all that was asked for fits"),
        pytest.param(len("One two three"), 0, id="only the quote fits"),
        pytest.param(len("One two three") - 1, None, id="not even the quote fits"),
    ],
)
def test_the_surroundings_shrink_until_they_fit(most: int, expected: int | None) -> None:
    assert fitting_context([PIECE], [], 120, most, len(TEXT)) == expected


def test_the_longest_context_that_fits_is_found() -> None:
    for most in range(13, len(TEXT) + 1):
        fits = fitting_context([PIECE], [], 120, most, len(TEXT))
        assert fits is not None
        assert characters(kept_spans([PIECE], [], fits, len(TEXT))) <= most
        if fits < 120:
            assert characters(kept_spans([PIECE], [], fits + 1, len(TEXT))) > most


def test_places_of_words_without_a_span() -> None:
    assert places(TEXT, ["Zeta", None, "", "not there"]) == [(TEXT.index("Zeta"), TEXT.index("Zeta") + 4)]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(100, [0, 1, 2], id="all"),
        pytest.param(25, [0, 2], id="the second one doesn't fit beside the first, the third does"),
        pytest.param(9, [2], id="only the shortest"),
        pytest.param(3, [], id="none"),
    ],
)
def test_quotes_are_taken_while_they_fit(most: int, expected: list[int]) -> None:
    pieces = [Piece(((0, 20),), "", ""), Piece(((30, 50),), "", ""), Piece(((60, 63),), "", "", ((64, 66),))]
    assert fitting_pieces(pieces, [], most, 100) == expected
