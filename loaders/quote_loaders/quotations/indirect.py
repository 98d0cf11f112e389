"""Indirect speech: clauses that a reporting verb, or "according to", puts into somebody's mouth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from spacy.tokens import Token

from quote_loaders.quotations import phrases, relays
from quote_loaders.quotations.overlap import Spans
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_COMPLEMENTIZERS = frozenset({"that", "whether", "if"})
_SHORTEST = 3  # words of a clause
_COLON_WITHIN = 6  # tokens from the reporting verb to the colon
_OWN_WORDS = 4  # words that a clause must have outside the marks to be a finding beside the marked words


def indirect_quotes(reading: Reading, marked: Sequence[Quote]) -> Iterator[Quote]:
    """The indirect quotes of an article, in order of their cues; `marked` are the quotes in marks already found."""
    found: dict[TextSpan, Quote] = {}
    held = Spans(span for quote in marked for span in quote.content)
    direct = {span for quote in marked if quote.kind == "direct" for span in quote.content}
    for token in reading.doc:
        if reading.is_cue(token, "speech"):
            quote = _by_verb(reading, token)
            if quote is not None and _says_more(reading, quote.content[0], held.touching(quote.content[0]), direct):
                found.setdefault(quote.content[0], quote)
    quotes = _without_relays(list(found.values()))
    yield from quotes
    yield from _accorded(reading, quotes, marked)


def _by_verb(reading: Reading, cue: Token) -> Quote | None:
    """`X said that …`, `X said …`, `…, X said`: the clause is the verb's complement and has a subject of its own."""
    if phrases.negated(cue) or _passive(cue):
        return None
    head = phrases.subject(reading, cue)
    if head is None or not phrases.can_speak(reading, head):
        return None
    content = _clause_after(reading, cue) or _clause_before(reading, cue, head)
    if content is None or content.start <= head.idx < content.end:
        return None
    source, role = phrases.named(reading, head)
    relay = relays.relay(reading, content.start, content.end, source)
    return Quote("indirect", (content,), reading.span(cue, cue), source, role, relay, form="indirect")


def _passive(cue: Token) -> bool:
    """`was told that`, `Asked whether`: the subject hears the words."""
    auxiliaries = {child.dep_ for child in cue.children}
    return "auxpass" in auxiliaries or (cue.tag_ == "VBN" and "aux" not in auxiliaries)


def _clause_after(reading: Reading, cue: Token) -> TextSpan | None:
    for child in cue.children:
        if child.dep_ != "ccomp" or child.i < cue.i or not (_has_subject(child) or _raised(cue, child)):
            continue
        words = [*_raised(cue, child), *child.subtree, *_goes_on(cue)]
        members = sorted({token.i for token in words if token.i > cue.i})
        if reading.doc[members[0]].tag_ in ("WP", "WRB", "WDT"):
            return None  # "said what he wanted": no proposition
        content = _clipped(reading, [reading.doc[index] for index in members], cue)
        return content if content is not None and content.start <= child.idx < content.end else None
    return _after_colon(reading, cue)


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


def _after_colon(reading: Reading, cue: Token) -> TextSpan | None:
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
    return _clipped(reading, body, None)


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


def _clause_before(reading: Reading, cue: Token, head: Token) -> TextSpan | None:
    """`The sites are full, X said.`: everything of the sentence before the comma before the source."""
    tokens = [token for token in reading.before(cue.idx) if not token.is_space]
    commas = [token for token in tokens if token.text == "," and token.i < min(head.i, cue.i)]
    if not commas or (head.i < cue.i and cue.i - head.i > 4) or cue.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    comma = commas[-1]
    if not _only_source(reading, comma, head, cue):
        return None
    body = [token for token in tokens if token.i < comma.i]
    if body and body[0].tag_ == "CC":
        body = body[1:]
    if not any(token.dep_ in phrases.SUBJECTS and token.head.i < comma.i for token in body):
        return None
    after = [token for token in reading.after(cue.idx + len(cue.text)) if not token.is_space]
    if head.i < cue.i and any(token.dep_ in ("ccomp", "dobj") and token.head.i == cue.i for token in after):
        return None
    return _clipped(reading, body, None)


def _only_source(reading: Reading, comma: Token, head: Token, cue: Token) -> bool:
    """Between the comma and the verb stands the source and nothing else."""
    source = phrases.phrase(reading, head)
    words = [reading.doc[index] for index in range(comma.i + 1, cue.i)]
    return all(
        source.start <= token.idx < source.end or token.tag_.startswith("RB") or token.dep_ == "aux" for token in words
    )


def _clipped(reading: Reading, tokens: Sequence[Token], cue: Token | None) -> TextSpan | None:
    """The characters of a clause without what introduces and ends it: "that", "according to X", the last stop."""
    kept = list(tokens)
    while kept and (
        (kept[0].lower_ in _COMPLEMENTIZERS and kept[0].dep_ == "mark") or kept[0].text in ",:" or kept[0].is_space
    ):
        kept.pop(0)
    for position, (token, following) in enumerate(pairwise(kept)):
        if position and _leaves(reading, token, following):
            kept = kept[:position]
            break
    if cue is not None:
        line_end = reading.line(cue.idx)[1]
        kept = [token for token in kept if token.idx < line_end]
        kept = _unbroken(kept)
    while kept and (kept[-1].is_space or kept[-1].text in ",.;:!?—–-…"):
        kept.pop()
    if sum(any(character.isalnum() for character in token.text) for token in kept) < _SHORTEST:
        return None
    return reading.span(kept[0], kept[-1])


def _leaves(reading: Reading, token: Token, following: Token) -> bool:
    """Where a clause ends though its parse goes on: at a semicolon, "according to", ", while …", ", adding that …"."""
    if token.text == ";" or (token.lower_ == "according" and following.lower_ == "to"):
        return True
    if token.text not in ",–—":
        return False
    return following.lower_ == "while" or (following.tag_ == "VBG" and reading.is_cue(following, "speech", "naming"))


def _unbroken(tokens: Sequence[Token]) -> list[Token]:
    """A clause up to the first hole: what a parse attaches from further on isn't part of it."""
    kept = list(tokens[:1])
    for token in tokens[1:]:
        if token.i - kept[-1].i > 3:
            break
        kept.append(token)
    return kept


def _says_more(reading: Reading, clause: TextSpan, held: Sequence[TextSpan], direct: Set[TextSpan]) -> bool:
    """Whether a clause says more than the marked words in it, which are findings of their own."""
    if any(span.start < clause.start - 2 or span.end > clause.end + 2 for span in held):
        return False
    if not direct.isdisjoint(held):
        return False
    if not held and _breaks_off(reading, clause):
        return False
    inside = sum(len(span.of(reading.text).split()) for span in held)
    return not held or len(clause.of(reading.text).split()) - inside >= _OWN_WORDS


def _breaks_off(reading: Reading, clause: TextSpan) -> bool:
    """Whether marked words follow a clause at once, but for an auxiliary: a parse has cut it short."""
    for token in reading.tokens(clause.end, reading.line(clause.start)[1])[:3]:
        if reading.inside(token):
            return True
        if token.tag_ not in ("MD", "VBD", "VBZ", "RB", "VB", "_SP"):
            return False
    return False


def _without_relays(quotes: list[Quote]) -> list[Quote]:
    """`Ushakov said Putin had told him that …`: the innermost words count, the outer source passes them on."""
    by_cue = {quote.cue: quote for quote in quotes if quote.cue is not None}
    cues = Spans(by_cue)
    return [
        quote
        for quote in quotes
        if not any(_mostly(quote.content[0], by_cue[cue]) for cue in cues.touching(quote.content[0]))
    ]


def _mostly(clause: TextSpan, inner: Quote) -> bool:
    """Whether a clause is little more than another attribution."""
    if inner.source is None or inner.cue is None:
        return False
    covered = inner.content[0].end - inner.content[0].start
    frame = (inner.source.end - inner.source.start) + (inner.cue.end - inner.cue.start)
    return clause.end - clause.start - covered - frame < 40 and clause.start <= inner.source.start


def _accorded(reading: Reading, quotes: Sequence[Quote], marked: Sequence[Quote]) -> Iterator[Quote]:
    """`According to X, …` and `…, according to X`: the rest of the sentence, unless it reports somebody itself."""
    reported = Spans(
        span
        for quote in [*quotes, *marked]
        if quote.kind in ("indirect", "direct") and quote.source is not None
        for span in quote.content
    )
    for token in reading.doc:
        if token.lower_ != "according" or reading.inside(token):
            continue
        tokens = relays.around(reading, token)
        found = relays.according_to(reading, [word for word in tokens if word.i >= token.i])
        if found is None:
            continue
        content = _accorded_clause(reading, tokens, token, found[0])
        if content is None or any(content.start <= span.start for span in reported.touching(content)):
            continue
        yield Quote("indirect", (content,), reading.span(token, token), found[0], form="according to")


def _accorded_clause(reading: Reading, tokens: Sequence[Token], cue: Token, source: TextSpan) -> TextSpan | None:
    before = [token for token in tokens if token.i < cue.i]
    after = [token for token in tokens if token.idx >= source.end]
    leading = all(token.tag_ in ("CC", "RB", ",") for token in before)
    if before and before[-1].text == "," and any(token.tag_.startswith("VB") for token in before):
        body = before
    elif leading and after and after[0].text == ",":
        body = after[1:]
    else:
        return None
    if not any(token.dep_ in phrases.SUBJECTS for token in body):
        return None
    return _clipped(reading, body, None)
