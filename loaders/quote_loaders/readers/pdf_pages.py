"""`python -P pdf_pages.py SECONDS`: a PDF on standard input, its pages as JSON on standard output.

A program of its own: what a hostile PDF makes pypdf do is bounded by the limits of the process.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from time import monotonic
from typing import Any

MEMORY = 1 << 30  # bytes of address space
MOST_PAGES = 2_000
MOST_CHARACTERS = 1_950_000  # an article has at most 2,000,000, and paragraphs are parted by two


def _limit(seconds: float) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on Windows; not above a limit that is lower
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 5, int(seconds) + 6))


def pages(data: bytes, seconds: float) -> dict[str, Any]:
    """The pages of a PDF and what it says of itself, or {"error"}; see pdf.pages_of."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    end = monotonic() + seconds
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "it is encrypted with a password, expected a PDF that opens without one"}
        return _pages(reader, end)
    except MemoryError:
        return {"error": "it needs too much memory, expected a simpler PDF"}
    except Exception as error:  # hostile bytes: pypdf raises whatever it meets
        return {"error": f"it can't be read as PDF: {type(error).__name__}: {str(error)[:200]}"}


def _pages(reader: Any, end: float) -> dict[str, Any]:
    texts: list[str] = []
    doubts: list[str] = []
    size = 0
    count = len(reader.pages)
    for number in range(min(count, MOST_PAGES)):
        text = "" if monotonic() > end else _page(reader, number, doubts)
        size += len(text)
        if monotonic() > end or size > MOST_CHARACTERS:
            doubts.append(f"only {number} of its {count} pages were read: more than a file may take")
            break
        texts.append(text)
    if count > MOST_PAGES:
        doubts.append(f"only {MOST_PAGES:,} of its {count:,} pages were read")
    return {"pages": texts, "doubts": doubts, **_said(reader)}


def _page(reader: Any, number: int, doubts: list[str]) -> str:
    try:
        return str(reader.pages[number].extract_text())
    except MemoryError:
        raise
    except Exception as error:
        doubts.append(f"page {number + 1} can't be read: {type(error).__name__}")
        return ""


def _said(reader: Any) -> dict[str, str | None]:
    """What a PDF says of itself; a broken entry is nothing."""
    said: dict[str, str | None] = {"title": None, "author": None, "made": None, "lang": None}
    with contextlib.suppress(Exception):
        for name, key in (("title", "/Title"), ("author", "/Author"), ("made", "/CreationDate")):
            value = (reader.metadata or {}).get(key)
            said[name] = str(value)[:500] if value is not None else None
    with contextlib.suppress(Exception):
        value = reader.trailer["/Root"].get("/Lang")
        said["lang"] = str(value) if value is not None else None
    return said


def main() -> None:
    """Read, and write, once."""
    seconds = float(sys.argv[1])
    _limit(seconds)
    json.dump(pages(sys.stdin.buffer.read(), seconds), sys.stdout)


if __name__ == "__main__":
    main()
