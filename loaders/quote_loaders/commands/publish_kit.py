"""`datasette-quotes publish-kit`: a folder with everything that publishing needs."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from quote_loaders.records import LoadError

DATASETTE = ("0.65.5", "1.0a41")


@click.command(name="publish-kit")
@click.argument("database", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.db")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--datasette",
    "which",
    type=click.Choice(DATASETTE),
    default=DATASETTE[0],
    show_default=True,
    help="Version of Datasette that serves.",
)
@click.option("--title", default="Quotes and where they come from", show_default=True, help="Title of the site.")
@click.option(
    "--contact",
    metavar="ADDRESS",
    help="Mail address or https address of a page for corrections and replies, shown on every page.",
)
@click.option(
    "--wheel",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The plugin's wheel.  [default: built, when the program is installed from a checkout]",
)
@click.option("--from-index", is_flag=True, help="No wheel: the service installs the plugin from the package index.")
@click.option("--allow-download", is_flag=True, help="Let visitors download the database.")
@click.option("--allow-sql", is_flag=True, help="Let visitors run SQL of their own.")
@click.option("--allow-robots", is_flag=True, help="Let search engines read the site.")
@click.option("--with-texts", is_flag=True, help="The database holds texts of articles, and they may be published.")
def publish_kit(
    database: Path,
    folder: Path,
    which: str,
    title: str,
    contact: str | None,
    wheel: Path | None,
    from_index: bool,
    allow_download: bool,
    allow_sql: bool,
    allow_robots: bool,
    with_texts: bool,
) -> None:
    """Write DIR: the database, the plugin, settings, and files for a container, Cloud Run, Fly, Heroku and Vercel.

    OUT.db is a copy that `datasette-quotes public` made; in DIR it is called quotes.db. README.md in DIR has the one
    command for each service.
    """
    from quote_loaders.publishing.kit import COMMANDS, Kit
    from quote_loaders.publishing.packing import write_kit

    plugin = f"datasette-quotes=={version('datasette-quotes')}" if from_index else ""
    kit = Kit(plugin, which, download=allow_download, sql=allow_sql, robots=allow_robots)
    try:
        names = write_kit(database, folder, kit, wheel=wheel, title=title, contact=contact, texts=with_texts)
    except LoadError as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{folder} holds {', '.join(names)}.")
    for service, command in COMMANDS.items():
        click.echo(f"{service}: {command}")
