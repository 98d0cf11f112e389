"""Links to a passage: the browser that opens one stands at the words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser

from datasette_quotes.text_fragment import at_passage

pytestmark = pytest.mark.browser

PARAGRAPHS = (
    "Nothing yet. “We will not cut pensions,” wrote a reader, and meant something else.",
    "It was quiet in the assembly when the minister stood up at last.",
    "The minister, Ann Smith, said: “We will not cut pensions.” “No,” she added, – “not now, not - ever & never”.",
    "“We will talk about everything else,” Smith told lawmakers, “as we always have.” That was all.",
    "“The first paragraph of a long statement ends here.",
    "The second paragraph of it ends there,” she said.",
)
FAR = "<div style='height: 3000px'></div>"


class Article(BaseHTTPRequestHandler):
    """A page with the first paragraph at its top and the others far below."""

    def do_GET(self) -> None:
        body = FAR.join(f"<p>{text.replace('&', '&amp;')}</p>" for text in PARAGRAPHS)
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Article</title>{body}{FAR}".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def article() -> Iterator[str]:
    """The address of the article."""
    server = HTTPServer(("127.0.0.1", 0), Article)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/article"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("parts", "unique", "paragraph"),
    [
        pytest.param(("the minister stood up at last",), True, 1, id="once on the page"),
        pytest.param(("We will not cut pensions",), False, 2, id="twice: context decides"),
        pytest.param(("No",), True, 2, id="short"),
        pytest.param(("not now, not - ever & never",), True, 2, id="characters with a meaning"),
        pytest.param(("We will talk about everything else", "as we always have"), True, 3, id="broken content"),
        pytest.param(
            ("The first paragraph of a long statement ends here.\nThe second paragraph of it ends there",),
            True,
            4,
            id="two paragraphs",
        ),
    ],
)
def test_the_browser_stands_at_the_words(
    browser: Browser, article: str, parts: tuple[str, ...], unique: bool, paragraph: int
) -> None:
    text = "\n".join(PARAGRAPHS)
    in_its_paragraph = text.index(PARAGRAPHS[paragraph])
    start = text.index(parts[0], in_its_paragraph)
    end = text.index(parts[-1], in_its_paragraph) + len(parts[-1])
    address = at_passage(article, parts, text[max(0, start - 40) : start], text[end : end + 40], unique)
    assert address is not None
    page = browser.new_page(viewport={"width": 800, "height": 600})
    try:
        page.goto(address)
        page.wait_for_function("window.scrollY > 0", timeout=5000)
        box = page.locator("p").nth(paragraph).bounding_box()
        assert box is not None
        assert -600 < box["y"] < 600
    finally:
        page.close()
