"""`datasette-quotes public`: a copy of a database that can be shown to everybody."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quote_loaders.records import LoadError

CONTEXT = 120  # characters
MOST = 600  # characters


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="IN.db")
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.db")
@click.option(
    "--context",
    type=click.IntRange(0),
    default=CONTEXT,
    show_default=True,
    help="Characters that stay before and behind each quote, at most.",
)
@click.option(
    "--max-per-article",
    "most",
    type=click.IntRange(1),
    default=MOST,
    show_default=True,
    help="Characters of one article that are published in all, quotes included. Where there are more, less stays "
    "around the quotes; where the quotes alone have more, the least of them are left out.",
)
@click.option(
    "--drop-private-notes/--keep-notes",
    "drop",
    default=True,
    show_default=True,
    help="Whether names and notes of those who judged are left out.",
)
@click.option("--replace", is_flag=True, help="Replace OUT.db when the new copy is proved.")
@click.option("--json", "as_json", is_flag=True, help="Print what was left out as JSON.")
def public(database: Path, copy: Path, context: int, most: int, drop: bool, replace: bool, as_json: bool) -> None:
    """Write a copy of IN.db without the texts of its articles, and prove that nothing of them is in it.

    OUT.db holds the quotes with a little around them, who said them, titles and addresses of the articles, and what
    is computed from them; the plugin and its pages work as before. Left out are texts and summaries, the paths of
    inputs, load problems, and everything withdrawn, of which a tombstone stays.

    The proof looks in every table, in the search index and in the bytes of the file for every run of eight words of
    every text that isn't published. When one is found, the exit code is 1 and OUT.db is not written.
    """
    # Imported here, so that --help does not wait for numpy.
    from quote_loaders.publishing import LeakError, make_public

    try:
        found = make_public(database, copy, context=context, most=most, notes=not drop, replace=replace)
    except LeakError as error:
        raise click.ClickException(f"{copy} is not written: {error}") from None
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    for line in found.lines(str(copy)):
        click.echo(line)
