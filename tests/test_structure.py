"""What holds for the tree as a whole: sizes, imports, and nothing that belongs to one machine only."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import BIN, ROOT

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LONGEST_MODULE = 400  # lines
CODE = ("datasette_quotes", "loaders", "tests", "docs", "bench")
OURS = (*CODE, "seeds", "requirements", ".ci", "Makefile", "pyproject.toml", "*.md", "*.yml", "*.yaml")
TEXT = {".py", ".md", ".toml", ".yml", ".yaml", ".html", ".css", ".js", ".txt", ".csv", ".in", ".lock", ".sql", ""}
PATTERNS = {
    "a machine's own path": re.compile(r"(?<![\w.])/(root|work|home/\w+|opt|Users)/"),
    "a package registry's address": re.compile(r"https?://(\w+\.)*(pypi|pythonhosted|npmjs)\.(org|com)", re.IGNORECASE),
    "unfinished work": re.compile(r"\b(TODO|FIXME|XXX)\b"),
    "a merge left open": re.compile(r"^(<<<<<<<|>>>>>>>) ", re.MULTILINE),
}


def files(*places: str) -> Iterator[Path]:
    """Every text file under the places, each a folder or a pattern at the top."""
    for place in places:
        for start in ROOT.glob(place):
            for path in sorted(start.rglob("*") if start.is_dir() else [start]):
                hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(start).parts)
                if path.is_file() and path.suffix in TEXT and not hidden:
                    yield path


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS.keys())
def test_no_file_holds(pattern: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files(*OURS)
        if path != Path(__file__)
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_modules_stay_short() -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(*CODE) if path.suffix == ".py"
    }
    assert {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_templates_escape_everything() -> None:
    """`|safe` and autoescape blocks would put text from articles into pages as markup."""
    switched_off = re.compile(r"\|\s*safe\b|\bautoescape\b")
    assert [path.name for path in files("datasette_quotes") if switched_off.search(path.read_text("utf-8"))] == []


def test_code_does_not_mark_text_as_markup_by_formatting() -> None:
    """`Markup(f"…")` and `Markup("…" + …)` would skip escaping; `Markup("…").format(…)` does not."""
    formatted = re.compile(r"Markup\(\s*(f[\"']|[^()]*[\"']\s*[%+])")
    assert [path.name for path in files("datasette_quotes") if formatted.search(path.read_text("utf-8"))] == []


def test_who_may_import_whom() -> None:
    done = subprocess.run([BIN / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_python_of_a_published_image_is_admitted() -> None:
    """`datasette publish` builds on Python 3.11.0."""
    assert PYPROJECT["project"]["requires-python"] == ">=3.11"


def test_the_plugin_needs_datasette_and_pretty_json_only() -> None:
    names = {re.split(r"[<>=!~\[]", needed)[0] for needed in PYPROJECT["project"]["dependencies"]}
    assert names == {"datasette", "datasette-pretty-json"}


@pytest.mark.parametrize("lock", ["stable.lock", "alpha.lock"])
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    packages = re.findall(r"^(?!#)(\S+==.*(?:\n .*)*)", text, re.MULTILINE)
    assert len(packages) > 50
    assert [package.split()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_the_lock_holds_what_the_project_asks_for() -> None:
    """Version ranges of pyproject.toml against the versions of both locks; `make lock` brings them together."""
    from packaging.requirements import Requirement

    wanted = [
        *PYPROJECT["project"]["dependencies"],
        *PYPROJECT["project"]["optional-dependencies"]["loaders"],
        *PYPROJECT["dependency-groups"]["test"],
    ]
    for lock in ("stable.lock", "alpha.lock"):
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        locked = dict(re.findall(r"^(\S+)==(\S+)", text, re.MULTILINE))
        for requirement in map(Requirement, wanted):
            assert requirement.specifier.contains(locked[requirement.name], prereleases=True), (lock, requirement)


def test_the_newest_python_is_named_alike_everywhere() -> None:
    classified = {
        match[1] for text in PYPROJECT["project"]["classifiers"] if (match := re.search(r"Python :: (3\.\d+)$", text))
    }
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"python(3\.\d+)", makefile.split("PYTHON ?=")[1].splitlines()[0])) == classified
