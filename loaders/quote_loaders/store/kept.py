"""What linking keeps of quotes between loads: measures, keys, and the pairs that it found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlite_utils import Database

from quote_loaders.linkage.blocking import Keys
from quote_loaders.linkage.columns import Places
from quote_loaders.linkage.measures import DENIED_BEFORE, Measures
from quote_loaders.records import Contradiction
from quote_loaders.store.chosen import choose, listed, some
from quote_loaders.store.linked import evidence_json

_NOTHING = (b"", b"")
_QUOTES = """
select quote_id, first_id, statement_id, language, speaker, week, first_day, last_day, words, mass, light, signs, keys,
    sketch
from json_each(?) cross join linkage_quotes on quote_id = value
"""
_MEASURES = """
select quote_id, speaker, week, first_day, last_day, words, signs, mass, light
from json_each(?) cross join linkage_quotes on quote_id = value
"""
_SKETCHES = "select quote_id, sketch from json_each(?) cross join linkage_quotes on quote_id = value"
_FOLLOWING = f"select quote_id from linkage_quotes where first_id in {some('first')}"
_SAVE_QUOTE = "insert or replace into linkage_quotes values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OFFERS = f"""
select below_id, above_id, kind = 'translation', quoted, score from linkage_offers where below_id in {some("node")}
union
select below_id, above_id, kind = 'translation', quoted, score from linkage_offers where above_id in {some("node")}
"""
_SAVE_OFFER = "insert or replace into linkage_offers (below_id, above_id, kind, quoted, score) values (?, ?, ?, ?, ?)"
_FINDINGS = f"""
select left_id, right_id, kind, score from linkage_findings where left_id in {some("node")}
union select left_id, right_id, kind, score from linkage_findings where right_id in {some("node")}
"""
_SAVE_FINDING = "insert or replace into linkage_findings values (?, ?, ?, ?, ?, ?, ?)"
_FORGET = f"""
delete from linkage_offers where below_id in {some("node")};
delete from linkage_offers where above_id in {some("node")};
delete from linkage_findings where left_id in {some("node")};
delete from linkage_findings where right_id in {some("node")}
"""
_EMPTY = (
    "delete from linkage_quotes; delete from linkage_keys; delete from linkage_offers; delete from linkage_findings;"
    "delete from linkage_statements"
)


class Kept(NamedTuple):
    """What is kept of a quote; `keys` are the hashes that it is under, none when another one stands for it."""

    quote: int
    first: int
    statement: int | None
    language: str
    speaker: int
    week: int
    first_day: int
    last_day: int
    words: int
    mass: float
    light: float
    signs: int
    keys: bytes
    sketch: bytes  # of the words, likewise

    def hashes(self) -> list[int]:
        """The hashes of the keys, as SQLite has them: signed."""
        found: list[int] = np.frombuffer(self.keys, dtype="<i8").tolist()
        return found


class KeptOffer(NamedTuple):
    """An offer between two quotes (ids)."""

    below: int
    above: int
    translates: bool
    quoted: bool
    score: float


class KeptFinding(NamedTuple):
    """That a rule found something between two quotes (ids)."""

    left: int
    right: int
    kind: str
    score: float


def kept_rows(
    ids: Sequence[int],
    firsts: Sequence[int],
    languages: Sequence[str],
    measures: Measures,
    keys: Keys,
    own: Sequence[int],
    sketches: Sequence[bytes],
) -> list[Kept]:
    """The rows of quotes; `keys` and `sketches` are of those at the places `own`, by their number in it."""
    order = np.argsort(keys.places, kind="stable")
    hashes = keys.hashes[order].view(np.int64).astype("<i8")
    bounds = np.searchsorted(keys.places[order], np.arange(len(own) + 1)).tolist()
    blobs = {place: (hashes[bounds[at] : bounds[at + 1]].tobytes(), sketches[at]) for at, place in enumerate(own)}
    columns = [column.view(np.int64).tolist() if column.dtype == np.uint64 else column.tolist() for column in measures]
    return [
        Kept._make([quote, first, None, language, *row, *blobs.get(place, _NOTHING)])
        for place, (quote, first, language, *row) in enumerate(zip(ids, firsts, languages, *columns, strict=True))
    ]


def measures_of(rows: Sequence[Kept]) -> Measures:
    """The measures of kept quotes."""
    return _measures([[row[at] for row in rows] for at in (4, 5, 6, 7, 8, 11, 9, 10)])


def read_measures(db: Database, quotes: Iterable[int]) -> tuple[Places, Measures]:
    """The measures of some quotes, and their ids, sorted."""
    ids, *columns = [*zip(*db.execute(_MEASURES, (listed(sorted(quotes)),)), strict=True)] or [()] * 9
    return np.array(ids, dtype=np.int64), _measures(columns)


def _measures(columns: Sequence[Sequence[Any]]) -> Measures:
    """Measures of their columns in the order of `_MEASURES`: six of whole numbers, two of nats."""
    speakers, weeks, first, last, sizes, signs = (np.array(column, dtype=np.int64) for column in columns[:6])
    mass, light = (np.array(column, dtype=np.float64) for column in columns[6:])
    return Measures(speakers.view(np.uint64), weeks, first, last, sizes, mass, light, signs)


def read_sketches(db: Database, quotes: Sequence[int]) -> list[bytes]:
    """The sketches of some quotes, in their order."""
    found: dict[int, bytes] = dict(db.execute(_SKETCHES, (listed(quotes),)).fetchall())
    return [found[one] for one in quotes]


def forget_all(db: Database) -> None:
    """Keep nothing of quotes."""
    for statement in _EMPTY.split(";"):
        db.execute(statement)


def read_kept(db: Database, quotes: Iterable[int]) -> dict[int, Kept]:
    """What is kept of some quotes, by id."""
    return {kept.quote: kept for kept in map(Kept._make, db.execute(_QUOTES, (listed(quotes),)))}


def following(db: Database, firsts: Iterable[int]) -> set[int]:
    """The quotes that some first quotes stand for, these among them."""
    choose(db, "first", firsts)
    return {row[0] for row in db.execute(_FOLLOWING)}


def save_kept(db: Database, rows: Iterable[Kept]) -> None:
    """Keep quotes; what was kept of the same ones is replaced."""
    db.conn.executemany(_SAVE_QUOTE, rows)


def forget_kept(db: Database, quotes: Iterable[int]) -> None:
    """Keep nothing more of some quotes but their keys."""
    db.conn.executemany("delete from linkage_quotes where quote_id = ?", ((quote,) for quote in quotes))


def read_offers(db: Database, nodes: Iterable[int]) -> set[KeptOffer]:
    """The offers on either side of some quotes."""
    choose(db, "node", nodes)
    return {KeptOffer(row[0], row[1], bool(row[2]), bool(row[3]), row[4]) for row in db.execute(_OFFERS)}


def read_findings(db: Database, nodes: Iterable[int]) -> set[KeptFinding]:
    """The findings on either side of some quotes."""
    choose(db, "node", nodes)
    return {KeptFinding(*row) for row in db.execute(_FINDINGS)}


def forget_pairs(db: Database, nodes: Iterable[int]) -> None:
    """Keep no offers and findings of some quotes."""
    choose(db, "node", nodes)
    for statement in _FORGET.split(";"):
        db.execute(statement)


def forget_offers(db: Database, pairs: Iterable[tuple[int, int]]) -> None:
    """Keep some offers no longer: below and above."""
    db.conn.executemany("delete from linkage_offers where below_id = ? and above_id = ?", pairs)


def forget_findings(db: Database, pairs: Iterable[tuple[int, int]]) -> None:
    """Keep the findings between some quotes no longer: left and right."""
    db.conn.executemany("delete from linkage_findings where left_id = ? and right_id = ?", pairs)


def save_offers(db: Database, offers: Iterable[KeptOffer]) -> None:
    """Keep offers."""
    rows = (
        (one.below, one.above, "translation" if one.translates else "repeats", one.quoted, one.score) for one in offers
    )
    db.conn.executemany(_SAVE_OFFER, rows)


def save_findings(db: Database, found: Iterable[tuple[int, int, Contradiction]]) -> None:
    """Keep what was found between quotes (ids)."""
    rows = (
        (left, right, one.kind, one.score, one.explanation, evidence_json(one), one.method)
        for left, right, one in found
    )
    db.conn.executemany(_SAVE_FINDING, rows)


def statement_of(db: Database, rows: Iterable[tuple[int, int]]) -> None:
    """Keep in which statement quotes were put: statement and quote."""
    db.conn.executemany("update linkage_quotes set statement_id = ? where quote_id = ?", rows)


def read_state(db: Database) -> dict[str, str]:
    """What the kept keys were made with."""
    return dict(db.execute("select name, value from linkage_state").fetchall())


def save_state(db: Database, state: dict[str, str]) -> None:
    """Keep what the keys are made with, and that nothing has changed since."""
    if read_state(db) != state:
        db.execute("delete from linkage_state")
        db.conn.executemany("insert into linkage_state values (?, ?)", state.items())
    db.execute("delete from linkage_changes")


class Changes(NamedTuple):
    """Ids of rows that came, went or changed since the last linking."""

    quotes: set[int]
    articles: set[int]
    outlets: set[int]
    speakers: set[int]


def read_changes(db: Database) -> Changes:
    """What changed since everything was last linked."""
    found = Changes(set(), set(), set(), set())
    of = {"quote": found.quotes, "article": found.articles, "outlet": found.outlets, "speaker": found.speakers}
    for subject, row_id in db.execute("select subject, row_id from linkage_changes"):
        of[subject].add(row_id)
    return found


def count_kept(db: Database) -> int:
    """About how many quotes are kept: the largest id of them."""
    return int(db.execute("select coalesce(max(quote_id), 0) from linkage_quotes").fetchone()[0])


def of_articles(db: Database, articles: Iterable[int]) -> set[int]:
    """The quotes of some articles."""
    choose(db, "node", articles)
    return {row[0] for row in db.execute(f"select id from quotes where article_id in {some('node')}")}


_VERSIONS = f"""
with recursive later (id) as (
    select value from temp.chosen where kind = 'node'
    union select articles.id from articles join later on articles.version_of_id = later.id
)
select id from later where id not in {some("node")}
"""


def later_versions(db: Database, articles: Iterable[int]) -> set[int]:
    """The articles that are later versions of some, these aside."""
    choose(db, "node", articles)
    return {row[0] for row in db.execute(_VERSIONS)}


def copies_of(db: Database, articles: Iterable[int]) -> set[int]:
    """The articles that were taken from some."""
    choose(db, "node", articles)
    return {row[0] for row in db.execute(f"select id from articles where origin_id in {some('node')}")}


def read_withdrawn(db: Database) -> list[str]:
    """The keys of the quotes that were withdrawn."""
    return [row[0] for row in db.execute("select key from tombstones where kind = 'quote' order by key")]


def quote_ids(db: Database, keys: Iterable[str]) -> dict[str, int]:
    """The ids of quotes by their keys."""
    choose(db, "key", keys)
    return dict(db.execute(f"select key, id from quotes where key in {some('key')}").fetchall())


def occasion(row: Kept) -> tuple[int, int, str, bool]:
    """As `linkage.ordered.same_occasion`, of a kept quote."""
    return row.speaker, row.week, row.language, bool(row.signs & DENIED_BEFORE)


def order_of(db: Database, row: Kept) -> tuple[str, int, str]:
    """Where a kept quote stands in the order of linking."""
    order, key = db.execute("select published_order, key from quotes where id = ?", (row.quote,)).fetchone()
    return order, -row.words, key


def in_statements(db: Database, statements: Iterable[int]) -> set[int]:
    """The quotes that are stored in some statements."""
    choose(db, "node", statements)
    return {row[0] for row in db.execute(f"select id from quotes where statement_id in {some('node')}")}
