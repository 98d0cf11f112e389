"""Everything that looks across articles: speakers, origins, statements, contradictions; of what changed, or of all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.linking.articles import all_articles, changed_articles
from quote_loaders.linking.changed import changed_quotes
from quote_loaders.linking.speakers import TooMuchError, all_speakers, changed_speakers
from quote_loaders.linking.whole import all_quotes
from quote_loaders.memory import give_back
from quote_loaders.records import Judgement
from quote_loaders.speakers import AliasList
from quote_loaders.store import kept, texts
from quote_loaders.store.removal import drop_empty_outlets

RULES = "4"  # raise it when keys, features or rules change: what was kept with another number is made anew
_FEW = 0.05  # share of the quotes: when more have changed everything is linked again, which is then no slower
_SMALL = 300  # quotes that are few in any case

__all__ = ["link_all", "link_everything"]


def link_all(db: Database, aliases: AliasList) -> int:
    """Make everything that looks across articles what linking all that is stored would give; rows written.

    Only what changed since the last linking and what that touches is looked at, unless the rules, the aliases, the
    judgements or the withdrawals are others, or very much has changed. Outlets that have no article left go, once
    nothing is looked up by their names any more. One transaction.
    """
    with db.atomic():
        return _link_all(db, aliases) + drop_empty_outlets(db)


def _link_all(db: Database, aliases: AliasList) -> int:
    written = store.save_withdrawals(db)
    judgements = store.read_judgements(db)
    state = _state(db, aliases, judgements)
    changes = kept.read_changes(db)
    if kept.read_state(db) == state and len(changes.quotes) <= max(_SMALL, _FEW * kept.count_kept(db)):
        try:
            with db.atomic():
                return written + _link_changed(db, aliases, judgements, changes, state)
        except TooMuchError:
            pass
    return written + _link_everything(db, aliases, judgements, state)


def link_everything(db: Database, aliases: AliasList) -> int:
    """Link all that is stored from the beginning; rows written. One transaction."""
    with db.atomic():
        written = store.save_withdrawals(db)
        judgements = store.read_judgements(db)
        written += _link_everything(db, aliases, judgements, _state(db, aliases, judgements))
        return written + drop_empty_outlets(db)


def _link_everything(db: Database, aliases: AliasList, judgements: list[Judgement], state: dict[str, str]) -> int:
    kept.forget_all(db)
    texts.forget_texts(db)
    written = all_speakers(db, aliases, judgements)
    give_back()
    written += all_articles(db, judgements)
    give_back()
    written += all_quotes(db, judgements)
    give_back()
    kept.save_state(db, state)
    return written


def _link_changed(
    db: Database, aliases: AliasList, judgements: list[Judgement], changes: kept.Changes, state: dict[str, str]
) -> int:
    if not any(changes):
        return 0
    speakers = changed_speakers(db, aliases, judgements, changes)
    articles = changed_articles(db, judgements, changes)
    versions = kept.later_versions(db, changes.articles)
    dirty = changes.quotes | speakers.quotes | kept.of_articles(db, versions)
    copies = articles.articles | kept.copies_of(db, changes.articles | versions)
    written = changed_quotes(db, judgements, dirty, kept.of_articles(db, copies))
    kept.save_state(db, state)
    return written + speakers.written + articles.written


def _state(db: Database, aliases: AliasList, judgements: Iterable[Judgement]) -> dict[str, str]:
    """What decides beside the articles."""
    return {
        "rules": RULES,
        "aliases": _digest(sorted(aliases.entries.items())),
        "judgements": _digest(sorted(judgements, key=repr)),
        "withdrawn": _digest(kept.read_withdrawn(db)),
    }


def _digest(values: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(repr, values)).encode()).hexdigest()
