"""What linking keeps of articles between loads: addresses, runs of words, and which texts are alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from quote_loaders.article_links import Known, addresses, page, site
from quote_loaders.origins import OutletName, Shingles, sampled, shingles
from quote_loaders.records import PlacedArticle
from quote_loaders.store.chosen import choose, listed, some

_AT_ONCE = 50_000  # shingles
_KEPT = f"""
select article_id, outlet_id, page, site, shingles, sampled from linkage_articles where article_id in {some("kept")}
"""
_SIZES = """
select value, (select count(*) from (select 1 from linkage_shingles where hash = value limit :most))
from json_each(:shingles)
"""
_MET = """
select article_id, count(*) from json_each(?) cross join linkage_shingles on hash = value
group by article_id
"""
_MEMBERS = f"select distinct article_id from linkage_shingles where hash in {some('hash')}"
_COPIES = f"""
select article_id, other_id, share from linkage_copies where article_id in {some("text")}
union select article_id, other_id, share from linkage_copies where other_id in {some("text")}
"""
_OUTLETS = """
select key, name, kind from outlets where exists (select 1 from articles where outlet_id = outlets.id) order by key
"""
_NAMING = "select rowid from articles_fts where articles_fts match ? limit ?"
_LEADING = f"""
select article_id from linkage_addresses where page in {some("page")}
union select article_id from linkage_addresses where site in {some("site")}
"""
_PAGES = f"""
select linkage_articles.page, articles.key from linkage_articles join articles on articles.id = article_id
where linkage_articles.page in {some("page")}
"""
_SITES = f"""
select linkage_articles.site, min(outlets.key) from linkage_articles join articles on articles.id = article_id
join outlets on outlets.id = articles.outlet_id where linkage_articles.site in {some("site")} group by 1
"""
_EMPTY = (
    "delete from linkage_articles; delete from linkage_addresses; delete from linkage_shingles;"
    "delete from linkage_copies; delete from linkage_names; delete from linkage_uses; delete from linkage_wordings"
)


class KeptText(NamedTuple):
    """What is kept of an article."""

    article: int
    outlet: int
    page: str | None
    site: str | None
    shingles: int
    sampled: bytes

    def hashes(self) -> list[int]:
        """The sampled shingles, as SQLite has them: signed."""
        found: list[int] = np.frombuffer(self.sampled, dtype="<i8").tolist()
        return found


def forget_texts(db: Database) -> None:
    """Keep nothing of articles and names."""
    for statement in _EMPTY.split(";"):
        db.execute(statement)


def read_texts(db: Database, articles: Iterable[int]) -> dict[int, KeptText]:
    """What is kept of some articles, by id."""
    choose(db, "kept", articles)
    return {row[0]: KeptText(*row) for row in db.execute(_KEPT)}


def drop_texts(db: Database, rows: Sequence[KeptText]) -> None:
    """Keep nothing of some articles."""
    db.conn.executemany(
        "delete from linkage_shingles where hash = ? and article_id = ?",
        ((one, row.article) for row in rows for one in row.hashes()),
    )
    ids = [(row.article,) for row in rows]
    db.conn.executemany("delete from linkage_articles where article_id = ?", ids)
    db.conn.executemany("delete from linkage_addresses where article_id = ?", ids)


def keep_texts(db: Database, articles: dict[int, PlacedArticle]) -> dict[int, Shingles]:
    """Keep articles but for the table of sampled shingles; the shingles of each by id."""
    outlets = dict(db.execute("select key, id from outlets").fetchall())
    found = {row_id: shingles(one.text) for row_id, one in articles.items()}
    samples = {row_id: sampled(one) for row_id, one in found.items()}
    rows = [
        KeptText(
            row_id,
            outlets[one.outlet],
            page(one.url) if one.url else None,
            site(one.url) if one.url else None,
            len(samples[row_id]),
            samples[row_id].view(np.int64).astype("<i8").tobytes(),
        )
        for row_id, one in articles.items()
    ]
    db.conn.executemany("insert into linkage_articles values (?, ?, ?, ?, ?, ?)", rows)
    db.conn.executemany(
        "insert into linkage_addresses values (?, ?, ?, ?)",
        ((row_id, *one) for row_id, article in articles.items() for one in addresses(article.text)),
    )
    return found


def keep_shingles(db: Database, hashes: Shingles, articles: NDArray[np.int64]) -> None:
    """Keep which articles (ids) have which sampled shingles, side by side."""
    db.conn.executemany("insert into linkage_shingles values (?, ?)", _by_hash(hashes.view(np.int64), articles))


def _by_hash(hashes: NDArray[np.int64], articles: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Each sampled shingle (signed) with its article, sorted as they are kept."""
    order = np.lexsort((articles, hashes))
    for start in range(0, len(order), _AT_ONCE):
        some = order[start : start + _AT_ONCE]
        yield from zip(hashes[some].tolist(), articles[some].tolist(), strict=True)


def shingle_sizes(db: Database, hashes: Iterable[int], most: int) -> dict[int, int]:
    """How many articles have each shingle, counted up to a number."""
    return dict(db.execute(_SIZES, {"shingles": listed(hashes), "most": most}).fetchall())


def having(db: Database, hashes: Iterable[int]) -> set[int]:
    """The articles that have one of some shingles."""
    choose(db, "hash", hashes)
    return {row[0] for row in db.execute(_MEMBERS)}


def met(db: Database, hashes: Iterable[int]) -> Counter[int]:
    """How many of some shingles each article has."""
    return Counter(dict(db.execute(_MET, (listed(hashes),)).fetchall()))


def read_copies(db: Database, articles: Iterable[int]) -> set[tuple[int, int, float]]:
    """The pairs of alike texts on either side of some articles."""
    choose(db, "text", articles)
    return {(row[0], row[1], row[2]) for row in db.execute(_COPIES)}


def all_copies(db: Database) -> NDArray[np.int64]:
    """All pairs of alike texts: the ids of both articles, in two columns."""
    pairs = db.execute("select article_id, other_id from linkage_copies")
    return np.fromiter((one for pair in pairs for one in pair), np.int64).reshape(-1, 2)


def drop_copies(db: Database, pairs: Iterable[tuple[int, int]]) -> None:
    """Keep some pairs no longer."""
    db.conn.executemany("delete from linkage_copies where article_id = ? and other_id = ?", pairs)


def keep_copies(db: Database, rows: Iterable[tuple[int, int, float]]) -> None:
    """Keep pairs of alike texts, the smaller id first."""
    db.conn.executemany("insert or replace into linkage_copies values (?, ?, ?)", rows)


def read_outlets(db: Database) -> list[OutletName]:
    """The outlets that have articles, by key."""
    return [OutletName(*row) for row in db.execute(_OUTLETS)]


def naming(db: Database, name: str, most: int) -> set[int]:
    """The articles whose title or text has the words of a name; no more than a number."""
    quoted = name.replace('"', " ")
    return {row[0] for row in db.execute(_NAMING, (f'"{quoted}"', most))} if any(map(str.isalnum, name)) else set()


def leading(db: Database, pages: Iterable[str], sites: Iterable[str]) -> set[int]:
    """The articles that have an address of some pages or sites in their texts."""
    choose(db, "page", pages)
    choose(db, "site", sites)
    return {row[0] for row in db.execute(_LEADING)}


def places_of(db: Database, pages: Iterable[str], sites: Iterable[str]) -> Known:
    """Where some pages and sites lead, and all outlets."""
    choose(db, "page", pages)
    choose(db, "site", sites)
    found: dict[str, list[str]] = {}
    for one, key in db.execute(_PAGES):
        found.setdefault(one, []).append(key)
    return Known(found, dict(db.execute(_SITES).fetchall()), read_outlets(db))


def outlets_kept(db: Database, outlets: Iterable[int]) -> set[int]:
    """Which of some outlets (ids) have an article that is kept."""
    return {
        one
        for one in outlets
        if db.execute("select 1 from linkage_articles where outlet_id = ? limit 1", (one,)).fetchone()
    }


def outlets_of(db: Database, articles: Iterable[int]) -> set[int]:
    """The outlets of some articles, by id."""
    choose(db, "kept", articles)
    return {row[0] for row in db.execute(f"select outlet_id from articles where id in {some('kept')}")}


def outlets_by_id(db: Database, outlets: Iterable[int]) -> list[OutletName]:
    """Some outlets by their ids."""
    choose(db, "kept", outlets)
    rows = db.execute(f"select key, name, kind from outlets where id in {some('kept')} order by key")
    return [OutletName(*row) for row in rows]


def ids_by_key(db: Database) -> NDArray[np.int64]:
    """The ids of all articles in the order of their keys."""
    return np.fromiter((one for (one,) in db.execute("select id from articles order by key")), np.int64)


def outlet_of_each(db: Database) -> dict[int, int]:
    """The outlet of every article, by ids."""
    return dict(db.execute("select id, outlet_id from articles"))


def existing(db: Database, keys: Iterable[str]) -> set[str]:
    """Which keys are of articles."""
    choose(db, "key", keys)
    return {row[0] for row in db.execute(f"select key from articles where key in {some('key')}")}


def present(db: Database, articles: Iterable[int]) -> set[int]:
    """Which of some articles are still there."""
    choose(db, "kept", articles)
    return {row[0] for row in db.execute(f"select id from articles where id in {some('kept')}")}
