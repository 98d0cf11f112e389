"""Citations in words: APA 7, MLA 9 and Chicago 17 (author-date), for an article that a newspaper has on the web."""

from __future__ import annotations

from collections.abc import Callable

from datasette_quotes.exports.record import Export, date_parts
from datasette_quotes.exports.text import one_line, sentence
from datasette_quotes.moments import MONTHS, Moment, parse
from datasette_quotes.queries.exports import Cited
from datasette_quotes.text_fragment import web_address

# MLA cuts names of months that have more than four letters.
_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
STYLES = ("apa", "mla", "chicago")


def formatted(export: Export, style: str = "") -> str:
    """Every occurrence in these styles, each followed by what this collection says of it; all styles without one."""
    wanted = [style] if style in STYLES else list(STYLES)
    head = [
        f"“{one_line(export.statement.text)}”",
        f"Status: {export.status}",
        export.url,
    ]
    blocks = ["\n".join(head)]
    for number, one in export.numbered():
        lines = [f"{number}. “{one_line(one.text)}”"]
        lines += [f"   {_NAMES[name]}: {_WRITERS[name](one)}" for name in wanted]
        lines.append(f"   Note: {one_line(export.note(number, one))}. {export.quote_url(one.key)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def apa(one: Cited) -> str:
    """Byline. (2026, March 14). Title. Outlet. Address"""
    known = date_parts(parse(one.published))
    date = f"({_apa_date(known)})."
    title, byline = sentence(one_line(one.title)), one_line(one.byline)
    opening = [sentence(byline), date, title] if byline else [title, date]
    return _joined(*opening, sentence(one_line(one.outlet)), web_address(one.url))


def mla(one: Cited) -> str:
    """Byline. “Title.” Outlet, 14 Mar. 2026, address. Accessed 22 Nov. 2026."""
    published = _mla_date(parse(one.published))
    where = ", ".join(part for part in (one_line(one.outlet), published, web_address(one.url)) if part)
    accessed = _mla_date(parse(one.started))
    return _joined(
        sentence(one_line(one.byline)),
        _in_marks(one.title),
        sentence(where),
        f"Accessed {sentence(accessed)}" if accessed else "",
    )


def chicago(one: Cited) -> str:
    """Byline. 2026. “Title.” Outlet, March 14, 2026. Address. Without a byline the outlet stands in its place."""
    moment = parse(one.published)
    known = date_parts(moment)
    byline, outlet = one_line(one.byline), one_line(one.outlet)
    year = f"{known[0]:04}." if known else "n.d."
    full = _chicago_date(known)
    where = ", ".join(part for part in (outlet if byline else "", full) if part)
    address = web_address(one.url)
    return _joined(
        sentence(byline or outlet),
        year,
        _in_marks(one.title),
        sentence(where),
        f"{address}." if address else "",
    )


_WRITERS: dict[str, Callable[[Cited], str]] = {"apa": apa, "mla": mla, "chicago": chicago}
_NAMES = {"apa": "APA", "mla": "MLA", "chicago": "Chicago"}


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _in_marks(title: str) -> str:
    """A title in quotation marks, with its own ones turned into single ones."""
    inner = one_line(title).replace("“", "‘").replace("”", "’")
    return f"“{sentence(inner)}”"


def _apa_date(known: list[int]) -> str:
    if not known:
        return "n.d."
    day = f" {known[2]}" if len(known) > 2 else ""
    return f"{known[0]:04}, {MONTHS[known[1] - 1]}{day}" if len(known) > 1 else f"{known[0]:04}"


def _mla_date(moment: Moment | None) -> str:
    known = date_parts(moment)
    if not known:
        return ""
    month = f"{_MLA_MONTHS[known[1] - 1]} " if len(known) > 1 else ""
    return f"{f'{known[2]} ' if len(known) > 2 else ''}{month}{known[0]:04}"


def _chicago_date(known: list[int]) -> str:
    """Month and day with the year; the year alone stands after the name already."""
    if len(known) < 2:
        return ""
    return f"{MONTHS[known[1] - 1]} {f'{known[2]}, ' if len(known) > 2 else ''}{known[0]:04}"
