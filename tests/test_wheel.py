"""The wheel is what people install: what is in it, and, on request, that it works in clean environments."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from tests.serving import ON_REQUEST, ROOT, WHY_NOT, any_statement, free_port, run, served

on_request = pytest.mark.skipif(not ON_REQUEST, reason=WHY_NOT)
PACKAGES = {"datasette_quotes": ROOT / "datasette_quotes", "quote_loaders": ROOT / "loaders" / "quote_loaders"}
# What no clean environment with only the plugin may have: they belong to the loaders.
LOADERS_ONLY = ("spacy", "sqlite_utils", "rapidfuzz", "wordfreq", "numpy")


def test_the_wheel_holds_every_file_of_both_packages(wheel: Path) -> None:
    """Templates, styles and word lists too, and nothing but the two packages, their description and two files of the
    demo site, which a published one starts from."""
    expected = {
        f"{name}/{path.relative_to(folder).as_posix()}"
        for name, folder in PACKAGES.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    expected |= {f"quote_loaders/publishing/site/{name}" for name in ("metadata.yml", "datasette.yaml")}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected


@pytest.mark.parametrize("pattern", ["datasette_quotes/templates/*.html", "datasette_quotes/static/*.css"])
def test_the_wheel_holds_what_pages_are_made_of(wheel: Path, pattern: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(Path(name).match(pattern) for name in archive.namelist())


def test_the_wheel_has_the_licence_and_both_entry_points(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        described = {name.partition(".dist-info/")[2]: name for name in archive.namelist() if ".dist-info/" in name}
        entry_points = archive.read(described["entry_points.txt"]).decode()
    assert "licenses/LICENSE" in described
    assert "datasette-quotes = quote_loaders.__main__:main" in entry_points
    assert "quotes = datasette_quotes" in entry_points


def new_environment(folder: Path) -> Path:
    """The Python of a new, empty environment."""
    run([sys.executable, "-m", "venv", folder])
    return folder / "bin" / "python"


def distributions(python: Path) -> set[str]:
    """What is installed there, by name."""
    listed = json.loads(run([python, "-m", "pip", "list", "--format", "json"]))
    return {distribution["name"].lower().replace("_", "-") for distribution in listed}


@on_request
@pytest.mark.wheel
def test_bare_it_adds_nothing_compiled_and_serves(wheel: Path, seeds_db: Path, tmp_path: Path) -> None:
    """Beside Datasette itself it brings datasette-pretty-json, which is pure Python."""
    python = new_environment(tmp_path / "env")
    run([python, "-m", "pip", "install", "--quiet", "datasette"])
    before = distributions(python)
    compiled = set((tmp_path / "env" / "lib").rglob("*.so"))
    run([python, "-m", "pip", "install", "--quiet", wheel])

    assert distributions(python) - before == {"datasette-quotes", "datasette-pretty-json"}
    assert set((tmp_path / "env" / "lib").rglob("*.so")) == compiled
    for name in LOADERS_ONLY:
        run([python, "-c", f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is not None)"])

    site = tmp_path / "site"
    site.mkdir()
    for file in (seeds_db, ROOT / "metadata.yml"):
        shutil.copy(file, site)
    port = free_port()
    command: list[str | Path] = [
        python.parent / "datasette",
        "serve",
        "quotes.db",
        "--metadata",
        "metadata.yml",
        "--port",
        str(port),
    ]
    with served(command, port, tmp_path / "log", cwd=site) as server:
        key = any_statement(seeds_db)
        for path in ("/", "/quotes/-/quotes", f"/quotes/-/statement/{key}", f"/quotes/-/statement/{key}.json"):
            assert (path, server.get(path)[0]) == (path, 200)
        assert "datasette-quotes/trace.css" in server.get(f"/quotes/-/statement/{key}")[1]
        assert server.get("/-/datasette-quotes/trace.css")[0] == 200


@on_request
@pytest.mark.wheel
def test_bare_the_command_says_what_is_missing(wheel: Path, tmp_path: Path) -> None:
    """Without the extra there is a `datasette-quotes` command all the same: it must not answer with a traceback."""
    python = new_environment(tmp_path / "env")
    run([python, "-m", "pip", "install", "--quiet", wheel])
    with pytest.raises(AssertionError, match=r"datasette-quotes\[loaders\]") as caught:
        run([python.parent / "datasette-quotes", "load", "quotes.db", "seeds"], cwd=tmp_path)
    assert "Traceback" not in str(caught.value)


@on_request
@pytest.mark.wheel
def test_with_its_extra_it_loads_and_serves(wheel: Path, tmp_path: Path) -> None:
    """From the lock, in a folder that has nothing to do with this one."""
    python = new_environment(tmp_path / "env")
    lock = ROOT / "requirements" / "stable.lock"
    run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])
    run([python, "-m", "pip", "install", "--quiet", "--no-deps", wheel])
    run([python, "-m", "pip", "check"])

    site = tmp_path / "site"
    shutil.copytree(ROOT / "seeds", site / "articles")
    shutil.copy(ROOT / "metadata.yml", site)
    summary = json.loads(
        run([python.parent / "datasette-quotes", "load", "quotes.db", "articles", "--json", "--quiet"], cwd=site)
    )
    assert summary["contradictions"] > 0

    port = free_port()
    command: list[str | Path] = [
        python.parent / "datasette",
        "serve",
        "quotes.db",
        "--metadata",
        "metadata.yml",
        "--port",
        str(port),
    ]
    with served(command, port, tmp_path / "log", cwd=site) as server:
        assert server.get(f"/quotes/-/statement/{any_statement(site / 'quotes.db')}")[0] == 200
