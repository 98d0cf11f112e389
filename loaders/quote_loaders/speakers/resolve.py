"""Resolving: whom a source span denotes, by what its own article says. Refuses rather than guesses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc, Token

from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.phrases import named
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import ArticleSpeaker, Quote, SpeakerKind, TextSpan
from quote_loaders.speakers.aliases import shipped_aliases
from quote_loaders.speakers.descriptions import leader_of
from quote_loaders.speakers.history import REACH, Subject, before, subjects
from quote_loaders.speakers.names import gender, split_title, titles
from quote_loaders.speakers.people import People, Person, clean_name, people

_PERSONAL_DOCUMENTS = frozenset(
    {"message", "statement", "post", "letter", "tweet", "speech", "text", "memo", "note", "remarks"}
)


@dataclass(frozen=True)
class _Article:
    reading: Reading
    quotes: tuple[Quote, ...]

    @cached_property
    def people(self) -> People:
        text = self.reading.text
        sources = [
            (span.start, span.of(text))
            for quote in self.quotes
            for span in (quote.source, quote.relay)
            if span is not None
        ]
        return people(self.reading.doc, sources)

    @cached_property
    def subjects(self) -> list[Subject]:
        return subjects(self.reading)


def resolve(quotes: Sequence[Quote], doc: Doc, cues: Cues | None = None) -> list[Quote]:
    """The quotes with `speaker`, `via` and `role` filled in, in the same order.

    A name takes the fullest form in the article; a pronoun or description takes a person where the rules leave one.
    Where nobody can be named, `speaker` is None and `unattributed_reason` says why.
    """
    article = _Article(Reading(doc, cues or load_cues(doc.lang_ or "en")), tuple(quotes))
    return [_resolved(article, quote) for quote in quotes]


def _resolved(article: _Article, quote: Quote) -> Quote:
    if quote.source is None:
        return quote
    words = quote.source.of(article.reading.text)
    speaker = denoted(article, quote.source)
    via = denoted(article, quote.relay) if quote.relay is not None else None
    if via is not None and speaker is not None and via.name == speaker.name:
        via = None
    role = quote.role or _role(words)
    if speaker is None:
        reason = f"the article doesn't say for certain who “{words}” is"
        return replace(quote, via=via, role=role, unattributed_reason=reason)
    return replace(quote, speaker=speaker, via=via, role=role, unattributed_reason=None)


def _role(words: str) -> str | None:
    role, _ = split_title(clean_name(words))
    role = re.sub(r"^(?:the|an?)\s+", "", role, flags=re.IGNORECASE) if role else None
    return role if role and role.lower() not in ("the", "mr", "mrs", "ms", "mr.", "mrs.", "ms.") else None


def denoted(article: _Article, source: TextSpan) -> ArticleSpeaker | None:
    """The person or body that a span denotes, None when the article leaves it open."""
    cues = article.reading.cues
    words = clean_name(source.of(article.reading.text))
    pronoun = next((group for group in ("he", "she", "they") if cues.has(words, group)), None)
    if pronoun in ("he", "she"):
        return _by_pronoun(article, source.start, pronoun)
    if pronoun == "they":
        return _they(article, source.start)
    if cues.has(words, "first person") and words != "US":
        return None
    return _by_name(article, source, words) or _by_description(article, source, words)


def _by_name(article: _Article, source: TextSpan, words: str) -> ArticleSpeaker | None:
    """A proper name in the span: a person of the article, else a body."""
    tokens = article.reading.tokens(source.start, source.end)
    inner = [entity for entity in article.reading.doc.ents if source.start <= entity.start_char < source.end]
    for entity in inner:
        if entity.label_ == "PERSON" and article.people.named(split_title(clean_name(entity.text))[1]):
            return _person(article, split_title(clean_name(entity.text))[1])
    role, name = split_title(words)
    if not name[:1].isupper() and not re.match(r"(?:von|van|de|al)\b", name):
        return None
    common = [part for part in name.split() if part[:1].islower()]
    if article.people.named(name) and len(common) <= 3 and not words.lower().startswith("the "):
        return _person(article, name)
    if _looks_like_body(article, tokens, words):
        return ArticleSpeaker(_without_article(words), "organisation", "named")
    if common and not all(
        part.lower() in ("of", "for", "the", "and", "von", "de", "der", "van", "in") for part in common
    ):
        return None
    if role and len(name.split()) >= 1 and _title_of_person(role):
        return ArticleSpeaker(name, "person", "named")
    kind: SpeakerKind = "person"
    if any(token.ent_type_ in ("ORG", "GPE", "NORP", "FAC", "LOC") for token in tokens) and (
        len(name.split()) > 2 or words.lower().startswith("the ") or name.isupper() or _known_body(name)
    ):
        kind = "organisation"
    if any(token.ent_type_ == "GPE" for token in tokens) and len(name.split()) <= 2:
        kind = "organisation"
    return ArticleSpeaker(_without_article(words) if kind == "organisation" else name, kind, "named")


def _known_body(name: str) -> bool:
    entry = shipped_aliases().entry(name)
    return entry is not None and entry.kind == "organisation"


def _title_of_person(role: str) -> bool:
    return any(
        word.lower().strip(".,") in titles() and len(word) > 2 and word.lower() not in ("the",) for word in role.split()
    )


def _looks_like_body(article: _Article, tokens: Sequence[Token], words: str) -> bool:
    cues = article.reading.cues
    last = words.split()[-1]
    if _known_body(words) or _known_body(_without_article(words)):
        return True
    if any(cues.has(word, "bodies") for word in words.lower().split()) and not _title_of_person(words.split()[0]):
        return any(word[:1].isupper() for word in words.split()) or cues.has(last, "bodies")
    return len(tokens) == 1 and words.isupper() and len(words) <= 5 and tokens[0].ent_type_ in ("ORG", "GPE")


def _without_article(words: str) -> str:
    return re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)


def _person(article: _Article, name: str) -> ArticleSpeaker:
    found = article.people.named(name)
    if len(found) == 1:
        full = found[0].name
        return ArticleSpeaker(full, "person", "named" if full == name else "surname")
    return ArticleSpeaker(name, "person", "named: more than one person of this name in the article")


def _fits(name: str, pronoun: str) -> bool:
    found = gender(name)
    return found is None or found == pronoun


def _by_pronoun(article: _Article, place: int, pronoun: str) -> ArticleSpeaker | None:
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
            if cues.has(candidate.head.text, "he", "she", "they"):
                continue
            name = _subject_name(article, candidate)
            if name is not None and _fits(name, pronoun):
                return ArticleSpeaker(name, "person", reason)
    names = {person.name for person in article.people.persons if person.places and person.places[0] < place}
    fitting = {name for name in names if _fits(name, pronoun)}
    if len(fitting) == 1:
        return ArticleSpeaker(fitting.pop(), "person", "pronoun: only person named before")
    return None


def _previous_sentence(article: _Article, earlier: Sequence[Subject], pronoun: str) -> list[Subject]:
    """The main subject of the nearest sentence before whose subject isn't the same pronoun: a pronoun is passed
    through to whom it stands for itself."""
    for subject in earlier:
        if not subject.main:
            continue
        if article.reading.cues.has(subject.head.text, pronoun):
            continue
        return [subject]
    return []


def _subject_name(article: _Article, subject: Subject) -> str | None:
    """The person that a subject names, None for anything else."""
    source, _ = named(article.reading, subject.head)
    words = clean_name(source.of(article.reading.text))
    if not words:
        return None
    speaker = _by_name(article, source, words)
    if speaker is None:
        speaker = _by_description(article, source, words)
    return speaker.name if speaker is not None and speaker.kind == "person" else None


def _they(article: _Article, place: int) -> ArticleSpeaker | None:
    for subject in before(article.subjects, place):
        if place - subject.place > REACH or not subject.main:
            continue
        source, _ = named(article.reading, subject.head)
        words = source.of(article.reading.text)
        if subject.head.tag_ == "NNS" and article.reading.cues.has(subject.head.text, "people", "bodies"):
            return ArticleSpeaker(_without_article(words), "group", "pronoun: subject of the sentence before")
        if article.reading.cues.has(subject.head.text, "they"):
            continue
        return None
    return None


def _by_description(article: _Article, source: TextSpan, words: str) -> ArticleSpeaker | None:
    """A common noun: the person whose title it repeats, else a body, a group, or somebody who isn't named."""
    cues = article.reading.cues
    lowered = words.lower()
    head = _head_word(article, source, words)
    if cues.has(head, "documents") and head in _PERSONAL_DOCUMENTS:
        return _issuer(article, source)
    definite = re.match(r"(?:the|this|that)\s", lowered) is not None
    if definite and cues.has(head, "people") and head == cues.lemma("people", head):
        return _by_title(article, words, head)
    if cues.has(head, "bodies"):
        return ArticleSpeaker(_without_article(words), "organisation", "described")
    if (head.endswith("s") and not head.endswith("ss")) or head in ("people", "others", "some", "many"):
        return ArticleSpeaker(_without_article(words), "group", "described")
    if cues.has(head, "people") or cues.has(head, "documents"):
        return ArticleSpeaker(_without_article(words), "anonymous", "described, not named")
    return None


def _head_word(article: _Article, source: TextSpan, words: str) -> str:
    tokens = article.reading.tokens(source.start, source.end)
    for token in tokens:
        if token.tag_ in ("NN", "NNS") and not (
            source.start <= token.head.idx < source.end and token.dep_ == "compound"
        ):
            return token.lower_
    return words.split()[-1].lower()


def _issuer(article: _Article, source: TextSpan) -> ArticleSpeaker | None:
    """`the message`, `the statement`: whoever was the last to report before it."""
    for subject in before(article.subjects, source.start):
        if source.start - subject.place > REACH:
            return None
        if article.reading.cues.has(subject.head.text, "he", "she"):
            pronoun = "she" if article.reading.cues.has(subject.head.text, "she") else "he"
            found = _by_pronoun(article, subject.place, pronoun)
            return replace(found, reason="document of the speaker before") if found else None
        if subject.reports and subject.main:
            span, _ = named(article.reading, subject.head)
            speaker = _by_name(article, span, clean_name(span.of(article.reading.text)))
            if speaker is not None:
                return replace(speaker, reason="document of the speaker before")
    return None


def _by_title(article: _Article, words: str, head: str) -> ArticleSpeaker | None:
    """`the Russian leader`, `the expert`: the only person whose title holds these words, or who is known by them."""
    wanted = {word.lower() for word in words.split()[1:]}
    found: list[Person] = []
    for person in article.people.persons:
        held = {word.lower().strip(".,") for role in person.roles for word in role.split()}
        others = wanted - {head}
        same = head in held or (
            head in ("leader", "president") and held & {"president", "leader", "chancellor", "minister"}
        )
        if same and others <= held:
            found.append(person)
    if len(found) == 1:
        return ArticleSpeaker(found[0].name, "person", "title")
    if found or head not in ("leader", "president"):
        return None
    known = [person for person in article.people.persons if leader_of(person.name, " ".join(words.split()[1:-1]))]
    return ArticleSpeaker(known[0].name, "person", "description") if len(known) == 1 else None
