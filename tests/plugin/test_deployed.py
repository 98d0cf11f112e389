"""Served from a published file: immutable, counted beforehand, under another name, behind a proxy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from datasette.app import Datasette
from datasette.utils import PrefixedUrlString

from quote_loaders.publishing.packing import inspect_data
from tests.plugin.rows import Story

MOST = 25  # pages that a walk asks for


@pytest.fixture
def copied(story: Story, tmp_path: Path) -> Path:
    return Path(shutil.copy(story.path, tmp_path / "quotes.db"))


async def walked(datasette: Any, start: str, *, taken_off: str = "") -> dict[str, int]:
    """The status of every page of ours that links lead to from a page on, redirects followed, up to a number.

    Paths are those that a browser shows; `taken_off` is what a proxy takes off before it asks.
    """
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen:
            continue
        # Datasette's own client would put the prefix before a path without this mark.
        response = await datasette.client.get(PrefixedUrlString(path.removeprefix(taken_off)))
        seen[path] = response.status_code
        links: list[str] = []
        if response.status_code in (301, 302):
            links = [str(response.headers["location"])]
        elif "html" in response.headers["content-type"]:
            links = [str(link["href"]) for link in BeautifulSoup(response.text, "html.parser").select(".qp a[href]")]
        inner = (urlsplit(urljoin(f"http://localhost{path}", link)) for link in links)
        waiting += [f"{one.path}?{one.query}" for one in inner if one.netloc == "localhost" and "/-/" in one.path]
    return seen


# --- immutable


async def test_an_inspect_file_spares_hashing_and_counting(
    copied: Path, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = inspect_data(copied)

    def asked(*_: Any) -> Any:
        raise AssertionError("the file is hashed, though its hash is known")

    for module in ("datasette.database", "datasette.inspect"):
        monkeypatch.setattr(f"{module}.inspect_hash", asked)
    datasette = Datasette([], immutables=[str(copied)], inspect_data=known)
    response = await datasette.client.get(f"/quotes/-/statement/{story.statement}.json")
    assert response.status_code == 200
    assert response.headers["etag"]
    assert datasette.get_database("quotes").hash == known["quotes"]["hash"]


async def test_pages_may_be_kept_as_long_as_the_site_says(copied: Path, story: Story) -> None:
    datasette = Datasette([], immutables=[str(copied)], settings={"default_cache_ttl": 300})
    for path in (f"statement/{story.statement}", f"statement/{story.statement}.json", "quotes"):
        response = await datasette.client.get(f"/quotes/-/{path}")
        assert response.headers["cache-control"] == "max-age=300"


async def test_every_page_answers_immutable(copied: Path) -> None:
    datasette = Datasette([], immutables=[str(copied)])
    found = await walked(datasette, "/quotes/-/quotes")
    assert len(found) > 15
    assert {path: status for path, status in found.items() if status not in (200, 302)} == {}


# --- datasette-hashed-urls: the database has a route that isn't its name


@pytest.fixture
async def hashed(copied: Path) -> Any:
    """What that plugin does at start-up: the file's hash becomes a part of every address."""
    datasette = Datasette([], immutables=[str(copied)])
    await datasette.invoke_startup()
    database = datasette.get_database("quotes")
    database.route = f"quotes-{database.hash[:7]}"
    return datasette


async def test_every_link_has_the_route(hashed: Any) -> None:
    route = hashed.get_database("quotes").route
    found = await walked(hashed, f"/{route}/-/quotes")
    assert len(found) > 15
    assert {path: status for path, status in found.items() if status not in (200, 302)} == {}
    assert [path for path in found if not path.startswith(f"/{route}/")] == []


@pytest.mark.parametrize("ending", [".json", ".annotations.jsonld", ".atom", ".bib", "/embed"])
async def test_exports_name_the_route(hashed: Any, story: Story, ending: str) -> None:
    route = hashed.get_database("quotes").route
    text = (await hashed.client.get(f"/{route}/-/statement/{story.statement}{ending}")).text
    named = re.findall(r"//localhost/([^/]+)/-/", text)
    assert set(named) <= {route}
    assert named or ending == "/embed"


async def test_datasettes_own_cells_lead_to_the_route(hashed: Any, story: Story) -> None:
    route = hashed.get_database("quotes").route
    page = (await hashed.client.get(f"/{route}/statements")).text
    assert f'href="/{route}/-/statement/{story.statement}"' in page


# --- behind a proxy


@pytest.mark.parametrize("taken_off", ["", "/pre"], ids=["handed on whole", "prefix taken off"])
async def test_every_link_holds_under_a_prefix(serve: Callable[..., Any], taken_off: str) -> None:
    """A proxy may hand on the prefix or take it off: links have it in both cases."""
    datasette = serve(settings={"base_url": "/pre/"})
    found = await walked(datasette, "/pre/quotes/-/quotes", taken_off=taken_off)
    assert len(found) > 15
    assert {path: status for path, status in found.items() if status not in (200, 302)} == {}
    assert [path for path in found if not path.startswith("/pre/quotes/")] == []


async def test_addresses_are_https_where_the_proxy_takes_it(serve: Callable[..., Any], story: Story) -> None:
    datasette = serve(settings={"force_https_urls": True, "base_url": "/pre/"})
    body = (await datasette.client.get(f"/quotes/-/statement/{story.statement}.json")).json()
    assert body["statement"]["url"] == f"https://localhost/pre/quotes/-/statement/{story.statement}"


async def test_an_answer_for_one_visitor_is_not_for_another(copied: Path, story: Story) -> None:
    """What a proxy may keep is told apart by who asks."""
    response = await Datasette([], immutables=[str(copied)]).client.get(f"/quotes/-/statement/{story.statement}")
    assert "cookie" in response.headers["vary"].lower()
