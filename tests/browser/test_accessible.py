"""Every page through axe-core, in both themes, wide and narrow, in forced colours and in print; and a strict policy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page

from datasette_quotes.styles import STATIC
from tests.plugin.rows import Story
from tests.serving import Server

pytestmark = pytest.mark.browser

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
# Datasette's own header, menu and footer are not ours: checked is what the plugin makes.
RUN = """
async () => {
    const rules = {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};
    const found = await axe.run('.qp', {...rules, rules: {region: {enabled: false}}, resultTypes: ['violations']});
    return found.violations.map(one => [one.id, one.help, one.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]);
}
"""
OURS = ("/static-plugins/", "/-/datasette-quotes/")  # style sheets and scripts of the plugin
STRICT = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

# Theme, width and whether the system forces its own colours.
LOOKS: tuple[tuple[Any, int, Any], ...] = (
    ("light", 1200, "none"),
    ("dark", 1200, "none"),
    ("light", 360, "none"),
    ("dark", 320, "none"),
    ("light", 1200, "active"),
)

Visit = Callable[..., Page]


def addresses(story: Story) -> dict[str, str]:
    """Every kind of page, by name."""
    connection = sqlite3.connect(story.path)

    def key(table: str, where: str) -> str:
        found: str = connection.execute(f"select key from {table} where {where}").fetchone()[0]
        return found

    paths = {
        "trace": f"statement/{story.statement}?quote={story.quotes[6]}&word=but",
        "speaker": "speaker/" + key("speakers", "name like 'Ilena%'"),
        "outlet": "outlet/" + key("outlets", "name like 'Tolm%'"),
        "article": "article/" + key("articles", "title like 'Two banks%'"),
        "german article": "article/" + key("articles", "language = 'de'"),
        "compare": f"compare?left={story.statement}&right={story.quotes[7]}",
        "nothing compared": "compare",
        "start": "quotes",
        "search": "quotes?q=we+will+not+cut+pensions+before+2031&speaker=Marvec",
        "not found": "quotes?q=zebra",
    }
    connection.close()
    return {name: f"/quotes/-/{path}" for name, path in paths.items()}


NAMES = (
    "trace", "speaker", "outlet", "article", "german article", "compare", "nothing compared", "start", "search",
    "not found",
)  # fmt: skip


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Opens a path in a fresh context."""
    contexts = []

    def go(path: str, *, width: int = 1200, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        return page

    yield go
    for context in contexts:
        context.close()


def violations(page: Page) -> list[Any]:
    """What axe-core finds; it is put into the page past any policy of the page."""
    page.evaluate(AXE)
    found: list[Any] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(visit: Visit, story: Story, name: str) -> None:
    page = visit(addresses(story)[name])
    page.evaluate(AXE)
    for scheme, width, forced in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        found = page.evaluate(RUN)
        assert found == [], (scheme, width, forced)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_would_find_something(visit: Visit, story: Story) -> None:
    page = visit(addresses(story)["start"])
    page.evaluate("document.querySelector('.q-search label').remove()")
    page.evaluate("document.querySelector('.qp small').setAttribute('style', 'color: #ccc')")
    assert {one[0] for one in violations(page)} >= {"label", "color-contrast"}


@pytest.mark.parametrize("name", ["trace", "article"])
def test_axe_finds_nothing_in_print_and_right_to_left(visit: Visit, story: Story, name: str) -> None:
    page = visit(addresses(story)[name])
    page.emulate_media(media="print")
    assert violations(page) == []
    page.emulate_media(media="screen")
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200


@pytest.mark.parametrize("name", NAMES)
def test_a_strict_policy_forbids_nothing_of_ours(browser: Browser, server: Server, story: Story, name: str) -> None:
    """Datasette's own inline script and style are left out of the page; what remains is the plugin's."""
    context = browser.new_context()
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)

    def with_policy(route: Any) -> None:
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": STRICT}
        body = response.text()
        start, end = body.index('<div class="qp"'), body.index('<footer class="ft"')
        lines = body.partition("</head>")[0].splitlines()
        head = "".join(line for line in lines if any(ours in line for ours in OURS))
        bare = f"<!doctype html><html lang=en><title>x</title>{head}<body class=quotes>{body[start:end]}"
        route.fulfill(status=200, headers={**headers, "content-type": "text/html; charset=utf-8"}, body=bare)

    page.route(lambda url: not any(ours in url for ours in (*OURS, "/-/static", "favicon")), with_policy)
    page.goto(f"http://127.0.0.1:{server.port}{addresses(story)[name]}")
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.qp')).maxWidth") == "1184px"
    context.close()
    assert refused == []


@pytest.mark.parametrize("name", NAMES)
def test_pages_are_whole_without_javascript(visit: Visit, story: Story, name: str) -> None:
    path = addresses(story)[name]
    page = visit(path)
    page.evaluate("document.querySelectorAll('.q-copy').forEach(button => button.remove())")
    assert visit(path, java_script_enabled=False).locator(".qp").inner_text() == page.locator(".qp").inner_text()


def test_a_mark_and_its_row_light_up_together(visit: Visit, story: Story) -> None:
    page = visit(addresses(story)["trace"])
    page.locator(f".q-chart a[href='#o{story.quotes[7]}']").focus()
    assert page.locator(".q-lit").count() == 2
    assert "q-lit" in (page.locator(f"#o{story.quotes[7]}").get_attribute("class") or "")


def test_what_is_copied_is_said(visit: Visit, story: Story) -> None:
    page = visit(addresses(story)["trace"], permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the code to embed this").click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe")


def test_the_script_is_small() -> None:
    assert (STATIC / "quotes.js").stat().st_size < 8000


def test_the_quotes_of_an_article_are_reached_by_keyboard(visit: Visit, story: Story) -> None:
    page = visit(addresses(story)["article"])
    page.locator("a.q-number").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/-/statement/**")
    assert page.locator("tr[aria-current=true]").is_visible()


def test_a_figure_beside_the_bars_can_be_opened(visit: Visit, story: Story) -> None:
    page = visit(addresses(story)["speaker"])
    page.get_by_text("The same as a table").focus()
    page.keyboard.press("Enter")
    assert page.locator(".q-figures").is_visible()
