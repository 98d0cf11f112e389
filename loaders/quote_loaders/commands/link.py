"""`datasette-quotes link`: everything in a database linked again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quote_loaders.commands.options import aliases_option
from quote_loaders.records import LoadError


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@aliases_option
@click.option("--json", "as_json", is_flag=True, help="Print every key that moved as JSON.")
def link(database: Path, aliases: tuple[Path, ...], as_json: bool) -> None:
    """Link every quote in DATABASE again, after a rule or a weight changed, and tell what moved.

    Nothing is read or extracted anew. Speakers, origins, statements and contradictions are computed from what is
    stored and from what people have judged; loading does the same, so after a load there is nothing to move. Name
    the same --aliases as when loading.
    """
    from quote_loaders.relinking import relink
    from quote_loaders.speakers import load_aliases

    try:
        moves = relink(database, load_aliases(aliases))
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(moves.as_json(), indent=2))
        return
    click.echo(f"Statements: {len(moves.split)} split, {len(moves.merged)} merged, {len(moves.changed)} changed.")
    click.echo(f"Contradictions: {len(moves.added)} added, {len(moves.removed)} removed.")
    click.echo(
        f"{database} holds {moves.totals['statements']} statements, {moves.totals['contradictions']} contradictions."
    )
