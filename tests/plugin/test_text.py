"""Words of a text: the quick way to them gives what the rule says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datasette_quotes.text import normal_word, word_spans, words


@given(st.text(alphabet="aB é5.,:'’‘“”„«»…–—‑-`%\u00a0ßİ日", max_size=30))
def test_words_are_the_normal_forms_of_what_stands_at_their_spans(text: str) -> None:
    assert words(text) == tuple(normal_word(text[start:end]) for start, end in word_spans(text))
