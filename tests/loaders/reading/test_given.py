"""Quotes that come with an input: text of fragments, marks set where they were taken off, spans that fit."""

from __future__ import annotations

import pytest

from quote_loaders.readers.given import Given, Places, fragments, with_speakers
from quote_loaders.readers.xhtml import text_of_html
from quote_loaders.records import ArticleSpeaker, LoadError, Quote, TextSpan


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


PIER, TIDE = Given("the pier stays", "Mira Toll said ", "."), Given("the tide turns", "", ", she said.")


def found(text: str, words: str, source: str, name: str, cue: str = "said") -> Quote:
    """A quote as extraction finds it: the first places of these words."""
    spans = [TextSpan(text.index(part), text.index(part) + len(part)) for part in (words, source, cue)]
    speaker = ArticleSpeaker(name, "person", "named")
    return Quote("direct", (spans[0],), source=spans[1], cue=spans[2], speaker=speaker, role="pilot", confidence=0.9)


def test_speaker_named_around_a_given_quote_is_taken() -> None:
    text, given = fragments([PIER], "a dataset", [])
    (quote,) = with_speakers(text, given, [found(text, "pier stays", "Mira Toll", "Mira Toll")])
    assert (quote.text(text), quote.form, quote.role) == ("the pier stays", "given: a dataset", "pilot")
    assert quote.speaker == ArticleSpeaker("Mira Toll", "person", "named, in the words around the quote")
    assert [span.of(text) for span in (quote.source, quote.cue) if span] == ["Mira Toll", "said"]
    assert quote.unattributed_reason is None


@pytest.mark.parametrize(
    ("words", "source", "name"),
    [
        pytest.param("the tide turns", "Mira Toll", "Mira Toll", id="source in another fragment"),
        pytest.param("the tide turns", "she", "Mira Toll", id="name in another fragment"),
        pytest.param("the pier stays", "she", "she", id="other words"),
        pytest.param("the tide turns", "tide", "tide", id="source in the quoted words"),
    ],
)
def test_what_does_not_name_the_speaker_in_the_fragment_is_not_taken(words: str, source: str, name: str) -> None:
    text, given = fragments([PIER, TIDE], "a dataset", [])
    _, quote = with_speakers(text, given, [found(text, words, source, name, "she said")])
    assert (quote.speaker, quote.source) == (None, None)
    assert (
        quote.unattributed_reason == "a dataset names no speaker, and nor do the words around the quote that it gives"
    )


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(Given("the pier stays", "Mira Toll said ", ".", speaker="Jon Abel"), id="a speaker"),
        pytest.param(Given("the pier stays", "Mira Toll said ", ".", unattributed="nobody is likely"), id="nobody"),
    ],
)
def test_what_a_dataset_says_of_the_speaker_stays(given: Given) -> None:
    text, quotes = fragments([given], "a dataset", [])
    assert with_speakers(text, quotes, [found(text, "pier stays", "Mira Toll", "Mira Toll")]) == quotes
