"""Links that open an article at the quoted words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from datasette_quotes.text_fragment import EXACT_LIMIT, at_passage, text_directive, web_address

URL = "https://news.example/a"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://news.example/a?b=1#c", "https://news.example/a?b=1#c", id="https"),
        pytest.param("http://news.example", "http://news.example", id="http"),
        pytest.param("javascript:alert(1)", None, id="javascript"),
        pytest.param("JaVaScRiPt:alert(1)", None, id="mixed case"),
        pytest.param("java\nscript:alert(1)", None, id="line break in the scheme"),
        pytest.param(" https://news.example", None, id="space before"),
        pytest.param("data:text/html,<script>", None, id="data"),
        pytest.param("//news.example/a", None, id="no scheme"),
        pytest.param("/a", None, id="path"),
        pytest.param("https:///a", None, id="no host"),
        pytest.param("http://[", None, id="broken host"),
        pytest.param("https://news.example/\u202egpj", None, id="direction override"),
        pytest.param("https://news.example\\@evil.example", None, id="backslash"),
        pytest.param("https://news.example/\x00", None, id="NUL"),
        pytest.param(None, None, id="none"),
        pytest.param("", None, id="empty"),
    ],
)
def test_only_web_addresses_become_links(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


def test_a_quotation_that_stands_once_needs_no_context() -> None:
    found = at_passage(URL, ("We will not cut pensions",), "said Ann Smith. “", ",” she told us", unique=True)
    assert found == f"{URL}#:~:text=We%20will%20not%20cut%20pensions"


def test_context_touches_the_quotation_with_its_marks() -> None:
    """The form that a browser was seen to accept: without the quotation mark and the comma it finds nothing."""
    found = text_directive(("We will not cut pensions",), "tea, said Ann Smith. “", ",” she told us t", unique=False)
    assert found == (
        "text=said%20Ann%20Smith.%20%E2%80%9C-,We%20will%20not%20cut%20pensions,-%2C%E2%80%9D%20she%20told%20us"
    )


def test_a_short_quotation_gets_context() -> None:
    assert text_directive(("No",), "he said: “", "”, and left the", unique=True).startswith(
        "text=said%3A%20%E2%80%9C-,No,-"
    )


def test_words_cut_at_the_far_ends_of_the_context_are_left_out() -> None:
    directive = text_directive(("Taxes fell in every region",), "uarter: “", "” she sa", unique=False)
    assert directive == "text=%E2%80%9C-,Taxes%20fell%20in%20every%20region,-%E2%80%9D%20she"


def test_context_stays_within_the_line() -> None:
    directive = text_directive(("Taxes fell in every region",), "Headline\n“", "”\nNext paragraph", unique=False)
    assert directive == "text=%E2%80%9C-,Taxes%20fell%20in%20every%20region,-%E2%80%9D"


@pytest.mark.parametrize("character", ["-", ",", "&", "#", "%", "+", "“"])
def test_characters_with_a_meaning_are_encoded(character: str) -> None:
    directive = text_directive((f"a long-ish text with one {character} in it",), "", "", unique=True)
    content = directive.removeprefix("text=")
    assert not set("-,&#+") & set(content)
    assert unquote(content) == f"a long-ish text with one {character} in it"


def test_a_long_quotation_is_given_by_its_ends() -> None:
    text = " ".join(f"word{number}" for number in range(100))
    directive = text_directive((text,), "", "", unique=True)
    start, end = directive.removeprefix("text=").split(",")
    assert unquote(start) == " ".join(f"word{number}" for number in range(8))
    assert unquote(end) == " ".join(f"word{number}" for number in range(92, 100))


def test_a_quotation_of_the_limit_is_given_whole() -> None:
    text = ("word " * 60).strip()[:EXACT_LIMIT]
    assert "," not in text_directive((text,), "", "", unique=True)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(("First paragraph here.\nSecond paragraph there.",), id="crosses lines"),
        pytest.param(("First paragraph here.", "Second paragraph there."), id="broken content"),
    ],
)
def test_what_one_block_can_not_hold_is_given_by_its_ends(parts: tuple[str, ...]) -> None:
    assert text_directive(parts, "", "", unique=True) == ("text=First%20paragraph%20here.,Second%20paragraph%20there.")


def test_an_endless_word_is_given_by_itself() -> None:
    assert text_directive(("x" * 400,), "", "", unique=True) == f"text={'x' * 400}"


def test_ends_of_one_line_do_not_overlap() -> None:
    directive = text_directive((" ".join(["x" * 100] * 4),), "", "", unique=True)
    assert directive == f"text={'x' * 100}%20{'x' * 100},{'x' * 100}%20{'x' * 100}"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(URL, f"{URL}#:~:text=", id="no fragment"),
        pytest.param(f"{URL}#", f"{URL}#:~:text=", id="empty fragment"),
        pytest.param(f"{URL}#top", f"{URL}#top:~:text=", id="fragment"),
        pytest.param(f"{URL}#:~:text=old", f"{URL}#:~:text=", id="older directive"),
    ],
)
def test_the_directive_joins_the_fragment(url: str, expected: str) -> None:
    found = at_passage(url, ("Taxes fell in every region",), "", "", unique=True)
    assert found == f"{expected}Taxes%20fell%20in%20every%20region"


@pytest.mark.parametrize("parts", [(), ("",), ("\x00 ",)])
def test_without_words_the_address_stays_as_it_is(parts: tuple[str, ...]) -> None:
    assert at_passage(URL, parts, "a", "b", unique=False) == URL
