"""What only a browser can tell: layout, colours, links that work, and what a page asks the network for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.plugin.rows import Story
from tests.serving import Server

pytestmark = pytest.mark.browser

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
TARGET = 24  # CSS px: WCAG 2.2, 2.5.8

# For every element of a selector the contrast of its colour (or of a property) with what lies behind it. Colours are
# painted on a canvas, so that every notation and every transparency is understood.
CONTRAST = """
([selector, property]) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 1;
    const context = canvas.getContext('2d', {willReadFrequently: true});
    const paint = colours => {
        context.clearRect(0, 0, 1, 1);
        for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = rgb => {
        const [r, g, b] = rgb.map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...document.querySelectorAll(selector)].filter(one => one.checkVisibility()).map(element => {
        const behind = ['white'];
        const layers = [];
        for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
        const ground = [...behind, ...layers];
        const front = getComputedStyle(element)[property];
        const [low, high] = [luminance(paint(ground)), luminance(paint([...ground, front]))].sort((a, b) => a - b);
        return [(high + 0.05) / (low + 0.05), element.outerHTML.slice(0, 120)];
    });
}
"""

Open = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Open]:
    """Opens a path in a fresh context, notes requests and errors of the page, and checks them in the end."""
    contexts = []
    asked: list[str] = []
    errors: list[str] = []

    def go(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}{path}")
        return page

    yield go
    for context in contexts:
        context.close()
    assert not [url for url in asked if not url.startswith((f"http://127.0.0.1:{server.port}/", "data:"))]
    assert not [error for error in errors if "favicon" not in error]


def trace(story: Story, query: str = "") -> str:
    return f"/quotes/-/statement/{story.statement}{query}"


def pages(story: Story) -> list[str]:
    return [trace(story, f"?quote={story.quotes[6]}"), "/quotes/-/quotes", "/quotes/-/quotes?q=we+will+not+cut"]


@pytest.mark.parametrize("width", [1280, 700, 360, 320])
def test_no_page_scrolls_sideways(visit: Open, story: Story, width: int) -> None:
    for path in pages(story):
        page = visit(path, width=width, height=800)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(visit: Open, story: Story, scheme: str) -> None:
    elements = (
        "h1, h2, h3, p, a:not(.q-chart a), dt, dd, small, th, td, li, mark, del, ins, span, time, b, label, input"
    )
    texts = f".qp :is({elements}, button)"
    for path in pages(story):
        found = visit(path, color_scheme=scheme).evaluate(CONTRAST, [texts, "color"])
        assert len(found) > 20
        assert not [one for one in found if one[0] < TEXT_CONTRAST], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_labels_of_the_chart_can_be_seen(visit: Open, story: Story, scheme: str) -> None:
    page = visit(trace(story), color_scheme=scheme)
    marks = page.evaluate(CONTRAST, [".q-chart a use, .q-legend svg use", "color"])
    labels = page.evaluate(CONTRAST, [".q-chart text", "fill"])
    assert len(marks) > 14
    assert not [one for one in marks if one[0] < MARK_CONTRAST]
    assert not [one for one in labels if one[0] < TEXT_CONTRAST]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_themes_are_themes(visit: Open, story: Story, scheme: str) -> None:
    ground = visit(trace(story), color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
    red = int(ground.partition("(")[2].partition(",")[0])
    assert (red < 60) is (scheme == "dark")


@pytest.mark.parametrize("width", [1280, 360])
def test_marks_are_large_enough_to_hit(visit: Open, story: Story, width: int) -> None:
    sizes = visit(trace(story), width=width).evaluate(
        "[...document.querySelectorAll('.q-chart a use')].map(e => e.getBoundingClientRect())"
        ".map(box => Math.min(box.width, box.height))"
    )
    assert len(sizes) == 14
    assert min(sizes) >= TARGET


@pytest.mark.parametrize(("width", "expected"), [(1280, "end"), (360, "start")])
def test_numbers_of_a_stacked_table_begin_like_its_words(visit: Open, story: Story, width: int, expected: str) -> None:
    cells = visit(trace(story), width=width).locator("td.q-num")
    assert set(cells.evaluate_all("all => all.map(cell => getComputedStyle(cell).textAlign)")) == {expected}


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_mark_leads_to_its_row(visit: Open, story: Story, scripts: bool) -> None:
    page = visit(trace(story), java_script_enabled=scripts)
    page.locator(f".q-chart a[href='#o{story.quotes[7]}']").click()
    assert page.url.endswith(f"#o{story.quotes[7]}")
    row = page.locator(f"#o{story.quotes[7]}")
    box = row.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900
    assert "2027" in row.inner_text()


def test_a_mark_leads_to_its_row_by_keyboard(visit: Open, story: Story) -> None:
    page = visit(trace(story))
    page.locator(".q-chart a").first.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith(f"#o{story.quotes[0]}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_quotes_address_shows_it_marked(visit: Open, story: Story, scripts: bool) -> None:
    page = visit(f"/quotes/-/quote/{story.quotes[9]}", java_script_enabled=scripts)
    marked = page.locator("tr[aria-current=true]")
    assert marked.is_visible()
    assert "The quote you followed" in marked.inner_text()
    box = marked.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_a_pasted_sentence_is_found_without_javascript(visit: Open, story: Story) -> None:
    page = visit("/quotes/-/quotes", java_script_enabled=False)
    page.get_by_label("Paste a sentence").fill("“everything else is open to discussion”")
    page.get_by_role("button", name="Find").click()
    page.locator(".q-list a").first.click()
    assert page.url.endswith(f"/-/statement/{story.statement}")
    assert page.locator("h1").is_visible()


def test_print_keeps_the_chart_and_drops_the_navigation(visit: Open, story: Story) -> None:
    page = visit(trace(story))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".q-chart").is_visible()
    assert page.locator(".q-limits").is_visible()
    assert not page.locator("body > .not-footer > header").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not [
        one
        for one in page.evaluate(CONTRAST, [".qp p, .qp h2, .qp td, .qp a, .qp mark", "color"])
        if one[0] < TEXT_CONTRAST
    ]


def test_labels_of_the_axis_do_not_cover_each_other(visit: Open, story: Story) -> None:
    for width in (1280, 700, 360, 320):
        boxes = visit(trace(story), width=width).evaluate(
            "[...document.querySelectorAll('.q-tick text')].map(e => e.getBoundingClientRect())"
            ".filter(b => b.width > 0).map(b => [b.left, b.right]).sort((a, b) => a[0] - b[0])"
        )
        assert len(boxes) >= 3
        assert all(left[1] < right[0] for left, right in pairwise(boxes)), width
