"""Who an article names: every person with the fullest name, titles and places of the mentions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc, Span

from quote_loaders.quotations.phrases import GLUED
from quote_loaders.speakers.names import (
    PARTICLES,
    fold,
    fold_word,
    gender,
    gender_of_title,
    given_name,
    given_names_agree,
    split_title,
    surname,
    titles,
)


@dataclass(slots=True)
class Person:
    """One person of an article: the fullest name printed, the titles beside it, where it stands."""

    name: str
    roles: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    @property
    def gender(self) -> str | None:
        """ "he" or "she" by a title beside the name or by the given name, None when neither tells."""
        told = {pronoun for role in self.roles if (pronoun := gender_of_title(role)) is not None}
        return told.pop() if len(told) == 1 else gender(self.name)


@dataclass(frozen=True)
class People:
    """The persons of one article, by folded surname."""

    persons: tuple[Person, ...]

    @cached_property
    def by_surname(self) -> dict[str, list[Person]]:
        """Persons by folded surname."""
        found: dict[str, list[Person]] = {}
        for person in self.persons:
            found.setdefault(surname(person.name), []).append(person)
        return found

    @cached_property
    def by_first_word(self) -> dict[str, list[Person]]:
        """Persons by the folded first word of their name."""
        found: dict[str, list[Person]] = {}
        for person in self.persons:
            for word in fold(person.name)[:1]:
                found.setdefault(word, []).append(person)
        return found

    def named(self, name: str) -> list[Person]:
        """The persons that a name may be: the surname is theirs and the given names agree.

        A single word may also be the first word of a name whose family name comes first: "Xi".
        """
        given = given_name(name)
        found = [
            person
            for person in self.by_surname.get(surname(name), [])
            if given_names_agree(given, given_name(person.name))
        ]
        full = [person for person in found if given_name(person.name) is not None]
        if full or found:
            return full or found
        first = fold(name)
        return self.by_first_word.get(first[0], []) if len(first) == 1 else []


def clean_name(words: str) -> str:
    """A name without possessive, stray stops, line breaks and a word glued to its end."""
    name = words.split("\n")[0].strip(" \t\u00a0,.;:-–—\"“”'‘’()")
    name = re.sub(r"['’]s?$", "", name)
    head, _, last = name.rpartition(" ")
    glued = GLUED.match(last)
    return f"{head} {glued['name']}".strip() if glued else name


def _person_name(words: str) -> tuple[str | None, str] | None:
    """The title and name of a phrase, None when it isn't shaped like a person's name."""
    role, name = split_title(clean_name(words))
    parts = name.split()
    if not parts or not parts[-1][:1].isupper() or len(parts) > 6 or any(part.isdigit() for part in parts):
        return None
    if all(part.lower().strip(".") in titles() for part in parts):
        return None
    return role, name


def people(doc: Doc, sources: Iterable[tuple[int, str]] = ()) -> People:
    """Every person of an article: those the parse calls a person, those a title introduces, those who speak.

    `sources` are the places and words of source spans. Mentions join by folded surname when their given names
    agree, so that Zelensky, Zelenskiy and Volodymyr Zelenskyy are one; a surname that two persons share joins
    neither.
    """
    mentions: list[tuple[int, str | None, str]] = []
    for entity in doc.ents:
        if entity.label_ == "PERSON" and (found := _person_name(entity.text)) is not None:
            mentions.append((entity.start_char, _title_before(doc, entity) or found[0], found[1]))
    mentions += _introduced(doc)
    for place, words in sources:
        role, name = split_title(clean_name(words))
        if len(name.split()) >= 2 and _all_name(name) and not words.lower().startswith("the "):
            mentions.append((place, role, name))
    everybody = People(tuple(_merged(sorted(mentions, key=lambda mention: mention[0]))))
    _add_surnames(doc, everybody)
    return everybody


def _add_surnames(doc: Doc, found: People) -> None:
    """Mentions by surname alone, wherever exactly one person has it."""
    for token in doc:
        if not token.text[:1].isupper():
            continue
        persons = found.by_surname.get(fold_word(token.text), [])
        if len(persons) == 1 and token.idx not in persons[0].places:
            persons[0].places.append(token.idx)
            persons[0].places.sort()


def _all_name(name: str) -> bool:
    return all(part[:1].isupper() or part.lower() in PARTICLES for part in name.split())


def _title_before(doc: Doc, entity: Span) -> str | None:
    """The title words right before a name: "US Secretary of Defence" Pete Hegseth."""
    first = entity.start
    while first > 0 and entity.start - first < 8:
        word = doc[first - 1]
        if (
            word.text.lower() not in titles()
            and word.ent_type_ not in ("NORP", "GPE", "ORG")
            and word.tag_ not in ("NNP",)
        ):
            break
        first -= 1
    while first < entity.start and doc[first].text.lower() in ("the", "a", "an", "of", "and", "to", "for", "first"):
        first += 1
    return doc[first : entity.start].text or None


def _introduced(doc: Doc) -> list[tuple[int, str | None, str]]:
    """Names that the parse didn't call persons but a title or spelling does: "President Volodymyr Zelenskiy"."""
    found: list[tuple[int, str | None, str]] = []
    index = 0
    while index < len(doc):
        token = doc[index]
        last = index
        if token.text.lower() in titles() and token.tag_ in ("NN", "NNP", "") and len(token.text) > 2:
            last = index + 1
            while (
                last < len(doc)
                and last - index < 6
                and doc[last].tag_ == "NNP"
                and doc[last].text.lower() not in titles()
            ):
                last += 1
            if last - index >= 3:
                name = clean_name(doc[index + 1 : last].text)
                if _all_name(name) and len(name.split()) >= 2:
                    found.append((doc[index + 1].idx, token.text, name))
        index = max(last, index + 1)
    return found


def _merged(mentions: Sequence[tuple[int, str | None, str]]) -> list[Person]:
    """Persons from mentions: first the full names, then the surnames that one of them has."""
    persons: list[Person] = []
    family: dict[str, list[Person]] = defaultdict(list)
    first_words: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    for place, role, name in [mention for mention in mentions if given_name(mention[2]) is not None]:
        agreeing = (p for p in family[surname(name)] if given_names_agree(given_name(p.name), given_name(name)))
        person = next(agreeing, None)
        if person is None:
            person = Person(name)
            persons.append(person)
            family[surname(name)].append(person)
            first_words[fold(name)[:1]].append(person)
        _add(person, place, role, name)
    for place, role, name in [mention for mention in mentions if given_name(mention[2]) is None]:
        same = family[surname(name)] or first_words.get(fold(name), [])
        if not same:
            persons.append(Person(name))
            same = family[surname(name)] = [persons[-1]]
        if len(same) == 1:
            _add(same[0], place, role, same[0].name)
    for person in persons:
        person.places.sort()
    return persons


def _add(person: Person, place: int, role: str | None, name: str) -> None:
    person.places.append(place)
    if len(name) > len(person.name) and len(name.split()) >= len(person.name.split()):
        person.name = name
    if role and role not in person.roles:
        person.roles.append(role)
