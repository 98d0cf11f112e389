"""Beside the plugins that a public site has: nothing of ours is lost, and what they do works on our pages too."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serving import ON_REQUEST, ROOT, WHY_NOT, Server, any_statement, free_port, run, served

pytestmark = [pytest.mark.wheel, pytest.mark.skipif(not ON_REQUEST, reason=WHY_NOT)]
VERSIONS = ("0.65.5", "1.0a41")
PLUGINS = (
    "datasette-block-robots",
    "datasette-copyable",
    "datasette-gzip",
    "datasette-pretty-json",
    "datasette-render-markdown",
    "datasette-sticky-table-headers",
    "datasette-template-sql",
    "datasette-themes",
)


@pytest.fixture(scope="module", params=VERSIONS)
def site(
    request: pytest.FixtureRequest, wheel: Path, seeds_db: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The seeds, served by a clean environment with the wheel and all of these plugins."""
    folder = tmp_path_factory.mktemp("beside")
    run([sys.executable, "-m", "venv", folder / "env"])
    python = folder / "env" / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", f"datasette=={request.param}", *PLUGINS, wheel])
    for file in (seeds_db, ROOT / "metadata.yml"):
        shutil.copy(file, folder)
    port = free_port()
    command: list[str | Path] = [python.parent / "datasette", "serve", "quotes.db"]
    command += ["--metadata", "metadata.yml", "--port", str(port)]
    with served(command, port, folder / "log", cwd=folder) as server:
        yield server


def words(page: str) -> list[str]:
    """What a page of ours says, without its frame."""
    body = page.partition('class="qp')[2].partition("<footer")[0]
    return re.sub(r"<[^>]*>", " ", body).split()


def headers_of(server: Server, path: str, **headers: str) -> tuple[dict[str, str], bytes]:
    """The headers and bytes of an answer, as they travel."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def test_every_plugin_is_there(site: Server) -> None:
    listed = {plugin["name"] for plugin in json.loads(site.get("/-/plugins.json")[1])}
    assert {*PLUGINS, "datasette-quotes"} <= listed


def test_pages_are_whole(site: Server, seeds_db: Path) -> None:
    key = any_statement(seeds_db)
    for path in ("/quotes/-/quotes", f"/quotes/-/statement/{key}", f"/quotes/-/statement/{key}.json"):
        status, page = site.get(path)
        assert (path, status) == (path, 200)
        assert "We will not cut pensions" in page
    assert len(words(site.get(f"/quotes/-/statement/{key}")[1])) > 300


def test_answers_are_packed(site: Server, seeds_db: Path) -> None:
    path = f"/quotes/-/statement/{any_statement(seeds_db)}"
    headers, packed = headers_of(site, path, **{"Accept-Encoding": "gzip"})
    assert headers["content-encoding"] == "gzip"
    assert words(gzip.decompress(packed).decode()) == words(site.get(path)[1])


def test_robots_are_kept_out(site: Server) -> None:
    assert "Disallow: /" in site.get("/robots.txt")[1]


def test_a_theme_covers_our_pages(site: Server, seeds_db: Path) -> None:
    path = f"/quotes/-/statement/{any_statement(seeds_db)}"
    _, page = headers_of(site, path, Cookie="ds_theme=dark")
    assert re.search(rb"<link[^>]*datasette.themes[^>]*dark\.css", page)
    assert b"datasette-quotes/trace.css" in page


def test_json_of_a_column_is_pretty_and_keys_are_links(site: Server, seeds_db: Path) -> None:
    page = site.get("/quotes/quotes?_size=5&_nosuggest=1")[1]
    assert "<pre" in page
    assert "/quotes/-/quote/" in page
