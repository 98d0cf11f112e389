"""What the page calls the values of the schema: data."""

from __future__ import annotations

import re

RELATIONS = {
    "earliest": "First seen",
    "repeats": "Same words",
    "excerpt": "Part of it",
    "reworded": "Reworded",
    "altered": "Altered",
    "translation": "Translation",
}
NOT_COMPARED = "Not compared"
OTHERWISE = "Says otherwise"

KINDS = {
    "direct": "Direct quotation",
    "mixed": "Partly quoted",
    "indirect": "Reported speech",
    "block": "Block quotation",
}

REFERENCE_REASONS = {
    "primary source": "the wording of the primary source",
    "a person's choice": "the wording that a person chose",
    "most common": "the most common wording",
    "earliest": "the earliest wording found here",
}

# Kinds of contradiction, as a heading; the page says that an article says otherwise, never that one is false.
CONTRADICTIONS = {
    "negation": "A “not” is in one and not in the other",
    "number": "A number differs",
    "opposite": "The words oppose each other",
    "altered": "A word is swapped",
    "other_speaker": "Another speaker is named",
    "circumstances": "Another date, place or occasion",
    "denial": "Denied",
    "reversal": "The same speaker says the opposite at another time",
    "dispute": "Another speaker says the contrary",
}

LINKS = {
    "names outlet": "names it as its source",
    "links to": "links to it",
    "same text": "same text",
    "same wording later": "same wording, published later",
}

SPEAKER_KINDS = {
    "person": "Person",
    "organisation": "Organisation",
    "group": "Group of people",
    "anonymous": "Anonymous source",
}

NAME_REASONS = {
    "full name": "in full",
    "surname in article": "surname, as in its article",
    "spelling variant": "spelt otherwise",
    "alias list": "from the list of aliases",
    "judgement": "joined by a person",
}

OUTLET_KINDS = {
    "newspaper": "Newspaper",
    "agency": "News agency",
    "broadcaster": "Broadcaster",
    "government": "Government",
    "magazine": "Magazine",
    "blog": "Blog",
    "unknown": "Kind not known",
}

DATE_SOURCES = {
    "jsonld": "from the page’s metadata",
    "meta": "from the page’s metadata",
    "feed": "from the feed",
    "url": "from the address",
    "text": "from the text",
    "manifest": "from the manifest",
    "file": "from the file",
}

# Named changes between two wordings, see `wording`.
CHANGES = {
    "number": "Number",
    "negation": "Negation",
    "name": "Name",
    "word": "Words",
    "bracket": "Brackets",
    "order": "Order",
    "cut_start": "Cut at the start",
    "cut_end": "Cut at the end",
    "cut_middle": "Cut inside",
    "added": "Added",
}

# What a person decided, by subject and verdict.
JUDGEMENTS = {
    ("same statement", "yes"): "these report the same statement",
    ("same statement", "no"): "these do not report the same statement",
    ("contradiction", "yes"): "these contradict each other",
    ("contradiction", "no"): "these do not contradict each other",
    ("origin", "yes"): "one is a copy of the other",
    ("origin", "no"): "neither is a copy of the other",
}

# From this strength up, on a scale of 0 to 1.
STRENGTHS = ((0.8, "strong"), (0.5, "medium"), (0.0, "weak"))

LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
LONGEST_REASON = 200  # characters
_BEFORE_MARK = re.compile(r"[,;]+([\"”]|(?= →)|$)")
_ITEM = re.compile(r"Q[1-9]\d{0,14}", re.ASCII)
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,5}", re.ASCII)


def strength(value: float) -> str:
    """The word for a strength of 0 to 1."""
    return next((word for least, word in STRENGTHS if value >= least), "weak")


def reason(kind: str, evidence: str) -> str:
    """Why an article is held to have got something: what the link says, and what it rests on, each once."""
    words = LINKS.get(kind, kind)
    said = shortened(evidence, LONGEST_REASON)
    return said if kind == "same text" or said.startswith(words) or not said else f"{words}: {said}"


def sentence(text: str) -> str:
    """A sentence about wordings, without the commas that quoted words went on with: 'Stops before "but"'."""
    return _BEFORE_MARK.sub(r"\1", text)


def wikidata_url(number: str | None) -> str | None:
    """The page of an item of Wikidata; None for what isn't its number."""
    return f"https://www.wikidata.org/wiki/{number}" if number and _ITEM.fullmatch(number) else None


def language_tag(value: str | None) -> str | None:
    """The value of a `lang` attribute; None for what can't be a BCP 47 tag."""
    return value if value and _TAG.fullmatch(value) else None


def language_name(value: str | None) -> str | None:
    """The English name of a language, or its tag where the table above has none."""
    tag = language_tag(value)
    return LANGUAGES.get(tag.partition("-")[0].lower(), tag) if tag else None


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 outlet", "1,200 outlets"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def shortened(text: str, longest: int) -> str:
    """The text on one line; cut with "…" after at most `longest` characters, at a word where there is one near."""
    line = " ".join(text[: longest * 4].split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at_word = cut if line[longest - 1] == " " else cut.rpartition(" ")[0]
    return (at_word if len(at_word) > longest // 2 else cut).rstrip(" ,;:") + "…"


def headline(text: str) -> str:
    """A quotation as a heading: without the comma that the sentence around it went on with."""
    return text.rstrip().rstrip(",;").rstrip()
