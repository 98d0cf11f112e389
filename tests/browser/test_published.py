"""A published folder in a browser: what a visitor clicks through."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.plugin.rows import Story
from tests.publishing import make_kit, started
from tests.serving import Server, environment

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Story, Server]]:
    """The folder's own command, with the Datasette of this environment."""
    work = tmp_path_factory.mktemp("published")
    story, folder = make_kit(work, version("datasette"))
    with started(folder, environment(), work / "log") as server:
        yield story, server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


def test_from_a_search_to_an_article_without_its_text(page: Page, published: tuple[Story, Server]) -> None:
    story, server = published
    page.goto(f"http://127.0.0.1:{server.port}/quotes/-/quotes?q=pensions")
    page.locator(f'a[href*="statement/{story.statement}"]').first.click()
    expect(page.locator("h1")).to_contain_text("We will not cut pensions")
    page.locator('a[href*="article/"]').first.click()
    expect(page.locator("#quotes")).to_be_visible()
    expect(page.get_by_text("does not hold the article’s text")).to_be_visible()
    expect(page.locator("#text")).to_have_count(0)


def test_a_withdrawn_quote_says_so(page: Page, published: tuple[Story, Server]) -> None:
    story, server = published
    response = page.goto(f"http://127.0.0.1:{server.port}/quotes/-/quote/{story.lone_quote}")
    assert response is not None
    assert response.status == 410
    expect(page.locator("h1")).to_have_text("Withdrawn")
    expect(page.get_by_text("Nobody said it.")).to_be_visible()
