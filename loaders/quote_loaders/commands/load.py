"""`datasette-quotes load`: articles into a database, every quote in it linked."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from pathlib import Path

import click

from quote_loaders.commands.inputs import reading_context
from quote_loaders.commands.loading import Loading, loading_options
from quote_loaders.commands.options import quiet_option, workers_wanted
from quote_loaders.commands.progress import shown_progress
from quote_loaders.commands.report import report
from quote_loaders.records import LoadError


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1)
@loading_options
@click.option("--again", is_flag=True, help="Read everything anew, also what is known to be unchanged.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@quiet_option
def load(
    database: Path,
    inputs: tuple[str, ...],
    loading: Loading,
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
    inputs = (*inputs, *loading.fetching.urls)
    if not inputs:
        raise click.UsageError("nothing to load, expected INPUTS: files, folders, or addresses with --fetch")
    # Imported here, so that --help does not wait for spaCy.
    from quote_loaders.extraction import Extractor
    from quote_loaders.pipeline import load as load_articles
    from quote_loaders.pipeline import size_of
    from quote_loaders.speakers import load_aliases

    try:
        context = reading_context(loading.mapping, loading.language, loading.outlets)
        shown = not quiet and sys.stderr.isatty()
        with shown_progress(size_of(inputs, loading.format_name)) if shown else nullcontext() as progress:
            summary = load_articles(
                database,
                inputs,
                Extractor(loading.model),
                load_aliases(loading.aliases),
                parameters=loading.parameters,
                context=context,
                format_name=loading.format_name,
                fetch=loading.fetching.options,
                again=again,
                progress=progress,
                workers=workers_wanted(loading.workers),
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
