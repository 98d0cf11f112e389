"""The documented ways to publish: what they generate, and, on request, that it installs and serves."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishing import Sent, documented, send
from tests.serving import ON_REQUEST, WHY_NOT, Server, any_statement, environment, free_port, run, served

WHEEL = "datasette_quotes-0.1.0-py3-none-any.whl"
PROTECTED = "--setting allow_download off --setting default_allow_sql off"
IMAGE_PIP = "pip==22.3"  # what comes with the image python:3.11.0-slim-bullseye


@pytest.fixture(scope="module")
def sent(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path, seeds_db: Path) -> Sent:
    """What the named block of commands would have sent."""
    return send(request.param, tmp_path_factory.mktemp(request.param), wheel=wheel, database=seeds_db)


def test_every_documented_way_is_tested() -> None:
    assert documented().keys() == {"prepare", "cloudrun", "cloudrun-alpha", "package", "heroku"}


@pytest.mark.parametrize("name", ["cloudrun", "cloudrun-alpha", "package", "heroku"])
def test_versions_are_never_ranges(name: str) -> None:
    """`>` is a redirection in the shell command that they are written into."""
    installed = re.findall(r"--install (\S+)", documented()[name])
    assert f"plugins/{WHEEL}" in installed
    assert not [word for word in installed if re.search(r"[<>~!\s]", word)]


@pytest.mark.parametrize("sent", ["cloudrun", "cloudrun-alpha", "package"], indirect=True)
def test_the_image_gets_wheel_database_and_metadata(sent: Sent) -> None:
    assert (sent.folder / "plugins" / WHEEL).is_file()
    assert (sent.folder / "plugins" / "datasette.yaml").is_file()
    assert (sent.folder / "quotes.db").is_file()
    assert "quotes" in json.loads(sent.read("metadata.json"))["databases"]


@pytest.mark.parametrize(
    ("sent", "install"),
    [
        pytest.param("cloudrun", f"plugins/{WHEEL}", id="Cloud Run"),
        pytest.param("package", f"plugins/{WHEEL}", id="Docker"),
        pytest.param("cloudrun-alpha", f"datasette==1.0a41 plugins/{WHEEL}", id="Cloud Run with 1.0"),
    ],
    indirect=["sent"],
)
def test_the_dockerfile_installs_the_wheel_and_protects_the_file(sent: Sent, install: str) -> None:
    dockerfile = sent.read("Dockerfile")
    assert f"RUN pip install -U datasette {install}\n" in dockerfile
    (command,) = re.findall(r"^CMD (.+)$", dockerfile, re.MULTILINE)
    assert " -i quotes.db " in command
    assert " --metadata metadata.json " in command
    assert " --plugins-dir plugins/ " in command
    assert PROTECTED in command


@pytest.mark.parametrize("sent", ["cloudrun-alpha"], indirect=True)
def test_the_image_with_1_0_reads_the_canned_queries(sent: Sent) -> None:
    assert "--config plugins/datasette.yaml" in sent.read("Dockerfile")


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        pytest.param("cloudrun", "gcloud run deploy", id="Cloud Run"),
        pytest.param("package", "docker build -t quotes .", id="Docker"),
    ],
    indirect=["sent"],
)
def test_the_service_is_asked_to_take_it(sent: Sent, asked: str) -> None:
    assert any(line.startswith(asked) for line in sent.asked)


@pytest.mark.parametrize("sent", ["heroku"], indirect=True)
def test_heroku_gets_wheel_database_and_settings(sent: Sent) -> None:
    assert sent.read("requirements.txt").split() == ["datasette", f"plugins/{WHEEL}"]
    assert (sent.folder / "plugins" / WHEEL).is_file()
    assert (sent.folder / "quotes.db").is_file()
    assert PROTECTED in sent.read("Procfile")


# --- on request: carry out the Dockerfile


def replay(folder: Path) -> dict[str, str]:
    """Do what the Dockerfile says, but without Docker, in its folder; returns the environment that it sets.

    The image's Python is 3.11.0. Any 3.11 stands in for it, with the pip that the image has.
    """
    run([sys.executable, "-m", "venv", folder.parent / "image"])
    python = folder.parent / "image" / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", IMAGE_PIP])
    env = environment(VIRTUAL_ENV=str(python.parent.parent))
    env["PATH"] = f"{python.parent}:{env['PATH']}"
    for line in (folder / "Dockerfile").read_text().splitlines():
        instruction, _, rest = line.partition(" ")
        if instruction == "ENV":
            name, value = shlex.split(rest)
            env[name] = value
        elif instruction == "RUN":
            run(["/bin/sh", "-c", rest], cwd=folder, env=env)
    return env


@pytest.fixture(scope="module", params=["cloudrun", "cloudrun-alpha"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path, seeds_db: Path
) -> Iterator[Server]:
    """What a visitor of the published site would meet, with 0.65 and with 1.0."""
    work = tmp_path_factory.mktemp(f"replay-{request.param}")
    folder = send(request.param, work, wheel=wheel, database=seeds_db).folder
    env = replay(folder)
    (command,) = re.findall(r"^CMD (.+)$", (folder / "Dockerfile").read_text(), re.MULTILINE)
    env["PORT"] = str(free_port())
    here = ["/bin/sh", "-c", "exec " + command.replace("0.0.0.0", "127.0.0.1")]  # noqa: S104 - it is replaced
    with served(here, int(env["PORT"]), work / "server.log", cwd=folder, env=env) as server:
        yield server


on_request = pytest.mark.skipif(not ON_REQUEST, reason=WHY_NOT)


@on_request
@pytest.mark.publish
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the generated image has Python 3.11")
@pytest.mark.parametrize(
    ("path", "status", "holds"),
    [
        pytest.param("/", 200, "quotes", id="home"),
        pytest.param("/quotes/-/quotes", 200, "<h1", id="start page"),
        pytest.param("/quotes/-/statement/{key}", 200, "quotes-statement", id="trace page"),
        pytest.param("/quotes/-/statement/{key}.json", 200, "{key}", id="trace as JSON"),
        pytest.param("/quotes/statements", 200, "<table", id="table"),
        pytest.param("/quotes/most_repeated_statements", 200, "<table", id="canned query"),
        pytest.param("/quotes.db", 403, "", id="no download"),
        pytest.param(f"/plugins/{WHEEL}", 404, "", id="the wheel is not served"),
        pytest.param(f"/{WHEEL}", 404, "", id="nor at the top"),
    ],
)
def test_the_published_site(site: Server, seeds_db: Path, path: str, status: int, holds: str) -> None:
    key = any_statement(seeds_db)
    got, body = site.get(path.replace("{key}", key))
    assert got == status, body[:2000]
    assert holds.replace("{key}", key) in body


@on_request
@pytest.mark.publish
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the generated image has Python 3.11")
@pytest.mark.parametrize("address", ["/quotes.json", "/quotes/-/query.json"], ids=["0.65", "1.0"])
def test_a_visitor_runs_no_sql(site: Server, address: str) -> None:
    status, body = site.get(f"{address}?sql=select+'inso'||'lent'&_shape=array")
    assert status != 200
    assert "insolent" not in body
