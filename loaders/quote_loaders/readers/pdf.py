"""PDF: the text of its pages, in a process of its own, so that a hostile file costs neither time nor memory."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from quote_loaders.readers.decoding import checked, clean, read_bytes
from quote_loaders.readers.fields import article_from
from quote_loaders.readers.formats import Context, Format, Read, Record
from quote_loaders.readers.inputs import Input
from quote_loaders.readers.stated import few, stated_language
from quote_loaders.records import LoadError, Problem

MOST_FILE = 100 << 20  # bytes: pictures are most of a large PDF
SECONDS = 60.0  # for one file; a report of 500 pages takes about 20
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\n(?=[a-zà-öø-ÿа-я])")
_SOFT = re.compile("\u00ad")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’»)]*$")
_MADE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_SHORT = 0.75  # of the median line: a line shorter than that, with a full stop, ends a paragraph


def _records(item: Input, _context: Context) -> Iterator[Record | Problem]:
    yield Record(item.source, "pdf", read_bytes(item.path, MOST_FILE), manifest=item.manifest)


def _read(record: Record, context: Context) -> Read:
    found = pages_of(record.data)
    pages = [clean(page) for page in found["pages"]]
    doubts: list[str] = list(found["doubts"])
    without = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if len(without) == len(pages):
        raise LoadError(f"none of its {len(pages)} pages has text: it is scanned; run text recognition (OCR) over it")
    if without:
        doubts.append(f"pages {_ranges(without)} have no text: pictures, or scanned")
    paragraphs = [_paragraphs(page) for page in pages]
    text = checked("\n\n".join(page for page in paragraphs if page) + "\n")
    if "published" not in record.manifest and (made := _MADE.match(found["made"] or "")):
        day = "-".join(part for part in made.groups() if part)
        doubts.append(f"the file says that it was made on {day}, which is no date of publication; stored without one")
    fields = {
        "title": found["title"],
        "author": found["author"],
        "lang": stated_language(found["lang"], doubts),
        "extraction_doubt": "; ".join(["columns are read in the order of the file", *doubts[:1]]),
    }
    return article_from(record, text, {**record.said, **fields}, context, few(doubts))


def _ranges(numbers: list[int]) -> str:
    told = ", ".join(map(str, numbers[:20]))
    return told if len(numbers) <= 20 else f"{told} and {len(numbers) - 20} more"


def pages_of(data: bytes, seconds: float = SECONDS) -> dict[str, Any]:
    """{"pages", "title", "author", "lang", "made", "doubts"} of a PDF, read by another process.

    Raises LoadError for one that is encrypted or broken, and for one that takes too much time or memory.
    """
    # Run by its path, without the packages around it (-P: nor the modules beside it): pypdf is all that it needs.
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_pages.py")), str(seconds)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds + 10, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise LoadError(f"its pages took more than {seconds:.0f} seconds, expected a simpler PDF") from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        reason = "it needs too much memory" if "MemoryError" in last or done.returncode < 0 else last[:300]
        raise LoadError(f"it can't be read as PDF: {reason or 'its reader stopped'}") from None
    if error := found.get("error"):
        raise LoadError(str(error))
    return dict(found)


def _paragraphs(page: str) -> str:
    """A page's lines as paragraphs: words that a line end cut are whole again."""
    page = _SOFT.sub("", _HYPHEN.sub("", page))
    blocks = [_joined(block.split("\n")) for block in re.split(r"\n[ \t]*\n", page)]
    return "\n\n".join(block for block in blocks if block)


def _joined(lines: list[str]) -> str:
    """Lines joined but where a paragraph ends: at a short line that ends a sentence."""
    lines = [" ".join(line.split()) for line in lines if line.strip()]
    if not lines:
        return ""
    usual = sorted(map(len, lines))[len(lines) // 2]
    parts = [lines[0]]
    for before, line in pairwise(lines):
        ends = _SENTENCE_END.search(before) is not None and len(before) < _SHORT * usual
        parts.append(("\n\n" if ends else " ") + line)
    return "".join(parts)


PDF = Format(
    name="pdf",
    title="PDF with text",
    suffixes=(".pdf",),
    fields=(
        ("pages", "text; hyphens at line ends are undone, columns read in the order of the file"),
        ("/Title, /Author, /Lang", "title, author, lang"),
        ("/CreationDate", "not kept: when the file was made, never published"),
    ),
    recognises=lambda head: b"%PDF-" in head.data[:1024],
    records=_records,
    read=_read,
)
