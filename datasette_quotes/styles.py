"""The style sheet of each page: what all pages share and what is its own, joined and without what only people read.

The sources in `static/` stay as they are written; what travels is made once, when it is first asked for.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from datasette import NotFound, Response

STATIC = Path(__file__).parent / "static"
SHEETS = {"trace": ("quotes.css", "quotes-trace.css"), "lists": ("quotes.css", "quotes-lists.css")}
YEAR = 365 * 24 * 60 * 60  # seconds that a copy may be kept: its address changes with its content
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def minified(css: str) -> str:
    """A style sheet without comments and without white space that means nothing.

    Strings in it hold no brace, semicolon, comma or ">"; the project's own sheets don't.
    """
    css = re.sub(r"\s+", " ", _COMMENT.sub("", css))
    css = re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":")
    return re.sub(r"(?<![\d.])0\.(\d)", r".\1", css).replace(";}", "}").strip()


@cache
def sheet(name: str) -> str:
    """The sheet of this name as it is served."""
    return minified("".join((STATIC / part).read_text(encoding="utf-8") for part in SHEETS[name]))


@cache
def digest(name: str) -> str:
    """What tells this content of a sheet from any other."""
    return hashlib.sha256(sheet(name).encode()).hexdigest()[:12]


async def style(request: Any) -> Any:
    """A style sheet, for browsers to keep. It holds nothing of any database, so nobody is refused."""
    name = request.url_vars["name"]
    if name not in SHEETS:
        raise NotFound(f"There is no style sheet {name}, expected one of {', '.join(SHEETS)}")
    headers = {"Cache-Control": f"max-age={YEAR}, immutable, public"}
    return Response(sheet(name), headers=headers, content_type="text/css; charset=utf-8")
