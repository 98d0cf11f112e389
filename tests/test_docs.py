"""The pages name everything that there is, their generated parts are current, and their commands work."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from datasette.app import Datasette

import datasette_quotes
from docs.generate import DOCS, parts, rewritten, schema
from quote_loaders.cli import cli
from tests.serving import ROOT, any_statement, environment, free_port, run, served

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(ROOT / "seeds").glob("*README.md")])
_RUN = re.compile(r"<!-- test: (?P<name>\w+) -->\n```(?:sh|sql)\n(?P<text>.*?)```", re.DOTALL)
_FILE = re.compile(r"<!-- file: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)```", re.DOTALL)
_LINK = re.compile(r"""(?:\]\(|src(?:set)?=")(?!https?:|#)(?P<path>[^)#"]+)(#[^)"]*)?[)"]""")


def page(name: str) -> str:
    """The text of a page."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> dict[str, str]:
    """The commands of a page that are to be run, by name."""
    return {match["name"]: match["text"] for match in _RUN.finditer(page(name))}


@pytest.fixture
def empty() -> Iterator[sqlite3.Connection]:
    """A database with the schema and no rows."""
    connection = schema()
    yield connection
    connection.close()


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_generated_parts_are_current(path: Path) -> None:
    """`make docs` writes them."""
    text = path.read_text(encoding="utf-8")
    assert rewritten(text, parts()) == text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    missing = [m["path"] for m in _LINK.finditer(path.read_text("utf-8")) if not (path.parent / m["path"]).exists()]
    assert missing == []


def test_every_page_is_in_the_readme() -> None:
    linked = {match["path"] for match in _LINK.finditer(page("README.md"))}
    assert {f"docs/{path.name}" for path in DOCS.glob("*.md")} <= linked


def test_every_command_and_option_is_documented() -> None:
    text = page("docs/commands.md")
    for name, command in _walk("datasette-quotes", cli):
        assert f"## `{name}`" in text
        for parameter in command.params:
            assert all(word in text for word in parameter.opts if word.startswith("-"))


def _walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from _walk(f"{name} {part}", inner)


def test_every_route_is_documented() -> None:
    text = page("docs/json.md") + page("docs/exports.md")
    for pattern, _ in datasette_quotes.register_routes():
        whole = re.sub(r"\(\?:\\\.\(\?P<format>json\)\)\?", "", pattern).strip("^$")
        address = re.sub(r"\(\?P<(\w+)>\[[^)]*\)", r"{\1}", whole).replace("\\.", ".")
        assert f"`{address}`" in text, pattern


def test_every_column_has_a_meaning(empty: sqlite3.Connection) -> None:
    """A sentence for people, from metadata.yml; the comment beside it is for those who read the schema."""
    rows = re.findall(r"^\| `(\w+)` \|[^|\n]+\|([^|\n]+)\|.*\|$", page("docs/data-model.md"), re.MULTILINE)
    assert len(rows) > 100
    assert [name for name, meaning in rows if not meaning.strip()] == []


def test_every_value_that_a_column_admits_is_in_the_vocabulary(empty: sqlite3.Connection) -> None:
    text = page("docs/vocabulary.md")
    tables = empty.execute("select sql from sqlite_master where type = 'table' and sql like '%check%'").fetchall()
    admitted = {
        value
        for (sql,) in tables
        for values in re.findall(r"\bin \(([^)]*)\)", sql)
        for value in re.findall(r"'([^']+)'", values)
    }
    assert len(admitted) > 30
    assert sorted(value for value in admitted - {"yes", "no"} if f"`{value}`" not in text) == []


def test_the_map_of_the_folders_is_true() -> None:
    """Every file and folder that CONTRIBUTING.md draws is there."""
    drawn = page("CONTRIBUTING.md").split("```\n")[2]
    base, missing = ROOT, []
    for line in drawn.splitlines():
        names = re.split(r"\s{2,}", line.strip())[0]
        if not line.startswith(" "):
            base = ROOT
        for name in names.split(", "):
            if not (base / name).exists():
                missing.append(name)
        if not line.startswith(" "):
            base = ROOT / names
    assert missing == []


def test_every_setting_of_the_plugin_is_documented() -> None:
    """They are read in one module, each by its name, and stand in the page's table of settings."""
    code = {path.name: path.read_text("utf-8") for path in (ROOT / "datasette_quotes").rglob("*.py")}
    assert [name for name, text in code.items() if "plugin_config" in text] == ["settings.py"]
    names = re.findall(r'\.get\("(\w+)"\)', code["settings.py"])
    assert names
    section = page("docs/json.md").partition("## Settings")[2]
    assert [name for name in names if f"| `{name}` |" not in section] == []


def keys_of(value: Any) -> set[str]:
    """Every key anywhere in a JSON value."""
    if isinstance(value, dict):
        return set(value) | {key for inner in value.values() for key in keys_of(inner)}
    if isinstance(value, list):
        return {key for inner in value for key in keys_of(inner)}
    return set()


# Keys inside the named changes belong to each kind of change; the sentence beside them says it in words.
_NOT_LISTED = re.compile(r'"changes": \[.*?\], "sentence"')


@pytest.mark.model
@pytest.mark.parametrize(
    "address",
    [
        "statement/{key}.json",
        "quote/{quote}.json",
        "speaker/{speaker}.json",
        "outlet/{outlet}.json",
        "article/{article}.json",
        "compare.json?left={quote}&right=We+will+not",
        "quotes.json",
        "quotes.json?q=pensions",
    ],
)
async def test_every_key_of_the_json_is_documented(seeds_db: Path, address: str) -> None:
    connection = sqlite3.connect(seeds_db)
    keys = connection.execute(
        "select quotes.key, speakers.key, outlets.key, articles.key from quotes"
        " join speakers on speakers.id = quotes.speaker_id join outlets on outlets.id = quotes.outlet_id"
        " join articles on articles.id = article_id join contradictions on right_quote_id = quotes.id"
        " order by articles.origin_id is null, quotes.key limit 1"
    ).fetchone()
    connection.close()
    named = dict(zip(("quote", "speaker", "outlet", "article"), keys, strict=True))
    path = address.format(key=any_statement(seeds_db), **named)
    datasette = Datasette([str(seeds_db)])
    response = await datasette.client.get(f"/quotes/-/{path}")
    assert response.status_code == 200
    answer = json.loads(_NOT_LISTED.sub('"changes": [], "sentence"', json.dumps(response.json())))
    assert answer["ok"] is True
    documented = set(re.findall(r"`(\w+)`", page("docs/json.md")))
    assert sorted(keys_of(answer) - documented) == []


@pytest.mark.model
def test_the_commands_of_the_readme_work(tmp_path: Path) -> None:
    """Load the seeds, serve them, and every address that the README tells of answers."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "metadata.yml").symlink_to(ROOT / "metadata.yml")
    commands = blocks("README.md")
    assert "statements" in run(["/bin/sh", "-ec", commands["load"]], cwd=tmp_path, env=environment())
    assert "Ilena Marvec" in run(["/bin/sh", "-ec", commands["extract"]], cwd=tmp_path, env=environment())
    assert "</html>" in (tmp_path / "quotes.html").read_text(encoding="utf-8")
    port = free_port()
    serve = ["/bin/sh", "-c", f"exec {commands['serve'].strip()} --port {port}"]
    with served(serve, port, tmp_path / "log", cwd=tmp_path, env=environment()) as server:
        for path in ("/", "/quotes/-/quotes", f"/quotes/-/statement/{any_statement(tmp_path / 'quotes.db')}"):
            assert (path, server.get(path)[0]) == (path, 200)


@pytest.mark.model
def test_the_tutorial_is_true(tmp_path: Path) -> None:
    """Its three articles give a statement in two wordings, one of them altered, with a contradiction; and another."""
    for match in _FILE.finditer(page("docs/tutorial.md")):
        path = tmp_path / match["path"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(match["text"], encoding="utf-8")
    commands = blocks("docs/tutorial.md")
    run(["/bin/sh", "-ec", commands["load"]], cwd=tmp_path, env=environment())
    connection = sqlite3.connect(tmp_path / "quotes.db")
    try:
        statements = connection.execute("select quotes, outlets, wordings, contradictions from statements").fetchall()
        assert sorted(statements, reverse=True) == [(3, 3, 2, 1), (1, 1, 1, 0)]
        assert connection.execute(commands["sql"]).fetchall() == [
            ("Harbour Mirror", "2026-04-03T07:00:00Z", "We will close the fish market for a single day,")
        ]
    finally:
        connection.close()
    run(["/bin/sh", "-ec", commands["aliases"]], cwd=tmp_path, env=environment())


def test_make_lists_its_targets() -> None:
    """What the README and CONTRIBUTING.md tell to type is there."""
    listed = subprocess.run(["make", "--silent", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    typed = set(
        re.findall(r"\bmake ([a-z-]+)", page("README.md") + page("CONTRIBUTING.md") + page("docs/publishing.md"))
    )
    assert sorted(target for target in typed - {"sure"} if f"make {target} " not in listed) == []
