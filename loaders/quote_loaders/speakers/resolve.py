"""Resolving: whom a source span denotes, by what its own article says. Refuses rather than guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import ArticleSpeaker, Quote, TextSpan
from quote_loaders.speakers.article import Article
from quote_loaders.speakers.described import by_description
from quote_loaders.speakers.named import by_name, is_title
from quote_loaders.speakers.names import split_title
from quote_loaders.speakers.people import clean_name
from quote_loaders.speakers.pronouns import by_pronoun, they

_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "dr"})


def resolve(quotes: Sequence[Quote], doc: Doc, cues: Cues | None = None) -> list[Quote]:
    """The quotes with `speaker`, `via` and `role` filled in, in the same order.

    A name takes the fullest form in the article; a pronoun or description takes a person where the rules leave one.
    Where nobody can be named, `speaker` is None and `unattributed_reason` says why.
    """
    article = Article(Reading(doc, cues or load_cues(doc.lang_ or "en")), tuple(quotes))
    return [_resolved(article, quote) for quote in quotes]


def _resolved(article: Article, quote: Quote) -> Quote:
    if quote.source is None:
        return quote
    words = quote.source.of(article.reading.text)
    speaker = denoted(article, quote.source)
    via = denoted(article, quote.relay) if quote.relay is not None else None
    if via is not None and speaker is not None and via.name == speaker.name:
        via = None
    role = quote.role or (_role(words) if speaker is None or speaker.kind == "person" else None)
    if speaker is None:
        reason = f"the article doesn't say for certain who “{words}” is"
        return replace(quote, via=via, role=role, unattributed_reason=reason)
    return replace(quote, speaker=speaker, via=via, role=role, unattributed_reason=None)


def _role(words: str) -> str | None:
    """The title in a source span: "Kremlin aide" of "the Kremlin aide Yuri Ushakov"."""
    role, _ = split_title(clean_name(words))
    role = re.sub(r"^(?:the|an?)\s+", "", role or "", flags=re.IGNORECASE)
    return role if is_title(role) and role.lower().strip(".") not in _HONORIFICS else None


def denoted(article: Article, source: TextSpan) -> ArticleSpeaker | None:
    """The person or body that a span denotes, None when the article leaves it open."""
    cues = article.reading.cues
    words = clean_name(source.of(article.reading.text))
    if not words:
        return None
    pronoun = next((group for group in ("he", "she", "they") if cues.has(words, group)), None)
    if pronoun in ("he", "she"):
        return by_pronoun(article, source.start, pronoun)
    if pronoun == "they":
        return they(article, source.start)
    if cues.has(words, "first person") and words != "US":
        return None
    return by_name(article, source, words) or by_description(article, source, words)
