"""What a verb reports: the clause, infinitive or object after it."""

from __future__ import annotations

from spacy.tokens import Token

from quote_loaders.quotations import phrases
from quote_loaders.quotations.clipping import clipped
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

_BEGINS = frozenset({"DT", "PRP", "NN", "NNS", "NNP", "PRP$", "JJ", "VBG", "CD"})  # tags of a subject's first word
_COLON_WITHIN = 6  # tokens from the reporting verb to the colon


def clause_after(reading: Reading, cue: Token) -> TextSpan | None:
    """`said that …`, `said …`, `asked whether …`: the complement of a verb, which has a subject of its own."""
    for child in cue.children:
        if child.dep_ != "ccomp" or child.i < cue.i or not (_has_subject(child) or _raised(cue, child)):
            continue
        words = [*_raised(cue, child), *child.subtree, *_goes_on(cue)]
        members = sorted({token.i for token in words if token.i > cue.i})
        if reading.doc[members[0]].tag_ in ("WP", "WRB", "WDT") and not reading.is_cue(cue, "asking"):
            return None  # "said what he wanted": no proposition
        content = clipped(reading, [reading.doc[index] for index in members], cue)
        return content if content is not None and content.start <= child.idx < content.end else None
    return _right_after(reading, cue)


def _right_after(reading: Reading, cue: Token) -> TextSpan | None:
    """`said legalizing it could help`: where the parse gives a clause no subject, all from the verb on is the clause.

    Only after "say", which nothing but its clause follows so closely, and only where something finite is said.
    """
    if reading.cues.lemma("speech", cue.text) != "say" or cue.i + 1 >= len(reading.doc):
        return None
    first = reading.doc[cue.i + 1]
    clause = [child for child in cue.children if child.dep_ in ("ccomp", "xcomp") and child.i > cue.i + 1]
    if not clause or first.tag_ not in _BEGINS or reading.inside(first):
        return None
    members = [reading.doc[index] for index in range(cue.i + 1, clause[-1].right_edge.i + 1)]
    if not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in members):
        return None
    return clipped(reading, members, cue)


def infinitive_after(reading: Reading, cue: Token) -> TextSpan | None:
    """`vowed to …`, `asked X to …`: the infinitive, with the object that is its subject; not in "by asking X to"."""
    if cue.dep_ == "pcomp" and cue.head.lower_ == "by":
        return None
    for child in cue.children:
        if child.dep_ not in ("xcomp", "ccomp") or child.i < cue.i or child.tag_ != "VB":
            continue
        if not any(word.lower_ == "to" and word.dep_ == "aux" for word in child.children):
            continue
        objects = [word for word in cue.children if word.dep_ == "dobj" and cue.i < word.i < child.i]
        words = [token for word in objects for token in word.subtree]
        members = sorted({token.i for token in [*words, *child.subtree] if token.i > cue.i})
        return clipped(reading, _to_comma([reading.doc[index] for index in members]), cue)
    return None


def _to_comma(tokens: list[Token]) -> list[Token]:
    """An infinitive up to what isn't part of it: ", which", ", with", or "and" with a finite verb."""
    for position, token in enumerate(tokens[:-1]):
        following = tokens[position + 1]
        if token.text == "," and following.tag_ in ("WDT", "WP", "IN", "DT", "VBG", "RB"):
            return tokens[:position]
        if token.tag_ == "CC" and following.tag_ in ("VBD", "VBZ"):
            return tokens[:position]
    return tokens


def after_colon(reading: Reading, cue: Token) -> TextSpan | None:
    """`The Kremlin reported another detail: Russia had informed Trump about a strike`."""
    tokens = [token for token in reading.after(cue.idx + len(cue.text)) if not token.is_space]
    colon = next((index for index, token in enumerate(tokens[:_COLON_WITHIN]) if token.text == ":"), None)
    if colon is None or any(token.tag_.startswith("VB") for token in tokens[:colon]):
        return None
    body = tokens[colon + 1 :]
    while len(body) > 1 and (body[0].tag_ == "RB" or body[0].text == ","):
        body = body[1:]
    if not body or not any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in body):
        return None
    return clipped(reading, body, None)


def _concedes(clause: Token) -> bool:
    """`…, though both sides would keep talking`: a parse may hang it on "said"; it belongs to what was said."""
    return any(
        child.dep_ == "mark" and child.lower_ in ("though", "although", "because", "unless")
        for child in clause.children
    )


def _raised(cue: Token, verb: Token) -> list[Token]:
    """In "announced the talks would end": the object of a parse that is the clause's subject."""
    if _has_subject(verb) or not any(child.dep_ == "aux" and child.tag_ == "MD" for child in verb.children):
        return []
    objects = [child for child in cue.children if child.dep_ == "dobj" and cue.i < child.i < verb.i]
    return [token for child in objects for token in child.subtree]


def _goes_on(cue: Token) -> list[Token]:
    """`X added that no date was set, but they would keep talking`: "they" and "it" aren't the one who speaks."""
    single = any(child.dep_ == "nsubj" and child.tag_ in ("NNP", "PRP", "NN") for child in cue.children)
    for child in cue.children:
        if child.dep_ == "advcl" and child.i > cue.i and _concedes(child):
            return list(child.subtree)
        if single and child.dep_ == "conj" and child.i > cue.i:
            subjects = [grandchild.lower_ for grandchild in child.children if grandchild.dep_ == "nsubj"]
            if subjects in (["they"], ["it"]):
                joiners = [word for word in cue.children if word.dep_ in ("cc", "punct") and cue.i < word.i < child.i]
                return [*joiners, *child.subtree]
    return []


def _has_subject(verb: Token) -> bool:
    return any(
        child.dep_ in phrases.SUBJECTS or (child.dep_ == "mark" and child.lower_ == "that") for child in verb.children
    )
