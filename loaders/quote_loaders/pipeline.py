"""read -> extract -> resolve -> save -> link, in that order and nowhere else."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Protocol

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.contradictions import find_contradictions
from quote_loaders.judgements import judged_origins, upheld_contradictions
from quote_loaders.keys import article_key, text_digest
from quote_loaders.linkage import link
from quote_loaders.origins import find_links, find_origins
from quote_loaders.outlets import OutletList, load_outlets
from quote_loaders.readers import Input, find_inputs, read_input
from quote_loaders.records import Article, LoadError, Problem, Quote
from quote_loaders.speakers import AliasList, merge

# A commit waits for the disk: one for some dozen articles, or for what a second has brought, whichever is less.
BATCH = 25
BATCH_SECONDS = 1.0
PROGRAM = f"datasette-quotes {version('datasette-quotes')}"


Progress = Callable[[list[Input | Problem]], Iterable[Input | Problem]]


class Extracts(Protocol):
    """What finds the quotes of an article: `quote_loaders.extraction.Extractor`, or a test's own."""

    @property
    def version(self) -> str: ...
    def extract(self, article_text: str, language: str) -> list[Quote]: ...


@dataclass(slots=True)
class Summary:
    """What a load did: how many articles of each outcome, what it found in all, and what it could not read."""

    articles: Counter[str] = field(default_factory=Counter)
    quotes_found: int = 0
    problems: list[Problem] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    def written(self) -> bool:
        """Whether any article was added or changed."""
        return bool(self.articles["new"] or self.articles["changed"])

    def counts(self) -> dict[str, int]:
        """The figures of `loads.counts`."""
        return {**self.articles, "quotes_found": self.quotes_found, "problems": len(self.problems)}


@dataclass(frozen=True, slots=True)
class _Extracted:
    """An article that waits to be saved; its quotes are None when they are known already."""

    article: Article
    quotes: list[Quote] | None


@dataclass(slots=True)
class _Load:
    """One run: where it writes, what it has met so far."""

    db: Database
    load_id: int
    extractor: Extracts
    outlets: OutletList
    summary: Summary
    digests: dict[str, str] = field(default_factory=dict)  # source -> digest of its text
    sources: dict[str, str] = field(default_factory=dict)  # article key -> first source in the alphabet
    waiting: list[_Extracted] = field(default_factory=list)
    waiting_since: float = 0.0

    def refuse(self, problem: Problem) -> None:
        """Count an article as lost to a problem, and tell it."""
        self.summary.articles["refused"] += 1
        self.problem(problem)

    def problem(self, problem: Problem) -> None:
        """Tell and record a problem; on a full disk it is only told."""
        self.summary.problems.append(problem)
        try:
            store.save_problem(self.db, self.load_id, problem)
        except sqlite3.OperationalError:
            self.summary.articles["problems_unsaved"] += 1


def load(
    database: Path,
    inputs: Sequence[Path],
    extractor: Extracts,
    aliases: AliasList,
    *,
    parameters: Mapping[str, str] | None = None,
    progress: Progress = iter,
) -> Summary:
    """Load files and folders into a database, link everything in it, and leave it ready to be published.

    Stopped at any moment and run again it completes; run twice it changes nothing but adds a row to `loads`.
    One bad input costs a row of `load_problems` and nothing else. `progress` wraps the items as they are read.
    Raises LoadError when the database itself can't be written.
    """
    db = store.open_database(database)
    try:
        load_id = store.start_load(
            db,
            program=PROGRAM,
            spacy_version=version("spacy"),
            model=extractor.version,
            parameters=parameters or {},
        )
        run = _Load(db, load_id, extractor, load_outlets(), Summary())
        for item in progress(list(find_inputs(inputs))):
            if isinstance(item, Problem):
                run.problem(item)
            else:
                _load_one(run, item)
        _save_waiting(run)
        written = _link(db, aliases)
        store.finish_load(db, load_id, _input_digest(run.digests), run.summary.counts())
        run.summary.totals = store.read_totals(db)
        store.finish_database(db, changed=written > 0 or run.summary.written())
    except sqlite3.OperationalError as error:
        raise LoadError(
            f"{database} can't be written: {error}; what was saved is safe: make room, then run the same command again"
        ) from error
    finally:
        db.close()
    return run.summary


def _load_one(run: _Load, item: Input) -> None:
    try:
        read = read_input(item, run.outlets)
    except LoadError as error:
        run.refuse(Problem(item.source, "read", str(error)))
        return
    article = read.article
    run.digests[item.source] = text_digest(article.text)
    for doubt in read.doubts:
        run.problem(Problem(item.source, "read", doubt))
    key = article_key(article)
    if (other := run.sources.get(key)) is not None:
        _save_waiting(run)  # so that the second finds the first
        first, second = sorted((other, item.source))
        run.problem(Problem(second, "read", f"it holds the same article of the same outlet as {first}; kept once"))
    run.sources[key] = min(item.source, other or item.source)
    _extract(run, article, key)


def _extract(run: _Load, article: Article, key: str) -> None:
    """Find the quotes of what is not known yet: a failure costs this article and is told."""
    quotes: list[Quote] | None = None
    try:
        if store.known_extractor(run.db, key) != run.extractor.version:
            quotes = run.extractor.extract(article.text, article.language)
    except Exception as error:  # whatever an article makes a parser do, the others are loaded
        run.refuse(Problem(article.source_path, "extract", f"extraction failed: {type(error).__name__}: {error}"))
        return
    if not run.waiting:
        run.waiting_since = monotonic()
    run.waiting.append(_Extracted(article, quotes))
    if len(run.waiting) >= BATCH or monotonic() - run.waiting_since > BATCH_SECONDS:
        _save_waiting(run)


def _save_waiting(run: _Load) -> None:
    """Save what waits in one transaction; when that fails, each for itself, so that only the culprit is lost."""
    waiting, run.waiting = run.waiting, []
    try:
        with run.db.atomic():
            outcomes = [_save_one(run, item) for item in waiting]
    except (LoadError, sqlite3.Error):
        outcomes = [_save_or_refuse(run, item) for item in waiting]
    run.summary.articles.update(outcomes)
    run.summary.quotes_found += sum(
        len(item.quotes or ()) for item, outcome in zip(waiting, outcomes, strict=True) if outcome != "refused"
    )


def _save_or_refuse(run: _Load, item: _Extracted) -> str:
    try:
        return _save_one(run, item)
    except (LoadError, sqlite3.Error) as error:
        message = f"it could not be saved: {error}; run the same command again"
        run.problem(Problem(item.article.source_path, "save", message))
        return "refused"


def _save_one(run: _Load, item: _Extracted) -> str:
    return store.save_article(run.db, item.article, item.quotes, run.extractor.version, run.load_id)


def _link(db: Database, aliases: AliasList) -> int:
    """Everything that looks across articles, computed from what is stored alone; how many rows it wrote."""
    judgements = store.read_judgements(db)
    written = store.save_speakers(db, merge(store.read_mentions(db), aliases, judgements))
    articles = store.read_articles(db)
    origins = judged_origins(find_origins(articles), judgements, [article.key for article in articles])
    written += store.save_origins(db, origins, find_links(articles, origins))
    quotes = {quote.key: quote for quote in store.read_quotes(db)}
    statements = link(list(quotes.values()), judgements)
    contradictions = upheld_contradictions(find_contradictions(statements, quotes), judgements)
    return written + store.save_links(db, statements, contradictions, quotes)


def _input_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the inputs' digests, in order of their paths, hexadecimal."""
    lines = "".join(f"{source}\t{digest}\n" for source, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
