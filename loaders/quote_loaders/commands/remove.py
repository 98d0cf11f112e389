"""`datasette-quotes remove`: articles taken out of a database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quote_loaders.commands.options import aliases_option
from quote_loaders.records import LoadError


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("keys", nargs=-1, required=True)
@aliases_option
@click.option("--json", "as_json", is_flag=True, help="Print the keys that were removed, and the totals, as JSON.")
def remove(database: Path, keys: tuple[str, ...], aliases: tuple[Path, ...], as_json: bool) -> None:
    """Remove articles from DATABASE by their KEYS, with their quotes, and link what they touched again.

    A key is the last part of an article's address on the site. Statements that other articles carry stay, and
    their addresses keep working. Loading the same input again brings the article back. Name the same --aliases as when
    loading.
    """
    from quote_loaders.relinking import remove as remove_articles
    from quote_loaders.speakers import load_aliases

    try:
        removed = remove_articles(database, keys, load_aliases(aliases))
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({"removed": list(removed.keys), "totals": removed.totals}, indent=2))
        return
    click.echo(f"Removed {len(removed.keys)} {'article' if len(removed.keys) == 1 else 'articles'}.")
    click.echo(f"{database} holds {removed.totals['articles']} articles, {removed.totals['statements']} statements.")
