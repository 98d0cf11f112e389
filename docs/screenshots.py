"""Takes the pictures of README.md and tour.md: the seeds, served, in headless Chromium. `make screenshots`."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import launch  # noqa: E402 -- needs the folder on the path
from tests.serving import BIN, free_port, run, served  # noqa: E402

DOCS = Path(__file__).parent
WIDTH, HEIGHT = 1100, 1180  # pixels: the words, the facts and most of the chart
Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page: all that fits into `height` pixels, from the element of `at` on where one is named."""

    name: str
    path: str  # below /quotes/-/, with {statement}, {speaker}, {outlet}, {article} and {disputed} for keys
    height: int = 760
    at: str = ""
    scheme: Scheme = "light"
    width: int = WIDTH


PICTURES = (
    Picture("screenshot-light", "statement/{statement}", HEIGHT),
    Picture("screenshot-dark", "statement/{statement}", HEIGHT, scheme="dark"),
    Picture("tour-start", "quotes"),
    Picture("tour-search", "quotes?q=We+will+not+cut+pensions+before+2031", 620),
    Picture("tour-timeline", "statement/{statement}", 980, at="#timeline"),
    Picture("tour-wordings", "statement/{statement}", 700, at="#wordings"),
    Picture("tour-contradictions", "statement/{disputed}", 560, at="#contradictions"),
    Picture("tour-occurrences", "statement/{statement}", 620, at="#occurrences"),
    Picture("tour-speaker", "speaker/{speaker}"),
    Picture("tour-outlet", "outlet/{outlet}"),
    Picture("tour-article", "article/{article}"),
    Picture("tour-phone", "statement/{statement}", 760, width=360),
)

# What the pictures show: the statement that most outlets carry, and what belongs to it.
KEYS = """
select statements.key as statement, speakers.key as speaker, articles.key as article,
    (select outlets.key from quotes join outlets on outlets.id = quotes.outlet_id
     where outlets.country = 'XX' group by outlets.id
     order by sum(relation in ('excerpt', 'altered')) desc, outlets.key limit 1) as outlet,
    (select key from statements order by contradictions desc, outlets desc, key limit 1) as disputed
from statements
join speakers on speakers.id = statements.speaker_id
join quotes on quotes.id = statements.earliest_quote_id
join articles on articles.id = quotes.article_id
order by statements.outlets desc, statements.key limit 1
"""


def shown(database: Path) -> dict[str, str]:
    """The keys that stand in the addresses of the pictures."""
    with closing(sqlite3.connect(database)) as db:
        db.row_factory = sqlite3.Row
        return dict(db.execute(KEYS).fetchone())


def take(browser: Browser, site: str, picture: Picture, keys: dict[str, str]) -> None:
    """Write one picture into docs/."""
    page = browser.new_page(viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme)
    page.goto(f"{site}/quotes/-/{picture.path.format_map(keys)}")
    if picture.at:
        page.locator(picture.at).evaluate("element => element.scrollIntoView(true)")
    page.screenshot(path=DOCS / f"{picture.name}.png")
    page.close()
    print(f"docs/{picture.name}.png")


def main() -> None:
    """Load, serve, and take every picture."""
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
        keys = shown(database)
        with served(command, port, Path(folder) / "log"), sync_playwright() as playwright:
            browser = launch(playwright)
            for picture in PICTURES:
                take(browser, f"http://127.0.0.1:{port}", picture, keys)
            browser.close()


if __name__ == "__main__":
    main()
