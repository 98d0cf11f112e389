"""The bytes of a page -> its tree and what its head says: bounded, whatever the bytes are."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from quote_loaders.readers.decoding import MAX_BYTES
from quote_loaders.readers.html.structured import MAX_SCRIPTS
from quote_loaders.records import LoadError

MAX_ELEMENTS = 100_000  # the longest live blogs have half of it
MAX_CHILDREN = 20_000  # of one element
MAX_INLINE = 20_000  # elements in paragraphs: trafilatura's time grows with their square
_MOST_METAS = 1_000
_DEEP = 250  # of nested elements: a deeper page isn't read twice
_DEEPEST = 1_000  # of nested elements that are read at all; libxml2 gives up at 2,048
MAX_ATTRIBUTES = 300  # of one element: a parser compares each with each
_CRAMMED = 20_000  # of one element, told across "<" and ">" in quotes, where a script can look like an element
_MOST_ATTRIBUTES = 200_000  # of all elements
_LONG = 60_000  # characters below which a source can't have either
_COMMENTED = 20_000  # characters of a page in which a browser notes where it was saved from
_COMMENT = re.compile(r"<!--((?:(?!-->).){0,1000})-->", re.DOTALL)
_HEAVIEST = 2_000_000  # elements times depth: what a second reading's time grows with
_TOO_HEAVY = 10_000_000  # ... and what the first reading's grows with, in lists of lists
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{1000,}")
_ANY_TAG = re.compile("<[A-Za-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_VALUE = re.compile("\"[^\"]*\"|'[^']*'")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]{2,40})", re.I
)
_HEAD = 8_192  # bytes in which a page declares its encoding; browsers look at 1,024
# What browsers read under these labels: https://encoding.spec.whatwg.org/#names-and-labels
_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "iso8859-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932",
    "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874", "windows-874": "cp874",
    "x-cp1251": "cp1251", "x-mac-cyrillic": "mac_cyrillic", "unicode": "utf-16", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip
_NOT_TEXT = frozenset(("base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec"))
_FEW = 0.002  # share of characters that may be damaged in a text of the declared encoding
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its source as text, its tree (lxml), its metadata by lower-case name, and its JSON-LD scripts."""

    source: str
    tree: Any
    metas: Mapping[str, list[str]]
    links: Mapping[str, str]  # rel -> href, the first of each
    scripts: tuple[str, ...]
    comments: tuple[str, ...]
    twice: bool  # whether it may be read a second time: not when it is nested too deeply, which would take minutes
    doubts: list[str] = field(default_factory=list)

    def meta(self, *names: str) -> str | None:
        """The first content, not empty, under any of the names, in their order."""
        return next((value for name in names for value in self.metas.get(name, []) if value), None)


def parse_page(data: bytes, charset: str | None = None) -> Page:
    """The page that bytes hold. Raises LoadError for what is empty, too large, or no page at all.

    `charset` is what the server said of it.
    """
    if len(data) > MAX_BYTES:
        raise LoadError(f"it has {len(data):,} bytes, expected at most {MAX_BYTES:,} in one page")
    source, doubt = decode_page(data, charset)
    source = _UNSEEN.sub("", source)
    tree = _tree(source)
    twice = _may_be_read_twice(tree)
    metas: dict[str, list[str]] = {}
    for element in islice(tree.iter("meta"), _MOST_METAS):
        content = " ".join((element.get("content") or "").split())
        for name in {element.get(key, "").strip().lower() for key in ("name", "property", "itemprop", "http-equiv")}:
            if name:
                metas.setdefault(name, []).append(content)
    links: dict[str, str] = {}
    for element in islice(tree.iter("link"), _MOST_METAS):
        for rel in (element.get("rel") or "").lower().split():
            links.setdefault(rel, element.get("href") or "")
    scripts = tuple(
        script.text_content()
        for script in tree.iter("script")
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json"
    )[:MAX_SCRIPTS]
    comments = tuple(match[1] for match in _COMMENT.finditer(source[:_COMMENTED]))
    return Page(source, tree, metas, links, scripts, comments, twice, [doubt] if doubt else [])


def _tree(source: str) -> Any:
    import lxml.etree
    import lxml.html

    if not source.strip():
        raise LoadError("it is empty, expected a page")
    _refuse_crammed(source)
    # Depth is bounded by libxml2 at 2,048, size by MAX_BYTES; HTML has no entities of its own making.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    try:
        tree = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise LoadError(f"it does not parse as HTML: {error or 'no element in it'}") from None
    if len(source) > _LONG and (attributes := tree.xpath("count(//@*)")) > _MOST_ATTRIBUTES:
        raise LoadError(f"it has {attributes:,.0f} attributes, expected at most {_MOST_ATTRIBUTES:,} in one page")
    return tree


def _refuse_crammed(source: str) -> None:
    """Raise LoadError for a source that has an element with very many attributes."""
    for tag in _LONG_TAG.finditer(source):
        if _attributes(tag.group()) > MAX_ATTRIBUTES:
            raise LoadError(f"it has an element with more than {MAX_ATTRIBUTES} attributes, expected a page")
    if len(source) > _LONG:
        for tag in _ANY_TAG.finditer(source):
            if tag.end() - tag.start() > _CRAMMED and _attributes(tag.group()) > _CRAMMED:
                raise LoadError(f"it has an element with more than {_CRAMMED:,} attributes, expected a page")


def _attributes(tag: str) -> int:
    return len(_VALUE.sub("", tag).split())


def _may_be_read_twice(tree: Any) -> bool:
    """Whether elements are few and flat enough.

    Raises LoadError for a tree with too many elements, with too many in one of them or in paragraphs, or nested too
    deeply.
    """
    level, depth, elements = [tree], 0, 0
    while level:
        elements += len(level)
        if elements > MAX_ELEMENTS:
            raise LoadError(f"it has more than {MAX_ELEMENTS:,} elements, expected one article's page")
        below = [child for element in level for child in element]
        if len(below) > MAX_CHILDREN and (most := max(map(len, level))) > MAX_CHILDREN:
            raise LoadError(f"one of its elements has {most:,} others in it, expected at most {MAX_CHILDREN:,}")
        level = below
        depth += 1
    if depth > _DEEPEST:
        raise LoadError(f"its elements are nested {depth:,} deep, expected at most {_DEEPEST:,}")
    if elements * depth > _TOO_HEAVY:
        raise LoadError(f"its {elements:,} elements are nested {depth:,} deep, expected fewer or flatter ones")
    if elements > MAX_INLINE and (inside := tree.xpath("count(//*[ancestor::p])")) > MAX_INLINE:
        raise LoadError(f"its paragraphs have {inside:,.0f} elements in them, expected at most {MAX_INLINE:,}")
    return depth <= _DEEP and elements * depth <= _HEAVIEST


def decode_page(data: bytes, charset: str | None) -> tuple[str, str | None]:
    """A page's bytes as text, and a doubt about its encoding: byte order mark, UTF-8 if it is, declared, likeliest."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace"), None
    said = [label for label in (_codec(charset), _codec(_declared(data))) if label]
    if not (said and said[0].startswith(("utf-16", "utf-32", "iso2022", "hz"))):
        try:  # what is valid UTF-8 by chance is not: no other encoding makes such sequences
            return data.decode("utf-8"), None
        except UnicodeDecodeError:
            pass
    for label in said:
        text = data.decode(label, "replace")
        damaged = text.count("\ufffd")
        if damaged <= len(text) * _FEW:
            return text, f"{damaged} characters of it are not {label} and were lost: check it" if damaged else None
    guess = _likeliest(data)
    return data.decode(guess, "replace"), f"it declares no encoding that fits and was read as {guess}: check accents"


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii") if match is not None else None


def _codec(label: str | None) -> str | None:
    """Python's name of a text encoding; None for an unknown one."""
    name = (label or "").strip(" \"'").lower()
    try:
        codec = codecs.lookup(_LABELS.get(name, name)).name if name else ""
    except (LookupError, ValueError):
        return None
    return codec if codec and codec.replace("-", "_") not in _NOT_TEXT | {"idna", "punycode"} else None


def _likeliest(data: bytes) -> str:
    from resiliparse.parse.encoding import detect_encoding

    return _codec(detect_encoding(data[:65_536])) or "cp1252"
