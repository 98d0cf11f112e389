"""Proper names: whom a name in a source span denotes in its article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span, Token

from quote_loaders.records import ArticleSpeaker, TextSpan
from quote_loaders.speakers.aliases import shipped_aliases
from quote_loaders.speakers.article import Article
from quote_loaders.speakers.descriptions import leader_of
from quote_loaders.speakers.names import PARTICLES, gender_of_title, is_title_word, split_title
from quote_loaders.speakers.people import Person, clean_name

# What stands at the end of "the conference on Tuesday" and is nobody.
_DATES = frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March"]
) | frozenset(["April", "June", "July", "August", "September", "October", "November", "December"])


def by_name(article: Article, source: TextSpan, words: str) -> ArticleSpeaker | None:
    """Whom a proper name in a span denotes: a person of the article, else a body; None when the span has no name."""
    entity = _last_person(article, source)
    if entity is not None and article.people.named(name := split_title(clean_name(entity.text))[1]):
        return _person(article, name, words)
    role, name = split_title(words)
    if name in _DATES:
        return None
    if not name[:1].isupper() and not re.match(r"(?:von|van|de|al)\b", name):
        return None
    if re.match(r"an?\s", words) and len(name.split()) == 1 and not is_title(role or ""):
        return None  # "a T-shirt"
    common = [part.lower() for part in name.split() if part[:1].islower()]
    if article.people.named(name) and len(common) <= 3 and not words.lower().startswith("the "):
        return _person(article, name, words)
    tokens = article.reading.tokens(source.start, source.end)
    if _looks_like_body(article, tokens, words):
        return ArticleSpeaker(_body_name(words), "organisation", "named")
    if not set(common) <= PARTICLES | {"of", "for", "the", "and", "in"}:
        return None
    if (role and is_title(role)) or not _labelled_body(tokens, words, name):
        return ArticleSpeaker(name, "person", "named")
    return ArticleSpeaker(without_article(words), "organisation", "named")


def _last_person(article: Article, source: TextSpan) -> Span | None:
    """The person whom a phrase ends with: Weaver of "Sanders aide Jeff Weaver", nobody of "the Sanders campaign"."""
    for entity in reversed(article.entities(source)):
        if entity.label_ != "PERSON" or _possesses(article, entity, source):
            continue
        rest = article.reading.tokens(entity.end_char, source.end)
        return None if any(token.tag_ in ("NN", "NNS", "NNP", "NNPS") for token in _to_break(rest)) else entity
    return None


def _to_break(tokens: Sequence[Token]) -> list[Token]:
    """The tokens before a comma, a bracket, a preposition or an article."""
    found: list[Token] = []
    for token in tokens:
        if token.text in ",()–—" or token.tag_ in ("IN", "DT"):
            break
        found.append(token)
    return found


def _labelled_body(tokens: Sequence[Token], words: str, name: str) -> bool:
    """Whether the parse calls a name a body or place; it mistakes names of two words too often to be believed."""
    labels = {token.ent_type_ for token in tokens}
    if "GPE" in labels or len(name.split()) != 2:
        return bool(labels & {"ORG", "GPE", "NORP", "FAC", "LOC"})
    return bool(labels & {"ORG", "NORP", "FAC", "LOC"}) and (words.lower().startswith("the ") or name.isupper())


def _possesses(article: Article, entity: Span, source: TextSpan) -> bool:
    """Whether a name in a phrase only owns what the phrase is about: "Zelenskiy’s office"."""
    rest = article.reading.text[entity.end_char : source.end].lstrip()
    inside = article.reading.doc[entity.start : entity.end].text
    return bool(re.match(r"['’]s\b", rest) or re.search(r"['’]s$", inside)) and len(rest.split()) > (rest[:1] in "'’")


def _known_body(name: str) -> bool:
    entry = shipped_aliases().entry(name)
    return entry is not None and entry.kind == "organisation"


def is_title(role: str) -> bool:
    """Whether words hold a title: "Kremlin aide" does, "Two" doesn't."""
    return any(len(word) > 2 and word.lower() != "the" and is_title_word(word) for word in role.split())


def _looks_like_body(article: Article, tokens: Sequence[Token], words: str) -> bool:
    cues = article.reading.cues
    last = words.split()[-1]
    if _known_body(words) or _known_body(without_article(words)):
        return True
    if any(cues.has(word, "bodies") for word in words.lower().split()) and not is_title(words.split()[0]):
        return any(word[:1].isupper() for word in words.split()) or cues.has(last, "bodies")
    return len(tokens) == 1 and words.isupper() and len(words) <= 5 and tokens[0].ent_type_ in ("ORG", "GPE")


def _body_name(words: str) -> str:
    """A body's name without the article and the common nouns before it: "The agency TASS" is TASS."""
    parts = without_article(words).split()
    first = next((index for index, part in enumerate(parts) if part[:1].isupper()), 0)
    return " ".join(parts[first:]) if all(part[:1].isupper() for part in parts[first:]) else " ".join(parts)


def without_article(words: str) -> str:
    return re.sub(r"^the\s+", "", words, flags=re.IGNORECASE)


def _person(article: Article, name: str, words: str) -> ArticleSpeaker:
    found = article.people.named(name)
    pronoun = gender_of_title(words)
    if len(found) > 1 and pronoun is not None:  # "Mrs. Halden" beside a Mr. Halden
        found = [person for person in found if person.gender == pronoun] or found
    if len(found) == 1:
        full = found[0].name
        return ArticleSpeaker(full, "person", "named" if full == name else "surname")
    return ArticleSpeaker(name, "person", "named: more than one person of this name in the article")


def by_title(article: Article, words: str, head: str) -> ArticleSpeaker | None:
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
