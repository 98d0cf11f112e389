"""Speakers across articles: of the whole collection, or of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from sqlite_utils import Database

from quote_loaders.linkage.columns import Places
from quote_loaders.linking.spilled import Spilled, spilled
from quote_loaders.records import Judgement, NameUse, Speaker
from quote_loaders.speakers import AliasList, merge_unnamed, merge_uses
from quote_loaders.speakers.names import surname
from quote_loaders.speakers.uses import add_uses, added_uses, name_uses
from quote_loaders.store import kept, uses
from quote_loaders.store import speakers as stored
from quote_loaders.store.indexes import make_indexes
from quote_loaders.store.speakers import MentionRow, SavedSpeakers

MOST = 5_000  # names that may be one speaker's: with more everything is linked again
_READ = 1_000  # articles whose quotes are in memory at a time


class TooMuchError(Exception):
    """So much is touched that linking everything is no more work."""


def all_speakers(db: Database, aliases: AliasList, judgements: Sequence[Judgement]) -> int:
    """Merge all speakers, and keep their names; rows written. Of the quotes few are in memory at a time."""
    found: dict[tuple[str, str | None], NameUse] = {}
    portions = 0
    for rows in stored.all_mention_rows(db, _READ):
        add_uses(found, name_uses(stored.mentions(rows)))
        portions += 1
    names = [found[one] for one in sorted(found, key=lambda one: (one[0], one[1] or ""))]
    del found
    _keep(db, {one.name for one in names}, aliases)
    uses.save_uses(db, names)
    named = merge_uses(names, aliases, judgements)
    with spilled(db, portions, np.int64, np.int64, np.int64) as changes:
        return _save_all(db, named, changes)


def _save_all(db: Database, named: Sequence[Speaker], changes: Spilled) -> int:
    """Save the people and bodies with a name, everybody else, and all quotes' links to them; rows written."""
    before = stored.all_ids(db)
    written, ids = stored.save_some(db, named)
    meant, quotes = stored.meant(named, ids), 0
    before -= set(ids.values())
    for part, rows in enumerate(stored.all_mention_rows(db, _READ)):
        unnamed = merge_unnamed(stored.mentions(rows))
        more, ids = stored.save_some(db, unnamed)
        written += more
        before -= set(ids.values())
        changes.add(part, *_numbered(stored.link_changes(rows, meant, stored.meant_in(unnamed, ids))))
        quotes += len(rows)
    changed = changes.all_rows()
    dropped = stored.drop_links(db, changed, quotes)
    for some in changes:
        stored.link_quotes(
            db, ((one or None, via or None, quote) for one, via, quote in np.stack(some, axis=1).tolist())
        )
    make_indexes(db, dropped)
    return written + changed + stored.drop_speakers(db, before)


def _numbered(changes: Iterable[tuple[int | None, int | None, int]]) -> Places:
    """Links as columns of numbers, 0 for nobody."""
    return np.array([[one or 0 for one in row] for row in changes], dtype=np.int64).reshape(-1, 3).T


def changed_speakers(
    db: Database, aliases: AliasList, judgements: Sequence[Judgement], changes: kept.Changes
) -> SavedSpeakers:
    """Merge the speakers of articles that changed anew, with all names that may be theirs; raises TooMuchError."""
    names = stored.names_of(db, changes.articles, changes.speakers)
    _keep(db, names, aliases)
    names = _closed(db, names, judgements)
    if not changes.speakers and not uses.are_linked(db, changes.articles):
        saved = _added(db, aliases, judgements, changes.articles, names)
        if saved is not None:
            return saved
    rows = stored.read_mention_rows(db, changes.articles, names)
    keys = {row[0] for row in db.execute(_KEYS)}
    found = [
        one
        for one in stored.mentions(rows)
        if (one.name in names if stored.is_named(one.kind) else one.article in keys)
    ]
    named = name_uses(found)
    stored.forget_names(db, names - {one.name for one in found})
    uses.forget_uses(db, names)
    uses.save_uses(db, named)
    touched = {*changes.speakers, *(one for row in rows for one in _links(row, names, keys))}
    return stored.save_speakers(db, merge_uses(named, aliases, judgements), merge_unnamed(found), rows, touched)


def _added(
    db: Database, aliases: AliasList, judgements: Sequence[Judgement], articles: set[int], names: set[str]
) -> SavedSpeakers | None:
    """Add the speakers of new articles to what is known of their names; None when that moves an older name."""
    rows = stored.read_mention_rows(db, articles)
    found = stored.mentions(rows)
    before = uses.read_uses(db, names)
    now = added_uses(before, name_uses(found))
    then, named = merge_uses(before, aliases, judgements), merge_uses(now, aliases, judgements)
    homes = {one: (speaker.key, speaker.name) for speaker in named for one in speaker.numbered}
    if any(homes[one] != (speaker.key, speaker.name) for speaker in then for one in speaker.numbered):
        return None
    told = {one.name for one in found}
    uses.save_uses(db, (one for one in now if one.name in told))
    touched = uses.speaker_ids(db, (speaker.key for speaker in then))
    return stored.save_speakers(db, named, merge_unnamed(found), rows, touched)


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
