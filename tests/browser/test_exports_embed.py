"""The card in a frame, the picture alone, and what a strict Content-Security-Policy leaves of the data in a page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.plugin.rows import WORDS, Story
from tests.serving import Server

pytestmark = pytest.mark.browser

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
WATCH = """
window.refused = [];
document.addEventListener('securitypolicyviolation', e => window.refused.push(e.violatedDirective));
"""
PIXEL = "() => getComputedStyle(document.querySelector('rect')).fill"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page that counts what a policy refuses."""
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(WATCH)
    yield opened
    context.close()


def under(page: Page, policy: str, without: str = "") -> None:
    """From now on documents come with the policy, and without the element that begins so."""

    def answer(route: Route) -> None:
        response = route.fetch()
        body = response.text()
        if without and without in body:
            head, _, rest = body.partition(without)
            body = head + rest.partition("</script>")[2]
        route.fulfill(response=response, body=body, headers={**response.headers, "content-security-policy": policy})

    page.route(lambda url: "/-/statement/" in url, answer)


def refused(page: Page) -> list[str]:
    """What the policy refused."""
    found: list[str] = page.evaluate("window.refused")
    return found


def test_no_policy_refuses_the_data_in_the_page(page: Page, server: Server, story: Story) -> None:
    """A data block isn't run, so `script-src` has nothing to say about it; what is refused is Datasette's own."""
    url = f"http://127.0.0.1:{server.port}/quotes/-/statement/{story.statement}"
    under(page, STRICT)
    page.goto(url)
    data = json.loads(str(page.locator('script[type="application/ld+json"]').text_content()))
    assert data["text"] == WORDS
    with_data = len(refused(page))
    page.unroute_all()
    under(page, STRICT, without='<script type="application/ld+json">')
    page.goto(url)
    assert page.locator('script[type="application/ld+json"]').count() == 0
    assert len(refused(page)) == with_data


def test_the_card_keeps_to_a_strict_policy(page: Page, server: Server, story: Story) -> None:
    under(page, STRICT)
    page.goto(f"http://127.0.0.1:{server.port}/quotes/-/statement/{story.statement}/embed")
    assert refused(page) == []
    border: Any = page.evaluate("getComputedStyle(document.querySelector('main')).borderInlineStartWidth")
    assert border == "4px"  # the style sheet is there


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_in_a_frame(browser: Browser, server: Server, story: Story, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme, java_script_enabled=False) as context:
        page = context.new_page()
        site = f"http://127.0.0.1:{server.port}"
        other = f"{site}/frames"  # of the same site: Chromium keeps made-up sites from this machine
        page.route(other, lambda route: route.fulfill(
            content_type="text/html",
            body=f'<iframe src="{site}/quotes/-/statement/{story.statement}/embed" width="600" height="220"></iframe>',
        ))  # fmt: skip
        page.goto(other)
        frame = page.frame_locator("iframe")
        assert frame.locator("blockquote p").text_content() == WORDS
        frame.locator("a").wait_for()
        box = frame.locator("main").bounding_box()
        assert box is not None
        assert box["height"] <= 220


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 22, 29)")])
def test_the_picture_follows_the_setting(
    browser: Browser, server: Server, story: Story, scheme: Any, ground: str
) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}/quotes/-/statement/{story.statement}/timeline.svg")
        assert page.evaluate(PIXEL) == ground
        width = page.evaluate("document.documentElement.width.baseVal.value")
        texts = "[...document.querySelectorAll('text')].map(t => t.getBoundingClientRect().right)"
        assert max(page.evaluate(texts)) <= width
