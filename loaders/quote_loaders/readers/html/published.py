"""When a page says that it came out, and when it was changed: what speaks, in which order, and never a guess unsaid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from itertools import islice
from typing import Any

from quote_loaders.dates import bounds, parse_published
from quote_loaders.readers.html.addresses import day_in
from quote_loaders.readers.html.parsing import Page
from quote_loaders.readers.html.structured import Node, string
from quote_loaders.readers.stamps import UNSET, ambiguous_days, iso_of
from quote_loaders.records import DateSource, LoadError, Published

# Names under which content systems write the moment of publication, and of the last change.
_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published",
    "datepublished", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publishdate", "publish-date",
    "publish_date", "publication_date", "article.published", "dc.date.issued", "dcterms.issued", "dcterms.available",
    "citation_publication_date", "ptime", "bt:pubdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "og:updated_time", "datemodified", "article:modified", "article.updated",
    "dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "bt:moddate",
)  # fmt: skip
_MODIFIED_MARK = re.compile(r"updat|modif|chang|edited", re.I)
_PUBLISHED_MARK = re.compile(r"publi|posted|pubdate|entry-date|created", re.I)
_MODIFIED_WORDS = re.compile(
    r"\b(?:updated|last modified|modified|aktualisiert|zuletzt|geändert|mis à jour|modifié|actualizad[oa]|"
    r"atualizad[oa]|aggiornat[oa]|обновлен[оа]?|обновлён|оновлен[оа]?|aktualizov[aá]no)\b[^.]{0,30}$",
    re.I,
)
_ASIDE = frozenset(("aside", "nav", "footer", "form", "li"))
_ASIDE_MARK = re.compile(r"comment|related|sidebar|teaser|recommend|most-read|promo|more-from|newsletter", re.I)
_LINE = 14  # words: a <time> in a longer paragraph stands in the story and dates an event
_LONGEST_GUESSED = 400_000  # bytes of a page, without scripts, in which a date is guessed: the time grows with them
_INLINE = ("span", "a", "b", "strong", "em", "i", "small")
_Time = tuple[Any, str]  # a <time> element, and the words before it
_TIMES = 200  # <time> elements that are looked at
_APART = timedelta(days=2)  # two sources that differ by more than this disagree


def dates_of(
    page: Page, node: Node, url: str | None, doubts: list[str], *, known: bool = False
) -> tuple[Published | None, Published | None]:
    """When the page was published and modified, as precisely as it says, with the source that spoke.

    Order: JSON-LD, metadata, <time>, the address; then a guess at the visible dates. A time without an offset keeps
    its zone unknown. Where the publication is `known` from a feed or the like, neither address nor guess is asked.
    """
    times = _times(page.tree)
    modified = next(_parsed(_modified_values(page, node, times), []), None)
    found = list(_parsed(_published_values(page, node, None if known else url, times, doubts), doubts))
    if not found and known:
        return None, modified
    if not found:
        return _guessed(page, modified, doubts), modified
    first = found[0]
    for other in found[1:]:
        if _disagree(first, other):
            doubts.append(
                f"published is {first.value} by {_NAMES[first.source]} and {other.value} by {_NAMES[other.source]}; "
                f"stored as {first.value}"
            )
            break
    return first, modified


_NAMES: dict[DateSource, str] = {"jsonld": "JSON-LD", "meta": "metadata", "time": "<time>", "url": "the address"}


def _published_values(
    page: Page, node: Node, url: str | None, times: list[_Time], doubts: list[str]
) -> Iterator[tuple[str, DateSource]]:
    said = False
    if value := string(node, "datePublished"):
        said = True
        yield value, "jsonld"
    if value := page.meta(*_PUBLISHED):
        said = True
        yield value, "meta"
    if value := _time_published(times, [] if said else doubts):
        yield value, "time"
    if value := day_in(url):
        yield value, "url"


def _modified_values(page: Page, node: Node, times: list[_Time]) -> Iterator[tuple[str, DateSource]]:
    if value := string(node, "dateModified"):
        yield value, "jsonld"
    if value := page.meta(*_MODIFIED):
        yield value, "meta"
    for element, before in times:
        if _says_modified(element, before):
            yield element.get("datetime"), "time"


def _parsed(values: Iterator[tuple[str, DateSource]], doubts: list[str]) -> Iterator[Published]:
    """The dates among values that can be read; what can't be, or was never set, is a doubt."""
    for value, source in values:
        iso = iso_of(value)
        if iso is not None and iso.startswith(UNSET):
            doubts.append(
                f"published is {value!r} by {_NAMES[source]}, which is what programs write when nothing was set"
            )
            continue
        try:
            if iso is None:
                either = ambiguous_days(value)
                reason = f", which may be {either[0][0]} or {either[0][1]}" if either else ", expected ISO 8601"
                raise LoadError(f"published is {value[:80]!r} by {_NAMES[source]}{reason}")
            yield parse_published(iso, source)
        except LoadError as error:
            doubts.append(f"{error}; not read")


def _disagree(left: Published, right: Published) -> bool:
    (left_start, left_end), (right_start, right_end) = bounds(left), bounds(right)
    return left_start > right_end + _APART or right_start > left_end + _APART


def _times(tree: Any) -> list[_Time]:
    """The <time> elements that may date the page, with the words before each."""
    found: list[_Time] = []
    words: dict[Any, int] = {}  # of each paragraph that holds some
    for element in islice(tree.iter("time"), _TIMES):
        if not element.get("datetime") or _stands_aside(element):
            continue
        block = next((one for one in element.iterancestors() if one.tag not in _INLINE), None)
        if block is not None and block.tag in ("p", "li", "td", "blockquote"):
            if block not in words:
                words[block] = len(str(block.text_content()).split())
            if words[block] > _LINE:
                continue
        found.append((element, _words_before(element)))
    return found


def _words_before(element: Any) -> str:
    """The last words before an element in its line."""
    for one in (element, *islice(element.iterancestors(), 3)):
        before = one.getprevious()
        parts = [before.text if len(before) == 0 else "", before.tail] if before is not None else [one.getparent().text]
        text = " ".join(" ".join(part for part in parts if part).split())
        if text or one.getparent().tag not in _INLINE:
            return text[-60:]
    return ""


def _stands_aside(element: Any) -> bool:
    return any(
        ancestor.tag in _ASIDE or _ASIDE_MARK.search(f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}")
        for ancestor in element.iterancestors()
        if ancestor.tag not in ("html", "body")
    )


def _marks(element: Any) -> str:
    parent = element.getparent()
    around = parent.get("class") or "" if parent is not None else ""
    return " ".join([element.get("class") or "", element.get("itemprop") or "", around])


def _says_modified(element: Any, before: str) -> bool:
    own = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if _PUBLISHED_MARK.search(own):
        return bool(_MODIFIED_MARK.search(own)) and "datepublished" not in own.lower()
    return bool(_MODIFIED_MARK.search(_marks(element)) or _MODIFIED_WORDS.search(before))


def _time_published(found: list[_Time], doubts: list[str]) -> str | None:
    """The <time> that says when the page was published: marked as such, or the only day that any of them names."""
    times = [(element, before) for element, before in found if not _says_modified(element, before)]
    marked = [
        element for element, _ in times if element.get("pubdate") is not None or _PUBLISHED_MARK.search(_marks(element))
    ]
    if marked:
        return str(marked[0].get("datetime"))
    values = [element.get("datetime") for element, _ in times]
    days = {(iso_of(value) or "")[:10] for value in values}
    if len(days) > 1:
        head = [element for element, _ in times if any(one.tag == "header" for one in element.iterancestors())]
        if len(head) == 1:
            return str(head[0].get("datetime"))
        doubts.append(
            f"it has <time> elements of {len(days)} days ({', '.join(sorted(days)[:3])}) and none says "
            "that it is when the page was published; none was believed"
        )
        return None
    return values[0] if values else None


def _guessed(page: Page, modified: Published | None, doubts: list[str]) -> Published | None:
    """htmldate's guess at the visible dates, with day precision, told as a guess; never the day of the last change.

    A date such as 03/04/2026 may be either of two days: then only what both share is stored.
    """
    guess = _guess(page)
    if guess is None or (modified is not None and guess == modified.value[:10]):
        if modified is not None:
            doubts.append(f"published is not said, only that it was modified: {modified.value}; stored without it")
        return None
    either = next((both for both in ambiguous_days(_visible(page)) if guess in both), None)
    if either is not None:
        doubts.append(
            f"published is shown only as a date that may be {either[0]} or {either[1]}; stored as {guess[:4]}: "
            "a manifest can say which"
        )
        return parse_published(guess[:4], "text")
    doubts.append(f"published is not said; {guess} is a guess from what the page shows")
    return parse_published(guess, "guess")


def _guess(page: Page) -> str | None:
    """The day that htmldate (A. Barbaresi, 2020) finds in a page without the dates that were read already."""
    import logging

    import lxml.etree
    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = deepcopy(page.tree)
    for element in list(tree.iter("meta", "script", "link", "style", "aside", "nav", "footer")):
        element.drop_tree()
    for element in list(tree.iter("time"))[:_TIMES]:
        if _MODIFIED_MARK.search(_marks(element)) or _stands_aside(element):
            element.drop_tree()
    for element in list(tree.iter("p", "span", "div")):
        if len(element) == 0 and _MODIFIED_WORDS.search((element.text or "")[:20]):
            element.text = None
    if len(lxml.etree.tostring(tree)) > _LONGEST_GUESSED:
        return None
    try:
        found = find_date(tree, original_date=True, extensive_search=True, outputformat="%Y-%m-%d")
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
        return None
    return str(found) if found else None


def _visible(page: Page) -> str:
    return " ".join(str(page.tree.text_content())[:400_000].split())
