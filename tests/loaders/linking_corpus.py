"""Small articles with what makes linking hard: names that join, copies, crowds of the same words, two languages."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.linkage.profiles import from_bytes
from quote_loaders.linking import link_everything
from quote_loaders.records import Article, ArticleSpeaker, Outlet, Published, Quote, SpeakerKind, TextSpan
from quote_loaders.speakers import load_aliases

ALIASES = load_aliases(())
Made = tuple[Article, list[Quote]]

_NAMES: tuple[tuple[str, SpeakerKind], ...] = (
    ("Livia Strand", "person"),
    ("Strand", "person"),
    ("Petr Strand", "person"),
    ("L. Strand", "person"),
    ("Tomas Orlev", "person"),
    ("Orlev", "person"),
    ("officials", "group"),
    ("the Ministry", "organisation"),
)
_OUTLETS = (
    Outlet("Ostrel Beacon"),
    Outlet("Lurania Press Agency", kind="agency"),
    Outlet("Velmar Gazette"),
    Outlet("Courier"),
    Outlet("The Treasury", kind="government"),
)
_SAID = (
    "we will not cut pensions before the election of 2028 whatever the banks say",
    "the old bridge of Velmar stays closed for 14 months and the repairs cost 320 million crowns",
    "nobody in the harbour was warned about the closure of the ferry",
    "I never said that we would cut pensions before the election",
    "the talks with the union ended with an agreement on night work",
    "it is unlikely that the territories come back this winter",
    "we win",
)
_GERMAN = "die Brücke bleibt 14 Monate geschlossen und die Reparatur kostet 320 Millionen Kronen"
_WIRE = (
    "The government ruled out cuts on Thursday as it looked for money to repair the Tolm Bridge, which was shut this "
    "week after inspectors found cracks in its steel. The bridge carries forty thousand vehicles a day to Velmar. "
)
_LEADS = ("According to the Gazette, things went on. ", "See https://beacon.example/a/3 for more. ", "(LPA) — ", "")


def make_articles(seed: int, count: int) -> list[Made]:
    """As many articles with their quotes as are asked for, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 -- texts of a test, no secret
    return [_article(draw, number) for number in range(count)]


def _article(draw: random.Random, number: int) -> Made:
    outlet, german = draw.choice(_OUTLETS), draw.random() < 0.1
    text = draw.choice(_LEADS) + draw.choice(("", "", _WIRE, _WIRE[:150]))
    quotes: list[Quote] = []
    for _ in range(draw.randrange(1, 4)):
        name, kind = draw.choice(_NAMES)
        words = _GERMAN if german else _varied(draw, draw.choice(_SAID))
        text += draw.choice(
            (f"On Monday {name} said in Velmar: “", f"{name} denied saying “", f"Later {name} said of the winter: “")
        )
        span = TextSpan(len(text), len(text) + len(words))
        text += f"{words}”. "
        speaker = ArticleSpeaker(name, kind, "named", _number(name, number)) if draw.random() < 0.85 else None
        via = ArticleSpeaker("Tomas Orlev", "person", "named") if draw.random() < 0.1 else None
        role = draw.choice((None, "minister", "aide"))
        quotes.append(Quote(draw.choice(("direct", "mixed", "indirect")), (span,), speaker=speaker, via=via, role=role))
    day = draw.choice((None, f"2026-03-{draw.randrange(1, 28):02}", f"2026-03-{draw.randrange(1, 8):02}", "2026-02"))
    article = Article(
        text=text,
        title=f"Number {number}",
        outlet=outlet,
        source_path=f"{number:04}",
        language="de" if german else "en",
        url=f"https://beacon.example/a/{number % 7}" if outlet.name == "Ostrel Beacon" else None,
        published=Published(day, "day" if len(day) > 7 else "month", zone_known=True, source="meta") if day else None,
        credit="LPA" if draw.random() < 0.1 else None,
    )
    return article, quotes


def _number(name: str, article: int) -> str | None:
    """Wikidata numbers of namesakes: some inputs give them, some of those that give them tell two people apart."""
    return {("Livia Strand", 1): "Q1", ("Livia Strand", 3): "Q2", ("Strand", 0): "Q1", ("the Ministry", 2): "Q3"}.get(
        (name, article % 5)
    )


def _varied(draw: random.Random, said: str) -> str:
    """Some words as they are, cut, altered or with a "not" more or less."""
    words = said.split()
    turn = draw.randrange(6)
    if turn == 0:
        return " ".join(words[len(words) // 3 :])
    if turn == 1:
        words[draw.randrange(len(words))] = draw.choice(("compromise", "harbour", "lighthouse", "steel"))
        return " ".join(words)
    if turn == 2:
        return said.replace(" not", "").replace("14", "18").replace("with an", "without an")
    return said


def opened(path: Path) -> tuple[Database, int]:
    """A new database, and the load that its rows are of."""
    db = store.open_database(path)
    return db, store.start_load(db, program="test", spacy_version="none", model="none", parameters={})


def save(db: Database, articles: Iterable[Made], load_id: int) -> None:
    """Save articles without linking them."""
    with db.atomic():
        for article, quotes in articles:
            store.save_article(db, article, quotes, "stub", load_id)


def linked_at_once(path: Path, articles: Sequence[Made]) -> None:
    """A new database of articles that were linked all at once."""
    db, load_id = opened(path)
    save(db, articles, load_id)
    link_everything(db, ALIASES)
    db.close()


_KEYED = {
    "quotes": ("quote_id", "first_id", "below_id", "above_id", "left_id", "right_id"),
    "articles": ("article_id", "other_id", "from_article_id"),
    "statements": ("statement_id",),
    "outlets": ("outlet_id",),
}


def remembered(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What linking keeps between loads, by what the rows are about instead of by ids."""
    db = sqlite3.connect(path)
    keys = {
        column: dict(db.execute(f"select id, key from {table}").fetchall())
        for table, columns in _KEYED.items()
        for column in columns
    }
    names = [row[0] for row in db.execute("select name from sqlite_master where type = 'table'")]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for table in names:
        if table.startswith("linkage_"):
            cursor = db.execute(f"select * from {table}")
            columns = [column[0] for column in cursor.description]
            rows = [
                tuple(
                    keys[name].get(value, value) if name in keys else value
                    for name, value in zip(columns, row, strict=True)
                )
                for row in cursor
            ]
            if table == "linkage_copies":  # the smaller id comes first, whichever that is
                rows = [(*sorted(row[:2]), row[2]) for row in rows]
            if table == "linkage_statements":  # a profile has the ids of its quotes in it
                rows = [
                    (row[0], [(keys["quote_id"][one], *rest) for one, *rest in from_bytes(row[1]).tolist()])
                    for row in rows
                ]
            found[table] = sorted(rows, key=repr)
    db.close()
    return found
