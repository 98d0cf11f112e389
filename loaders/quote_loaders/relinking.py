"""Linking again what a database holds, after a rule or a weight changed, and what moved."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.linking import link_all, link_everything
from quote_loaders.pipeline import PROGRAM
from quote_loaders.records import LoadError
from quote_loaders.speakers import AliasList
from quote_loaders.store.removal import missing_articles, remove_articles
from quote_loaders.versioning import compare_versions, order_versions


@dataclass(frozen=True, slots=True)
class Moves:
    """What linking again did: keys of statements as they were (split) and as they are, and contradictions.

    A contradiction is (left quote, right quote, kind), by keys.
    """

    split: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    added: tuple[tuple[str, str, str], ...] = ()
    removed: tuple[tuple[str, str, str], ...] = ()
    totals: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Every key, and what the database holds now."""
        return {
            "statements": {"split": list(self.split), "merged": list(self.merged), "changed": list(self.changed)},
            "contradictions": {
                "added": [list(one) for one in self.added],
                "removed": [list(one) for one in self.removed],
            },
            "totals": self.totals,
        }


def relink(database: Path, aliases: AliasList) -> Moves:
    """Link everything in a database again and record it as a load; raises LoadError when it can't be written."""
    if not database.is_file():
        raise LoadError(f"{database} does not exist, expected a database that `datasette-quotes load` made")
    db = store.open_database(database)
    try:
        return _relink(db, aliases)
    except sqlite3.OperationalError as error:
        raise LoadError(f"{database} can't be written: {error}; it is as it was before") from error
    finally:
        db.close()


def _relink(db: Database, aliases: AliasList) -> Moves:
    load_id = store.start_load(
        db, program=PROGRAM, spacy_version=version("spacy"), model="none", parameters={"command": "link"}
    )
    store.remember_links(db)
    order_versions(db)
    written = link_everything(db, aliases) + compare_versions(db)
    found = Moves(*store.read_moves(db), store.read_totals(db))
    counts = {
        "statements_split": len(found.split),
        "statements_merged": len(found.merged),
        "statements_changed": len(found.changed),
        "contradictions_added": len(found.added),
        "contradictions_removed": len(found.removed),
    }
    store.finish_load(db, load_id, "", counts)
    store.finish_database(db, changed=written > 0)
    return found


@dataclass(frozen=True, slots=True)
class Removed:
    """The keys of the articles that were removed, and what the database holds now."""

    keys: tuple[str, ...]
    totals: dict[str, int]


def remove(database: Path, keys: Sequence[str], aliases: AliasList) -> Removed:
    """Remove articles by their keys and link again what they touched, in one transaction, recorded as a load.

    Raises LoadError, and removes nothing, when a key is no article's or the database can't be written.
    """
    if not database.is_file():
        raise LoadError(f"{database} does not exist, expected a database that `datasette-quotes load` made")
    db = store.open_database(database)
    try:
        unknown = missing_articles(db, keys)
        if unknown:
            raise LoadError(f"{database} has no article {', '.join(unknown)}; expected keys of its articles")
        parameters = {"command": "remove", "articles": " ".join(sorted(keys))}
        load_id = store.start_load(
            db, program=PROGRAM, spacy_version=version("spacy"), model="none", parameters=parameters
        )
        with db.atomic():
            removed = remove_articles(db, keys)
            link_all(db, aliases)
        totals = store.read_totals(db)
        store.finish_load(db, load_id, "", {"articles_removed": len(removed)})
        store.finish_database(db, changed=True)
        return Removed(tuple(removed), totals)
    except sqlite3.OperationalError as error:
        raise LoadError(f"{database} can't be written: {error}; it is as it was before") from error
    finally:
        db.close()
