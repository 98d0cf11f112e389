"""Articles that print the same words later than another outlet did: pure, and a weak sign of where they got them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from datasette_quotes.text import words
from quote_loaders.dates import UNKNOWN_ORDER
from quote_loaders.records import ArticleLink, PlacedQuote, Statement

_WORDS = 6  # of a wording that two outlets hardly print by chance
_WEAK = 0.3  # both may have heard it


def find_later_wordings(statements: Sequence[Statement], quotes: Mapping[str, PlacedQuote]) -> list[ArticleLink]:
    """ "same wording later" from each article that is no copy to the earliest article with the same six words or more.

    One link for each article and statement; the later article is certainly later and another outlet's. Sorted.
    """
    found: dict[tuple[str, str], ArticleLink] = {}
    for statement in sorted(statements, key=lambda one: one.key):
        for link in later_in([quotes[member.quote] for member in statement.members]):
            assert link.from_article is not None
            found.setdefault((link.article, link.from_article), link)
    return [found[key] for key in sorted(found)]


def later_in(members: Sequence[PlacedQuote]) -> Iterator[ArticleLink]:
    """The links between the members of one statement, which come oldest first."""
    earliest: dict[tuple[str, ...], PlacedQuote] = {}
    linked: set[str] = set()
    for quote in members:
        wording = words(quote.text)
        if not may_be_later(quote):
            continue
        first = earliest.setdefault(wording, quote)
        if quote.article not in linked and is_later(quote, first):
            linked.add(quote.article)
            yield later_link(quote, first)


def may_be_later(quote: PlacedQuote) -> bool:
    """Whether a quote counts: none of a copy or an indirect report, and none of few words."""
    return quote.origin is None and quote.kind != "indirect" and len(words(quote.text)) >= _WORDS


def later_link(quote: PlacedQuote, first: PlacedQuote) -> ArticleLink:
    """The link from the article of a quote to the one that has its words first."""
    return ArticleLink(quote.article, first.article, None, "same wording later", _WEAK, quote.text)


def is_later(quote: PlacedQuote, first: PlacedQuote) -> bool:
    """Whether a quote is another outlet's and certainly later than the first one of its words."""
    return first.outlet != quote.outlet and _is_later(quote, first)


def _is_later(quote: PlacedQuote, first: PlacedQuote) -> bool:
    """Whether a date is certainly later: a bare day is not later than a time of that day."""
    return (
        quote.published is not None
        and first.published is not None
        and quote.published_order > first.published_order
        and not first.published_order.startswith(quote.published_order.removesuffix(UNKNOWN_ORDER))
    )
