"""`check` as it is typed: what it prints, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from quote_loaders.checking import RULES
from quote_loaders.cli import cli
from tests.loaders.sound import change, value


def test_a_clean_database_exits_with_0(sound: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(sound)])
    assert (result.exit_code, result.output) == (
        0,
        f"{sound}: {len(RULES)} rules kept, 0 broken, 0 checked in part or not at all.\n",
    )


def test_what_is_wrong_is_printed_with_row_and_remedy_and_exits_with_1(copied: Path) -> None:
    change(copied, "update statements set quotes = 9 where id = 1")
    key = value(copied, "select key from statements where id = 1")
    result = CliRunner().invoke(cli, ["check", str(copied)])
    assert result.exit_code == 1
    assert "BROKEN  counts: What a statement counts of its quotes is right (1 times not)." in result.output
    assert f"  statements {key}: quotes is 9, counted are" in result.output
    assert f"  To mend it: `datasette-quotes link {copied}`" in result.output


def test_rows_that_are_not_shown_are_counted(copied: Path) -> None:
    change(copied, "update quotes set label = 'Else'")
    result = CliRunner().invoke(cli, ["check", str(copied), "--rows", "1"])
    assert "  and 5 more" in result.output


def test_json_holds_every_rule(copied: Path) -> None:
    change(copied, "update statements set quotes = 9 where id = 1")
    result = CliRunner().invoke(cli, ["check", str(copied), "--json"])
    found = json.loads(result.output)
    assert (result.exit_code, found["ok"]) == (1, False)
    assert [rule["name"] for rule in found["rules"]] == [rule.name for rule in RULES]
    (counts,) = [rule for rule in found["rules"] if rule["status"] == "broken"]
    assert (counts["name"], counts["count"], counts["faults"][0]["table"]) == ("counts", 1, "statements")
    assert {rule["remedy"] for rule in found["rules"] if rule["status"] == "kept"} == {None}


def test_a_public_copy_keeps_every_promise_that_it_can(sound: Path, tmp_path: Path) -> None:
    public = tmp_path / "public.db"
    assert CliRunner().invoke(cli, ["public", str(sound), str(public)]).exit_code == 0
    result = CliRunner().invoke(cli, ["check", str(public)])
    assert (result.exit_code, "0 broken" in result.output) == (0, True)
    assert "articles have no text in this copy" in result.output
