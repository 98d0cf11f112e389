"""`datasette-quotes export` and `import`: a database as a data package, and back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from quote_loaders.records import LoadError

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(name="export")
@click.argument("database", type=_FILE)
@click.argument("folder", type=_FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print the rows of each table as JSON.")
def export_command(database: Path, folder: Path, as_json: bool) -> None:
    """Write DATABASE into FOLDER as a Frictionless data package: datapackage.json and a CSV file for each table.

    Ids, keys, dates and JSON columns are written as they are; `datasette-quotes import` makes the same database of
    them again. FOLDER is made, or is empty. The texts of the articles are in it too: export a public copy to share.
    """
    from quote_loaders.exchange import export_package
    from quote_loaders.pipeline import PROGRAM

    try:
        rows = export_package(database, folder, PROGRAM)
    except (LoadError, OSError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    else:
        click.echo(f"Wrote {sum(rows.values())} rows of {len(rows)} tables to {folder}.")


@click.command(name="import")
@click.argument("folder", type=_FOLDER)
@click.argument("database", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the rows of each table as JSON.")
def import_command(folder: Path, database: Path, as_json: bool) -> None:
    """Make DATABASE of the data package in FOLDER, which `datasette-quotes export` wrote.

    Every row is checked: types, values that a column admits, references between tables. What is wrong is told with
    its file, line and column, and then no database is made. DATABASE must not exist, or be empty. A package of an
    earlier version is brought up to date.
    """
    from quote_loaders.exchange import import_package

    try:
        done = import_package(folder, database)
    except (LoadError, OSError) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({"rows": done.rows, "changed": list(done.changed)}, indent=2))
        return
    click.echo(f"{database} holds {sum(done.rows.values())} rows of {len(done.rows)} tables.")
    if done.changed:
        click.echo(f"Changed since they were exported: {', '.join(done.changed)}.")
