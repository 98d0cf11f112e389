"""A database with the story of rows.py, and a Datasette that serves it, on 0.65 and 1.0 alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette

from tests.plugin.rows import Story, tell

Get = Callable[..., Any]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Twelve occurrences of one statement, what contradicts it, and one quote that is linked to nothing."""
    return tell(tmp_path_factory.mktemp("story") / "quotes.db")


@pytest.fixture
def serve(story: Story) -> Callable[..., Any]:
    """Makes a Datasette of the story's database, or of others, with any metadata and settings."""

    def make(*paths: Path, metadata: dict[str, Any] | None = None, **options: Any) -> Any:
        files = [str(path) for path in paths or (story.path,)]
        return Datasette(files, metadata=metadata or {}, **options)

    return make


@pytest.fixture
def datasette(serve: Callable[..., Any]) -> Any:
    """A Datasette that anybody may see."""
    return serve()


@pytest.fixture
def get(datasette: Any) -> Get:
    """Asks the open Datasette for a path; redirects aren't followed."""

    async def ask(path: str, **options: Any) -> Any:
        return await datasette.client.get(path, **options)

    return ask


def soup(response: Any) -> BeautifulSoup:
    """The page of an answer, read as a browser would: an address stands for the path that it leads to."""
    page = BeautifulSoup(response.text, "html.parser")
    for link in page.select("a[href], link[rel=alternate]"):
        address = str(link["href"])
        if not address.startswith(("#", "/")) and not urlsplit(address).scheme:
            link["href"] = urljoin(str(response.url.path), address)
    return page


def cookie(datasette: Any, actor: str) -> dict[str, str]:
    """Cookies that make a request that of an actor."""
    return {"ds_actor": datasette.sign({"a": {"id": actor}}, "actor")}
