"""`stats` counts what is there, on any schema, in text and JSON."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from quote_loaders.cli import cli
from quote_loaders.stats import SECTIONS, read_stats
from tests.loaders.sound import change, copied, sound
from tests.upgrading import as_of

__all__ = ["copied", "sound"]


def counted(path: Path) -> dict[str, dict[str, int]]:
    """Every part with its names and counts."""
    return {section.name: dict(section.rows or ()) for section in read_stats(path)}


def test_articles_and_quotes_are_counted_in_every_way(sound: Path) -> None:
    found = counted(sound)
    assert found["totals"]["articles"] == 5
    assert found["articles_by_outlet"]["Beacon"] == 1
    assert found["articles_by_month"] == {"2026-03": 4, "no date": 1}
    assert found["articles_by_precision"] == {"second, zone known": 3, "day": 1, "no date": 1}
    assert found["quotes_by_form"] == {"quote, cue": found["totals"]["quotes"]}
    assert found["quotes_by_attribution"] == {"somebody named": found["totals"]["quotes"]}
    assert found["speakers_by_kind"] == {"person": 2}


@pytest.mark.parametrize(
    "name",
    [name for name, _, _ in SECTIONS if name.startswith(("articles_by", "quotes_by"))],
)
def test_the_rows_of_a_part_add_up(sound: Path, name: str) -> None:
    found = counted(sound)
    assert sum(found[name].values()) == found["totals"][name.partition("_")[0]]


def test_statements_are_counted_by_what_came_of_them(sound: Path) -> None:
    found = counted(sound)
    with closing(sqlite3.connect(sound)) as db:
        repeated, reworded = db.execute("select sum(outlets > 1), sum(wordings > 1) from statements").fetchone()
    assert found["statements"]["repeated by several outlets"] == repeated > 0
    assert found["statements"]["in several wordings"] == reworded > 0


def test_why_nobody_is_named_is_counted(copied: Path) -> None:
    change(copied, "update quotes set speaker_id = null, unattributed_reason = 'nobody near' where id = 1")
    assert counted(copied)["quotes_by_attribution"]["nobody near"] == 1


def test_a_load_that_was_stopped_is_told(copied: Path) -> None:
    change(copied, "update loads set finished = null")
    (load,) = counted(copied)["loads"].items()
    assert load[0].endswith(", stopped")


def test_the_text_is_aligned_and_the_rest_is_counted(sound: Path) -> None:
    text = CliRunner().invoke(cli, ["stats", str(sound), "--rows", "2"]).output
    lines = text.split("Articles by outlet\n")[1].splitlines()
    assert len({len(line) for line in lines[:2]}) == 1
    assert lines[2] == "  and 3 more"


def test_json_has_every_part(sound: Path) -> None:
    result = CliRunner().invoke(cli, ["stats", str(sound), "--json"])
    found = json.loads(result.output)
    assert list(found) == [name for name, _, _ in SECTIONS]
    assert {"name": "articles", "count": 5} in found["totals"]


def test_an_earlier_schema_is_counted_as_far_as_it_goes(sound: Path, tmp_path: Path) -> None:
    old = as_of(sound, tmp_path / "old.db", "m004_views")
    result = CliRunner().invoke(cli, ["stats", str(old)])
    assert result.exit_code == 0
    assert "Articles by reader\n  not known: the schema is an earlier one" in result.output
    assert counted(old)["totals"] == counted(sound)["totals"]


@pytest.mark.parametrize("command", ["stats", "check"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(None, "does not exist", id="missing"),
        pytest.param(b"Dear reader", "can't be read", id="a letter"),
        pytest.param(b"", "holds no quotes", id="empty"),
    ],
)
def test_what_is_no_database_of_quotes_is_said(tmp_path: Path, command: str, content: bytes | None, told: str) -> None:
    path = tmp_path / "file.db"
    if content is not None:
        path.write_bytes(content)
    result = CliRunner().invoke(cli, [command, str(path)])
    assert result.exit_code == 1
    assert told in result.output
