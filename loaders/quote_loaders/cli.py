"""The command line: the group that the commands of `commands/` belong to."""

from __future__ import annotations

import click

from quote_loaders import commands
from quote_loaders.pipeline import PROGRAM


@click.group()
@click.version_option(PROGRAM.split()[1], prog_name="datasette-quotes")
def cli() -> None:
    """Put news articles, the quotes in them and their speakers into a SQLite database for Datasette."""


cli.add_command(commands.load)
