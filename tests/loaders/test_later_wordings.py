"""The same words, printed later by another outlet: a weak sign of where they come from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quote_loaders.later_wordings import find_later_wordings
from quote_loaders.linkage import link
from quote_loaders.records import ArticleLink, PlacedQuote
from tests.loaders.placed import said

PROMISE = "We will not cut pensions before 2028, but everything else is on the table"


def links(*quotes: PlacedQuote) -> list[ArticleLink]:
    return find_later_wordings(link(quotes), {quote.key: quote for quote in quotes})


def test_every_later_outlet_leads_to_the_earliest() -> None:
    found = links(
        said(PROMISE, "first", published="2026-03-11"),
        said(PROMISE.upper(), "second", published="2026-03-12"),
        said(f"“{PROMISE}.”", "third", published="2026-03-13T08:00Z"),
    )
    assert [(one.article, one.from_article, one.kind) for one in found] == [
        ("second", "first", "same wording later"),
        ("third", "first", "same wording later"),
    ]
    assert all(one.strength == 0.3 for one in found)


LATER = said(PROMISE, "later", published="2026-03-13")


@pytest.mark.parametrize(
    ("early", "late"),
    [
        pytest.param(said(PROMISE, "one", published="2026-03-13"), LATER, id="the same day"),
        pytest.param(said(PROMISE, "one", published="2026-03-13T08:00Z"), LATER, id="a time of the same day"),
        pytest.param(said(PROMISE, "one", published=None), LATER, id="a date is unknown"),
        pytest.param(said(PROMISE.replace("cut", "freeze"), "one"), LATER, id="another wording"),
        pytest.param(said(PROMISE, "one"), replace(LATER, origin="wire"), id="a copy has its origin"),
        pytest.param(said(PROMISE, "one"), replace(LATER, outlet="one"), id="the same outlet"),
        pytest.param(said(PROMISE, "one"), replace(LATER, kind="indirect"), id="indirect words are the reporter's"),
        pytest.param(
            said("We wait for Velmar", "one"), said("We wait for Velmar", "two", published="2026-03-13"), id="short"
        ),
    ],
)
def test_no_link(early: PlacedQuote, late: PlacedQuote) -> None:
    assert links(early, late) == []
