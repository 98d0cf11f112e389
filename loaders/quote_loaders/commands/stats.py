"""`datasette-quotes stats`: what a database holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quote_loaders.records import LoadError

if TYPE_CHECKING:
    from quote_loaders.stats import Section

_WIDEST = 100  # characters of a name


@click.command()
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--rows", type=click.IntRange(1), default=20, show_default=True, help="Rows to show of each part.")
@click.option("--json", "as_json", is_flag=True, help="Print every row of every part as JSON.")
def stats(database: Path, rows: int, as_json: bool) -> None:
    """Tell what DATABASE holds: articles, quotes, speakers, statements, contradictions, loads and problems, counted.

    Articles are counted by outlet, language, month, precision of their date, reader and origin; quotes by kind, form,
    relation, and by who is named or why nobody is.
    """
    from quote_loaders.stats import read_stats

    try:
        sections = read_stats(database)
    except (LoadError, sqlite3.DatabaseError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        found = {section.name: section.as_json() for section in sections}
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for section in sections:
        for line in _lines(section, rows):
            click.echo(line)


def _lines(section: Section, most: int) -> Iterator[str]:
    """A heading, and names and counts below each other."""
    if section.rows == ():
        return
    yield section.title
    if section.rows is None:
        yield "  not known: the schema is an earlier one"
    shown = [(" ".join(name.split())[:_WIDEST], str(count)) for name, count in (section.rows or ())[:most]]
    names = max((len(name) for name, _ in shown), default=0)
    counts = max((len(count) for _, count in shown), default=0)
    yield from (f"  {name:{names}}  {count:>{counts}}" for name, count in shown)
    if len(section.rows or ()) > most:
        yield f"  and {len(section.rows or ()) - most} more"
    yield ""
