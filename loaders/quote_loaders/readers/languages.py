"""The language of a text, told by its content with py3langid (M. Lui and T. Baldwin, 2012) where nothing says it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

DEFAULT = "en"
READ = 3_000  # characters of a text that are looked at
FEWEST = 80  # letters: a shorter text tells nothing, and is taken for English
_CERTAIN = 0.9  # normalised probability from which an answer is believed
_SURE = 0.99  # ... and from which it may speak against what was declared
_CLEARLY = 300  # letters from which a text may speak against what was declared
# Words that make up a fifth of English news, and of no other language: then the model needn't be loaded.
_ENGLISH = frozenset(
    (
        "the", "of", "and", "that", "with", "said", "they", "have", "this", "which", "would", "from", "but", "not",
        "were", "been", "their", "his", "she", "has",
    )
)  # fmt: skip
_PLAINLY = 0.12  # share of these words from which a text is English
_WORD = re.compile(r"\w+")
_NO_LANGUAGE = "zxx"  # ISO 639-2: lists of numbers and the like
# Languages that a model of letters can't tell apart, or that go by several tags.
_ALIKE = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"sr", "hr", "bs", "sh"}),
    frozenset({"id", "ms"}),
    frozenset({"cs", "sk"}),
    frozenset({"pt", "gl"}),
    frozenset({"zh", "yue", "cmn"}),
    frozenset({"fil", "tl"}),
    frozenset({"he", "iw"}),
)


def language_of(text: str) -> str | None:
    """The ISO 639 code of a text's language; None where the text is too short or the answer isn't certain."""
    return _language(text, FEWEST, _CERTAIN)


def language_doubt(text: str, declared: str) -> str | None:
    """Why a text isn't in the language that was declared (BCP 47); None where it may be."""
    subtag = declared.partition("-")[0].lower()
    found = _language(text, _CLEARLY, _SURE)
    if found is None or found == subtag or any({found, subtag} <= alike for alike in _ALIKE):
        return None
    return (
        f"lang is {declared!r}, but its text looks like {found!r}; read as {declared!r}: a manifest can say otherwise"
    )


def _language(text: str, fewest: int, least: float) -> str | None:
    head = text[:READ]
    if sum(1 for _ in islice(filter(str.isalpha, head), fewest)) < fewest:
        return None
    words = " ".join(_WORD.findall(head)).lower().split()
    if sum(word in _ENGLISH for word in words) >= _PLAINLY * len(words):
        return "en"
    language, probability = _identifier().classify(head)
    return str(language) if probability >= least and language != _NO_LANGUAGE else None


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Imported here: the model takes a moment to load, and many inputs say their language.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
