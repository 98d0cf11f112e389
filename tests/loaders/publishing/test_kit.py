"""The folder to publish from: which files, for which version, with which settings."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from quote_loaders.commands import publish_kit as command
from quote_loaders.publishing import packing
from quote_loaders.publishing.kit import COMMANDS, DATASETTE, Kit, kit_files
from quote_loaders.publishing.packing import inspect_data, write_kit
from quote_loaders.records import LoadError
from tests.loaders.publishing.hidden import hidden, publish
from tests.serving import BIN, ROOT, run

WHEEL = "datasette_quotes-0.1.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public copy."""
    folder = tmp_path_factory.mktemp("public")
    hidden(folder / "private.db", 3).connection.close()
    publish(folder / "private.db", folder / "public.db")
    return folder / "public.db"


def files(**options: Any) -> dict[str, str]:
    return kit_files(Kit(**{"plugin": WHEEL, **options}), "title: Quotes\n", "databases: {}\n")


def start(made: dict[str, str]) -> str:
    found: str = re.findall(r"^CMD exec (.+)$", made["Dockerfile"], re.MULTILINE)[0]
    return found


@pytest.mark.parametrize("which", DATASETTE)
def test_versions_are_named(which: str) -> None:
    made = files(datasette=which)
    assert made["requirements.txt"].split() == [
        f"datasette=={which}", "datasette-block-robots==1.1.1", f"./{WHEEL}"
    ]  # fmt: skip


def test_only_1_0_gets_a_file_of_queries() -> None:
    """0.65 doesn't know the option, and reads them from the metadata."""
    old, new = files(datasette="0.65.5"), files(datasette="1.0a41")
    assert "datasette.yaml" not in old
    assert "--config" not in start(old) + old["index.py"]
    assert new["datasette.yaml"]
    assert "--config datasette.yaml" in start(new)
    assert "config=" in new["index.py"]


@pytest.mark.parametrize(
    ("options", "setting"),
    [
        pytest.param({}, "allow_download off", id="no download"),
        pytest.param({"download": True}, "allow_download on", id="download when asked"),
        pytest.param({}, "default_allow_sql off", id="no SQL"),
        pytest.param({"sql": True}, "default_allow_sql on", id="SQL when asked"),
        pytest.param({}, "suggest_facets off", id="no facets are looked for"),
        pytest.param({}, "sql_time_limit_ms 1000", id="queries end"),
        pytest.param({}, "max_csv_mb 20", id="exports end"),
        pytest.param({"datasette": "1.0a41"}, "allow_signed_tokens off", id="no tokens"),
    ],
)
def test_settings_protect_the_site(options: dict[str, Any], setting: str) -> None:
    made = files(**options)
    assert f"--setting {setting} " in start(made)
    assert f"--setting {setting} " in made["Procfile"]
    name, value = setting.split()
    python = {"on": "True", "off": "False"}.get(value, value)
    assert f"'{name}': {python}," in made["index.py"]


def test_robots_are_blocked_unless_they_are_welcome() -> None:
    assert "block-robots" in files()["requirements.txt"]
    assert "block-robots" not in files(robots=True)["requirements.txt"]


def test_the_plugin_may_come_from_the_index() -> None:
    made = files(plugin="datasette-quotes==0.1.0")
    assert made["requirements.txt"].endswith("\ndatasette-quotes==0.1.0\n")
    assert "COPY requirements.txt ./" in made["Dockerfile"]


def test_addresses_are_https_where_a_proxy_takes_it() -> None:
    made = files()
    assert "force_https_urls on" in made["Procfile"]
    assert "'force_https_urls': True" in made["index.py"]
    assert tomllib.loads(made["fly.toml"])["env"]["HTTPS"] == "on"
    assert "HTTPS=on" in COMMANDS["Cloud Run"]


def test_ports_agree() -> None:
    made = files()
    fly = tomllib.loads(made["fly.toml"])
    assert fly["http_service"]["internal_port"] == int(fly["env"]["PORT"]) == 8001
    assert "ENV PORT=8001" in made["Dockerfile"]
    assert "8001:8001" in COMMANDS["A container"]


def test_the_files_are_what_they_are_called() -> None:
    made = files()
    assert json.loads(made["vercel.json"])["routes"] == [{"src": "(.*)", "dest": "index.py"}]
    compile(made["index.py"], "index.py", "exec")
    assert all(text in made["README.md"] for text in COMMANDS.values())


# --- the folder


def test_the_folder_is_complete(public: Path, tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"")
    names = write_kit(public, tmp_path / "kit", Kit(""), wheel=tmp_path / WHEEL, title="Words", texts=False)
    copied = set(re.findall(r"[\w.-]+\.(?:txt|whl|db|json|yml)", (tmp_path / "kit" / "Dockerfile").read_text()))
    assert copied <= set(names)
    assert {"quotes.db", WHEEL, "inspect-data.json", "metadata.yml"} <= copied
    assert (tmp_path / "kit" / "quotes.db").read_bytes() == public.read_bytes()


def test_what_the_demo_says_of_itself_stays_there(public: Path, tmp_path: Path) -> None:
    write_kit(public, tmp_path / "kit", Kit("x==1"), wheel=None, title="Words: of Lurania", texts=False)
    metadata = yaml.safe_load((tmp_path / "kit" / "metadata.yml").read_text(encoding="utf-8"))
    assert metadata["title"] == "Words: of Lurania"
    assert "demonstration" not in metadata["description"]
    quotes = metadata["databases"]["quotes"]
    for part in (metadata, quotes, *quotes["tables"].values()):
        assert not {"license", "license_url", "source", "source_url"} & part.keys()
    tables = metadata["databases"]["quotes"]["tables"]
    assert tables["quotes"]["facets"]
    assert tables["quotes"]["columns"]["text"]


def test_the_inspect_file_is_datasettes_own(public: Path, tmp_path: Path) -> None:
    shutil.copy(public, tmp_path / "quotes.db")
    theirs = json.loads(run([BIN / "datasette", "inspect", "quotes.db"], cwd=tmp_path))
    assert inspect_data(tmp_path / "quotes.db") == theirs


def test_texts_are_published_only_on_purpose(tmp_path: Path) -> None:
    hidden(tmp_path / "private.db", 3).connection.close()
    with pytest.raises(LoadError, match="holds the texts of 3 articles"):
        write_kit(tmp_path / "private.db", tmp_path / "kit", Kit("x==1"), wheel=None, title="", texts=False)
    assert not (tmp_path / "kit").exists()
    assert write_kit(tmp_path / "private.db", tmp_path / "kit", Kit("x==1"), wheel=None, title="", texts=True)


def _wal(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.close()


def _other(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("create table birds (name)")
    connection.close()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        pytest.param(_wal, "journal mode WAL", id="WAL"),
        pytest.param(_other, "no database of quotes", id="another database"),
        pytest.param(lambda path: path.write_bytes(b"x" * 100), "no SQLite database", id="no database"),
        pytest.param(lambda path: path.unlink(), "does not exist", id="nothing"),
    ],
)
def test_a_database_that_can_not_be_published(public: Path, tmp_path: Path, spoil: Any, message: str) -> None:
    path = Path(shutil.copy(public, tmp_path / "quotes.db"))
    spoil(path)
    with pytest.raises(LoadError, match=message):
        write_kit(path, tmp_path / "kit", Kit("x==1"), wheel=None, title="", texts=False)


def test_a_folder_that_holds_something_is_left_alone(public: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="is not empty"):
        write_kit(public, public.parent, Kit("x==1"), wheel=None, title="", texts=False)


def test_another_wheel_is_refused(public: Path, tmp_path: Path) -> None:
    (tmp_path / "birds-1-py3-none-any.whl").write_bytes(b"")
    with pytest.raises(LoadError, match="is not a wheel of datasette-quotes"):
        write_kit(public, tmp_path / "kit", Kit(""), wheel=tmp_path / "birds-1-py3-none-any.whl", title="", texts=False)


def test_without_a_checkout_it_says_where_a_wheel_comes_from(
    public: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_checkout", lambda: None)
    with pytest.raises(LoadError, match=r"pip download --no-deps datasette-quotes==.*--wheel"):
        write_kit(public, tmp_path / "kit", Kit(""), wheel=None, title="", texts=False)


def test_a_checkout_is_known() -> None:
    """The program's own folder, from which a wheel is built: the command does that when none is named."""
    assert packing._checkout() in (ROOT, None)


def test_the_command_names_the_services(public: Path, tmp_path: Path) -> None:
    words = [str(public), str(tmp_path / "kit"), "--from-index", "--datasette", "1.0a41"]
    done = CliRunner().invoke(command, words)
    assert done.exit_code == 0, done.output
    assert "datasette.yaml" in done.output
    assert all(f"{service}: " in done.output for service in COMMANDS)


def test_the_command_says_what_is_wrong(public: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path / "no.db"), str(tmp_path / "kit"), "--from-index"])
    assert done.exit_code == 1
    assert "no.db does not exist" in done.output


def test_the_contact_is_a_setting_of_the_plugin(public: Path, tmp_path: Path) -> None:
    (tmp_path / WHEEL).write_bytes(b"")
    given: dict[str, Any] = {"wheel": tmp_path / WHEEL, "title": "Words", "texts": False}
    write_kit(public, tmp_path / "with", Kit(""), contact="desk@gazette.example", **given)
    write_kit(public, tmp_path / "without", Kit(""), **given)
    with_it, without = (
        yaml.safe_load((tmp_path / name / "metadata.yml").read_text(encoding="utf-8")) for name in ("with", "without")
    )
    assert with_it["plugins"]["datasette-quotes"] == {"contact": "desk@gazette.example"}
    assert "datasette-quotes" not in without.get("plugins", {})


def test_a_wrong_contact_leaves_no_folder(public: Path, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"contact is 'the desk', expected a mail address"):
        write_kit(public, tmp_path / "kit", Kit("x"), wheel=None, title="Words", contact="the desk", texts=False)
    assert not (tmp_path / "kit").exists()
