"""Where each article got it: one place in a tree for every article, and the reasons."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pytest

from datasette_quotes.chain import DEEPEST, Node, chain
from datasette_quotes.queries.trace import Link, Occurrence


def occurrence(article: int, outlet: int | None = None, **values: object) -> Occurrence:
    """An occurrence with nothing in it but what the tree looks at."""
    blank = dict.fromkeys((field.name for field in dataclasses.fields(Occurrence)), "")
    known = {"key": f"k{article}", "article_id": article, "outlet_id": outlet or article, "outlet": f"outlet {article}"}
    return Occurrence(**{**blank, "origin_id": None, **known, **values})  # type: ignore[arg-type]


def link(article: int, source: int, strength: float = 0.5, outlet: bool = False, evidence: str = "e") -> Link:
    known = None if outlet else source
    return Link(article, known, source, "links to", strength, evidence, None, f"title {source}", f"outlet {source}")


def shape(nodes: Sequence[Node]) -> list[object]:
    """The tree as nested lists of outlets."""
    return [[node.outlet, *shape(node.children)] for node in nodes]


def test_without_links_every_article_is_a_root() -> None:
    assert shape(chain([occurrence(1), occurrence(2)], [])) == [["outlet 1"], ["outlet 2"]]


def test_a_link_hangs_an_article_under_its_source() -> None:
    found = chain([occurrence(1), occurrence(2)], [link(2, 1, 0.9)])
    assert shape(found) == [["outlet 1", ["outlet 2"]]]
    assert found[0].children[0].strength == "strong"


@pytest.mark.parametrize(("strength", "word"), [(0.8, "strong"), (0.79, "medium"), (0.5, "medium"), (0.49, "weak")])
def test_strength_has_three_words(strength: float, word: str) -> None:
    assert chain([occurrence(1), occurrence(2)], [link(2, 1, strength)])[0].children[0].strength == word


def test_the_stored_origin_comes_before_every_link() -> None:
    found = chain(
        [occurrence(1), occurrence(2), occurrence(3, origin_id=1, origin_reason="agency mark")], [link(3, 2, 1.0)]
    )
    assert shape(found) == [["outlet 1", ["outlet 3"]], ["outlet 2"]]
    assert found[0].children[0].sources[0].reasons == ("agency mark",)


def test_two_as_strong_are_both_named() -> None:
    found = chain([occurrence(1), occurrence(2), occurrence(3)], [link(3, 2, 0.6), link(3, 1, 0.58)])
    (placed,) = found[0].children
    assert [source.outlet for source in placed.sources] == ["outlet 1", "outlet 2"]


def test_a_weaker_one_is_not_named() -> None:
    (placed,) = chain([occurrence(1), occurrence(2), occurrence(3)], [link(3, 2, 0.6), link(3, 1, 0.5)])[1].children
    assert [source.outlet for source in placed.sources] == ["outlet 2"]


def test_two_reasons_for_one_source_stand_together() -> None:
    (placed,) = chain([occurrence(1), occurrence(2)], [link(2, 1, 0.6), link(2, 1, 0.3, evidence="f")])[0].children
    assert placed.sources[0].reasons == ("links to it: e", "links to it: f")


def test_an_outlet_stands_for_its_first_article_here() -> None:
    found = chain([occurrence(1, 7), occurrence(2, 7), occurrence(3)], [link(3, 7, outlet=True)])
    assert shape(found) == [["outlet 1", ["outlet 3"]], ["outlet 2"]]


def test_an_outlet_without_an_earlier_article_is_a_root_of_its_own() -> None:
    found = chain([occurrence(1), occurrence(2), occurrence(3)], [link(2, 9, outlet=True), link(3, 9, outlet=True)])
    assert shape(found) == [["outlet 1"], ["outlet 9", ["outlet 2"], ["outlet 3"]]]
    assert found[1].occurrence is None


def test_an_origin_outside_the_statement_is_a_root() -> None:
    found = chain([occurrence(2, origin_id=5, origin_outlet="Wire", origin_title="Story", origin_reason="r")], [])
    assert shape(found) == [["Wire", ["outlet 2"]]]
    assert found[0].title == "Story"


def test_a_later_article_is_no_source() -> None:
    assert shape(chain([occurrence(1), occurrence(2)], [link(1, 2)])) == [["outlet 1"], ["outlet 2"]]


@pytest.mark.parametrize(
    ("source", "copy", "expected"),
    [
        pytest.param("2026-03-13", "2026-03-13T10:45Z", True, id="some time that day"),
        pytest.param("2026-03-13T10:45Z", "2026-03-13", True, id="copied some time that day"),
        pytest.param("2026-03-14", "2026-03-13T10:45Z", False, id="the day after"),
        pytest.param("2026-03-13T10:46Z", "2026-03-13T10:45Z", False, id="a minute later"),
    ],
)
def test_a_source_that_may_be_earlier_is_one(source: str, copy: str, expected: bool) -> None:
    several = [occurrence(1, published=copy), occurrence(2, published=source)]
    assert (shape(chain(several, [link(1, 2, outlet=True)])) == [["outlet 2", ["outlet 1"]]]) is expected


def test_a_reason_is_not_said_twice() -> None:
    several = [occurrence(1), occurrence(2, origin_id=1, origin_reason="e")]
    assert chain(several, [link(2, 1)])[0].children[0].sources[0].reasons == ("e",)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_circle_of_origins_is_cut(length: int) -> None:
    several = [occurrence(number, origin_id=number % length + 1) for number in range(1, length + 1)]
    found = chain(several, [])
    assert len(list(walk(found))) == length


def walk(nodes: Sequence[Node], depth: int = 1) -> list[int]:
    """The depth of every node."""
    return [level for node in nodes for level in (depth, *walk(node.children, depth + 1))]


def test_a_long_chain_keeps_every_article_and_stays_shallow() -> None:
    several = [occurrence(number, origin_id=number - 1 or None) for number in range(1, 501)]
    depths = walk(chain(several, []))
    assert (len(depths), max(depths)) == (500, DEEPEST)


def test_two_quotes_of_one_article_are_one_node() -> None:
    assert shape(chain([occurrence(1), occurrence(1, key="again")], [])) == [["outlet 1"]]
