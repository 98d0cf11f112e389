"""Bytes into clean text, once, before anything is stored: afterwards offsets stay true for ever."""

from __future__ import annotations

import re
from pathlib import Path

import charset_normalizer

from quote_loaders.records import LoadError

MAX_CHARACTERS = 2_000_000  # of one article: about 300,000 words, ten times the longest feature
MAX_BYTES = 4 * MAX_CHARACTERS
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NEWLINES = re.compile("\r\n?|\x85|\u2028")
_PARAGRAPH = re.compile("\x0b|\x0c|\u2029")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# Of the first 8 kB of a text, fewer than this share of bytes are control characters: git and grep look alike.
_BINARY_SHARE = 0.02


def read_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of a file. Raises LoadError for what is missing, unreadable, a device, or too large."""
    try:
        if not path.is_file():
            raise LoadError("there is no such file" if not path.exists() else "it is not a regular file")
        if (size := path.stat().st_size) > most:
            raise LoadError(f"it has {size:,} bytes, expected at most {most:,} in one article")
        return path.read_bytes()
    except OSError as error:
        raise LoadError(f"it can't be read: {error.strerror or error}") from None


def text_of(data: bytes) -> tuple[str, str | None]:
    """The clean text of an article's bytes, and what was doubtful about their encoding (None when nothing was).

    Raises LoadError for what is no text: binary, empty, or too long.
    """
    text, doubt = decode(data)
    return checked(clean(text)), doubt


def checked(text: str) -> str:
    """A clean text that is one of an article: not empty and not too long; else LoadError says which."""
    if not text.strip():
        raise LoadError("it is empty, expected the text of an article")
    if len(text) > MAX_CHARACTERS:
        raise LoadError(f"it has {len(text):,} characters, expected at most {MAX_CHARACTERS:,} in one article")
    return text


def decode(data: bytes) -> tuple[str, str | None]:
    """Bytes as text: UTF-8, UTF-16 with its mark, or the likeliest other encoding, which is then a doubt."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    if encoding != "utf-16" and _looks_binary(data):
        raise LoadError("it looks like a binary file, expected text in UTF-8")
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        guess = charset_normalizer.from_bytes(data).best()
        if guess is None:
            where = f"byte {error.start:,} is 0x{data[error.start]:02x}"
            raise LoadError(f"it is not UTF-8 ({where}) and no other encoding fits, expected text in UTF-8") from None
        return str(guess), f"it is not UTF-8 and was read as {guess.encoding}: check names with accents"


def _looks_binary(data: bytes) -> bool:
    head = data[:8192]
    controls = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return b"\x00" in head or controls > _BINARY_SHARE * len(head)


def clean(text: str) -> str:
    """One kind of line break, and no character that can't be seen or stored; nothing else changes."""
    return _CONTROLS.sub("", _PARAGRAPH.sub("\n\n", _NEWLINES.sub("\n", text)))


def line_of(text: str, most: int = 300) -> str:
    """The characters of a text that can be seen, on one line and not too many: fit to say where something stands."""
    return " ".join(clean(text).split())[:most]
