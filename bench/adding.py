"""What linking one more article costs in a collection that is linked already.

`python -m bench adding COPY.db` adds articles of 20 quotes to a copy of a linked database, one at a time, and prints
the CPU milliseconds of linking each, from what is saved to what is committed. Half of the quotes are words that the
collection has already, of the speaker who said them there: a quote is drawn from all quotes, so that a statement is met
as often as it is printed. The other half are new words of speakers drawn in the same way. An article comes as news
comes, after everything that is there, or with `--late` on the day of one of the quotes that it repeats.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlite_utils import Database

from bench.corpus_words import sentences, some_words
from quote_loaders import linking, store
from quote_loaders.dates import parse_published
from quote_loaders.records import Article, ArticleSpeaker, Outlet, Quote, SpeakerKind, TextSpan
from quote_loaders.speakers import load_aliases

QUOTES = 20
WARM = 3  # articles that are added before any is measured: modules, word lists and caches are there afterwards
STAGES = ("changed_speakers", "changed_articles", "changed_quotes")
_SAID = "select text, named_as, named_kind, published from quotes where id >= ? order by id limit 1"
_OUTLETS = "select name, domain, kind, country, language from outlets order by id limit 50"


class Said(NamedTuple):
    """A quote of the collection: its words, who said them, and its date."""

    words: str
    name: str | None
    kind: SpeakerKind | None
    published: str | None


def made_article(db: Database, draw: random.Random, number: int, late: bool) -> tuple[Article, list[Quote]]:
    """An article that waits to be added, with its quotes."""
    repeated = [_drawn(db, draw) for _ in range(QUOTES // 2)]
    speakers = [_drawn(db, draw) for _ in range(QUOTES - len(repeated))]
    new = [one._replace(words=" ".join(some_words(draw, draw.randint(8, 26)))) for one in speakers]
    text, quotes = "", []
    for said in draw.sample(repeated + new, QUOTES):
        text += draw.choice(sentences()) + f"\n\n{said.name or 'an official'} said: “"
        span = TextSpan(len(text), len(text) + len(said.words))
        text += f"{said.words}.” "
        speaker = ArticleSpeaker(said.name, said.kind, "named") if said.name and said.kind else None
        quotes.append(Quote("direct", (span,), speaker=speaker, form="cue, quote", confidence=0.9))
    outlets = db.execute(_OUTLETS).fetchall()
    published = repeated[0].published if late else _soon(db)
    article = Article(
        text=text,
        title=f"Added {number}",
        outlet=Outlet(*draw.choice(outlets)),
        source_path=f"added/{number:06}.md",
        language="en",
        url=f"https://added.example/{number}",
        published=parse_published(published, "meta") if published else None,
    )
    return article, quotes


def _soon(db: Database) -> str:
    """Ten minutes after the newest article whose minute is known."""
    (newest,) = db.execute("select max(published) from articles where published_precision = 'minute'").fetchone()
    moment = datetime.fromisoformat(newest[:16]) + timedelta(minutes=10)
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def _drawn(db: Database, draw: random.Random) -> Said:
    (last,) = db.execute("select max(id) from quotes").fetchone()
    return Said(*db.execute(_SAID, (draw.randint(1, last),)).fetchone())


class Timed:
    """CPU seconds by stage, one figure for each article."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)

    def call(self, name: str, function: Callable[..., Any], *given: Any) -> Any:
        """What a function returns; what it took is noted."""
        start = time.process_time()
        try:
            return function(*given)
        finally:
            self.spent[name].append(time.process_time() - start)

    def watch(self, name: str) -> None:
        """Note from now on what a stage of linking takes."""
        function = getattr(linking, name)
        setattr(linking, name, lambda *given: self.call(name, function, *given))

    def told(self) -> str:
        """Milliseconds: the median, what nine in ten stay below, and the most."""
        lines = [f"{'CPU ms an article':20}{'half':>8}{'9 in 10':>9}{'most':>8}"]
        for name, spent in self.spent.items():
            ranked = sorted(1000 * one for one in spent)
            half, most = ranked[len(ranked) // 2], ranked[-1]
            lines.append(f"{name:20}{half:8.1f}{ranked[int(0.9 * (len(ranked) - 1))]:9.1f}{most:8.1f}")
        return "\n".join(lines)


def add(db: Database, articles: int, seed: int, late: bool, profile: cProfile.Profile | None = None) -> Timed:
    """Add articles to a database and link each; those that warm up aren't in the figures."""
    draw = random.Random(seed)  # noqa: S311
    aliases = load_aliases(())
    load_id = store.start_load(db, program="bench", spacy_version="none", model="none", parameters={})
    (before,) = db.execute("select count(*) from articles where source_path like 'added/%'").fetchone()
    timed = Timed()
    for name in STAGES:
        timed.watch(name)
    for number in range(WARM + articles):
        if number == WARM:
            timed.spent.clear()
        article, quotes = made_article(db, draw, before + number, late)
        timed.call("saving", store.save_article, db, article, quotes, "bench", load_id)
        if profile and number >= WARM:
            profile.runcall(linking.link_all, db, aliases)
        else:
            timed.call("linking", linking.link_all, db, aliases)
    return timed


def main(given: Sequence[str]) -> None:
    """Add articles and print what linking them took."""
    parser = argparse.ArgumentParser(prog="python -m bench adding", description=__doc__)
    parser.add_argument("database", type=Path, help="a copy of a linked database: articles are added to it")
    parser.add_argument("--articles", type=int, default=30, help="how many are measured")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same articles")
    parser.add_argument("--late", action="store_true", help="articles from the midst of the collection's time")
    parser.add_argument("--profile", type=int, metavar="LINES", help="show the functions that take most instead")
    asked = parser.parse_args(given)
    if not asked.database.exists():
        raise SystemExit(f"{asked.database} does not exist, expected a copy of a linked database")
    db = store.open_database(asked.database)
    if db.execute("select 1 from linkage_quotes limit 1").fetchone() is None:
        raise SystemExit(f"{asked.database} isn't linked, expected one that `datasette-quotes link` has been run on")
    profile = cProfile.Profile(time.process_time) if asked.profile else None
    timed = add(db, asked.articles, asked.seed, asked.late, profile)
    if profile:
        pstats.Stats(profile).sort_stats("cumtime").print_stats(asked.profile)
    else:
        print(timed.told())
    db.close()
