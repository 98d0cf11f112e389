"""A made-up collection of any size, through the loaders' own schema and row builders.

`python -m bench corpus --quotes 1000000 --seed 1 OUT.db` writes one; the same seed gives the same rows. What linking
would find is part of the plan: speakers, statements with their wordings, origins, links and contradictions.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from sqlite_utils import Database

from bench.corpus_articles import AGENCY_EVERY, Linked, Printed, outlet_of, printed
from bench.corpus_plan import Plan, plan
from bench.corpus_words import name
from datasette_quotes.text import short_key
from quote_loaders import store
from quote_loaders.keys import article_key, outlet_key, statement_key
from quote_loaders.later_wordings import is_later
from quote_loaders.records import (
    CONTENT_JOINER,
    Member,
    PlacedQuote,
    Quote,
    Statement,
)
from quote_loaders.speakers.names import fold
from quote_loaders.store.articles import article_row, quote_row
from quote_loaders.store.bulk import bulk_writing
from quote_loaders.store.linked import statement_row

Row = dict[str, Any]

PROGRAM = "datasette-quotes bench"
LOADS = 6
DISPUTED = 0.012  # share of statements that contradict an earlier one
ARTICLES_AT_ONCE = 500
RELAYED_EVERY = 33  # one quote in so many is relayed


@dataclass(slots=True)
class Rows:
    """Turns printed articles into the rows of every table; ids count from 1 in the order of the plan."""

    chosen: Plan
    quotes: int = 0
    waiting: dict[int, list[tuple[int, PlacedQuote, Linked]]] = field(default_factory=dict)
    popular: tuple[int, int, Row] | None = None  # statement, id of its earliest quote, that quote's row
    contradicted: dict[int, int] = field(default_factory=dict)

    def load_of(self, number: int) -> int:
        """The id of the load that brought an article."""
        return 1 + number * LOADS // self.chosen.articles

    def of_article(self, one: Printed) -> tuple[Row, list[Row], dict[str, list[Row]]]:
        """The row of the article, those of its quotes, and what is complete with them."""
        key = article_key(one.article)
        row = article_row(one.article, key, one.outlet + 1)
        row |= {"id": one.number + 1, "extractor": "made up", "load_id": self.load_of(one.number)}
        row["origin_id"] = None if one.copied is None else one.copied + 1
        row["origin_reason"] = None if one.copied is None else "same text, 97 %"
        place = {
            "article_id": row["id"],
            "outlet_id": row["outlet_id"],
            "published": row["published"],
            "published_order": row["published_order"],
            "published_month": row["published_month"],
            "load_id": row["load_id"],
        }
        complete: dict[str, list[Row]] = {"article_links": [], "statements": [], "statement_keys": []}
        complete["contradictions"] = []
        rows = [self._quote(one, key, quote, linked, place, complete) for quote, linked in one.quotes]
        if one.copied is not None:
            complete["article_links"].append(_link(row["id"], one.copied + 1, "same text", 0.97, "97 %"))
        return row, rows, complete

    def _quote(
        self, one: Printed, key: str, quote: Quote, linked: Linked, place: Row, complete: dict[str, list[Row]]
    ) -> Row:
        self.quotes += 1
        speaker = int(self.chosen.speaker_of[linked.statement])
        differences = linked.wording.differences
        row = place | quote_row(one.article, key, quote)
        row |= {
            "id": self.quotes,
            "speaker_id": speaker + 1 if speaker >= 0 else None,
            "via_speaker_id": _relayed_by(self.quotes, self.chosen),
            "statement_id": linked.statement + 1,
            "relation": "earliest" if linked.first else linked.wording.relation,
            "similarity": linked.wording.similarity,
            "differences": json.dumps(differences, ensure_ascii=False) if differences else None,
        }
        self._member(one, row, quote, linked, complete)
        return row

    def _member(self, one: Printed, row: Row, quote: Quote, linked: Linked, complete: dict[str, list[Row]]) -> None:
        members = self.waiting.setdefault(linked.statement, [])
        placed = PlacedQuote(
            key=row["key"],
            article=str(one.number),
            outlet=str(one.outlet),
            speaker=None,
            speaker_name=None,
            via=None,
            kind=row["kind"],
            text=row["text"],
            spans=quote.content,
            language=one.article.language,
            published=row["published"],
            published_order=row["published_order"],
            prefix="",
            suffix="",
            cue=None,
            origin=None if one.copied is None else str(one.copied),
        )
        if members and members[-1][0] % 2 and is_later(placed, before := members[-1][1]):
            complete["article_links"].append(
                _link(row["article_id"], int(before.article) + 1, "same wording later", 0.3, "printed later")
            )
        members.append((row["id"], placed, linked))
        if len(members) == self.chosen.sizes[linked.statement]:
            del self.waiting[linked.statement]
            self._statement(linked.statement, members, row, complete)

    def _statement(
        self, number: int, members: list[tuple[int, PlacedQuote, Linked]], last: Row, complete: dict[str, list[Row]]
    ) -> None:
        members.sort(key=lambda member: (not member[2].first, member[1].published_order, member[1].key))
        first_id, first, _ = members[0]
        quotes = {placed.key: placed for _, placed, _ in members}
        found = Statement(
            statement_key(first.key),
            tuple(Member(placed.key, "repeats", 1.0, None) for _, placed, _ in members),
            first.key,
            "earliest",
        )
        disputes = self._dispute(number, first_id, first, complete)
        row = statement_row(found, quotes, disputes)
        row |= {
            "id": number + 1,
            "speaker_id": last["speaker_id"],
            "reference_quote_id": first_id,
            "earliest_quote_id": first_id,
        }
        complete["statements"].append(row)
        complete["statement_keys"] += [
            {"key": statement_key(placed.key), "statement_id": number + 1} for _, placed, _ in members[1:]
        ]

    def _dispute(self, number: int, first_id: int, first: PlacedQuote, complete: dict[str, list[Row]]) -> int:
        draw = random.Random(number * 31 + 5)  # noqa: S311
        other = self.popular
        words = {"id": first_id, "span": first.spans[0], "text": first.text}
        if other is None or draw.random() < 0.002:
            self.popular = (number, first_id, words)
            return 0
        if draw.random() >= DISPUTED:
            return 0
        self.contradicted[other[0]] = self.contradicted.get(other[0], 0) + 1
        kind = draw.choice(("negation", "number", "denial", "reversal", "opposite"))
        complete["contradictions"].append(
            {
                "left_statement_id": other[0] + 1,
                "right_statement_id": number + 1,
                "left_quote_id": other[1],
                "right_quote_id": first_id,
                "kind": kind,
                "score": round(draw.uniform(0.5, 1), 4),
                "explanation": "one says the opposite of the other",
                "evidence": json.dumps({"left": [_evidence(other[2])], "right": [_evidence(words)]}),
                "method": "made up 1",
            }
        )
        return 1


def _evidence(words: Row) -> dict[str, object]:
    start = words["span"].start
    text = words["text"].split(CONTENT_JOINER)[0][:12]
    return {"text": text, "start": start, "end": start + len(text)}


def _link(article: int, from_article: int, kind: str, strength: float, evidence: str) -> Row:
    return {
        "article_id": article,
        "from_article_id": from_article,
        "from_outlet_id": None,
        "kind": kind,
        "strength": strength,
        "evidence": evidence,
    }


def first_rows(chosen: Plan) -> Iterator[tuple[str, list[Row]]]:
    """The rows that others point to: loads, outlets, speakers and their names."""
    yield (
        "loads",
        [
            {
                "id": number + 1,
                "program": PROGRAM,
                "parameters": "{}",
                "model": "made up 1",
                "started": f"2026-0{number + 1}-01T10:00:00Z",
                "finished": f"2026-0{number + 1}-01T10:30:00Z",
            }
            for number in range(LOADS)
        ],
    )
    outlets = [(number + 1, outlet_of(number)) for number in _printing(chosen)]
    yield (
        "outlets",
        [
            {
                "id": number,
                "key": outlet_key(one),
                "name": one.name,
                "domain": one.domain,
                "kind": one.kind,
                "country": one.country,
                "language": one.language,
            }
            for number, one in outlets
        ],
    )
    numbers = _quoted(chosen)
    yield (
        "speakers",
        [{"id": n + 1, "key": _speaker_key(name(n)), "name": name(n), "kind": "person", "role": None} for n in numbers],
    )
    yield (
        "speaker_names",
        [
            row
            for n in numbers
            for row in (
                {"speaker_id": n + 1, "name": name(n), "reason": "full name"},
                {"speaker_id": n + 1, "name": name(n).split()[-1], "reason": "surname in article"},
            )
        ],
    )


def _relayed_by(quote: int, chosen: Plan) -> int | None:
    """The id of the speaker who relays a quote (id)."""
    return None if quote % RELAYED_EVERY else 1 + quote * 7919 % min(200, chosen.speakers)


def _printing(chosen: Plan) -> list[int]:
    """The numbers of the outlets that have an article; the first one has the wire stories."""
    others = np.arange(chosen.articles) % AGENCY_EVERY > 0
    return sorted({0, *chosen.outlet_of[others].tolist()})


def _quoted(chosen: Plan) -> list[int]:
    """The numbers of the speakers who have or relay a quote."""
    relaying = {_relayed_by(quote, chosen) for quote in range(RELAYED_EVERY, chosen.quotes + 1, RELAYED_EVERY)}
    return sorted(({*chosen.speaker_of.tolist()} | {one - 1 for one in relaying if one}) - {-1})


def _speaker_key(full_name: str) -> str:
    return short_key("speaker", " ".join(fold(full_name)))


def portions(rows: Rows, articles: Iterable[Printed]) -> Iterator[tuple[str, list[Row]]]:
    """Every row of a collection with its table, those of some hundred articles at a time, in the order of writing."""
    yield from first_rows(rows.chosen)
    waiting = iter(articles)
    while some := list(islice(waiting, ARTICLES_AT_ONCE)):
        found: dict[str, list[Row]] = {"articles": [], "quotes": []}
        for one in some:
            article, quotes, complete = rows.of_article(one)
            found["articles"].append(article)
            found["quotes"] += quotes
            for table, more in complete.items():
                found.setdefault(table, []).extend(more)
        found["article_links"] = _once(found["article_links"])
        yield from found.items()


def _once(links: list[Row]) -> list[Row]:
    return list({(one["article_id"], one["from_article_id"], one["kind"]): one for one in links}.values())


def fill(db: Database, chosen: Plan, articles: Iterable[Printed]) -> Rows:
    """Write a collection into an empty database with the newest schema."""
    rows = Rows(chosen)
    with bulk_writing(db) as write:
        for table, some in portions(rows, articles):
            write(table, some)
        db.conn.executemany(
            "update statements set contradictions = contradictions + ? where id = ?",
            [(many, number + 1) for number, many in rows.contradicted.items()],
        )
    return rows


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench corpus", description=__doc__)
    parser.add_argument("--quotes", type=int, default=10_000, help="how many quotes, a tenth as many articles")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same rows")
    parser.add_argument("database", type=Path, help="the file to write, which must not exist yet")
    return parser.parse_args(given)


def main(given: Sequence[str]) -> None:
    """Write a collection and say how long that took."""
    asked = arguments(given)
    if asked.database.exists():
        raise SystemExit(f"{asked.database} exists already, expected the name of a new file")
    start = time.monotonic()
    chosen = plan(asked.quotes, asked.seed)
    db = store.open_database(asked.database)
    fill(db, chosen, printed(chosen))
    store.finish_database(db, changed=True)
    db.close()
    seconds = time.monotonic() - start
    print(
        f"{chosen.quotes:,} quotes in {chosen.articles:,} articles, {len(chosen.sizes):,} statements: "
        f"{asked.database.stat().st_size / 1e6:,.0f} MB in {seconds:,.0f} s"
    )
