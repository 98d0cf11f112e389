"""Every engine finds the same pairs, and batches of records give the same keys and matches as single quotes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import asdict

import numpy as np
import pytest

from quote_loaders.linkage import compare, keys, link
from quote_loaders.linkage.blocking import Keys
from quote_loaders.linkage.duck import fitting_engine, installed, pairs_by_duckdb
from quote_loaders.linkage.ordered import ordered
from quote_loaders.linkage.pairs import Pairs, pairs
from quote_loaders.records import PlacedQuote
from tests.loaders.placed import said

needs_duckdb = pytest.mark.skipif(not installed(), reason="DuckDB comes with the extra `bulk`")
WORDS = (
    "we", "will", "not", "cut", "pensions", "before", "the", "election", "bridge", "harbour", "winter", "lighthouse",
    "union", "steel", "night", "14", "months",
)  # fmt: skip


def made(count: int) -> list[PlacedQuote]:
    """Quotes of few words, speakers and weeks: keys that hardly anybody has, and crowded ones."""
    draw = random.Random(count)  # noqa: S311 -- texts of a test, no secret
    return [
        said(
            " ".join(draw.choices(WORDS, k=draw.randrange(2, 9))) if draw.random() < 0.6 else " ".join(WORDS[:7]),
            f"article {number}",
            speaker=draw.choice(("marvec", "orlev", None)),
            published=f"2026-0{draw.randrange(1, 7)}-{draw.randrange(1, 28):02}",
        )
        for number in range(count)
    ]


def rows(found: Iterable[Pairs]) -> list[tuple[int, ...]]:
    """Every pair with its weight and kinds, in order."""
    return [row for one in found for row in zip(*(column.tolist() for column in one), strict=True)]


def in_parts(keys: Keys) -> list[Keys]:
    """The keys in two parts, no hash in both."""
    low = keys.hashes < np.uint64(1 << 63)
    return [keys.of(low), keys.of(~low)]


@needs_duckdb
@pytest.mark.parametrize("count", [0, 1, 20, 300])
def test_duckdb_finds_the_same_pairs(count: int) -> None:
    one = ordered(made(count))
    given = (in_parts(one.keys()), one.measures.weeks, count)
    expected = rows(pairs(*given))
    assert rows(pairs_by_duckdb(*given)) == expected
    assert bool(expected) == (count > 1)


def test_pairs_are_the_same_in_parts_and_in_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    one = ordered(made(300))
    expected = rows(pairs([one.keys()], one.measures.weeks, 300))
    monkeypatch.setattr("quote_loaders.linkage.pairs._ROWS", 50)
    found = list(pairs(in_parts(one.keys()), one.measures.weeks, 300))
    assert len(found) > 10
    assert rows(found) == expected


@needs_duckdb
def test_duckdb_links_the_same_statements() -> None:
    quotes = made(200)
    assert link(quotes, engine=pairs_by_duckdb) == link(quotes)


def test_few_keys_are_left_to_numpy() -> None:
    assert fitting_engine(1000) is pairs


def test_keys_of_a_batch_are_those_of_its_quotes() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow comes with the extra `bulk`")
    from quote_loaders.linkage.batches import keys_of_batch

    quotes = made(20)
    found = keys_of_batch(pyarrow.RecordBatch.from_pylist([_row(quote) for quote in quotes])).to_pylist()
    for quote in quotes:
        own = sorted(
            (row["kind"], f"{row['hash']:016x}", round(row["weight"], 3)) for row in found if row["quote"] == quote.key
        )
        assert tuple(own) == keys(quote)


def test_a_batch_of_pairs_is_compared_as_the_pairs_are() -> None:
    pyarrow = pytest.importorskip("pyarrow", reason="pyarrow comes with the extra `bulk`")
    from quote_loaders.linkage.batches import compare_batch

    quotes = made(8)
    pairs_of = list(zip(quotes[::2], quotes[1::2], strict=True))
    listed = [_row(left, "left_") | _row(right, "right_") for left, right in pairs_of]
    found = compare_batch(pyarrow.RecordBatch.from_pylist(listed)).to_pylist()
    assert [row["score"] for row in found] == [compare(left, right).score for left, right in pairs_of]
    assert {type(row["joins"]) for row in found} == {bool}


def _row(quote: PlacedQuote, prefix: str = "") -> dict[str, object]:
    values = asdict(quote) | {"spans": [[span.start, span.end] for span in quote.spans]}
    return {prefix + name: value for name, value in values.items()}


def test_weights_are_sums_without_rounding() -> None:
    one = ordered(made(50))
    masses = one.measures.masses * 1024
    assert np.array_equal(masses, np.rint(masses))
