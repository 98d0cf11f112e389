"""Takes the pictures of README.md: the seeds, loaded and served, in headless Chromium. `make screenshots`."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import launch  # noqa: E402 -- needs the folder on the path
from tests.serving import BIN, free_port, run, served  # noqa: E402

DOCS = Path(__file__).parent
WIDTH, HEIGHT = 1100, 1180  # pixels: the words, the facts and most of the chart


def most_carried(database: Path) -> str:
    """The key of the statement that most outlets carry: the one that the README shows."""
    with closing(sqlite3.connect(database)) as db:
        (key,) = db.execute("select key from statements order by outlets desc, key limit 1").fetchone()
    return str(key)


def take(page: Page, address: str, name: str) -> None:
    """Write one picture of the top of a page into docs/."""
    page.goto(address)
    page.screenshot(path=DOCS / f"{name}.png")
    print(f"docs/{name}.png")


def main() -> None:
    """Load, serve, and take every picture."""
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    with tempfile.TemporaryDirectory() as folder:
        database, port = Path(folder) / "quotes.db", free_port()
        run([BIN / "datasette-quotes", "load", database, ROOT / "seeds", "--quiet"])
        command: list[str | Path] = [
            BIN / "datasette",
            "serve",
            database,
            "--metadata",
            ROOT / "metadata.yml",
            "--port",
            str(port),
        ]
        path = f"-/statement/{most_carried(database)}"
        with served(command, port, Path(folder) / "log"), sync_playwright() as playwright:
            browser = launch(playwright)
            for scheme in schemes:
                page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme=scheme)
                take(page, f"http://127.0.0.1:{port}/quotes/{path}", f"screenshot-{scheme}")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
