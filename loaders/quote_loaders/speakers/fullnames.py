"""Full names of persons by rule: all that a named-entity recogniser was asked for, in a hundredth of its time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from quote_loaders.quotations.cues import Cues
from quote_loaders.speakers.names import PARTICLES, fold_word, genders, is_title_word

_LONGEST = 9  # words of a title and a name
_PROPER = ("NNP", "NNPS")


def person_labels(words: Sequence[str], tags: Sequence[str], cues: Cues) -> list[str]:
    """An entity label in BIO form ("B-PERSON", "I-PERSON", "O") for every word of a tagged text.

    A run of proper nouns holds a person's full name from a known given name on. Without one it is a name, titles
    before it left out, where a reporting verb stands before it ("said Livia Strand"), where it belongs somewhere
    ("Livia Strand of the School of Trade"), or where its last word stands by itself elsewhere ("Strand"); words for
    bodies make it none.
    """
    labels = ["O"] * len(words)
    runs = list(_runs(words, tags))
    alone = Counter(words[start] for start, end in runs if end - start == 1)
    for start, end in runs:
        first = next((place for place in range(start, end - 1) if _given(words[place])), None)
        if first is None:
            first = next((place for place in range(start, end - 1) if not is_title_word(words[place])), end)
            said = start > 0 and cues.has(words[start - 1], "speech")
            placed = [word.lower() for word in words[end : end + 2]] == ["of", "the"]
            if not _name_like(words[first:end], cues) or not (said or placed or alone[words[end - 1]]):
                continue
        labels[first] = "B-PERSON"
        labels[first + 1 : end] = ["I-PERSON"] * (end - first - 1)
    return labels


def _given(word: str) -> bool:
    return fold_word(word) in genders()


def _name_like(name: Sequence[str], cues: Cues) -> bool:
    """Whether words look like a given name and a surname: two or three, none of them in capitals or for a body."""
    return (
        2 <= len(name) <= 3
        and len(name[-1]) > 2
        and not any(word.isupper() and len(word) > 2 for word in name)
        and not any(cues.has(word, "bodies", "people", "documents", "nouns") for word in name)
    )


def _runs(words: Sequence[str], tags: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where proper nouns stand together, particles between them ("Ursula von der Leyen")."""
    index = 0
    while index < len(words):
        end = index
        while end < len(words) and end - index < _LONGEST and _proper(words[end], tags[end]):
            end += 1
            after = end
            while after < len(words) and words[after].lower() in PARTICLES and after - end < 2:
                after += 1
            if after > end and after < len(words) and _proper(words[after], tags[after]) and words[end].islower():
                end = after
        if end > index:
            yield index, end
        index = max(end, index + 1)


def _proper(word: str, tag: str) -> bool:
    return tag in _PROPER and word[:1].isupper()
