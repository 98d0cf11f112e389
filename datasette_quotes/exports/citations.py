"""Citations of a statement's occurrences for reference managers: CSL-JSON 1.0, biblatex and RIS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from datasette_quotes.exports.record import Export, date_parts
from datasette_quotes.exports.text import bibtex_text, one_line, plain_address
from datasette_quotes.labels import language_tag
from datasette_quotes.moments import parse
from datasette_quotes.queries.exports import Cited
from datasette_quotes.text_fragment import web_address

# Kinds of outlets -> types of CSL and RIS. Other kinds publish pages.
CSL_TYPES = {"newspaper": "article-newspaper", "agency": "article-newspaper", "broadcaster": "broadcast"}
RIS_TYPES = {"newspaper": "NEWS", "agency": "NEWS"}
# Names that babel and biblatex have for languages.
BABEL = {
    "ar": "arabic",
    "cs": "czech",
    "de": "ngerman",
    "en": "english",
    "en-gb": "british",
    "en-us": "american",
    "es": "spanish",
    "fr": "french",
    "he": "hebrew",
    "it": "italian",
    "ja": "japanese",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "uk": "ukrainian",
    "zh": "chinese",
}


def csl(export: Export) -> list[dict[str, Any]]:
    """Items of CSL-JSON. A byline stays as printed, because where a name ends in it is a guess."""
    return [_csl(export, number, one) for number, one in export.numbered()]


def _csl(export: Export, number: int, one: Cited) -> dict[str, Any]:
    issued, accessed = date_parts(parse(one.published)), date_parts(parse(one.started))
    archived = web_address(one.archived_url)
    item = {
        "id": entry_key(one.key),
        "type": CSL_TYPES.get(one.outlet_kind, "webpage"),
        "title": one_line(one.title),
        "author": [{"literal": one_line(one.byline)}] if one_line(one.byline) else None,
        "container-title": one_line(one.outlet),
        "issued": {"date-parts": [issued]} if issued else None,
        "accessed": {"date-parts": [accessed]} if accessed else None,
        "URL": web_address(one.url),
        "archive": "Web archive" if archived else None,
        "archive_location": archived,
        "language": language_tag(one.language),
        "abstract": one_line(one.text),
        "note": one_line(export.note(number, one)),
        "source": export.quote_url(one.key),
    }
    return {name: value for name, value in item.items() if value}


def bibtex(export: Export) -> str:
    """Entries of biblatex, one for each occurrence."""
    head = f"% {_comment(export.statement.text)}\n% Status: {_comment(export.status)}\n% {_comment(export.url)}\n"
    return head + "".join(f"\n{_bibtex(export, number, one)}" for number, one in export.numbered())


def _bibtex(export: Export, number: int, one: Cited) -> str:
    tag = (language_tag(one.language) or "").lower()
    fields = {
        "author": _kept(one.byline),
        "title": _kept(one.title),
        "journaltitle": _kept(one.outlet),
        "entrysubtype": "newspaper" if one.outlet_kind in RIS_TYPES else "",
        "date": (one.published or "").partition("T")[0] if parse(one.published) else "",
        "url": plain_address(web_address(one.url)),
        "urldate": one.started.partition("T")[0] if parse(one.started) else "",
        "langid": BABEL.get(tag, BABEL.get(tag.partition("-")[0], "")),
        "abstract": bibtex_text(one.text),
        "note": bibtex_text(export.note(number, one)),
        "addendum": f"Archived at {bibtex_text(web_address(one.archived_url))}"
        if web_address(one.archived_url)
        else "",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{entry_key(one.key)},\n{lines}\n}}\n"


def ris(export: Export) -> str:
    """References of RIS, one for each occurrence; lines end as the format asks, with CR LF."""
    return "".join(
        "".join(f"{tag}  - {value}\r\n" for tag, value in _ris(export, number, one) if value or tag == "ER") + "\r\n"
        for number, one in export.numbered()
    )


def _ris(export: Export, number: int, one: Cited) -> Iterator[tuple[str, str]]:
    issued, accessed = date_parts(parse(one.published)), date_parts(parse(one.started))
    yield "TY", RIS_TYPES.get(one.outlet_kind, "ELEC")
    yield "ID", entry_key(one.key)
    yield "AU", one_line(one.byline)
    yield "TI", one_line(one.title)
    yield "T2", one_line(one.outlet)
    yield "PY", f"{issued[0]:04}" if issued else ""
    yield "DA", _ris_date(issued)
    yield "Y2", _ris_date(accessed)
    yield "UR", web_address(one.url) or ""
    yield "L2", web_address(one.archived_url) or ""
    yield "LA", language_tag(one.language) or ""
    yield "AB", one_line(one.text)
    yield "N1", one_line(export.note(number, one))
    yield "ER", ""


def entry_key(key: str) -> str:
    """A name for the entry that every program takes."""
    return "q" + re.sub(r"[^A-Za-z0-9-]", "", key)


def _kept(text: str | None) -> str:
    """A field that is printed as it is: in braces of its own, so that neither names nor capitals are taken apart."""
    found = bibtex_text(text)
    return f"{{{found}}}" if found else ""


def _comment(text: str) -> str:
    """The text in a comment: BibTeX itself has none, and would begin an entry at "@" anywhere."""
    return one_line(text).replace("@", "(at)")


def _ris_date(known: list[int]) -> str:
    """ "2026/03/14/": what isn't known stays empty between the slashes."""
    if not known:
        return ""
    written = [f"{known[0]:04}", *(f"{part:02}" for part in known[1:])]
    return "/".join([*written, *[""] * (4 - len(written))])
