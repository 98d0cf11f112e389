"""The text of an article in pieces."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datasette_quotes.marking import Marked, pieces

TEXT = "“Never,” said Ann, who told Bob that “it will rain”."


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def quote(content: str, cue: str = "", source: str = "") -> Marked:
    return Marked([span(content)], [span(cue)] if cue else [], [span(source)] if source else [])


def test_content_cue_and_source_are_told_apart() -> None:
    found = {piece.text: piece for piece in pieces(TEXT, [quote("Never", "said", "Ann")])}
    assert (found["Never"].content, found["said"].cue, found["Ann"].source) == ((0,), (0,), (0,))
    assert found["Never"].begins == (0,)


def test_a_quote_inside_a_quote_is_the_inner_one() -> None:
    outer, inner = quote("who told Bob that “it will rain”"), quote("it will rain", "told")
    found = {piece.text: piece for piece in pieces(TEXT, [outer, inner])}
    assert found["it will rain"].content == (0, 1)
    assert found["told"].cue == (1,)
    assert found["told"].content == (0,)


def test_overlapping_quotes_share_a_piece() -> None:
    found = [
        (piece.text, piece.content) for piece in pieces("abcdef", [Marked([(0, 4)], [], []), Marked([(2, 6)], [], [])])
    ]
    assert found == [("ab", (0,)), ("cd", (0, 1)), ("ef", (1,))]


def test_spans_outside_the_text_are_left_out() -> None:
    bad = Marked([(-1, 2), (3, 3), (4, 99)], [(9, 2)], [])
    assert [(piece.text, piece.content) for piece in pieces("abcdef", [bad])] == [("abcdef", ())]


SPANS = st.lists(st.tuples(st.integers(-2, 30), st.integers(-2, 30)), max_size=3)


@given(st.text(max_size=25), st.lists(st.builds(Marked, SPANS, SPANS, SPANS), max_size=6))
def test_the_pieces_are_the_text(text: str, quotes: list[Marked]) -> None:
    found = pieces(text, quotes)
    assert "".join(piece.text for piece in found) == text
    place = 0
    for piece in found:
        inside = {
            number
            for number, one in enumerate(quotes)
            for start, end in one.content
            if 0 <= start <= place and place + len(piece.text) <= end <= len(text) and start < end
        }
        assert set(piece.content) == (inside if piece.text else set())
        place += len(piece.text)
