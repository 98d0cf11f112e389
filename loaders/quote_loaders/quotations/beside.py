"""Who is named beside a reporting verb, by capital letters and word lists alone: for languages without a parse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from quote_loaders.quotations.cues import Cues
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import TextSpan

_REACH = 12  # tokens between the verb and the name, at most
_NAME_WORDS = 2  # words that stay of "Ukraine Rustem Umerov" after a title: a place and a name run together
_HYPHENS = frozenset("-‐‑")
_PHRASE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Named:
    """Who speaks: the words that name them and the title beside these; `bare` is true where a title is all there is."""

    source: TextSpan
    role: str | None = None
    bare: bool = False


_SMALL_WORDS = ("articles", "prepositions", "genitives", "clauses", "openers", "according", "speech")


def capital(reading: Reading, token: Token) -> bool:
    """Whether a token begins with a capital letter for another reason than that a sentence begins with it."""
    first = token.text[:1]
    return first.isalpha() and first.isupper() and not reading.cues.has(token.text, *_SMALL_WORDS)


def pronoun(reading: Reading, token: Token) -> bool:
    """Whether a token stands for one person or several named elsewhere."""
    return reading.cues.has(token.text, "he", "she", "they")


def named_after(reading: Reading, tokens: Sequence[Token]) -> Named | None:
    """Who a verb's subject behind it names: a pronoun, or the first name that no preposition governs."""
    tokens = _past_reflexive(reading, tokens)
    if tokens and pronoun(reading, tokens[0]):
        return Named(_pronoun_span(reading, tokens[0]))
    title: Token | None = None
    title_end: Token | None = None
    index = 0
    while index < min(len(tokens), _REACH):
        token = tokens[index]
        if capital(reading, token):
            last = _run_end(reading, tokens, index)
            run = tokens[index : last + 1]
            name = _name_of(reading, run, tokens[index - 1] if index else None, titled=title is not None)
            if name:
                return _named(reading, name, title or _title_in(run, name))
            title, title_end = title or run[0], run[-1]
            index = last
        elif reading.cues.has(token.text, "titles"):
            title, title_end = title or token, token
        elif title is None and reading.cues.has(token.text, "bodies") and not _governed(reading, tokens, index):
            return Named(reading.span(token, token))
        elif _stops(reading, token, titled=title is not None):
            break
        index += 1
    if title is None or title_end is None or not _is_title(reading, title):
        return None
    first = title.i - tokens[0].i
    if first and reading.cues.has(tokens[first - 1].text, "articles"):
        title = tokens[first - 1]
    return Named(reading.span(title, title_end), bare=True)


def _past_reflexive(reading: Reading, tokens: Sequence[Token]) -> Sequence[Token]:
    """Without the "se" of "zeptal se Havlan", which belongs to the verb."""
    return tokens[1:] if tokens and reading.cues.has(tokens[0].text, "reflexives") else tokens


def named_before(reading: Reading, tokens: Sequence[Token]) -> Named | None:
    """Who a verb's subject before it names: the nearest pronoun or name that no preposition governs."""
    near = list(tokens[-_REACH:])
    for token in near[-3:]:
        if pronoun(reading, token):
            return Named(_pronoun_span(reading, token))
    found: Named | None = None
    bare: Named | None = None
    start = 0
    while start < len(near):
        stop = next((i for i in range(start, len(near)) if near[i].text in ",;:—–("), len(near))
        here = named_after(reading, near[start:stop])
        if here is not None and here.bare:
            bare = here
        elif here is not None:
            found = here
        start = stop + 1
    return found or bare


def phrase_at(reading: Reading, tokens: Sequence[Token], index: int) -> int:
    """How many tokens from a place on are a phrase such as "по словам" or "nach Angaben von"; 0 when none is."""
    for length in range(min(_PHRASE_WORDS, len(tokens) - index), 0, -1):
        words = "_".join(token.text.lower().replace("’", "'") for token in tokens[index : index + length])
        if reading.cues.has(words, "according"):
            return length
    return 0


def accorded(reading: Reading, tokens: Sequence[Token]) -> tuple[Named, TextSpan] | None:
    """`Laut Scholz`, `по словам Пескова`, `Scholz zufolge`: whose words a sentence passes on, and the phrase."""
    for index in range(len(tokens)):
        length = phrase_at(reading, tokens, index)
        if length:
            found = named_after(reading, tokens[index + length : index + length + _REACH])
            if found is not None:
                return found, reading.span(tokens[index], tokens[index + length - 1])
        elif reading.cues.has(tokens[index].text, "after the name"):
            found = named_before(reading, tokens[:index])
            if found is not None:
                return found, reading.span(tokens[index], tokens[index])
    return None


def _governed(reading: Reading, tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and reading.cues.has(tokens[index - 1].text, "prepositions")


def _pronoun_span(reading: Reading, token: Token) -> TextSpan:
    """The pronoun without the hyphen that French ties it to its verb with."""
    span = reading.span(token, token)
    return TextSpan(span.start + len(token.text) - len(token.text.lstrip("-")), span.end)


def _stops(reading: Reading, token: Token, *, titled: bool) -> bool:
    """Whether a subject can't reach past a token: a comma lets an apposition follow a title, nothing else does."""
    if token.text == ",":
        return not titled
    return token.text in '—–:;(«„“"' or reading.cues.has(token.text, "clauses")


def _run_end(reading: Reading, tokens: Sequence[Token], first: int) -> int:
    """The last token of a name: capitals, with particles and hyphens inside."""
    last = first
    for index in range(first + 1, len(tokens)):
        token, before = tokens[index], tokens[index - 1]
        if token.text in _HYPHENS and not before.whitespace_ and not token.whitespace_:
            continue
        tied = before.text in _HYPHENS and not before.whitespace_
        if capital(reading, token) or (tied and token.text[:1].isalpha()):
            last = index
        elif not reading.cues.has(token.text, "particles"):
            break
    return last


def _name_of(reading: Reading, run: Sequence[Token], before: Token | None, *, titled: bool) -> Sequence[Token]:
    """The part of a run of capitals that names a person or body; empty where all of it is a title or governed."""
    words = list(run)
    while words and _is_title(reading, words[0]):
        words.pop(0)
        titled = True
    if len(words) < len(run) and words and not capital(reading, words[0]):
        return ()  # "Bürgermeister von Altdorf"
    while titled and words and reading.cues.has(words[0].text, "places"):
        words.pop(0)
    if len(words) < len(run):
        return _without_place(reading, words)
    governed = before is not None and (
        reading.cues.has(before.text, "prepositions") or (titled and reading.cues.has(before.text, "genitives"))
    )
    if governed:
        return words[1:] if titled and len(words) > _NAME_WORDS else ()
    return _without_place(reading, words) if titled else words


def _without_place(reading: Reading, words: Sequence[Token]) -> Sequence[Token]:
    """The name in "Ukrajiny Rustem Umerov" after a title, in languages whose genitive stands without an article."""
    three = len(words) == _NAME_WORDS + 1 and all(capital(reading, word) for word in words)
    return words[1:] if three and "articles" not in reading.cues.groups else words


def names_nobody(cues: Cues, words: str) -> bool:
    """Whether the words of a source are a title and no name or body."""
    parts = words.split()
    return any(is_title(cues, part) for part in parts) and not any(
        (part[:1].isupper() and not is_title(cues, part)) or cues.has(part, "bodies") for part in parts
    )


def _is_title(reading: Reading, token: Token) -> bool:
    return is_title(reading.cues, token.text)


def is_title(cues: Cues, word: str) -> bool:
    """Whether a word is a title of the language's list; "*sprecher" there stands for every compound."""
    lowered = word.lower()
    titles = cues.groups.get("titles", {})
    return lowered in titles or any(
        title.startswith("*") and len(lowered) > len(title) and lowered.endswith(title[1:]) for title in titles
    )


def _title_in(run: Sequence[Token], name: Sequence[Token]) -> Token | None:
    return run[0] if run[0].i < name[0].i else None


def _named(reading: Reading, name: Sequence[Token], title: Token | None) -> Named:
    source = reading.span(name[0], name[-1])
    if title is None or title.i >= name[0].i:
        return Named(source)
    role = reading.text[title.idx : source.start].strip(" ,\u00a0")
    return Named(source, role or None)
