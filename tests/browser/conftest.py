"""A real server, a real browser. QUOTES_CHROMIUM names one; QUOTES_REQUIRE_BROWSER=1 makes its absence a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.plugin.rows import Story, tell
from tests.serving import BIN, Server, free_port, served

USUAL = Path("/usr/bin/chromium")
# Headless, silent and alone: nothing that a browser does by itself may leave the machine.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """The story of the plugin's tests, in a database of its own."""
    return tell(tmp_path_factory.mktemp("browser") / "quotes.db")


@pytest.fixture(scope="session")
def server(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`datasette serve` on a free port of this machine."""
    port = free_port()
    command: list[str | Path] = [BIN / "datasette", "serve", story.path, "--host", "127.0.0.1", "--port", str(port)]
    with served(command, port, tmp_path_factory.mktemp("log") / "datasette.log") as running:
        yield running


@pytest.fixture(scope="package")  # not the session: while it is open, no test can run an event loop of its own
def browser() -> Iterator[Browser]:
    """Headless Chromium: QUOTES_CHROMIUM, else the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


def launch(playwright: Playwright) -> Browser:
    """A headless browser; without one, skip, or fail where one is required."""
    named = os.environ.get("QUOTES_CHROMIUM") or (str(USUAL) if USUAL.exists() else None)
    try:
        return playwright.chromium.launch(executable_path=named, args=ARGUMENTS)
    except Error as error:
        reason = f"no browser: set QUOTES_CHROMIUM to one ({str(error).splitlines()[0]})"
        if os.environ.get("QUOTES_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
