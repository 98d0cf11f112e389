"""Saving who speaks: speakers, their names, and the quotes' links to them; of the whole collection or of a part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from quote_loaders.records import Speaker, SpeakerKind, SpeakerMention
from quote_loaders.store.chosen import choose, some
from quote_loaders.store.connection import together
from quote_loaders.store.indexes import Dropped, drop_indexes
from quote_loaders.store.placed import article_ranges
from quote_loaders.store.sync import sync_rows

_NAMED = ("person", "organisation")
_MANY, _SHARE = 20_000, 4  # quotes whose links change, and of how many one: then indexes are made anew

_COLUMNS = """
select quotes.id, articles.key, articles.published_order, quotes.named_as, quotes.named_kind, quotes.role,
    quotes.via_named_as, quotes.via_named_kind, quotes.speaker_id, quotes.via_speaker_id, quotes.named_wikidata
from quotes join articles on articles.id = quotes.article_id
"""
_BETWEEN = f"{_COLUMNS} where quotes.article_id >= ? and quotes.article_id <= ? order by quotes.id"
_SOME = f"""
{_COLUMNS} where quotes.id in (
    select id from quotes where article_id in {some("article")}
    union select id from quotes where named_as in {some("name")} and named_kind in ('person', 'organisation')
    union select id from quotes where via_named_as in {some("name")} and via_named_kind in ('person', 'organisation')
) order by quotes.id
"""
_JOINED = f"""
select name from linkage_names where surname in (
    select surname from linkage_names where name in {some("name")})
union select name from linkage_names where alias in (
    select alias from linkage_names where name in {some("name")})
union select value from temp.chosen where kind = 'name'
"""
_NAMES_OF = f"""
select name from speaker_names where speaker_id in {some("speaker")} and name in (select name from linkage_names)
union select named_as from quotes where article_id in {some("article")} and named_kind in ('person', 'organisation')
union select via_named_as from quotes
    where article_id in {some("article")} and via_named_kind in ('person', 'organisation')
"""
_LINK = "update quotes set speaker_id = ?, via_speaker_id = ? where id = ?"


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A quote as far as speakers go."""

    quote_id: int
    article: str
    published_order: str
    named_as: str | None
    named_kind: SpeakerKind | None
    role: str | None
    via_named_as: str | None
    via_named_kind: SpeakerKind | None
    speaker_id: int | None
    via_speaker_id: int | None
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class SavedSpeakers:
    """What saving speakers did: rows written, and the quotes (ids) whose speaker is another or is called otherwise."""

    written: int
    quotes: frozenset[int]


def names_of(db: Database, articles: Iterable[int], speakers: Iterable[int]) -> set[str]:
    """The names of those who are named in some articles, or were known as some speakers."""
    choose(db, "article", articles)
    choose(db, "speaker", speakers)
    return {name for (name,) in db.execute(_NAMES_OF)}


def joined_names(db: Database, names: Iterable[str]) -> set[str]:
    """The stored names that one of these may be joined to directly, and these."""
    choose(db, "name", names)
    return {name for (name,) in db.execute(_JOINED)}


def save_names(db: Database, rows: Iterable[tuple[str, str, str | None]]) -> None:
    """Keep names with their surname and alias, where they aren't kept."""
    db.conn.executemany("insert or ignore into linkage_names (name, surname, alias) values (?, ?, ?)", rows)


def forget_names(db: Database, names: Iterable[str]) -> None:
    """Keep some names no longer."""
    db.conn.executemany("delete from linkage_names where name = ?", ((name,) for name in names))


def read_mention_rows(db: Database, articles: Iterable[int], names: Iterable[str] = ()) -> list[MentionRow]:
    """The quotes of some articles and those of people and bodies with some names."""
    choose(db, "article", articles)
    choose(db, "name", names)
    return [MentionRow(*row) for row in db.execute(_SOME)]


def all_mention_rows(db: Database, articles: int) -> Iterator[list[MentionRow]]:
    """All quotes, those of so many articles at a time."""
    for ends in article_ranges(db, articles):
        yield [MentionRow(*row) for row in db.execute(_BETWEEN, ends)]


def is_named(kind: SpeakerKind | None) -> bool:
    """Whether a mention is of somebody who has a name beyond its article."""
    return kind in _NAMED


def mentions(rows: Iterable[MentionRow]) -> list[SpeakerMention]:
    """Every name under which an article has somebody speak or relay, with the titles printed beside it."""
    listed = {
        (row.article, row.named_as, row.named_kind, row.role or "", row.published_order, _number(row))
        for row in rows
        if row.named_as
    } | {
        (row.article, row.via_named_as, row.via_named_kind, "", row.published_order, None)
        for row in rows
        if row.via_named_as
    }
    found: dict[tuple[str, str, bool, str | None], SpeakerMention] = {}
    for article, name, kind, role, order, number in sorted(listed, key=str):
        assert name is not None
        assert kind is not None
        place = (article, name, is_named(kind), number)
        known = found.get(place)
        roles = (*(known.roles if known else ()), *([role] if role else []))
        found[place] = SpeakerMention(
            article, name, known.kind if known else kind, tuple(dict.fromkeys(roles)), order, number
        )
    return list(found.values())


def _number(row: MentionRow) -> str | None:
    """A number tells namesakes apart; nobody who isn't named has any."""
    return row.wikidata if is_named(row.named_kind) else None


def save_speakers(
    db: Database,
    named: Sequence[Speaker],
    unnamed: Sequence[Speaker],
    rows: Sequence[MentionRow],
    touched: Iterable[int],
) -> SavedSpeakers:
    """Make the speakers, their names and the links of some quotes to them what merging decided.

    `touched` are the speakers that the rows were linked to and those that lost a quote: such as aren't among the
    wanted ones are deleted.
    """
    speakers = [*named, *unnamed]
    choose(db, "speaker", touched)
    choose(db, "speaker key", (speaker.key for speaker in speakers))
    scope = f"(id in {some('speaker')} or key in {some('speaker key')})"
    before = dict(db.execute(f"select id, name from speakers where {scope}").fetchall())
    with together(db):
        # Names and links go to the new speakers before the old ones are deleted: nothing dangles meanwhile.
        written, ids = save_some(db, speakers)
        changes = list(link_changes(rows, meant(named, ids), meant_in(unnamed, ids)))
        link_quotes(db, changes)
        written += len(changes) + drop_speakers(db, before.keys() - set(ids.values()))
    now = {ids[speaker.key]: speaker.name for speaker in speakers}
    renamed = {row_id for row_id, name in now.items() if before.get(row_id, name) != name}
    called = {row.quote_id for row in rows if row.speaker_id in renamed}
    return SavedSpeakers(written, frozenset({row[-1] for row in changes} | called))


def save_some(db: Database, speakers: Sequence[Speaker]) -> tuple[int, dict[str, int]]:
    """Save speakers with their names; rows written, and the ids by key."""
    choose(db, "speaker key", (speaker.key for speaker in speakers))
    keys = f"key in {some('speaker key')}"
    written = sync_rows(db, "speakers", ("key",), [_row(one) for one in speakers], where=keys, delete=False)
    ids = dict(db.execute(f"select key, id from speakers where {keys}").fetchall())
    choose(db, "speaker", ids.values())
    names = [
        {"speaker_id": ids[speaker.key], "name": name.name, "reason": name.reason}
        for speaker in speakers
        for name in speaker.names
    ]
    within = f"speaker_id in {some('speaker')}"
    return written + sync_rows(db, "speaker_names", ("speaker_id", "name"), names, where=within), ids


def link_quotes(db: Database, changes: Iterable[tuple[int | None, int | None, int]]) -> None:
    """Link quotes to speakers: the speaker, who relayed the words, and the quote (ids)."""
    db.conn.executemany(_LINK, changes)


def drop_links(db: Database, changes: int, quotes: int) -> list[Dropped]:
    """Drop the indexes that linking quotes changes, until `make_indexes`, when it changes many of so many quotes."""
    many = changes >= max(_MANY, quotes / _SHARE)
    return drop_indexes(db, "quotes", ("speaker_id", "via_speaker_id")) if many else []


def all_ids(db: Database) -> set[int]:
    """The ids of all speakers."""
    return {one for (one,) in db.execute("select id from speakers")}


def drop_speakers(db: Database, gone: Iterable[int]) -> int:
    """Delete some speakers (ids), to whom no quote is linked any more; rows deleted."""
    rows = [(one,) for one in gone]
    names = db.conn.executemany("delete from speaker_names where speaker_id = ?", rows).rowcount if rows else 0
    db.conn.executemany("update statements set speaker_id = null where speaker_id = ?", rows)
    db.conn.executemany("delete from speakers where id = ?", rows)
    return names + len(rows)


def _row(one: Speaker) -> dict[str, str | None]:
    return {"key": one.key, "name": one.name, "kind": one.kind, "role": one.role, "wikidata": one.wikidata}


def meant(named: Iterable[Speaker], ids: Mapping[str, int]) -> dict[tuple[str, str | None], int]:
    """The speakers (ids) of names with the numbers beside them."""
    return {one: ids[speaker.key] for speaker in named for one in speaker.numbered}


def meant_in(unnamed: Iterable[Speaker], ids: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """The speakers (ids) of those whom articles (keys) don't name, by what they call them."""
    return {mention: ids[speaker.key] for speaker in unnamed for mention in speaker.mentions}


def link_changes(
    rows: Iterable[MentionRow],
    named: Mapping[tuple[str, str | None], int],
    unnamed: Mapping[tuple[str, str], int],
) -> Iterable[tuple[int | None, int | None, int]]:
    """New links of the rows that have others. A row that was read for one of its names keeps its other one's link."""

    def linked(
        row: MentionRow, name: str | None, kind: SpeakerKind | None, now: int | None, number: str | None
    ) -> int | None:
        if name is None:
            return None
        return named.get((name, number), now) if is_named(kind) else unnamed.get((row.article, name), now)

    for row in rows:
        speaker = linked(row, row.named_as, row.named_kind, row.speaker_id, _number(row))
        via = linked(row, row.via_named_as, row.via_named_kind, row.via_speaker_id, None)
        if (speaker, via) != (row.speaker_id, row.via_speaker_id):
            yield speaker, via, row.quote_id
