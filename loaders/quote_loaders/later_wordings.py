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
        if quote.origin is not None or quote.kind == "indirect" or len(wording) < _WORDS:
            continue
        first = earliest.setdefault(wording, quote)
        if first.outlet != quote.outlet and quote.article not in linked and _is_later(quote, first):
            linked.add(quote.article)
            yield ArticleLink(quote.article, first.article, None, "same wording later", _WEAK, quote.text)


def _is_later(quote: PlacedQuote, first: PlacedQuote) -> bool:
    """Whether a date is certainly later: a bare day is not later than a time of that day."""
    return (
        quote.published is not None
        and first.published is not None
        and quote.published_order > first.published_order
        and not first.published_order.startswith(quote.published_order.removesuffix(UNKNOWN_ORDER))
    )
