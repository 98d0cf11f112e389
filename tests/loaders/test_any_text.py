"""Any text whatever gives spans inside it, or is refused in plain words; and the work grows with the length alone."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from quote_loaders.extraction import LONGEST_TEXT, Extractor
from quote_loaders.quotations import find_marked_quotes
from quote_loaders.records import LoadError, Quote

LANGUAGES = ("de", "fr", "es", "ru", "uk", "cs", "pt", "xx")
BLANK = {language: spacy.blank(language) for language in LANGUAGES}
PIECES = (
    *('"', "“", "”", "„", "«", "»", "‘", "’", "—", "–", "-", ",", ".", ":", "!", " ", "\n", "\n\n", "> ", "\u00a0"),
    *("sagte", "déclaré", "dijo", "сказал", "сказав", "řekl", "Laut", "по словам", "selon", "Anna Weber", "министр"),
    *("Пётр", "-il", "der Sprecher", "ИВАНОВ: ", "🙂", "\u202e", "مرحبا", "\x00", "\x0b", "\u2028"),
)


def assert_inside(quotes: list[Quote], text: str) -> None:
    for quote in quotes:
        places = [*quote.content, *(span for span in (quote.cue, quote.source, quote.relay) if span is not None)]
        assert all(0 <= span.start < span.end <= len(text) for span in places)
        assert list(quote.content) == sorted(quote.content)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    ),
)
def test_any_text_of_any_language(language: str, text: str) -> None:
    assert_inside(list(find_marked_quotes(BLANK[language](text))), text)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.model
@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60), st.sampled_from(("en", "de", "ar", "")))
def test_any_text_is_read_or_refused(extractor: Extractor, text: str, language: str) -> None:
    if any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        with pytest.raises(LoadError, match=r"unpaired surrogate U\+D[89A-F].., expected text"):
            extractor.extract(text, language)
    else:
        assert_inside(extractor.extract(text, language), text)


@pytest.mark.model
def test_five_megabytes_are_refused_at_once(extractor: Extractor) -> None:
    with pytest.raises(LoadError, match=rf"5,000,000 characters, expected at most {LONGEST_TEXT:,}"):
        extractor.extract("a" * 5_000_000, "en")


class _Calls:
    """Counts the calls of Python functions of the finders."""

    def __init__(self) -> None:
        self.counted: Counter[str] = Counter()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        if event == "call" and "quote_loaders" in frame.f_code.co_filename:
            self.counted[frame.f_code.co_qualname] += 1

    def of(self, language: str, text: str) -> int:
        """The calls that finding in a text takes."""
        doc = BLANK[language](text)
        before = sys.getprofile()
        self.counted.clear()
        sys.setprofile(self)
        try:
            list(find_marked_quotes(doc))
        finally:
            sys.setprofile(before)
        return self.counted.total()


@pytest.mark.parametrize(
    ("language", "unit"),
    [
        pytest.param("de", "„Wir kommen morgen alle mit“, sagte Anna Weber. ", id="quotes"),
        pytest.param("de", "„Wir kommen morgen alle mit, sagte sie. ", id="marks that nothing closes"),
        pytest.param("ru", "— Мост закрыт, — сказал Пётр, — и точка. ", id="dashes"),
        pytest.param("fr", "— Nous partons, a dit Paul, ", id="commas"),
        pytest.param("es", "dijo Ana según Luis: ", id="cues without marks"),
        pytest.param("cs", "Jan: slovo\n", id="labels"),
    ],
)
def test_twice_the_length_is_at_most_twice_the_work(language: str, unit: str) -> None:
    """In one paragraph; 2.3 leaves room for what is only reached in the longer one."""
    calls = _Calls()
    short, long = (calls.of(language, unit * times) for times in (300, 600))
    assert long <= 2.3 * short + 100
