"""Pairing quotation marks: which stretches of a text stand between marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Which marks may end what a mark opened. A closing mark stands in for the opening one where people mistype it.
CLOSERS = {
    "“": "”“",
    "”": "”“",
    "‟": "”“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    '"': '"',
    "``": "''",
    "''": "''",
    "‘": "’‘",
    "‚": "‘’",
    "'": "'",
}
# What people close a mark with by mistake: curly and straight ones mixed in one quote.
_MISTYPED = {"“": '"', '"': "“”"}
_EITHER = ('"', "“", "‘", "''")
_MARK = re.compile(r"``|''|[“”‟„«»‹›「」『』\"‘’‚']")
_SINGLE = frozenset("‘’‚'")
_OPENS_AFTER = frozenset("([{—–―-/…:;,>*_")
_ENDS_BEFORE = frozenset(".,;:!?)]}—–-…»”\"'’*_")
_ELISION = re.compile(r"['’‘](?:\d0s|em|til|tis|twas|cause|n)\b", re.IGNORECASE)
_DOTS = re.compile(r"\.(?:\s?\.|@\w)")  # ". . . and so it goes", ".@name"
PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Marked:
    """Words between quotation marks: `start` and `end` take the marks in, `inner_*` leave them out.

    `closed` is false where the paragraph ended before the mark did; `continues` is true where the next paragraph
    takes the same quote up again.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    opener: str
    continues: bool = False

    def final(self, text: str) -> str:
        """The last character of the words, marks that close inside them aside: "." of `“He said, ‘Go.’”`."""
        end = self.inner_end
        while end - 1 > self.inner_start and text[end - 1] in "'’\"”»":
            end -= 1
        return text[end - 1]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The half-open character span of every line that isn't blank, without the space around it."""
    found = []
    for match in PARAGRAPH.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append((start, end))
    return found


def marked_spans(text: str) -> list[Marked]:
    """Everything between quotation marks, in order, bounded at the paragraph.

    Curly and angle marks pair by direction, straight ones by turns. A mark that is never closed ends with its
    paragraph, so that it costs no other quote. Marks inside marks are part of the outer words.
    """
    spans: list[Marked] = []
    bounds = paragraphs(text)
    for index, (start, end) in enumerate(bounds):
        found = list(_in_paragraph(text, start, end))
        if found and not found[-1].closed and index + 1 < len(bounds):
            last = found[-1]
            next_start = bounds[index + 1][0]
            found[-1] = Marked(
                last.start,
                last.end,
                last.inner_start,
                last.inner_end,
                closed=False,
                opener=last.opener,
                continues=text.startswith(last.opener, next_start),
            )
        spans += found
    return spans


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Marked]:
    position = start
    never_closed: set[str] = set()  # what nothing closes from here on: keeps the search linear
    while (match := _MARK.search(text, position, end)) is not None:
        position = match.end()
        if match.group() in never_closed or not _can_open(text, match.start(), match.group(), start, end):
            continue
        close = _closing(text, match, end)
        if close is None and match.group() in _SINGLE:
            never_closed.add(match.group())  # an apostrophe
            continue
        inner_end, stop, closed = close if close is not None else (end, end, False)
        inner = _stripped(text, match.end(), inner_end)
        if inner is not None:
            yield Marked(match.start(), stop, *inner, closed=closed, opener=match.group())
        position = max(stop, match.end())


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(character.isalnum() for character in text[start:end]) else None


def _can_open(text: str, at: int, mark: str, start: int, end: int) -> bool:
    """Whether a mark may open: it stands at the start, or after a space, bracket, dash or another mark."""
    if mark not in CLOSERS or at + len(mark) >= end:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + len(mark)]
    free = before.isspace() or before in _OPENS_AFTER or before in CLOSERS
    if mark in "「『„":
        return True
    if mark in _SINGLE:
        return free and after.isalnum() and mark != "’" and not _ELISION.match(text, at)
    if mark in "“«‹" and not after.isspace():
        return True
    if mark in "“”" and after.isspace() and free:  # a space too many: “ You know, …”
        return at == start or (mark == "“" and text[at + 2 : at + 3].isupper())
    if mark == "«":  # French marks keep a space inside
        return free
    if after == "." and _DOTS.match(text, at + len(mark)):
        return free
    return free and not after.isspace() and after not in ",.;!?)"


def _closing(text: str, opener: re.Match[str], end: int) -> tuple[int, int, bool] | None:
    """Where the words that `opener` starts end: end of the words, end of the mark, and whether a mark closed them."""
    mark = opener.group()
    if mark in _SINGLE:
        return _closing_single(text, opener.end(), CLOSERS[mark], end)
    wanted = {CLOSERS[mark]} if len(mark) == 2 else set(CLOSERS[mark])
    mistyped = _MISTYPED.get(mark)
    nested = False  # between marks of the mistyped kind inside the words
    position = opener.end()
    while (match := _MARK.search(text, position, end)) is not None:
        position = match.end()
        found = match.group()
        if found == mark and mark in "“‟" and _opens_again(text, match.start(), end):
            return match.start(), match.start(), False  # the first one was never closed
        if found in wanted and not (found in _EITHER and _is_inner(text, match, end)):
            return match.start(), match.end(), True
        if mistyped is not None and found in mistyped:
            if not nested and _ends_words(text, match, end):
                return match.start(), match.end(), True
            nested = _is_inner(text, match, end)
    return None


def _ends_words(text: str, match: re.Match[str], end: int) -> bool:
    """Whether a mark can only close: words or a stop before it, none after it."""
    after = text[match.end()] if match.end() < end else " "
    return not text[match.start() - 1].isspace() and not after.isalnum()


def _opens_again(text: str, at: int, end: int) -> bool:
    return text[at - 1].isspace() and at + 1 < end and not text[at + 1].isspace()


def _is_inner(text: str, match: re.Match[str], end: int) -> bool:
    """A mark inside the words: after a digit and before more words it means inches, or it opens something."""
    before, after = text[match.start() - 1], text[match.end()] if match.end() < end else " "
    return before.isspace() and after.isalnum() and match.group() in ('"', "''", "“")


def _closing_single(text: str, position: int, wanted: str, end: int) -> tuple[int, int, bool] | None:
    """The mark that closes single quotation marks, told from apostrophes.

    A closing mark comes before a space, a stop or the end. Between two letters it is an apostrophe; after an "s" and
    before a space it is a possessive as long as a better one follows.
    """
    doubtful: tuple[int, int, bool] | None = None
    while (match := _MARK.search(text, position, end)) is not None:
        position = match.end()
        if match.group() not in wanted or (match.group() == "‘"):
            continue
        after = text[match.end()] if match.end() < end else "\n"
        if not (after.isspace() or after in _ENDS_BEFORE):
            continue
        before = text[match.start() - 1]
        if before in "sS" and after == " ":
            doubtful = doubtful or (match.start(), match.end(), True)
            continue
        return match.start(), match.end(), True
    return doubtful
