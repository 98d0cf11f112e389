"""What came of the records into the database, some dozen at a time; what can't be saved costs itself alone."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from time import monotonic

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.pipeline.summary import Summary
from quote_loaders.reading import Done, named
from quote_loaders.records import Article, LoadError, Problem
from quote_loaders.store import Entry

# A commit waits for the disk: one for some hundred records, for what a second has brought, or for as much text as
# fits well into memory, whichever is less.
BATCH = 200
BATCH_SECONDS = 1.0
BATCH_CHARACTERS = 4_000_000


_Saved = tuple[str | None, Problem | None]  # what an outcome became, and what saving it brought to light


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a record: its article, or none, and its line of the ledger, or none when it is to be tried again."""

    entry: Entry | None
    done: Done | None
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Saver:
    """Saves outcomes in their order, and counts them."""

    db: Database
    load_id: int
    extractor: str  # its version
    summary: Summary
    changed: set[str] = field(default_factory=set)  # keys of articles that were there and differ now
    _waiting: list[Outcome] = field(default_factory=list)
    _characters: int = 0
    _since: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Let an outcome wait to be saved; all that wait are saved when they are many, or wait for long."""
        for problem in outcome.problems:
            self.summary.add(problem)
        if not self._waiting:
            self._since = monotonic()
        self._waiting.append(outcome)
        self._characters += len(outcome.done.read.article.text) if outcome.done is not None else 0
        late = monotonic() - self._since > BATCH_SECONDS
        if late or len(self._waiting) >= BATCH or self._characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Save what waits in one transaction; when that fails, each for itself, so that only the culprit is lost."""
        waiting, self._waiting, self._characters = self._waiting, [], 0
        try:
            with self.db.atomic():
                saved = [self._save(outcome) for outcome in waiting]
        except (LoadError, sqlite3.Error):
            saved = [self._save_or_refuse(outcome) for outcome in waiting]
        for outcome, (became, problem) in zip(waiting, saved, strict=True):
            if became is not None:
                self.summary.articles[became] += 1
            if became == "changed" and outcome.done is not None:
                self.changed.add(outcome.done.key)
            if problem is not None:
                self.summary.add(problem)
            if outcome.done is not None and became != "refused":
                self.summary.quotes_found += len(outcome.done.quotes or ())

    def _save_or_refuse(self, outcome: Outcome) -> _Saved:
        try:
            with self.db.atomic():
                return self._save(outcome)
        except (LoadError, sqlite3.Error) as error:
            if outcome.done is None:
                self.summary.articles["problems_unsaved"] += len(outcome.problems)
                return None, None
            message = f"it could not be saved: {error}; run the same command again"
            problem = Problem(label(outcome.done.read.article), "save", message)
            try:
                store.save_problem(self.db, self.load_id, problem)
            except sqlite3.OperationalError:  # on a full disk it is only told
                self.summary.articles["problems_unsaved"] += 1
            return "refused", problem

    def _save(self, outcome: Outcome) -> _Saved:
        for problem in outcome.problems:
            store.save_problem(self.db, self.load_id, problem)
        done = outcome.done
        became, twice = None, None
        if done is not None:
            article = done.read.article
            extractor = f"{store.GIVEN}{article.reader}" if done.given else self.extractor
            became, other = store.save_article(self.db, article, done.quotes, extractor, self.load_id)
            if other is not None:
                first, second = sorted((named(*other), label(article)))
                message = f"it holds the same article of the same outlet as {first}; kept once"
                twice = Problem(second, "read", message)
                store.save_problem(self.db, self.load_id, twice)
        if outcome.entry is not None:
            store.save_input(self.db, outcome.entry, done.key if done is not None else None, self.load_id)
        return became, twice


def label(article: Article) -> str:
    """What problems call the record that an article came from."""
    return named(article.source_path, article.source_record)
