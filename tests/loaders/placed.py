"""Quotes and articles as the linkage stages get them, built by hand."""

from __future__ import annotations

from dataclasses import replace

from datasette_quotes.text import short_key
from quote_loaders.dates import order
from quote_loaders.records import CONTENT_JOINER, PlacedArticle, PlacedQuote, QuoteKind, TextSpan

REACH = 200  # characters of prefix and suffix


def placed(
    article_text: str,
    *content: str,
    speaker: str | None = "marvec",
    article: str | None = None,
    published: str | None = "2026-03-12",
    kind: QuoteKind = "direct",
) -> PlacedQuote:
    """The quote of some content, in order, in an article's text; the article's key is its text unless given."""
    spans: list[TextSpan] = []
    for part in content:
        start = article_text.index(part, spans[-1].end if spans else 0)
        spans.append(TextSpan(start, start + len(part)))
    name = article or article_text
    return PlacedQuote(
        key=short_key(name, str(spans[0].start)),
        article=name,
        outlet=name,
        speaker=speaker,
        speaker_name=speaker.title() if speaker else None,
        via=None,
        kind=kind,
        text=CONTENT_JOINER.join(content),
        spans=tuple(spans),
        language="en",
        published=published,
        published_order=order(published),
        prefix=article_text[max(0, spans[0].start - REACH) : spans[0].start],
        suffix=article_text[spans[-1].end : spans[-1].end + REACH],
        cue=None,
    )


def said(
    text: str, article: str, speaker: str | None = "marvec", published: str | None = "2026-03-12", after: str = ""
) -> PlacedQuote:
    """A quote and little else: the words around it are no other article's."""
    return placed(f'In {article}ville: "{text}"{after}', text, speaker=speaker, article=article, published=published)


def told(text: str, article: str, speaker: str = "marvec", published: str | None = "2026-03-12") -> PlacedQuote:
    """A quote beside the name of its speaker."""
    lead = f"In {article}ville {speaker.title()} said"
    return placed(f'{lead}: "{text}"', text, speaker=speaker, article=article, published=published)


def in_german(quote: PlacedQuote) -> PlacedQuote:
    """The same quote in a German article."""
    return replace(quote, language="de")


def story(
    key: str,
    text: str,
    *,
    outlet: str | None = None,
    kind: str = "newspaper",
    published: str | None = "2026-03-12",
    url: str | None = None,
    credit: str | None = None,
) -> PlacedArticle:
    """An article of an outlet whose key is its name."""
    name = outlet or f"The {key.title()}"
    return PlacedArticle(key, name, name, kind, key, text, "en", published, order(published), url, credit)
