"""Writing the folder from which a database is published: the shell around `kit`."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import Distribution, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from datasette_quotes.contact import read_contact
from quote_loaders.publishing.kit import DATABASE, Kit, kit_files
from quote_loaders.records import LoadError

_NAME = "datasette-quotes"
_OF_THE_DEMO = ("license", "license_url", "source", "source_url")
_ABOUT = "Who said it, who repeated it, who contradicts it, and in which article."


def write_kit(
    database: Path,
    folder: Path,
    kit: Kit,
    *,
    wheel: Path | None,
    title: str,
    contact: str | None = None,
    texts: bool,
) -> list[str]:
    """Write the folder and return the names of its files; `kit.plugin` is filled in from the wheel unless it is set.

    Raises LoadError when a file or the contact can't be used, or when the database holds texts and nobody has said
    that it may.
    """
    _check_contact(contact)
    _check_database(database, texts=texts)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LoadError(f"{folder} is not empty, expected a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    if not kit.plugin:
        kit = replace(kit, plugin=_place_wheel(wheel, folder))
    shutil.copyfile(database, folder / DATABASE)
    for name, text in kit_files(kit, _metadata(title, contact), _site_file("datasette.yaml")).items():
        (folder / name).write_text(text, encoding="utf-8")
    inspected = json.dumps(inspect_data(folder / DATABASE), indent=2)
    (folder / "inspect-data.json").write_text(inspected, encoding="utf-8")
    return sorted(path.name for path in folder.iterdir())


def inspect_data(database: Path) -> dict[str, Any]:
    """What `datasette inspect` writes: the file's hash and the rows of every table, so that a site needn't count."""
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        names = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        counts = {name: connection.execute(f'select count(*) from "{name}"').fetchone()[0] for name in names}
    finally:
        connection.close()
    with database.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    tables = {name: {"count": count} for name, count in counts.items()}
    return {database.stem: {"hash": digest, "size": database.stat().st_size, "file": database.name, "tables": tables}}


def _check_contact(contact: str | None) -> None:
    try:
        read_contact(contact)
    except ValueError as error:
        raise LoadError(str(error)) from None


def _check_database(database: Path, *, texts: bool) -> None:
    if not database.is_file():
        raise LoadError(f"{database} does not exist, expected a database that `datasette-quotes public` made")
    with database.open("rb") as file:
        head = file.read(20)
    if head[:16] != b"SQLite format 3\x00":
        raise LoadError(f"{database} is no SQLite database")
    if head[18] == 2:
        raise LoadError(
            f"{database} is in journal mode WAL, expected DELETE: what is in its journal would be missing. "
            f"`sqlite3 {database} 'pragma journal_mode=delete'` changes it"
        )
    connection = sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)
    try:
        held = connection.execute("select count(*) from articles where text <> ''").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise LoadError(f"{database} is no database of quotes: {error}") from None
    finally:
        connection.close()
    if held and not texts:
        raise LoadError(
            f"{database} holds the texts of {held} articles, and whoever reads the site can read them: make a copy "
            "without them with `datasette-quotes public`, or say --with-texts when they may be published"
        )


def _place_wheel(wheel: Path | None, folder: Path) -> str:
    """The name of the plugin's wheel in the folder: the one that is given, or one that is built from this checkout."""
    if wheel is not None:
        if not (
            wheel.is_file() and wheel.name.startswith("datasette_quotes-") and wheel.name.endswith("-none-any.whl")
        ):
            raise LoadError(f"{wheel} is not a wheel of {_NAME}, expected datasette_quotes-…-py3-none-any.whl")
        shutil.copy(wheel, folder)
        return wheel.name
    checkout = _checkout()
    if checkout is None or importlib.util.find_spec("build") is None:
        raise LoadError(
            f"there is no wheel of {_NAME} here: `pip download --no-deps {_NAME}=={version(_NAME)}` gets one, and "
            "`make wheel` builds one in a checkout; name it with --wheel. Where the service can reach the package "
            "index, --from-index does without one"
        )
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: S603 - our own words
    if done.returncode:
        raise LoadError(f"the wheel can't be built from {checkout}: {done.stderr.strip()[-500:]}")
    (built,) = folder.glob("*.whl")
    return built.name


def _checkout() -> Path | None:
    """The folder that the program is installed from in place; None when it was installed from a wheel."""
    told = Distribution.from_name(_NAME).read_text("direct_url.json")
    url = json.loads(told) if told else {}
    if not url.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(url["url"]).path))


def _metadata(title: str, contact: str | None) -> str:
    """Labels, facets and descriptions of the tables; what the demo site says of itself is left out."""
    import yaml

    metadata = yaml.safe_load(_site_file("metadata.yml"))
    metadata |= {"title": title, "description": _ABOUT}
    if contact:
        metadata["plugins"] = {**metadata.get("plugins", {}), _NAME: {"contact": contact}}
    quotes = metadata["databases"]["quotes"]
    for part in (metadata, quotes, *quotes["tables"].values()):
        for key in _OF_THE_DEMO:
            part.pop(key, None)
    text: str = yaml.safe_dump(metadata, sort_keys=False, allow_unicode=True, width=120)
    return text


def _site_file(name: str) -> str:
    """A file of the demo site: it lies in the wheel beside this module, and at the top of a checkout."""
    beside = Path(__file__).parent / "site" / name
    path = beside if beside.is_file() else Path(__file__).parents[3] / name
    return path.read_text(encoding="utf-8")
