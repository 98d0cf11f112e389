"""Statements as columns of numbers: what is told from them is what their quotes tell."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from quote_loaders.linkage import profiles
from quote_loaders.linkage.members import statement
from quote_loaders.linkage.ordered import ordered
from quote_loaders.linkage.prepared import prepare
from quote_loaders.linking import added, link_all, placing
from quote_loaders.records import Article, ArticleSpeaker, Outlet, PlacedQuote, Published, Quote, TextSpan
from quote_loaders.store import open_database
from quote_loaders.store import speakers as stored
from quote_loaders.store.linked import statement_row
from quote_loaders.store.speakers import MentionRow, read_mention_rows
from tests.loaders.dump import by_meaning
from tests.loaders.linking_corpus import ALIASES, Made, linked_at_once, remembered, save
from tests.loaders.placed import said

_TEXTS = (
    "we will not cut pensions before the election",
    "We will not cut pensions before the election!",
    "we'll not cut pensions before the election",
    "we will cut pensions before the election",
    "not cut pensions",
    "the election",
    "a compromise is near, and we will not cut pensions before the election of next year",
)


def some_quotes(seed: int) -> list[PlacedQuote]:
    """Quotes of a few wordings, kinds, outlets and articles, in the order of linking."""
    draw = random.Random(seed)  # noqa: S311 -- a test, no secret
    found = [
        replace(
            said(draw.choice(_TEXTS), f"{number}", published=draw.choice((None, "2026-03-02", "2026-03-05T10:00Z"))),
            article=f"a{draw.randrange(6)}",
            outlet=f"o{draw.randrange(3)}",
            kind=draw.choice(("direct", "mixed", "indirect", "block")),
            outlet_kind=draw.choice(("newspaper", "newspaper", "newspaper", "government")),
            origin=draw.choice((None, None, "a1")),
        )
        for number in range(draw.randrange(2, 12))
    ]
    return list(ordered(found).quotes)


@pytest.mark.parametrize("seed", range(60))
def test_the_reference_is_that_of_the_quotes(seed: int) -> None:
    quotes = some_quotes(seed)
    whole = statement(quotes, lambda at: prepare(quotes[at]))
    place, reason = profiles.reference(profiles.profile(quotes, range(len(quotes))))
    assert (quotes[place].key, reason) == (whole.reference, whole.reference_reason)


@pytest.mark.parametrize("seed", range(20))
def test_the_counts_are_those_of_the_quotes(seed: int) -> None:
    quotes = some_quotes(seed)
    whole = statement(quotes, lambda at: prepare(quotes[at]))
    row = statement_row(whole, {quote.key: quote for quote in quotes}, 0)
    counts = profiles.counted(profiles.profile(quotes, range(len(quotes))))
    assert counts._asdict() == {name: row[name] for name in counts._fields}


@pytest.mark.parametrize("seed", range(20))
def test_inserting_a_quote_gives_the_profile_of_all(seed: int) -> None:
    quotes = some_quotes(seed)
    place = seed % len(quotes)
    others = [quote for at, quote in enumerate(quotes) if at != place]
    ids = [at for at in range(len(quotes)) if at != place]
    found = profiles.inserted(profiles.profile(others, ids), place, profiles.record(quotes[place], place))
    texts = {one: quotes[by].text for one, by in profiles.wordings(found).items()}
    whole = profiles.profile(quotes, range(len(quotes)))
    assert np.array_equal(profiles.with_parts(found, texts), whole)
    assert np.array_equal(profiles.from_bytes(profiles.as_bytes(whole)), whole)


def article(number: int, words: str, name: str = "Livia Strand") -> Made:
    """An article of its own outlet with one quote, a day after the one before."""
    text = f"On the day {name} said: “{words}.” Nobody else spoke."
    start = text.index("“") + 1
    quote = Quote("direct", (TextSpan(start, start + len(words)),), speaker=ArticleSpeaker(name, "person", "named"))
    published = Published(f"2026-03-{number:02}", "day", zone_known=True, source="meta")
    outlet = Outlet(f"Paper {number}")
    return Article(text=text, title=str(number), outlet=outlet, source_path=f"{number:03}", published=published), [
        quote
    ]


SAID = "the old bridge of Velmar stays closed for 14 months and the repairs cost 320 million crowns"
ALTERED = SAID.replace("320", "350")


@pytest.mark.parametrize("least", [2, 24], ids=["long", "short"])
@pytest.mark.parametrize(
    "words", [SAID, " ".join(SAID.split()[3:]), ALTERED], ids=["the same", "an excerpt", "altered"]
)
def test_a_quote_is_added_to_a_statement_that_is_not_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, least: int
) -> None:
    monkeypatch.setattr(added, "LONG", least)
    made = [article(number, SAID) for number in range(1, 5)] + [article(5, words)]
    linked_at_once(tmp_path / "bits.db", made[:-1])
    monkeypatch.setattr(placing, "made_anew", None)  # whoever calls it fails
    db = open_database(tmp_path / "bits.db")
    save(db, made[-1:], 1)
    link_all(db, ALIASES)
    assert db.execute("select quotes, articles from statements").fetchall() == [(5, 5)]
    db.close()
    linked_at_once(tmp_path / "once.db", made)
    assert by_meaning(tmp_path / "bits.db") == by_meaning(tmp_path / "once.db")
    assert remembered(tmp_path / "bits.db") == remembered(tmp_path / "once.db")


def test_who_is_known_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [article(number, SAID) for number in range(1, 4)]
    linked_at_once(tmp_path / "bits.db", made[:-1])
    asked: list[tuple[str, ...]] = []

    def watched(db: Database, articles: Iterable[int], names: Iterable[str] = ()) -> list[MentionRow]:
        asked.append(tuple(names))
        return read_mention_rows(db, articles, names)

    monkeypatch.setattr(stored, "read_mention_rows", watched)
    db = open_database(tmp_path / "bits.db")
    save(db, made[-1:], 1)
    link_all(db, ALIASES)
    db.close()
    assert asked == [()], "the rows of the new article alone"
