"""Common nouns: whom "the expert", "the message", "officials" and "a person familiar with the matter" denote."""

from __future__ import annotations

import re
from dataclasses import replace

from quote_loaders.quotations.phrases import named
from quote_loaders.records import ArticleSpeaker, TextSpan
from quote_loaders.speakers.article import Article
from quote_loaders.speakers.history import REACH, before
from quote_loaders.speakers.named import by_name, by_title, without_article
from quote_loaders.speakers.people import clean_name
from quote_loaders.speakers.pronouns import by_pronoun, only_one_near

# Documents that speak for one person; a banner or a headline doesn't.
_PERSONAL = frozenset({"message", "statement", "post", "letter", "tweet", "speech", "text", "memo", "note", "remarks"})


def by_description(article: Article, source: TextSpan, words: str) -> ArticleSpeaker | None:
    """A common noun: the person whose title it repeats, else a body, a group, or somebody who isn't named."""
    cues = article.reading.cues
    lowered = words.lower()
    head = _head_word(article, source, words)
    if cues.has(head, "documents") and head in _PERSONAL:
        return _issuer(article, source)
    definite = re.match(r"(?:the|this|that)\s", lowered) is not None
    if definite and cues.has(head, "people") and head == cues.lemma("people", head):
        return by_title(article, words, head) or only_one_near(article, source.start)
    if cues.has(head, "bodies"):
        return ArticleSpeaker(without_article(words), "organisation", "described")
    if (head.endswith("s") and not head.endswith("ss")) or head in ("people", "others", "some", "many"):
        return ArticleSpeaker(without_article(words), "group", "described")
    if cues.has(head, "people") or cues.has(head, "documents"):
        return ArticleSpeaker(without_article(words), "anonymous", "described, not named")
    return None


def _head_word(article: Article, source: TextSpan, words: str) -> str:
    tokens = article.reading.tokens(source.start, source.end)
    for token in tokens:
        if token.tag_ in ("NN", "NNS") and not (
            source.start <= token.head.idx < source.end and token.dep_ == "compound"
        ):
            return token.lower_
    return words.split()[-1].lower()


def _issuer(article: Article, source: TextSpan) -> ArticleSpeaker | None:
    """`the message`, `the statement`: whoever was the last to report before it."""
    for subject in before(article.subjects, source.start):
        if source.start - subject.place > REACH:
            return None
        if article.reading.cues.has(subject.head.text, "he", "she"):
            pronoun = "she" if article.reading.cues.has(subject.head.text, "she") else "he"
            found = by_pronoun(article, subject.place, pronoun)
            return replace(found, reason="document of the speaker before") if found else None
        if subject.reports and subject.main:
            span, _ = named(article.reading, subject.head)
            speaker = by_name(article, span, clean_name(span.of(article.reading.text)))
            if speaker is not None:
                return replace(speaker, reason="document of the speaker before")
    return None
