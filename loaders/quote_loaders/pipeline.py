"""read -> extract -> resolve -> save -> link, in that order and nowhere else."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from quote_loaders import store
from quote_loaders.contradictions import find_contradictions
from quote_loaders.keys import article_key, text_digest
from quote_loaders.linkage import link
from quote_loaders.origins import find_links, find_origins
from quote_loaders.outlets import OutletList, load_outlets
from quote_loaders.readers import Input, find_inputs, read_input
from quote_loaders.records import Article, LoadError, Problem, Quote
from quote_loaders.speakers import AliasList, merge

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
        first, second = sorted((other, item.source))
        run.problem(Problem(second, "read", f"it holds the same article of the same outlet as {first}; kept once"))
    run.sources[key] = min(item.source, other or item.source)
    _save(run, article, key)


def _save(run: _Load, article: Article, key: str) -> None:
    """Extract what is not known yet, and save: a failure costs this article and is told."""
    quotes: list[Quote] | None = None
    try:
        if store.known_extractor(run.db, key) != run.extractor.version:
            quotes = run.extractor.extract(article.text, article.language)
    except Exception as error:  # whatever an article makes a parser do, the others are loaded
        run.refuse(Problem(article.source_path, "extract", f"extraction failed: {type(error).__name__}: {error}"))
        return
    try:
        saved = store.save_article(run.db, article, quotes, run.extractor.version, run.load_id)
    except (LoadError, sqlite3.Error) as error:
        run.refuse(Problem(article.source_path, "save", f"it could not be saved: {error}; run the same command again"))
        return
    run.summary.articles[saved] += 1
    run.summary.quotes_found += len(quotes or ())


def _link(db: Database, aliases: AliasList) -> int:
    """Everything that looks across articles, computed from what is stored alone; how many rows it wrote."""
    judgements = store.read_judgements(db)
    written = store.save_speakers(db, merge(store.read_mentions(db), aliases, judgements))
    articles = store.read_articles(db)
    origins = find_origins(articles)
    written += store.save_origins(db, origins, find_links(articles, origins))
    quotes = {quote.key: quote for quote in store.read_quotes(db)}
    statements = link(list(quotes.values()), judgements)
    return written + store.save_links(db, statements, find_contradictions(statements, quotes), quotes)


def _input_digest(digests: Mapping[str, str]) -> str:
    """SHA-256 over the inputs' digests, in order of their paths, hexadecimal."""
    lines = "".join(f"{source}\t{digest}\n" for source, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()
