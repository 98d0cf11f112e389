"""`--help` answers at once: what takes seconds to import is imported by what needs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = (
    "spacy", "trafilatura", "htmldate", "resiliparse", "fastwarc", "httpx", "pyarrow", "duckdb", "pypdf", "datasette",
    "sqlite_utils", "wordfreq", "numpy",
)  # fmt: skip
# After the help of each command: which of these modules have been imported by then.
SCRIPT = """
import json, sys
from click.testing import CliRunner
from quote_loaders.cli import cli
found = {}
for name in ["", *cli.commands]:
    result = CliRunner().invoke(cli, [*([name] if name else []), "--help"])
    assert result.exit_code == 0, result.output
    found[name] = [module for module in json.loads(sys.argv[1]) if module in sys.modules]
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def imported() -> dict[str, list[str]]:
    command = [sys.executable, "-c", SCRIPT, json.dumps(HEAVY)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return {str(name): list(modules) for name, modules in json.loads(done.stdout).items()}


def test_help_imports_nothing_heavy(imported: dict[str, list[str]]) -> None:
    assert {"", "load", "import"} <= imported.keys()
    assert {name: modules for name, modules in imported.items() if modules} == {}
