"""Words and fingerprints of a text: pure, shared by the plugin and the loaders."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Letters and digits of any script. An apostrophe or hyphen inside a word stays in it ("don't", "large-scale"),
# as do a full stop, comma or colon between digits ("7.5", "10:30") and the stops of initials ("U.S.").
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:['’\-‑]|(?<=\d)[.,:](?=\d))[^\W_]+)*%?")
_SAME_CHARACTER = str.maketrans({"’": "'", "‘": "'", "`": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})
# Marks of print that stand between words, and those inside words in their plain form: no word changes by it.
_PRINTED = (*((mark, " ") for mark in "“”‘„«»…–—\u00a0"), ("’", "'"), ("‑", "-"))
KEY_LENGTH = 12  # base32 characters: 60 bits, so 10 million keys collide with a probability below 5 in 100,000


_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(left + right for left in _ALPHABET for right in _ALPHABET)  # 10 bits each


def word_spans(text: str) -> list[tuple[int, int]]:
    """The half-open character span of every word, in order."""
    return [match.span() for match in _WORD.finditer(text)]


def printed_words(text: str) -> list[str]:
    """Every word as it is printed, in order."""
    found: list[str] = _WORD.findall(text)
    return found


def word_count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def normal_word(word: str) -> str:
    """A word as it is compared: compatibility form, no case, one kind of apostrophe and hyphen."""
    if word.isascii():
        return word.lower().replace("`", "'")
    return unicodedata.normalize("NFKC", word).translate(_SAME_CHARACTER).casefold()


def words(text: str) -> tuple[str, ...]:
    """The normal words of a text, in order, without punctuation."""
    if not text.isascii():
        for mark, plain in _PRINTED:
            text = text.replace(mark, plain)
    if text.isascii():  # letter for letter the same, and many times faster
        return tuple(_WORD.findall(text.lower()))
    return tuple(map(normal_word, _WORD.findall(text)))


def fingerprint(text: str) -> str:
    """The same for two texts that differ in case, punctuation and spacing only; hex, 16 digits."""
    return hashlib.sha256(" ".join(words(text)).encode()).hexdigest()[:16]


def short_key(*parts: str) -> str:
    """A short, URL-safe key, the same for the same parts: 12 lower-case base32 characters of their SHA-256."""
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big") >> 4  # the first 60 bits
    return "".join(_PAIRS[number >> shift & 1023] for shift in (50, 40, 30, 20, 10, 0))
