"""Writes the generated parts of the pages beside this file: `make docs`.

A part stands between `<!-- generated: name -->` and `<!-- end -->`; the rest of a page is written by hand. A test
compares what is there with what this makes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import sqlite_utils
import yaml

from quote_loaders.cli import cli
from quote_loaders.migrations import migrations
from quote_loaders.readers import FORMATS, Format

DOCS = Path(__file__).parent
METADATA: dict[str, Any] = yaml.safe_load((DOCS.parent / "metadata.yml").read_text(encoding="utf-8"))
HELP_WIDTH = 100
_PART = re.compile(r"(?P<start><!-- generated: (?P<name>\w+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)
# "    name text not null,  -- what it holds"
_COLUMN_COMMENT = re.compile(r"^\s+(?P<column>\w+) .*?--\s*(?P<comment>.+?)\s*$", re.MULTILINE)
_TABLE_COMMENT = re.compile(r"^create table \w+ \(\s*--\s*(?P<comment>.+?)\s*$", re.MULTILINE | re.IGNORECASE)


def schema() -> sqlite3.Connection:
    """An empty database that the migrations made."""
    connection = sqlite3.connect(":memory:")
    migrations.apply(sqlite_utils.Database(connection))
    return connection


def commands() -> str:
    """`--help` of the program and of every command of it."""
    return "\n".join(_help(f"{words} --help", command) for words, command in _commands("datasette-quotes", cli))


def _commands(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name, part in sorted(command.commands.items()):
            yield from _commands(f"{words} {name}", part)


def _help(words: str, command: click.Command) -> str:
    name = words.removesuffix(" --help")
    context = click.Context(command, info_name=name, terminal_width=HELP_WIDTH, max_content_width=HELP_WIDTH)
    return f"## `{name}`\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


def tables(connection: sqlite3.Connection) -> str:
    """A section for each table: what a row is, its columns with type, reference and meaning."""
    names = connection.execute(
        "select name, sql from sqlite_master where type = 'table' and sql not like 'create virtual%'"
        " and name not like '%\\_fts\\_%' escape '\\' and name not like '\\_%' escape '\\' order by name"
    )
    return "\n".join(_table(connection, name, sql) for name, sql in names)


def _table(connection: sqlite3.Connection, table: str, sql: str) -> str:
    described = METADATA["databases"]["quotes"]["tables"].get(table, {})
    said = dict(_COLUMN_COMMENT.findall(sql))
    references = {
        row[0]: f" → {row[1]}"
        for row in connection.execute('select "from", "table" from pragma_foreign_key_list(?)', [table])
    }
    lines = [f"### {table}", ""]
    summary = described.get("description") or "".join(_TABLE_COMMENT.findall(sql))
    if summary:
        lines += [summary, ""]
    lines += ["| column | type | meaning | comment in the schema |", "|---|---|---|---|"]
    columns = connection.execute('select name, type, "notnull", pk from pragma_table_info(?)', [table])
    for column, kind, required, key in columns:
        known = "" if required or key else ", may be null"
        meaning = described.get("columns", {}).get(column, "")
        comment = said.get(column, "").replace("|", "\\|")
        lines.append(f"| `{column}` | {kind.lower()}{known}{references.get(column, '')} | {meaning} | {comment} |")
    return "\n".join(lines) + "\n"


def views(connection: sqlite3.Connection) -> str:
    """Every view with its columns."""
    described = METADATA["databases"]["quotes"]["tables"]
    lines = ["| view | what it shows | columns |", "|---|---|---|"]
    for (view,) in connection.execute("select name from sqlite_master where type = 'view' order by name").fetchall():
        columns = connection.execute("select name from pragma_table_info(?)", [view])
        listed = ", ".join(f"`{name}`" for (name,) in columns)
        lines.append(f"| `{view}` | {described.get(view, {}).get('description', '')} | {listed} |")
    return "\n".join(lines) + "\n"


def queries() -> str:
    """Every canned query with its parameters and what it answers."""
    lines = ["| query | parameters | answers |", "|---|---|---|"]
    for name, query in METADATA["databases"]["quotes"]["queries"].items():
        given = ", ".join(f"`{parameter}`" for parameter in query.get("params", []))
        lines.append(f"| `{name}` | {given} | {query.get('description', query['title'])} |")
    return "\n".join(lines) + "\n"


def formats() -> str:
    """A section for each format, in the order of trying: names of files, and what becomes of its fields."""
    return "\n".join(_format(one) for one in FORMATS)


def _format(one: Format) -> str:
    ends = ", ".join(f"`{suffix}`" for suffix in one.suffixes) or "any name"
    lines = [f"### `{one.name}`", "", f"{one.title}. In a folder: {ends}.", ""]
    if one.fields:
        lines += ["| in the input | becomes |", "|---|---|"]
        lines += [f"| {_cell(name)} | {_cell(meaning)} |" for name, meaning in one.fields]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def parts() -> dict[str, str]:
    """Every generated part by name."""
    connection = schema()
    try:
        made: dict[str, Callable[[], str]] = {
            "commands": commands,
            "tables": lambda: tables(connection),
            "views": lambda: views(connection),
            "queries": queries,
            "formats": formats,
        }
        return {name: make() for name, make in made.items()}
    finally:
        connection.close()


def rewritten(page: str, made: dict[str, str]) -> str:
    """A page with its generated parts made anew; KeyError for a part that nothing makes."""
    return _PART.sub(lambda part: f"{part['start']}\n{made[part['name']]}\n{part['end']}", page)


def main() -> None:
    """Rewrite every page."""
    made = parts()
    for path in sorted(DOCS.glob("*.md")):
        path.write_text(rewritten(path.read_text(encoding="utf-8"), made), encoding="utf-8")


if __name__ == "__main__":
    main()
