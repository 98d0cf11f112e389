"""Noun phrases and subjects: who a verb's words belong to, read off the parse and, where that fails, off the order."""

from __future__ import annotations

import re

from spacy.tokens import Token

from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})
_BREAKS = frozenset(',;:()[]{}–—―“”"„«»‘')
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_LONGEST_PHRASE = 18  # tokens: longer ones are broken parses
# A word that lost the space before the next one when a link was stripped: "Ushakovquoted".
GLUED = re.compile(
    r"^(?P<name>[A-ZÀ-Þ][a-zß-ÿ]{2,}?)(?P<rest>quoted|cited|said|told|added|according|who|which|whose|noted|stated)$"
)


def phrase(reading: Reading, head: Token) -> TextSpan:
    """The noun phrase of a head: its own words to the left and the right, up to the first comma, verb or mark."""
    members = {token.i for token in head.subtree}
    first = last = head
    doc = reading.doc
    while first.i - 1 in members and head.i - first.i < _LONGEST_PHRASE:
        token = doc[first.i - 1]
        if token.text in _BREAKS or reading.inside(token) or token.is_space or token.tag_ in ("CC", "IN"):
            break
        first = token
    while last.i + 1 in members and last.i - head.i < _LONGEST_PHRASE:
        token = doc[last.i + 1]
        if _stops(reading, token):
            break
        last = token
    while last.i > head.i and last.tag_ in ("IN", "CC", "RB", "TO", "DT"):
        last = doc[last.i - 1]
    while first.i < head.i and first.tag_ in ("RB", "CC", "UH"):
        first = doc[first.i + 1]
    if head.tag_ == "NNS" and first.lower_ in ("a", "an"):
        first = head  # "a move critics called": two phrases that the parse runs together
    return unglued(reading.text, reading.span(first, last))


def _stops(reading: Reading, token: Token) -> bool:
    return (
        token.text in _BREAKS
        or token.is_space
        or reading.inside(token)
        or token.lower_ in RELATIVES
        or token.tag_ in _FINITE
        or token.tag_ in ("VBG", "VBN", "VB")
        or (token.dep_ == "appos" and token.text[:1].islower())
    )


def unglued(text: str, span: TextSpan) -> TextSpan:
    """A phrase without the word that a lost space has glued to its last name."""
    words = span.of(text)
    last = words.rpartition(" ")[2]
    match = GLUED.match(last)
    if match is None:
        return span
    return TextSpan(span.start, span.end - len(match["rest"]))


def subject(reading: Reading, verb: Token, depth: int = 0) -> Token | None:
    """The head of the phrase that a verb's action belongs to, None when the sentence doesn't say.

    Its own subject; for "who said" the noun before it; for a second verb ("said A and added B"), an infinitive or a
    participle ("…, adding B") the subject of the verb it hangs on.
    """
    if depth > 6:
        return None
    nearest = sorted(verb.children, key=lambda child: abs(verb.i - child.i))
    for child in nearest:
        if child.dep_ in ("nsubj", "nsubjpass") and not reading.inside(child):
            if child.lower_ in RELATIVES and verb.dep_ == "relcl":
                return _person_of(verb.head)
            if child.tag_ == "DT" and child.lower_ in ("this", "that"):
                return None
            return child
    if verb.head.i != verb.i and reading.inside(verb.head):
        return main_subject(reading, verb)
    if verb.dep_ in ("conj", "advcl", "xcomp", "pcomp", "prep", "dep", "parataxis") and verb.head.i != verb.i:
        return _through(reading, verb, depth)
    if verb.dep_ in ("acl", "relcl", "amod"):
        return _of_noun(reading, verb.head, depth)
    if verb.dep_ == "ccomp" and verb.tag_ in ("VBG", "VBN", "VB") and verb.head.i != verb.i:
        return subject(reading, verb.head, depth + 1)
    return None


def main_subject(reading: Reading, verb: Token) -> Token | None:
    """The subject of the sentence that a verb stands in: where its parse runs through quoted words."""
    tokens = [token for token in reading.before(verb.idx) if not token.is_space]
    for token in tokens:
        if token.dep_ in ("nsubj", "nsubjpass") and not reading.inside(token.head) and can_speak(reading, token):
            return token.head.head if token.lower_ in RELATIVES and token.head.dep_ == "relcl" else token
    return next((token for token in tokens if token.tag_ in ("NN", "NNP", "PRP") and can_speak(reading, token)), None)


def _through(reading: Reading, verb: Token, depth: int) -> Token | None:
    head = verb.head
    if verb.dep_ == "conj" and _reports_too(reading, verb, head):
        return subject(reading, head.head, depth + 1)
    if head.tag_.startswith("VB") or head.tag_ == "MD":
        if verb.dep_ == "xcomp":
            objects = [child for child in head.children if child.dep_ == "dobj" and child.i < verb.i]
            if objects and not reading.cues.has(head.text, "speech"):
                return objects[0]
        return subject(reading, head, depth + 1)
    if verb.dep_ in ("pcomp", "prep", "xcomp", "conj", "dep") and head.i != verb.i and head.head.i != head.i:
        return subject(reading, head.head, depth + 1) if head.head.tag_.startswith("VB") else None
    return None


def _reports_too(reading: Reading, verb: Token, head: Token) -> bool:
    """In "said A has B and added C" a parse may hang "added" on "has": it goes with "said", whose form it shares."""
    return (
        head.dep_ == "ccomp"
        and head.head.tag_ == verb.tag_
        and reading.is_cue(verb, "speech")
        and reading.is_cue(head.head, "speech")
    )


def _of_noun(reading: Reading, noun: Token, depth: int) -> Token | None:
    """Who a noun's participle belongs to: of "released a statement saying" the releaser, of "Pavel, saying" Pavel."""
    if not reading.cues.has(noun.text, "documents", "nouns"):
        return _person_of(noun)
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    if noun.dep_ in ("dobj", "pobj") and noun.head.i != noun.i:
        verb = noun.head if noun.dep_ == "dobj" else noun.head.head
        return subject(reading, verb, depth + 1) or noun
    return noun


def _person_of(noun: Token) -> Token:
    """In "the spokesman for X, who said" and "Representative Don Bacon, who": the apposed name where there is one."""
    return noun


def named(reading: Reading, head: Token) -> tuple[TextSpan, str | None]:
    """The source of a subject and the title beside it: "the EU's policy chief, Kaja Kallas" is Kaja Kallas."""
    own = phrase(reading, head)
    for child in head.children:
        if child.dep_ != "appos" or reading.inside(child) or child.i < head.i:
            continue
        other = phrase(reading, child)
        if is_name(head) and not is_name(child):
            return own, _title(reading.text, TextSpan(other.start, other.end))
        if is_name(child) and not is_name(head):
            return other, _title(reading.text, own)
    return own, None


def _title(text: str, span: TextSpan) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", span.of(text), flags=re.IGNORECASE)


def is_name(token: Token) -> bool:
    """Whether a phrase's head is a proper noun: a capital letter where a common noun has none."""
    return token.tag_ in ("NNP", "NNPS") or bool(
        token.ent_type_ in ("PERSON", "ORG", "GPE") and token.text[:1].isupper()
    )


def can_speak(reading: Reading, head: Token) -> bool:
    """Whether a phrase can name who speaks: a name, a person or body by function, a pronoun of a person, a document."""
    word = head.text
    if head.tag_ in ("PRP", "PRP$", "WP"):
        return reading.cues.has(word, "he", "she", "they", "first person") or word.lower() in RELATIVES
    if is_name(head) or head.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        return head.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "LAW", "EVENT")
    if reading.cues.has(word, "people", "bodies", "documents"):
        return True
    return head.tag_ in ("NN", "NNS") and (
        word.lower() in _QUANTIFIED or word.lower().endswith(("spokesperson", "officials"))
    )


def may_report(reading: Reading, head: Token, cue: Token) -> bool:
    """Whether a phrase can be the source of a verb's clause: whoever can speak, and any noun that isn't abstract."""
    if can_speak(reading, head) or head.lower_ in _SEVERAL:
        return True
    if not reading.is_cue(cue, "speech"):
        return False
    if head.lower_ == "it" or head.tag_ in ("NN", "NNS", "JJ", "CD", "JJS"):
        return head.lower_ not in _ABSTRACT
    return False


_SEVERAL = frozenset({"those", "some", "many", "most", "others", "few", "several", "another", "one", "both"})
_ABSTRACT = frozenset({"fact", "facts", "evidence", "history", "experience", "logic", "situation", "nature", "rumor"})
_QUANTIFIED = frozenset(
    {"others", "some", "many", "few", "one", "family", "families", "relatives", "experts", "supporters"}
)


def negated(verb: Token) -> bool:
    """Whether a verb is denied or only wished for: "did not say", "refused to say", "never said"."""
    if any(child.dep_ == "neg" or child.lower_ in ("not", "n't", "never") for child in verb.children):
        return True
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lower_ in _REFUSALS and verb.tag_ in ("VB", "VBG"):
        return True
    return any(child.dep_ == "aux" and child.lower_ in ("would", "could") for child in verb.children) and any(
        child.dep_ == "neg" for child in verb.head.children
    )


_REFUSALS = frozenset({"refused", "declined", "refuses", "declines", "failed", "stopped", "avoided"})
