"""Speakers across articles: of the whole collection, or of what changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from quote_loaders.records import Judgement
from quote_loaders.speakers import AliasList, merge_named, merge_unnamed
from quote_loaders.speakers.names import surname
from quote_loaders.store import kept
from quote_loaders.store import speakers as stored
from quote_loaders.store.speakers import MentionRow, SavedSpeakers

MOST = 5_000  # names that may be one speaker's: with more everything is linked again


class TooMuchError(Exception):
    """So much is touched that linking everything is no more work."""


def all_speakers(db: Database, aliases: AliasList, judgements: Sequence[Judgement]) -> SavedSpeakers:
    """Merge all speakers, and keep their names."""
    rows = stored.read_mention_rows(db, None)
    found = stored.mentions(rows)
    _keep(db, {one.name for one in found if stored.is_named(one.kind)}, aliases)
    return stored.save_speakers(db, merge_named(found, aliases, judgements), merge_unnamed(found), rows, None)


def changed_speakers(
    db: Database, aliases: AliasList, judgements: Sequence[Judgement], changes: kept.Changes
) -> SavedSpeakers:
    """Merge the speakers of articles that changed anew, with all names that may be theirs; raises TooMuchError."""
    names = stored.names_of(db, changes.articles, changes.speakers)
    _keep(db, names, aliases)
    names = _closed(db, names, judgements)
    rows = stored.read_mention_rows(db, changes.articles, names)
    keys = {row[0] for row in db.execute(_KEYS)}
    found = [
        one
        for one in stored.mentions(rows)
        if (one.name in names if stored.is_named(one.kind) else one.article in keys)
    ]
    stored.forget_names(db, names - {one.name for one in found})
    touched = {*changes.speakers, *(one for row in rows for one in _links(row, names, keys))}
    return stored.save_speakers(db, merge_named(found, aliases, judgements), merge_unnamed(found), rows, touched)


_KEYS = "select key from articles where id in (select value from temp.chosen where kind = 'article')"


def _keep(db: Database, names: set[str], aliases: AliasList) -> None:
    entries = ((name, aliases.entry(name)) for name in sorted(names))
    stored.save_names(db, ((name, surname(name), entry.name if entry else None) for name, entry in entries))


def _closed(db: Database, names: set[str], judgements: Sequence[Judgement]) -> set[str]:
    """The names with all others that may be one speaker's with them: by surname, alias list or judgement."""
    told = [{one.left, one.right} for one in judgements if one.subject == "same speaker"]
    while True:
        found = stored.joined_names(db, names)
        found |= {name for pair in told if pair & found for name in pair}
        if len(found) > MOST:
            raise TooMuchError
        if found == names:
            return names
        names = found


def _links(row: MentionRow, names: set[str], articles: set[str]) -> list[int]:
    """The speakers that a row leads to by a name that is merged anew."""
    sides = (
        (row.speaker_id, row.named_as, row.named_kind),
        (row.via_speaker_id, row.via_named_as, row.via_named_kind),
    )
    return [
        one
        for one, name, kind in sides
        if one is not None and (row.article in articles or (stored.is_named(kind) and name in names))
    ]
