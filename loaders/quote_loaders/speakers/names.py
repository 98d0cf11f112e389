"""Names as strings: titles told from names, and spellings folded so that variants of one name compare equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

PARTICLES = frozenset(
    {"von", "van", "der", "den", "de", "da", "di", "del", "della", "dos", "du", "la", "le", "bin", "ibn", "al", "el"}
    | {"ben", "ter", "zu", "zur", "af", "av", "y", "e"}
)
_WORD = re.compile(r"[^\W_]+(?:[-'’‑.][^\W_]+)*\.?")
# Final -skyy, -skiy, -skyi, -skyj, -skij, -skii and -ski are one Slavic ending; -ska and -skaya are another person's.
_SKY = re.compile(r"s[kc](?:yy|iy|yi|yj|ij|ii|i)$")
# Final -iy, -ii, -yy, -yi, -ij and -i after a consonant: Yuri, Yury, Yuriy, Yurii.
_FINAL_Y = re.compile(r"(?:iy|ii|yy|yi|ij|yj|i)$")
_SOFT_START = re.compile(r"^i(?=u)")  # Iurii, Iulia
_SOFT_A = re.compile(r"i?[iy]a$")


def data(name: str) -> str:
    """A data file of `names/`."""
    return (files("quote_loaders") / "names" / name).read_text(encoding="utf-8")


def _plain_lines(name: str) -> list[str]:
    return [line for line in data(name).splitlines() if line.strip() and not line.startswith("#")]


@cache
def titles() -> frozenset[str]:
    """Lower-case words that stand before a name and aren't part of it."""
    return frozenset(word for line in _plain_lines("titles.txt") for word in line.split())


@cache
def _endings() -> tuple[str, ...]:
    return tuple(word[1:] for word in titles() if word.startswith("*"))


@cache
def genders() -> Mapping[str, str]:
    """ "he" or "she" by folded given name, for the names that are nearly always given for one of them."""
    found: dict[str, str] = {}
    gender = ""
    for line in _plain_lines("given.txt"):
        if line.startswith("["):
            gender = line.strip("[]")
            continue
        for word in line.split():
            found[fold_word(word)] = gender
    return found


def words_of(name: str) -> list[str]:
    """The words of a name: letters with their inner apostrophes, hyphens and stops."""
    return _WORD.findall(name)


@cache
def fold_word(word: str) -> str:
    """One word of a name without case, accents and the spelling of its Slavic ending; a final -a stays."""
    plain = unicodedata.normalize("NFKD", word.replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = re.sub(r"['’‑.-]", "", plain).replace("ks", "x")
    if _SKY.search(plain):
        return _SKY.sub("sky", plain)
    plain = _SOFT_START.sub("y", plain)
    if len(plain) > 3:
        plain = _FINAL_Y.sub("y", plain)
        plain = _SOFT_A.sub("ya", plain)
    return plain


def fold(name: str) -> tuple[str, ...]:
    """The folded words of a name, without a leading article: what two spellings of one name share."""
    folded = tuple(fold_word(word) for word in words_of(name))
    return folded[1:] if len(folded) > 1 and folded[0] == "the" else folded


def surnames_in(words: Sequence[str]) -> set[str]:
    """The words of a text that a known given name introduces as a surname: "Olaf Scholz"."""
    found: set[str] = set()
    for index, word in enumerate(words):
        if fold_word(word) not in genders() or not word[:1].isupper():
            continue
        last = index
        while last + 1 < len(words) and last - index < 4 and _continues_name(words[last + 1]):
            last += 1
        while last > index and words[last].lower() in PARTICLES:
            last -= 1
        if last > index:
            found.add(words[last])
    return found


def _continues_name(word: str) -> bool:
    return word.lower() in PARTICLES or (word[:1].isupper() and word.isalpha() and not is_title_word(word))


def split_title(phrase: str) -> tuple[str | None, str]:
    """A title and the name after it: "Kremlin aide Yuri Ushakov" → ("Kremlin aide", "Yuri Ushakov").

    The name is the last run of capitalised words, with particles inside, that are no titles; a phrase that is all
    name has no title, and one without a name comes back whole as the name.
    """
    parts = _without_place(phrase.split())
    first = len(parts)
    while first > 0 and _is_name_word(parts, first - 1):
        first -= 1
    while (
        first < len(parts)
        and parts[first].lower() in PARTICLES
        and first > 0
        and is_title_word(parts[first - 1]) is False
    ):
        first += 1
    if first in (0, len(parts)):
        return None, " ".join(parts) if first == 0 else phrase
    return " ".join(parts[:first]).rstrip(",") or None, " ".join(parts[first:])


def _without_place(parts: list[str]) -> list[str]:
    """A phrase without what follows a name: "Livia Strand of the School of Trade" is Livia Strand."""
    for index, word in enumerate(parts[2:], start=2):
        if word in ("of", "from", "at", "in"):
            names = all(part[:1].isupper() and not is_title_word(part) for part in parts[index - 2 : index])
            return parts[:index] if names and fold_word(parts[index - 2]) in genders() else parts
    return parts


def _is_name_word(parts: list[str], index: int) -> bool:
    word = parts[index].strip(",")
    if parts[index].endswith(","):
        return False
    if word.lower() in PARTICLES and index + 1 < len(parts):
        return True
    return word[:1].isupper() and not is_title_word(word)


def is_title_word(word: str) -> bool:
    """Whether a word may stand before a name without being part of it."""
    plain = word.strip(".,").lower()
    return plain in titles() or any(plain.endswith(ending) for ending in _endings())


def given_name(name: str) -> str | None:
    """The folded given name of a full name, None for a surname alone."""
    folded = words_of(name)
    if len(folded) < 2 or folded[0].lower() in PARTICLES:
        return None
    return fold_word(folded[0])


def surname(name: str) -> str:
    """The folded last word of a name, without "Jr", "II" and the like."""
    folded = [word for word in fold(name) if word not in ("jr", "sr", "ii", "iii", "iv", "xiv")]
    return folded[-1] if folded else ""


def given_names_agree(left: str | None, right: str | None) -> bool:
    """Whether two folded given names can be one person's: equal, or one the other's initial; unknown agrees."""
    if left is None or right is None or left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) == 1 and long.startswith(short)


_TITLES = {
    **dict.fromkeys(("mrs", "ms", "miss", "madam", "madame", "lady", "sister"), "she"),
    **dict.fromkeys(("mr", "sir", "lord", "brother", "father"), "he"),
}


def gender_of_title(phrase: str) -> str | None:
    """ "he" or "she" by the titles in a phrase: "Mrs.", "spokeswoman", "Congressman"; None when none tells."""
    for word in phrase.split():
        plain = word.strip(".,").lower()
        if plain in _TITLES:
            return _TITLES[plain]
        if is_title_word(plain) and plain.endswith("woman"):
            return "she"
        if is_title_word(plain) and plain.endswith("man"):
            return "he"
    return None


def gender(name: str) -> str | None:
    """ "he" or "she" by a name's given name or Slavic feminine ending, None when neither tells."""
    given = given_name(name)
    if given is not None and given in genders():
        return genders()[given]
    last = surname(name)
    return "she" if re.search(r"(?:ova|eva|ina|aya|ska)$", last) and len(last) > 5 and given is not None else None
