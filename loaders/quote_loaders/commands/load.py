"""`datasette-quotes load`: articles into a database, every quote in it linked."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import click

from quote_loaders.commands.fetch_options import Fetching, fetching_options
from quote_loaders.commands.inputs import reading_context, reading_options
from quote_loaders.commands.options import (
    aliases_option,
    model_option,
    quiet_option,
    workers_option,
    workers_wanted,
)
from quote_loaders.commands.progress import shown_progress
from quote_loaders.commands.report import report
from quote_loaders.pipeline import load as load_articles
from quote_loaders.pipeline import size_of
from quote_loaders.records import LoadError


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1)
@reading_options
@fetching_options
@aliases_option
@model_option
@workers_option
@click.option("--again", is_flag=True, help="Read everything anew, also what is known to be unchanged.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@quiet_option
def load(
    database: Path,
    inputs: tuple[str, ...],
    format_name: str | None,
    mapping: Path | None,
    language: str | None,
    outlets: tuple[Path, ...],
    fetching: Fetching,
    aliases: tuple[Path, ...],
    model: str,
    workers: int | None,
    again: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Load articles into DATABASE and link every quote in it.

    INPUTS are files and folders of any format that `datasette-quotes formats` lists, and with --fetch addresses on
    the web; each is recognised by its content. A folder's manifest.csv (file,title,outlet,published,url,author,lang)
    is read by itself and wins over what its files say.

    An input that can't be read costs one row of the table load_problems and nothing else. Running the same
    command again reads only what is new or changed, and completes what was stopped.
    """
    inputs = (*inputs, *fetching.urls)
    if not inputs:
        raise click.UsageError("nothing to load, expected INPUTS: files, folders, or addresses with --fetch")
    # Imported here, so that --help does not wait for spaCy.
    from quote_loaders.extraction import Extractor
    from quote_loaders.speakers import load_aliases

    told = {
        "model": model,
        "aliases": " ".join(path.as_posix() for path in aliases),
        "format": format_name,
        "mapping": mapping.as_posix() if mapping else None,
        "language": language,
        "outlets": " ".join(path.as_posix() for path in outlets),
    }
    try:
        context = reading_context(mapping, language, outlets)
        shown = not quiet and sys.stderr.isatty()
        with shown_progress(size_of(inputs, format_name)) if shown else nullcontext() as progress:
            summary = load_articles(
                database,
                inputs,
                Extractor(model),
                load_aliases(aliases),
                parameters={name: value for name, value in told.items() if value},
                context=context,
                format_name=format_name,
                fetch=fetching.options,
                again=again,
                progress=progress,
                workers=workers_wanted(workers),
            )
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException(
            f"stopped; what {database} holds so far is safe, and the same command completes it"
        ) from None
    if as_json:
        click.echo(json.dumps({**summary.totals, "load": summary.as_json()}, indent=2))
    else:
        for line in report(summary, database):
            click.echo(line)
