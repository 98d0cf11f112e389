"""The command line: the group that the commands of `commands/` belong to."""

from __future__ import annotations

import click

from quote_loaders import commands


@click.group()
@click.version_option(package_name="datasette-quotes", prog_name="datasette-quotes")
def cli() -> None:
    """Find quotes and their speakers in news articles, and put them into a SQLite database for Datasette."""


cli.add_command(commands.load)
cli.add_command(commands.watch)
cli.add_command(commands.public)
cli.add_command(commands.publish_kit)
cli.add_command(commands.extract)
cli.add_command(commands.formats)
cli.add_command(commands.link)
cli.add_command(commands.compare)
cli.add_command(commands.remove)
cli.add_command(commands.check)
cli.add_command(commands.stats)
cli.add_command(commands.export_command)
cli.add_command(commands.import_command)
