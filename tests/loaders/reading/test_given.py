"""Quotes that come with an input: text of fragments, marks set where they were taken off, spans that fit."""

from __future__ import annotations

import pytest

from quote_loaders.readers.given import Given, Places, fragments
from quote_loaders.readers.xhtml import text_of_html
from quote_loaders.records import LoadError


@pytest.mark.parametrize(
    ("given", "text"),
    [
        pytest.param(Given("Words", "She said ", "."), "She said “Words”.\n", id="marks are set"),
        pytest.param(Given("Words", "She said", "and left"), "She said “Words” and left\n", id="spaces too"),
        pytest.param(Given("Words", "She said “", "” and left"), "She said “Words” and left\n", id="marks are there"),
        pytest.param(Given("“Words”", "She said ", " and left"), "She said “Words” and left\n", id="marks are its own"),
        pytest.param(Given("Words"), "“Words”\n", id="nothing around"),
        pytest.param(
            Given("that it rains", "She said ", ".", kind="indirect"), "She said that it rains.\n", id="indirect"
        ),
        pytest.param(Given(" Words\r\n\n more ", "\n", "\n"), "“Words\n more”\n", id="no blank line inside"),
    ],
)
def test_text_of_a_fragment(given: Given, text: str) -> None:
    made, (quote,) = fragments([given], "a dataset", [])
    assert made == text
    assert quote.text(made) == given.quote.strip().replace("\r\n\n", "\n")


def test_each_fragment_is_a_paragraph_and_the_same_one_is_kept_once() -> None:
    text, quotes = fragments([Given("One"), Given("Two"), Given("One")], "a dataset", [])
    assert text == "“One”\n\n“Two”\n"
    assert [quote.text(text) for quote in quotes] == ["One", "Two"]


def test_quote_too_long_is_left_out_and_said() -> None:
    doubts: list[str] = []
    fragments([Given("One"), Given("x" * 20_001)], "a dataset", doubts)
    assert doubts == ["a quote has 20,001 characters, expected at most 20,000; left out"]


def test_search_for_words_ends_when_its_effort_is_spent() -> None:
    places = Places("One, two, two.", effort=20)
    assert [places.only(words) for words in ("One", "two", "One")] == [0, None, None]


def test_more_quotes_than_an_article_has_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quote_loaders.readers.given.MOST_QUOTES", 2)
    doubts: list[str] = []
    text, quotes = fragments([Given(words) for words in ("One", "Two", "Three")], "a dataset", doubts)
    assert (text, len(quotes)) == ("“One”\n\n“Two”\n", 2)
    assert doubts == ["it has more than 2 quotes or 2,000,000 characters; cut there"]


def test_nothing_left_is_refused() -> None:
    with pytest.raises(LoadError, match="no quote with words"):
        fragments([Given("—")], "a dataset", [])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo\n", id="paragraphs"),
        pytest.param("One<br/>Two", "One\nTwo\n", id="line break"),
        pytest.param("<blockquote>One<br>Two</blockquote>", "> One\n> Two\n", id="block quote"),
        pytest.param(
            "<blockquote><blockquote><p>One</p></blockquote></blockquote>Two", "> > One\n\nTwo\n", id="nested"
        ),
        pytest.param("<ul><li>One</li><li><p>Two</p></li></ul>", "- One\n\n- Two\n", id="list"),
        pytest.param("<p>One <b>and</b>\n two&nbsp;&amp; “three”</p>", "One and two & “three”\n", id="inline"),
        pytest.param(
            "<script>x</script><style>y</style><p>One<!-- no --> two</p>tail", "One two\n\ntail\n", id="unread"
        ),
        pytest.param("<p>One<p>Two</div></b>", "One\n\nTwo\n", id="not well-formed"),
        pytest.param("<blockquote>" * 9 + "One", "> > > One\n", id="nested nine times"),
        pytest.param("", "", id="empty"),
        pytest.param("<div>" * 5_000 + "One", "", id="nested beyond what is read"),
    ],
)
def test_text_of_markup(markup: str, text: str) -> None:
    assert text_of_html(markup) == text
