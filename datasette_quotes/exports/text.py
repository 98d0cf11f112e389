"""Text made fit for a format: what each can't hold is taken out or written otherwise. Articles are hostile input."""

from __future__ import annotations

import re
from urllib.parse import quote

# Not allowed in XML 1.0: controls but tab and line ends, halves of pairs, the two that are no characters.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Controls, and those that turn the direction of the text around them.
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# First characters that a spreadsheet takes for a formula, their full-width forms too.
_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_NOT_IRI = re.compile('[\x00-\x20<>"{}|\\\\^`\ud800-\udfff]')
_BIBTEX = {
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    **{character: f"\\{character}" for character in "$&#_%"},
}


def one_line(text: str | None) -> str:
    """The text on one line without control characters."""
    return " ".join(_UNPRINTED.sub("", text or "").split())


def xml_text(text: str | None) -> str:
    """The text without the characters that XML 1.0 doesn't allow, each replaced by U+FFFD; not yet escaped."""
    return _NOT_XML.sub("\ufffd", text or "")


def bibtex_text(text: str | None) -> str:
    """The text on one line, with everything that TeX would act on written as a command; braces stay balanced."""
    return "".join(_BIBTEX.get(character, character) for character in one_line(text))


def plain_address(url: str | None) -> str:
    """An address with braces, quotation marks and non-ASCII characters percent-encoded."""
    return quote(url or "", safe="!#$%&'()*+,/:;=?@[]~")


def iri(url: str | None) -> str | None:
    """An address as RDF takes it: the characters that no IRI may hold are percent-encoded."""
    return _NOT_IRI.sub(lambda found: quote(found[0], safe="", errors="replace"), url) if url else None


def cell(value: object) -> str:
    """A value as a cell: what a spreadsheet would run as a formula begins with an apostrophe; NUL is replaced."""
    text = "" if value is None else str(value).replace("\x00", "\ufffd")
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def sentence(text: str) -> str:
    """The text with a full stop, unless it already ends with a mark."""
    return text if not text or text[-1] in ".?!…" else f"{text}."
