"""Citations in words, held against what the handbooks print."""

from __future__ import annotations

from dataclasses import replace

import pytest

from datasette_quotes.exports.citations import entry_key
from datasette_quotes.exports.formatted import apa, chicago, mla
from datasette_quotes.exports.oembed import key_of
from datasette_quotes.exports.record import instant, parts, status
from datasette_quotes.queries.exports import Cited

ARTICLE = Cited(
    key="k", text="We will not cut pensions", prefix="", suffix="", spans="[[0, 24]]", kind="direct",
    relation="earliest",
    differences=None, confidence=1.0, source_text=None, role=None, unattributed_reason=None, speaker_key=None,
    speaker="Ann Smith", wikidata=None, via=None, article_key="a", title="Minister denies plan to cut pensions",
    byline="Jane Doe", url="https://news.example/pensions", archived_url=None, language="en",
    published="2026-03-14T18:10:00Z", modified=None, paywalled=None, origin_key=None, origin_title=None,
    origin_url=None, origin_outlet=None, outlet_key="o", outlet="The Example Times", outlet_kind="newspaper",
    program="p", started="2026-11-22T08:00:00Z", finished=None,
)  # fmt: skip
WEB = "https://news.example/pensions"


@pytest.mark.parametrize(
    ("changed", "in_apa", "in_mla", "in_chicago"),
    [
        pytest.param(
            {},
            f"Jane Doe. (2026, March 14). Minister denies plan to cut pensions. The Example Times. {WEB}",
            f"Jane Doe. “Minister denies plan to cut pensions.” The Example Times, 14 Mar. 2026, {WEB}."
            " Accessed 22 Nov. 2026.",
            f"Jane Doe. 2026. “Minister denies plan to cut pensions.” The Example Times, March 14, 2026. {WEB}.",
            id="all known",
        ),
        pytest.param(
            {"byline": None},
            f"Minister denies plan to cut pensions. (2026, March 14). The Example Times. {WEB}",
            f"“Minister denies plan to cut pensions.” The Example Times, 14 Mar. 2026, {WEB}. Accessed 22 Nov. 2026.",
            f"The Example Times. 2026. “Minister denies plan to cut pensions.” March 14, 2026. {WEB}.",
            id="no byline",
        ),
        pytest.param(
            {"published": "2026-09", "url": None},
            "Jane Doe. (2026, September). Minister denies plan to cut pensions. The Example Times.",
            "Jane Doe. “Minister denies plan to cut pensions.” The Example Times, Sept. 2026. Accessed 22 Nov. 2026.",
            "Jane Doe. 2026. “Minister denies plan to cut pensions.” The Example Times, September 2026.",
            id="a month, no address",
        ),
        pytest.param(
            {"published": "2026", "started": ""},
            f"Jane Doe. (2026). Minister denies plan to cut pensions. The Example Times. {WEB}",
            f"Jane Doe. “Minister denies plan to cut pensions.” The Example Times, 2026, {WEB}.",
            f"Jane Doe. 2026. “Minister denies plan to cut pensions.” The Example Times. {WEB}.",
            id="a year, access not known",
        ),
        pytest.param(
            {"published": None, "title": "“No cuts,” says who?"},
            f"Jane Doe. (n.d.). “No cuts,” says who? The Example Times. {WEB}",
            f"Jane Doe. “‘No cuts,’ says who?” The Example Times, {WEB}. Accessed 22 Nov. 2026.",
            f"Jane Doe. n.d. “‘No cuts,’ says who?” The Example Times. {WEB}.",
            id="no date, a question with marks of its own",
        ),
        pytest.param(
            {"published": "2026-05-01", "title": "A\nB", "byline": "J. D."},
            f"J. D. (2026, May 1). A B. The Example Times. {WEB}",
            f"J. D. “A B.” The Example Times, 1 May 2026, {WEB}. Accessed 22 Nov. 2026.",
            f"J. D. 2026. “A B.” The Example Times, May 1, 2026. {WEB}.",
            id="lines and full stops",
        ),
    ],
)
def test_styles(changed: dict[str, str | None], in_apa: str, in_mla: str, in_chicago: str) -> None:
    one = replace(ARTICLE, **changed)  # type: ignore[arg-type]
    assert apa(one) == in_apa
    assert mla(one) == in_mla
    assert chicago(one) == in_chicago


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        pytest.param("abc", "[[5, 8]]", (("abc", 5, 8),), id="one part"),
        pytest.param("ab … cd", "[[1, 3], [9, 11]]", (("ab", 1, 3), ("cd", 9, 11)), id="two parts"),
        pytest.param("abc", "[[5, 9]]", (("abc", None, None),), id="another length"),
        pytest.param("ab … cd", "[[9, 11], [1, 3]]", (("ab … cd", None, None),), id="out of order"),
        pytest.param("abc", "[[-3, 0]]", (("abc", None, None),), id="before the text"),
        pytest.param("abc", "{}", (("abc", None, None),), id="no list"),
        pytest.param("abc", "[]", (("abc", None, None),), id="no span"),
        pytest.param("abc", "not JSON", (("abc", None, None),), id="no JSON"),
    ],
)
def test_parts(text: str, spans: str, expected: object) -> None:
    assert parts(replace(ARTICLE, text=text, spans=spans)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-14T18:10:00Z", "2026-03-14T18:10:00Z"),
        ("2026-03-14T18:10Z", "2026-03-14T18:10:00Z"),
        ("0900-03-14T18:10Z", "0900-03-14T18:10:00Z"),
        ("2026-03-14T18:10", None),
        ("2026-03-14", None),
        ("2026", None),
        ("yesterday", None),
        (None, None),
    ],
)
def test_only_exact_times_are_instants(value: str | None, expected: str | None) -> None:
    assert instant(value) == expected


@pytest.mark.parametrize(
    ("contradictions", "confirmed", "expected"),
    [
        (0, None, "1 occurrence; 2 wordings; no contradiction found"),
        (0, 0, "1 occurrence; 2 wordings; no contradiction found"),
        (2, None, "1 occurrence; 2 wordings; contradicted by 2"),
        (2, 0, "1 occurrence; 2 wordings; contradicted by 2; not reviewed"),
        (2, 1, "1 occurrence; 2 wordings; contradicted by 2; 1 of them confirmed by a person"),
    ],
)
def test_status(contradictions: int, confirmed: int | None, expected: str) -> None:
    assert status(1, 2, contradictions, confirmed) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://s.example/db/-/statement/abc", ("statement", "abc")),
        ("http://s.example/db/-/statement/abc/embed?x=1#y", ("statement", "abc")),
        ("https://s.example/db/-/quote/abc", ("quote", "abc")),
        ("https://s.example/db/-/statement/", None),
        ("https://s.example/db/-/statement/abc.json", None),
        ("https://s.example/db/-/statement/abc/def", None),
        ("https://s.example:1/db/-/statement/abc", None),
        ("ftp://s.example/db/-/statement/abc", None),
        ("//s.example/db/-/statement/abc", None),
        ("https://[", None),
    ],
)
def test_keys_of_addresses(url: str, expected: tuple[str, str] | None) -> None:
    assert key_of(url, "https://s.example/db/-/statement/", "https://s.example/db/-/quote/") == expected


def test_names_of_entries_are_plain() -> None:
    assert entry_key("ab}{,\\2") == "qab2"
