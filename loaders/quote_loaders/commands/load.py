"""`datasette-quotes load`: articles into a database, every quote in it linked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from quote_loaders.commands.options import (
    aliases_option,
    model_option,
    quiet_option,
    workers_option,
    workers_wanted,
)
from quote_loaders.pipeline import Summary
from quote_loaders.pipeline import load as load_articles
from quote_loaders.records import LoadError

PROBLEMS_SHOWN = 20


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@aliases_option
@model_option
@workers_option
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@quiet_option
def load(
    database: Path,
    inputs: tuple[Path, ...],
    aliases: tuple[Path, ...],
    model: str,
    workers: int | None,
    as_json: bool,
    quiet: bool,
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

    try:
        summary = load_articles(
            database,
            inputs,
            Extractor(model),
            load_aliases(aliases),
            parameters={"model": model, "aliases": " ".join(path.as_posix() for path in aliases)},
            workers=workers_wanted(workers),
        )
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise click.ClickException(
            f"stopped; what {database} holds so far is safe, and the same command completes it"
        ) from None
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
