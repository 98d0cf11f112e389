"""The quotes of one statement -> its reference wording and each quote's relation to it: pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from unicodedata import combining, normalize

from rapidfuzz import fuzz

from datasette_quotes.alignment import expanded, word_set
from datasette_quotes.text import short_key, words
from datasette_quotes.wording import NEGATIONS, Change, Comparison
from datasette_quotes.wording import compare as compare_wordings
from quote_loaders.lexicon import concept, opposite, weight
from quote_loaders.linkage.features import contained, pair
from quote_loaders.linkage.prepared import Prepared
from quote_loaders.records import Member, PlacedQuote, Relation, Statement

Reason = Literal["primary source", "a person's choice", "most common", "earliest"]

_SPELLING = 75  # rapidfuzz's ratio of two spellings of a name
_SPELLED_S = re.compile(r"(?<=[a-z]{3}i)s(?=(?:e|ed|es|ing|ation|ations|er|ers)$)")
_SPELLED_BODY = re.compile(r"^(some|any|every)body(?=$|'s$)")
_ORDINAL = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)(?=$|-)")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_MONTHS = word_set("january february march april june july august september october november december")
# Short forms of given names that no rule of spelling makes.
_SHORT_NAMES = {
    short: name
    for name, shorts in {
        "andrew": "andy drew", "anthony": "tony", "charles": "charlie chuck", "christopher": "chris",
        "daniel": "dan danny", "david": "dave", "edward": "ed eddie ted", "elizabeth": "liz beth", "james": "jim jimmy",
        "john": "johnny jack", "joseph": "joe", "katherine": "kate kathy", "kenneth": "ken", "lawrence": "larry",
        "margaret": "maggie peggy", "michael": "mike mick", "nicholas": "nick", "patrick": "pat", "peter": "pete",
        "richard": "rick dick", "robert": "bob rob bobby", "ronald": "ron", "samuel": "sam", "stephen": "steve steven",
        "thomas": "tom tommy", "timothy": "tim", "william": "will bill billy",
    }.items()
    for short in shorts.split()
}  # fmt: skip
_LITTLE = word_set(
    "too so such thing things do does did doing done"
)  # rare enough, but they mean nothing by themselves
_STEM = 5  # letters of a word that a longer one begins with: "often" and "oftentimes"
_CONTENT = 4.0  # nats: a word that says less doesn't change the meaning when it is swapped
# "Judge Kavanaugh" and "Mr. Kavanaugh" are one name.
TITLES = word_set(
    "mr mrs ms dr sir dame lord lady judge justice president senator sen governor gov representative rep congressman "
    "congresswoman minister prime secretary chancellor mayor professor prof general gen vp vice pres lt "
    "lieutenant mister col colonel capt captain sgt sergeant rev reverend"
)
_MARKS = "“”\"'‘’.,;:!?"
_BLEEPED = re.compile(r"(?:(\w{1,3})(?:[*_]+|-{2,}|[–—])(\w{0,3}))|([^\W\d_aeiouy]{1,3})")  # the dash may be cut off
_CUTS = {"cut_start", "cut_end", "bracket"}
_EDGES = {"cut_start", "cut_end"}


@dataclass(frozen=True, slots=True)
class Known:
    """A member as it was, against the reference wording (its key) that its statement had."""

    reference: str
    member: Member


def statement(
    quotes: Sequence[PlacedQuote], prepared: Callable[[int], Prepared], known: Mapping[str, Known] | None = None
) -> Statement:
    """A statement of quotes that are sorted oldest first; its key comes from the earliest one.

    `prepared` gives the quote at a place; `known` tells members that are spared if their reference is the same.
    """
    reference, reason = _reference(quotes)
    placed = tuple(member(quotes, prepared, reference, place, known or {}) for place in range(len(quotes)))
    return Statement(short_key("statement", quotes[0].key), placed, quotes[reference].key, reason)


@lru_cache(maxsize=2_000)
def compared(reference: str, text: str) -> Comparison:
    """A wording against its reference: as `wording.compare`, and once for all quotes that have it."""
    return compare_wordings(reference, text)


@lru_cache(maxsize=10_000)
def plain_words(text: str) -> tuple[str, ...]:
    return tuple(expanded(words(text)))


def _reference(quotes: Sequence[PlacedQuote]) -> tuple[int, Reason]:
    """A primary source, else the wording that most independent articles carry, else the earliest.

    A record, or words set apart or between marks in a government's own publication, is a primary source. Excerpts and
    indirect reports aren't the reference while a full wording between marks is there.
    """
    parts = parts_of({plain_words(quote.text) for quote in quotes})
    full = [place for place, quote in enumerate(quotes) if plain_words(quote.text) not in parts]
    quoted = [place for place in full if quotes[place].kind in {"direct", "block"}] or full
    for place in quoted:
        if quotes[place].outlet_kind == "government" and quotes[place].kind in {"direct", "block"}:
            return place, "primary source"
    carriers: dict[tuple[str, ...], set[str]] = {}
    for place in quoted:
        carriers.setdefault(plain_words(quotes[place].text), set()).add(quotes[place].independent)
    counts = Counter({wording: len(articles) for wording, articles in carriers.items()}).most_common(2)
    if counts[0][1] > 1 and (len(counts) == 1 or counts[0][1] > counts[1][1]):
        return next(place for place in quoted if plain_words(quotes[place].text) == counts[0][0]), "most common"
    return quoted[0], "earliest"


def parts_of(wordings: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The wordings that stand unbroken in a longer one."""
    whole: list[str] = []
    parts: set[tuple[str, ...]] = set()
    for wording in sorted(wordings, key=lambda one: (-len(one), one)):
        joined = f" {' '.join(wording)} "
        if any(len(joined) < len(other) and joined in other for other in whole):
            parts.add(wording)
        else:
            whole.append(joined)
    return parts


def member(
    quotes: Sequence[PlacedQuote],
    prepared: Callable[[int], Prepared],
    reference: int,
    place: int,
    known: Mapping[str, Known],
) -> Member:
    quote, other = quotes[place], quotes[reference]
    before = known.get(quote.key)
    if before is not None and before.reference == other.key and (before.member.relation == "earliest") == (place == 0):
        return before.member
    if quote.primary_language != other.primary_language:
        return Member(quote.key, "translation" if place else "earliest", 0.0, None)
    if (
        plain_words(quote.text) == plain_words(other.text)
        and words(quote.text) == words(other.text)
        and "[" not in quote.text
    ):
        return Member(quote.key, "repeats" if place else "earliest", 1.0, None)
    comparison = compared(other.text, quote.text)
    found = relation(comparison, quote)
    differences = None if comparison.same_words else comparison.as_json()
    similarity = 1.0 if found == "repeats" else _similarity(prepared(reference), prepared(place), found)
    return Member(quote.key, found if place else "earliest", similarity, differences)


def _similarity(reference: Prepared, one: Prepared, found: Relation) -> float:
    """Share of the information that both have: of the excerpt's, else of both, where 1 means the same words."""
    both = pair(reference, one)
    if found == "excerpt":
        return round(contained(both), 4)
    return round(min(0.99, 2 * both.shared / (both.short.mass + both.window)), 4)


def relation(comparison: Comparison, quote: PlacedQuote) -> Relation:
    """What a wording of the same language is to its reference: repeats, excerpt, altered or reworded.

    Altered: a figure, a name or a negation differs, a word is replaced by its opposite, or one word with a meaning of
    its own stands for another while everything else is the same. Everything else that isn't an excerpt is reworded.
    """
    if comparison.same_words:
        return "repeats"
    if any(is_altered(change, quote.language) for change in comparison.changes):
        return "altered"
    inner = [change for change in comparison.changes if change.kind not in _EDGES]
    if len(inner) == 1 and swapped(inner[0], quote.language):
        return "altered"
    marked = "…" in quote.text or "..." in quote.text
    if all(change.kind in _CUTS or (change.kind == "cut_middle" and marked) for change in comparison.changes):
        return "excerpt"
    return "reworded"


def is_altered(change: Change, language: str = "en") -> bool:
    """Whether one change alone alters the sense: a figure, a negation, another name, an opposite."""
    if change.kind == "negation":
        return not cancelled(change)
    if change.kind == "number":
        return True
    if change.kind == "name":
        return bool(swapped(change, language))
    return change.kind == "word" and opposed(change) is not None


def cancelled(change: Change) -> bool:
    """Whether an opposite makes up for a negation: "not likely" and "unlikely"."""
    pair = opposed(change)
    return pair is not None and not NEGATIONS & {*pair}


def opposed(change: Change) -> tuple[str, str] | None:
    """The two words of a replacement that oppose each other, if any do."""
    left, right = expanded(words(change.removed)), expanded(words(change.added))
    if set(left) & set(right) or len(left) + len(right) > 6:
        return None
    return next(((one, other) for one in left for other in right if opposite(one, other)), None)


def swapped(change: Change, language: str = "en") -> tuple[str, str] | None:
    """The words with a meaning of their own that stand for each other in a replacement; None for synonyms."""
    if change.kind not in {"word", "name"} or change.same_sense or bleeped(change.removed, change.added):
        return None
    if _initials(change.removed, change.added):
        return None
    left, right = _content(change.removed, language), _content(change.added, language)
    shared = {concept(word) for word in left} & {concept(word) for word in right}
    left = [word for word in left if concept(word) not in shared]
    right = [word for word in right if concept(word) not in shared]
    most = 2 if change.kind == "name" else 1
    if len(left) == len(right) and 1 <= len(left) <= most and not _one_spelling(left, right, name=_named(change)):
        return " ".join(left), " ".join(right)
    return None


def _named(change: Change) -> bool:
    """Whether both sides of a change have a word that begins with a capital."""
    return all(any(word[:1].isupper() for word in text.split()) for text in (change.removed, change.added))


def bleeped(left: str, right: str) -> bool:
    """Whether one text is the other with letters left out: "sh—" and "s**t" stand for a word that isn't printed."""
    for one, other in ((left, right), (right, left)):
        match = _BLEEPED.fullmatch(one.strip(_MARKS).casefold())
        whole = other.strip(_MARKS).casefold()
        if match is None:
            continue
        start, end = match[1] or match[3], match[2] or ""
        longer = len(whole) > len(start) + len(end)
        if longer and whole.isalpha() and whole.startswith(start) and whole.endswith(end):
            return True
    return False


def _one_spelling(left: Sequence[str], right: Sequence[str], *, name: bool) -> bool:
    """ "colour" and "color", and of names "Zelenskyy" and "Zelenskiy": little of a longer word differs."""
    return all(_near(_plain(one), _plain(other), name=name) for one, other in zip(left, right, strict=True))


def _near(one: str, other: str, *, name: bool) -> bool:
    """One letter more or less in a word of four letters or more; of a name also others, but for the first.

    Or a short form: "Nov" of a month, "Steve" of a name.
    """
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and len(short) == len(long) and sorted(short) == sorted(long) and short[0] == long[0]:
        return True  # letters that changed places
    if long.startswith(short) and (len(short) >= _STEM or (len(short) >= 3 and long in _MONTHS)):
        return True
    if name and _SHORT_NAMES.get(one, one) == _SHORT_NAMES.get(other, other):
        return True
    dropped = {long[:at] + long[at + 1 :] for at in range(len(long))}
    named = name and short[:1] == long[:1] and fuzz.ratio(short, long) >= _SPELLING
    return short == long or (len(short) >= 4 and (named or (len(long) == len(short) + 1 and short in dropped)))


def _plain(word: str) -> str:
    """A word without accents and in one of its spellings: "okay" for "OK", "realize" for "realise", "someone"."""
    plain = "".join(character for character in normalize("NFD", word) if not combining(character))
    plain = _ORDINAL.sub(_ordinal, plain)
    return "okay" if plain == "ok" else _SPELLED_S.sub("z", _SPELLED_BODY.sub(r"\1one", plain))


def _ordinal(match: re.Match[str]) -> str:
    number = int(match[1])
    return _ORDINALS[number - 1] if 0 < number <= len(_ORDINALS) else match[0]


def _initials(left: str, right: str) -> bool:
    """Whether one text is the initials of the other, or the same but for its points: "IG", "Inspector General"."""
    letters = ["".join(character for character in text if character.isalpha()).casefold() for text in (left, right)]
    firsts = ["".join(word[0] for word in words(text)) for text in (left, right)]
    return letters[0] == letters[1] or letters[0] == firsts[1] or letters[1] == firsts[0]


def _content(text: str, language: str) -> list[str]:
    plain = expanded(words(text))
    return [word for word in plain if weight(word, language) >= _CONTENT and word not in TITLES | _LITTLE]
