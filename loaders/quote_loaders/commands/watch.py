"""`datasette-quotes watch`: a database kept up to date with a folder or a feed."""

from __future__ import annotations

import json
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quote_loaders.commands.inputs import reading_context
from quote_loaders.commands.loading import Loading, loading_options
from quote_loaders.commands.options import workers_wanted
from quote_loaders.commands.report import OUTCOMES
from quote_loaders.records import LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quote_loaders.pipeline import Summary
    from quote_loaders.watching import Watched

EVERY_FOLDER = 10.0
EVERY_FEED = 900.0


@click.command()
@click.argument("watched", metavar="FOLDER|FEED")
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    metavar="SECONDS",
    help="From one look to the next.  [default: 10 for a folder, 900 for a feed]",
)
@click.option("--once", is_flag=True, help="Look once, load what has changed, and end.")
@click.option("--json", "as_json", is_flag=True, help="Print each load as one line of JSON.")
@loading_options
def watch(
    watched: str,
    database: Path,
    every: float | None,
    once: bool,
    as_json: bool,
    loading: Loading,
) -> None:
    """Keep DATABASE up to date with a folder, or with a feed, sitemap or page on the web.

    A folder is looked at by the times and sizes of its files; the address of a FEED is asked with --fetch, and says
    itself whether it has changed. What has changed is loaded as `datasette-quotes load` does. Pauses grow while
    something is wrong.

    Control-C or SIGTERM ends it, and DATABASE is whole at any moment. Two of these never watch for one database.
    """
    from quote_loaders.watching import locked
    from quote_loaders.watching import watch as watch_rounds

    is_feed = watched.startswith(("http://", "https://"))
    if is_feed and loading.fetching.options is None:
        raise click.UsageError(f"{watched} is an address, and nothing is fetched unless asked: add --fetch")
    if not is_feed and not Path(watched).is_dir():
        raise click.UsageError(f"{watched} is no folder, expected a folder or an address to watch")
    if loading.fetching.urls:
        raise click.UsageError("--urls names addresses to load once; expected one folder or address to watch")
    try:
        context = reading_context(loading.mapping, loading.language, loading.outlets)
        job = _Load(database, watched, loading, context)
        with _ended_by_sigterm(), locked(database):
            source = _source(job, is_feed=is_feed, settle=not once)
            pause = every if every is not None else (EVERY_FEED if is_feed else EVERY_FOLDER)
            went_well = watch_rounds(source, job, _Tell(database, as_json), time.sleep, every=pause, once=once)
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        click.echo(f"Stopped; what {database} holds is safe.", err=True)
        return
    if not went_well:
        raise SystemExit(1)


@dataclass(slots=True)
class _Load:
    """Loads what is watched; the model is read once, when it is first needed."""

    database: Path
    watched: str
    loading: Loading
    context: Any
    _extractor: Any = None

    def __call__(self) -> Summary:
        from quote_loaders.extraction import Extractor
        from quote_loaders.pipeline import load
        from quote_loaders.speakers import load_aliases

        if self._extractor is None:
            self._extractor = Extractor(self.loading.model)
        return load(
            self.database,
            [self.watched],
            self._extractor,
            load_aliases(self.loading.aliases),
            parameters={**self.loading.parameters, "watched": self.watched},
            context=self.context,
            format_name=self.loading.format_name,
            fetch=self.loading.fetching.options,
            workers=workers_wanted(self.loading.workers),
        )


def _source(job: _Load, *, is_feed: bool, settle: bool) -> Watched:
    from quote_loaders.pipeline import PROGRAM
    from quote_loaders.readers import suffixes_of
    from quote_loaders.watching import Feed, Folder

    if is_feed:
        assert job.loading.fetching.options is not None
        return Feed(job.watched, job.database, replace(job.loading.fetching.options, archive=None), PROGRAM)
    return Folder(Path(job.watched), suffixes_of(job.loading.format_name), settle=settle)


@dataclass(frozen=True, slots=True)
class _Tell:
    """Says on the terminal what happens."""

    database: Path
    as_json: bool

    def loaded(self, summary: Summary, /) -> None:
        """One line for a load."""
        if self.as_json:
            click.echo(json.dumps({**summary.totals, "load": summary.as_json()}, ensure_ascii=False))
            return
        counts = ", ".join(f"{summary.articles[name]} {name}" for name in OUTCOMES if summary.articles[name])
        moment = time.strftime("%Y-%m-%d %H:%M:%S")
        click.echo(f"{moment}  {counts or 'nothing new'}; {summary.totals['quotes']} quotes in {self.database}")

    def failed(self, error: LoadError, seconds: float, /) -> None:
        """What was wrong, and when it is tried again."""
        again = f"; next look in {seconds:,.0f} s" if seconds else ""
        click.echo(f"{error}{again}", err=True)


class _TerminatedError(KeyboardInterrupt):
    """SIGTERM. Python ends as interrupted once a bare KeyboardInterrupt has left `exec`, which imports use, though
    it is caught afterwards; a kind of it doesn't count."""


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """While this lasts, SIGTERM ends the program as Control-C does."""

    def stop(*_: object) -> None:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
