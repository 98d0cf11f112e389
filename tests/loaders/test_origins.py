"""Which article was taken from which, and whom an article names or links to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quote_loaders.article_links import find_links
from quote_loaders.origins import find_origins, initials
from quote_loaders.records import PlacedArticle
from tests.loaders.placed import story

BODY = (
    "The government ruled out pension cuts on Thursday as it looked for money to repair the Tolm Bridge, which was "
    "shut this week after inspectors found cracks in its steel. The bridge carries forty thousand vehicles a day "
    "between the capital and the port of Velmar. Lorries now take a detour of two hours through the hills."
)
OWN = (
    "By noon the queue of lorries reached the fish market of the old town. Somebody had hung a banner from the crane, "
    "and the harbour was quiet. The mayor learned of the closure from the radio, like everybody else in the street."
)
AGENCY = story("lpa", f"OSTREL (LPA) — {BODY}", outlet="Lurania Press Agency", kind="agency", published="2026-03-13")


@pytest.mark.parametrize(
    ("articles", "origins", "reason"),
    [
        pytest.param(
            [AGENCY, story("courier", f"(LPA) — {BODY}")],
            {"courier": "lpa"},
            'names "LPA" as its source',
            id="a mark, though the agency's article is later",
        ),
        pytest.param(
            [AGENCY, story("courier", BODY, credit="Lurania Press Agency")],
            {"courier": "lpa"},
            'names "Lurania Press Agency" as its source',
            id="a credit",
        ),
        pytest.param(
            [AGENCY, story("courier", BODY)],
            {"courier": "lpa"},
            "Lurania Press Agency is an agency",
            id="no mark at all",
        ),
        pytest.param(
            [story("herald", BODY, published="2026-03-14"), story("courier", f"{BODY} {OWN}")],
            {"herald": "courier"},
            "published later",
            id="the earliest has it first",
        ),
        pytest.param(
            [AGENCY, story("herald", f"OSTREL (LPA) — {BODY[:150]} {OWN}")],
            {"herald": "lpa"},
            'names "LPA" as its source',
            id="less of the same text is enough with a mark",
        ),
        pytest.param([AGENCY, story("herald", f"{BODY[:150]} {OWN}")], {}, "", id="... but not without"),
        pytest.param([AGENCY, story("herald", f"OSTREL (LPA) — {OWN}")], {}, "", id="a mark alone is no origin"),
        pytest.param([story("one", BODY), story("two", OWN)], {}, "", id="other texts"),
        pytest.param(
            [story("one", BODY, outlet="The Courier"), story("two", BODY, outlet="The Courier")],
            {},
            "",
            id="one outlet's own versions",
        ),
        pytest.param([story("one", "Shut."), story("two", "Shut.")], {}, "", id="too short to tell"),
    ],
)
def test_origins(articles: list[PlacedArticle], origins: dict[str, str], reason: str) -> None:
    found = find_origins(articles)
    assert {one.article: one.origin for one in found} == origins
    assert all(one.reason.startswith(reason) and 0.3 <= one.strength <= 1.0 for one in found)


def test_an_origin_is_never_a_copy() -> None:
    copies = [story(f"copy{place}", BODY, published=f"2026-03-{place + 14}") for place in range(4)]
    found = find_origins([*copies, AGENCY])
    assert {one.origin for one in found} == {"lpa"}
    assert len(found) == 4


@settings(max_examples=20, deadline=None)
@given(st.permutations([AGENCY, *(story(f"copy{place}", f"{BODY} {OWN[: place * 60]}") for place in range(4))]))
def test_order_of_the_input_does_not_matter(articles: Sequence[PlacedArticle]) -> None:
    ordered = sorted(articles, key=lambda one: one.key)
    assert find_origins(articles) == find_origins(ordered)
    assert find_links(articles, find_origins(articles)) == find_links(ordered, find_origins(ordered))


BEACON = story("beacon", BODY, outlet="Ostrel Beacon", url="https://www.beacon.example/a/pensions")


@pytest.mark.parametrize(
    ("text", "kind", "source", "evidence"),
    [
        pytest.param(
            "the mayor told the Ostrel Beacon.", "names outlet", "Ostrel Beacon", "told the Ostrel Beacon", id="told"
        ),
        pytest.param(
            "Shut, according to the Beacon.", "names outlet", "Ostrel Beacon", "according to the Beacon", id="short"
        ),
        pytest.param(
            "The Ostrel Beacon reported it.", "names outlet", "Ostrel Beacon", "Ostrel Beacon reported", id="reported"
        ),
        pytest.param(
            "Das meldet die Nachrichtenagentur LPA.",
            "names outlet",
            "Lurania Press Agency",
            "meldet die Nachrichtenagentur LPA",
            id="German, by initials",
        ),
        pytest.param(
            "See https://beacon.example/a/pensions/.",
            "links to",
            "beacon",
            "https://beacon.example/a/pensions/",
            id="an article's address",
        ),
        pytest.param(
            "See https://beacon.example/other?x=1",
            "links to",
            "Ostrel Beacon",
            "https://beacon.example/other?x=1",
            id="an outlet's site",
        ),
    ],
)
def test_links(text: str, kind: str, source: str, evidence: str) -> None:
    (link,) = find_links([BEACON, AGENCY, story("own", text)], [])
    assert (link.article, link.kind, link.evidence) == ("own", kind, evidence)
    assert source in {link.from_article, link.from_outlet}
    assert None in {link.from_article, link.from_outlet}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He told the beacon keeper about it.", id="a common word"),
        pytest.param("A ship passed the Ostrel Beacon.", id="named, not as a source"),
        pytest.param("She told The Own about it.", id="its own name"),
        pytest.param("See https://elsewhere.example/a", id="an unknown site"),
    ],
)
def test_no_links(text: str) -> None:
    assert find_links([BEACON, AGENCY, story("own", text)], []) == []


def test_an_outlet_whose_name_begins_with_a_mark() -> None:
    (link,) = find_links([story("at", BODY, outlet="@Ostrel"), story("own", "The mayor told @Ostrel about it.")], [])
    assert (link.from_outlet, link.evidence) == ("@Ostrel", "told @Ostrel")


def test_copies_are_linked_to_their_origin() -> None:
    articles = [AGENCY, story("courier", f"(LPA) — {BODY}")]
    (link,) = find_links(articles, find_origins(articles))
    assert (link.article, link.from_article, link.kind) == ("courier", "lpa", "same text")


@pytest.mark.parametrize(
    ("name", "short"),
    [
        pytest.param("Lurania Press Agency", "LPA", id="three words"),
        pytest.param("Reuters", "", id="one word"),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short
