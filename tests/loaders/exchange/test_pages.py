"""The commands of docs/integrity.md and docs/exchange.md work, and what these pages list is what there is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from quote_loaders.checking import RULES
from tests.serving import ROOT, environment, run

_BLOCK = re.compile(r"<!-- test: (?P<name>\w+) -->\n```sh\n(?P<text>.*?)```", re.DOTALL)


def commands(page: str) -> dict[str, str]:
    """The commands of a page, by name."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return {match["name"]: match["text"] for match in _BLOCK.finditer(text)}


def test_a_database_is_exchanged_checked_and_counted(sound: Path, tmp_path: Path) -> None:
    shutil.copy(sound, tmp_path / "quotes.db")

    def typed(text: str) -> str:
        return run(["/bin/sh", "-ec", text], cwd=tmp_path, env=environment())

    assert "Wrote" in typed(commands("exchange.md")["exchange"])
    found = json.loads((tmp_path / "package" / "datapackage.json").read_text(encoding="utf-8"))
    assert len(found["resources"]) > 10
    shutil.copy(tmp_path / "copy.db", tmp_path / "quotes.db")
    assert "0 broken" in typed(commands("integrity.md")["check"])
    assert "Articles by outlet" in typed(commands("integrity.md")["stats"])


def test_every_rule_is_on_the_page() -> None:
    text = (ROOT / "docs" / "integrity.md").read_text(encoding="utf-8")
    listed = {name.strip() for row in re.findall(r"^\| ([a-z][^|]+) \|", text, re.MULTILINE) for name in row.split(",")}
    assert {rule.name for rule in RULES} <= listed


@pytest.mark.parametrize("page", ["integrity.md", "exchange.md"])
def test_the_pages_have_commands(page: str) -> None:
    assert commands(page)
