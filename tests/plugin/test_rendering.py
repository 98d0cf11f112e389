"""Long lists are made in one go, from the templates that Datasette would take."""

from __future__ import annotations

from pathlib import Path

import pytest
from datasette.app import Datasette

from datasette_quotes.pages.rendering import rendered


async def site(folder: Path | None = None) -> Datasette:
    """A site, with the templates of a folder before all others."""
    made = Datasette([], memory=True, template_dir=str(folder) if folder else None)
    await made.invoke_startup()
    return made


@pytest.mark.asyncio
async def test_what_a_list_shows_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "list.html").write_text("<b>{{ text }}</b>", encoding="utf-8")
    assert rendered(await site(tmp_path), None, "list.html", {"text": "<i>"}) == "<b>&lt;i&gt;</b>"


@pytest.mark.asyncio
async def test_a_site_puts_its_own_list_in_the_place_of_one(tmp_path: Path) -> None:
    (tmp_path / "quotes_chain.html").write_text("of the site", encoding="utf-8")
    assert rendered(await site(tmp_path), None, "quotes_chain.html", {}) == "of the site"


@pytest.mark.asyncio
async def test_the_pages_themselves_are_still_rendered_by_datasette() -> None:
    made = await site()
    rendered(made, None, "quotes_macros.html", {})
    environment = made.get_jinja_environment() if hasattr(made, "get_jinja_environment") else made.jinja_env
    assert environment.is_async
