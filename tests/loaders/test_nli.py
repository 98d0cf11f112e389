"""Models that others install: named, asked both ways, and never asked otherwise."""

from __future__ import annotations

import json
from importlib.metadata import EntryPoint

import pytest
from click.testing import CliRunner

from quote_loaders.cli import cli
from quote_loaders.contradictions import find_contradictions, nli
from quote_loaders.linkage import link
from quote_loaders.records import LoadError
from tests.loaders.placed import said

HERE = "tests.loaders.test_nli"
PROMISE = "We will not cut pensions before 2028, but everything else is on the table"


def fake(premise: str, hypothesis: str, language: str) -> float:
    """Sure when exactly one of two English texts has a "not" in it."""
    assert language == "en"
    return float((" not " in premise) != (" not " in hypothesis))


def boastful(premise: str, hypothesis: str, language: str) -> float:
    """Surer than sure."""
    return 2.0


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three models as if other packages had brought them."""
    names = {"fake": "fake", "boastful": "boastful", "broken": "PROMISE"}
    found = [EntryPoint(name, f"{HERE}:{value}", nli.GROUP) for name, value in names.items()]
    monkeypatch.setattr(nli, "entry_points", lambda group: [one for one in found if one.group == group])


def test_a_model_ranks_what_the_rules_found() -> None:
    quotes = [
        said(PROMISE, "one"),
        said(PROMISE.replace(" not", ""), "two", published="2026-03-13"),
        said(PROMISE.replace("2028", "2027"), "three", published="2026-03-14"),
    ]
    by_key = {quote.key: quote for quote in quotes}
    ranked = nli.ranked(find_contradictions(link(quotes), by_key), by_key, nli.load_model("fake"))
    assert [one.kind for _, one in ranked] == ["negation", "number"]
    assert ranked[0][0] > ranked[1][0]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param("missing", "expected one of: boastful, broken, fake", id="not installed"),
        pytest.param("broken", "is str, expected a function", id="no function"),
    ],
)
def test_what_is_no_model_is_named(name: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        nli.load_model(name)


def test_a_figure_beyond_one_is_refused() -> None:
    with pytest.raises(LoadError, match="expected figures from 0 to 1"):
        nli.contradicts(nli.load_model("boastful"), "a", "b", "en")


def test_compare_asks_the_model_that_is_named() -> None:
    given = ["compare", "We will not cut pensions", "We will cut pensions"]
    told = CliRunner().invoke(cli, [*given, "--nli", "fake"])
    assert "Model fake: contradicts 1.00." in told.output
    shown = json.loads(CliRunner().invoke(cli, [*given, "--nli", "fake", "--json"]).output)
    assert shown["nli"] == {"model": "fake", "contradicts": 1.0}
    assert "Model" not in CliRunner().invoke(cli, given).output
    assert "expected one of" in CliRunner().invoke(cli, [*given, "--nli", "missing"]).output
