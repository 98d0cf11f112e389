"""Pronouns: whom "he", "she" and "they" stand for, by the subjects before them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from quote_loaders.quotations.phrases import named
from quote_loaders.records import ArticleSpeaker
from quote_loaders.speakers.aliases import shipped_aliases
from quote_loaders.speakers.article import Article
from quote_loaders.speakers.history import REACH, Subject, before
from quote_loaders.speakers.named import by_name, by_title, without_article
from quote_loaders.speakers.names import gender, gender_of_title
from quote_loaders.speakers.people import clean_name

_NO_NAME = ("DT", "EX", "WDT", "CD", "PRP", "NNS", "NNPS")  # "this", "it", "audiences": no one person


def by_pronoun(article: Article, place: int, pronoun: str) -> ArticleSpeaker | None:
    """`he` and `she`: the subject of the sentence before, else of a reporting verb within 700 characters, else the
    nearest subject, else the only person before that fits.

    On 50 hand-labelled pronouns the nearest person is right in 50 %, the subject in 74 %, the subject of a reporting
    verb in 78 %.
    """
    cues = article.reading.cues
    earlier = before(article.subjects, place)
    steps: list[tuple[str, list[Subject]]] = [
        ("pronoun: subject of the sentence before", _previous_sentence(article, earlier, pronoun)),
        ("pronoun: subject of a reporting verb", [s for s in earlier if s.reports and place - s.place <= REACH]),
        ("pronoun: nearest subject", [s for s in earlier if place - s.place <= REACH]),
    ]
    for reason, candidates in steps:
        for candidate in candidates:
            if cues.has(candidate.head.text, "he", "she", "they") or not _title_allows(article, candidate, pronoun):
                continue
            name = subject_name(article, candidate)
            if name is not None and _fits(article, name, pronoun):
                return ArticleSpeaker(name, "person", reason)
    found = _source_before(article, place, pronoun)
    if found is not None:
        return ArticleSpeaker(found, "person", "pronoun: source of the quote before")
    names = {person.name for person in article.people.persons if person.places and person.places[0] < place}
    fitting = {name for name in names if _fits(article, name, pronoun)}
    if len(fitting) == 1:
        return ArticleSpeaker(fitting.pop(), "person", "pronoun: only person named before")
    return None


def _title_allows(article: Article, subject: Subject, pronoun: str) -> bool:
    """Whether the title before a subject, "Mrs." or "spokesman", allows a pronoun."""
    source, _ = named(article.reading, subject.head)
    return gender_of_title(source.of(article.reading.text)) in (None, pronoun)


def _source_before(article: Article, place: int, pronoun: str) -> str | None:
    """The person whom the nearest quote before names as its source, within a pronoun's reach."""
    for source in reversed(article.sources_before(place)):
        if place - source.start > REACH:
            return None
        words = clean_name(source.of(article.reading.text))
        if not words or article.reading.cues.has(words, "he", "she", "they", "first person"):
            continue
        speaker = by_name(article, source, words)
        if speaker is not None and speaker.kind == "person" and _fits(article, speaker.name, pronoun):
            return speaker.name
    return None


def _fits(article: Article, name: str, pronoun: str) -> bool:
    """Whether a name's title, given name or entry in the alias list allows a pronoun."""
    titled = {person.gender for person in article.people.named(name) if person.gender is not None}
    entry = shipped_aliases().entry(name)
    found = titled.pop() if len(titled) == 1 else gender(entry.name if entry is not None else name)
    return found is None or found == pronoun


def _previous_sentence(article: Article, earlier: Sequence[Subject], pronoun: str) -> list[Subject]:
    """The main subject of the nearest sentence before whose subject isn't the same pronoun: a pronoun is passed
    through to whom it stands for itself."""
    for subject in earlier:
        if not subject.main:
            continue
        if article.reading.cues.has(subject.head.text, pronoun, "they"):
            continue
        return [subject]
    return []


def subject_name(article: Article, subject: Subject) -> str | None:
    """The person that a subject names, None for anything else: a place or "this" is nobody."""
    source, _ = named(article.reading, subject.head)
    words = clean_name(source.of(article.reading.text))
    if not words or subject.head.tag_ in _NO_NAME or not _could_be_person(article, subject.head, words):
        return None
    speaker = by_name(article, source, words)
    if speaker is None:
        speaker = by_title(article, words, subject.head.lower_)
    return speaker.name if speaker is not None and speaker.kind == "person" else None


def _could_be_person(article: Article, head: Token, words: str) -> bool:
    """Whether a subject can be a person: not a place or body by the parse, unless the article has a person so named."""
    return head.ent_type_ not in ("GPE", "LOC", "FAC", "DATE", "EVENT") or bool(article.people.named(words))


def they(article: Article, place: int) -> ArticleSpeaker | None:
    for subject in before(article.subjects, place):
        if place - subject.place > REACH or not subject.main:
            continue
        source, _ = named(article.reading, subject.head)
        words = source.of(article.reading.text)
        if subject.head.tag_ == "NNS" and article.reading.cues.has(subject.head.text, "people", "bodies"):
            return ArticleSpeaker(without_article(words), "group", "pronoun: subject of the sentence before")
        if article.reading.cues.has(subject.head.text, "they"):
            continue
        return None
    return None


def only_one_near(article: Article, place: int) -> ArticleSpeaker | None:
    """`the minister` in a paragraph that has named one person so far, as a subject: that person."""
    start, _ = article.reading.line(place)
    names = {person.name for person in article.people.persons for spot in person.places if start <= spot < place}
    if len(names) != 1:
        return None
    subjects_near = [s for s in before(article.subjects, place) if s.place >= start and s.main]
    name = names.pop()
    if any(subject_name(article, subject) == name for subject in subjects_near):
        return ArticleSpeaker(name, "person", "description: only person named in the paragraph")
    return None
