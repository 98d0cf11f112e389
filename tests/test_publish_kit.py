"""What a visitor of a published site meets: the folder's Dockerfile carried out without Docker, on both versions."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from quote_loaders.publishing.kit import DATASETTE
from tests.plugin.rows import Story
from tests.publishing import image, make_kit, started
from tests.serving import ON_REQUEST, WHY_NOT, Server, environment, free_port, run, served

HERE = version("datasette")
SERVER = tuple[Story, Path, Server]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SERVER]:
    """The folder's own command, with the Datasette of this environment."""
    work = tmp_path_factory.mktemp("site")
    story, folder = make_kit(work, HERE)
    with started(folder, environment(), work / "log") as server:
        yield story, folder, server


PAGES = [
    pytest.param("/", 200, "Words of Lurania", id="home"),
    pytest.param("/quotes/-/quotes", 200, "<h1", id="start page"),
    pytest.param("/quotes/-/quotes?q=pensions", 200, "pensions", id="search"),
    pytest.param("/quotes/-/statement/{statement}", 200, "quotes-statement", id="trace page"),
    pytest.param("/quotes/-/statement/{statement}.json", 200, "{statement}", id="trace as JSON"),
    pytest.param("/quotes/-/article/{article}", 200, "does not hold the article’s text", id="article"),
    pytest.param("/quotes/-/quote/{withdrawn}", 410, "Nobody said it.", id="tombstone"),
    pytest.param("/quotes/-/quote/{withdrawn}.json", 410, "Nobody said it.", id="tombstone as JSON"),
    pytest.param("/quotes/statements", 200, "<table", id="table"),
    pytest.param("/quotes/quotes?_facet=relation", 200, "facet", id="facet"),
    pytest.param("/quotes/most_repeated_statements", 200, "<table", id="canned query"),
    pytest.param("/quotes.db", 403, "", id="no download"),
    pytest.param("/quotes.json?sql=select+'inso'||'lent'&_shape=array", None, "", id="no SQL, 0.65"),
    pytest.param("/quotes/-/query.json?sql=select+'inso'||'lent'&_shape=array", None, "", id="no SQL, 1.0"),
]  # fmt: skip


def check(site: SERVER, path: str, status: int | None, holds: str) -> None:
    """An address of the site; None as its status stands for whatever a refusal is."""
    story, folder, server = site
    connection = sqlite3.connect(folder / "quotes.db")
    article = connection.execute("select key from articles order by id limit 1").fetchone()[0]
    connection.close()
    named = {"statement": story.statement, "article": article, "withdrawn": story.lone_quote}
    got, body = server.get(path.format(**named))
    assert got == status if status else got >= 300, body[:2000]
    assert holds.format(**named) in body
    assert "insolent" not in body


@pytest.mark.parametrize(("path", "status", "holds"), PAGES)
def test_the_site(site: SERVER, path: str, status: int | None, holds: str) -> None:
    check(site, path, status, holds)


def test_vercels_application_answers(site: SERVER, tmp_path: Path) -> None:
    story, folder, _ = site
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "index:app", "--port", str(port), "--log-level", "warning"]
    with served(command, port, tmp_path / "log", cwd=folder, env=environment()) as server:
        status, body = server.get(f"/quotes/-/statement/{story.statement}.json")
        assert (status, story.statement in body) == (200, True)
        assert '"https://127.0.0.1' in body  # behind a proxy that takes HTTPS
        assert server.get("/quotes.db")[0] == 403
        assert server.get("/quotes/most_repeated_statements")[0] == 200


# --- on request: with what the image installs


def replay(folder: Path) -> dict[str, str]:
    """Do what the Dockerfile says in an environment of its own; returns the variables to start it with."""
    place = folder.parent / "image"
    run([sys.executable, "-m", "venv", place])
    env = environment(VIRTUAL_ENV=str(place))
    env["PATH"] = f"{place / 'bin'}:{env['PATH']}"
    env.pop("PYTHONPATH", None)
    for command in image((folder / "Dockerfile").read_text(encoding="utf-8"))[1]:
        run(["/bin/sh", "-c", command], cwd=folder, env=env)
    return env


@pytest.fixture(scope="module", params=DATASETTE)
def installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path
) -> Iterator[SERVER]:
    """The site as its image would serve it."""
    work = tmp_path_factory.mktemp("replay")
    story, folder = make_kit(work, request.param, wheel=wheel)
    with started(folder, replay(folder), work / "log") as server:
        yield story, folder, server


on_request = pytest.mark.skipif(not ON_REQUEST, reason=WHY_NOT)


@on_request
@pytest.mark.publish
@pytest.mark.parametrize(
    ("path", "status", "holds"), [*PAGES, pytest.param("/robots.txt", 200, "Disallow: /", id="robots")]
)
def test_the_site_with_what_the_image_installs(installed: SERVER, path: str, status: int | None, holds: str) -> None:
    check(installed, path, status, holds)
