"""A parsed article as the finders look at it: its marks, its lines, its cues, and which tokens stand between marks."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc, Token

from quote_loaders.quotations.cues import Cues
from quote_loaders.quotations.marks import Marked, marked_spans, paragraphs
from quote_loaders.records import TextSpan

SENTENCE_END = frozenset({".", "!", "?", "…", "...", ";"})
LONGEST_SENTENCE = 250  # tokens: keeps the search short in texts that aren't prose
SPEECH_GROUPS = ("speech", "direct")


@dataclass(frozen=True)
class Reading:
    """A parsed article; spans are character offsets into `doc.text`, tokens are the parse's own."""

    doc: Doc
    cues: Cues

    def __post_init__(self) -> None:
        """Take an unparsed document by its words alone.

        spaCy's tokenizer copies some tokens from a cache with the edges that they had in another text: walking the
        children of such a token reads memory that isn't the document's. Tokens made from words have edges of their
        own, and a parse sets all of them anew.
        """
        if len(self.doc) and not self.doc.has_annotation("DEP"):
            spaces = [bool(token.whitespace_) for token in self.doc]
            object.__setattr__(
                self, "doc", Doc(self.doc.vocab, words=[token.text for token in self.doc], spaces=spaces)
            )

    @cached_property
    def text(self) -> str:
        """The article text."""
        return self.doc.text

    @cached_property
    def marked(self) -> list[Marked]:
        """The words between quotation marks, in order."""
        return marked_spans(self.text)

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """The character spans of the lines that aren't blank."""
        return paragraphs(self.text)

    @cached_property
    def every(self) -> list[Token]:
        """All tokens in order, made once: spaCy makes a new one each time that a document is walked."""
        return list(self.doc)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.idx for token in self.every]

    @cached_property
    def _mark_starts(self) -> list[int]:
        return [mark.start for mark in self.marked]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [start for start, _ in self.lines]

    @cached_property
    def _inside(self) -> list[bool]:
        flags = [False] * len(self.doc)
        for mark in self.marked:
            for index in range(*self._range(mark.start, mark.end)):
                flags[index] = True
        return flags

    def _range(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def tokens(self, start: int, end: int) -> list[Token]:
        """The tokens that start in a character range, in order."""
        first, last = self._range(start, end)
        return self.every[first:last]

    def inside(self, token: Token) -> bool:
        """Whether a token, or the mark it is, belongs to quoted words."""
        return self._inside[token.i]

    def line_index(self, position: int) -> int:
        """The number of the line that holds a character: the last one that starts at or before it."""
        return max(bisect_right(self._line_starts, position) - 1, 0)

    def line(self, position: int) -> tuple[int, int]:
        """The span of the line that holds a character."""
        return self.lines[self.line_index(position)]

    def marks_between(self, start: int, end: int) -> list[Marked]:
        """The quoted words that start in a character range."""
        return self.marked[bisect_left(self._mark_starts, start) : bisect_left(self._mark_starts, end)]

    def backwards(self, position: int) -> Iterator[Token]:
        """The tokens of the same line before a position, nearest first, as far as a sentence can reach."""
        start, _ = self.line(position)
        last = bisect_left(self._starts, position)
        for index in range(last - 1, max(last - LONGEST_SENTENCE, 0) - 1, -1):
            if self._starts[index] < start:
                return
            yield self.every[index]

    def before(self, position: int) -> list[Token]:
        """The tokens of the same sentence of the same line before a position; quoted words are left out."""
        tokens: list[Token] = []
        for token in self.backwards(position):
            if self.ends_sentence(token):
                break
            if not self._inside[token.i]:
                tokens.append(token)
        return tokens[::-1]

    def after(self, position: int) -> list[Token]:
        """The tokens after a position up to the end of its sentence, its line or the next quoted words."""
        _, end = self.line(position - 1)
        first = bisect_left(self._starts, position)
        tokens: list[Token] = []
        for index in range(first, min(first + LONGEST_SENTENCE, len(self.doc))):
            token = self.every[index]
            if token.idx >= end or self._inside[token.i] or self.ends_sentence(token):
                break
            tokens.append(token)
        return tokens

    def ends_sentence(self, token: Token) -> bool:
        """Whether a token closes a sentence: a stop of its own, or words in marks that end with one."""
        if self._inside[token.i]:
            # “… the end.” The next sentence starts after the closing mark.
            following = token.i + 1 < len(self.doc) and self._inside[token.i + 1]
            return not following and self._full_stop_inside(token)
        return token.text in SENTENCE_END

    def _full_stop_inside(self, token: Token) -> bool:
        index = bisect_right(self._mark_starts, token.idx) - 1
        if index < 0:
            return False
        mark = self.marked[index]
        last = mark.final(self.text)
        rest = self.text[mark.end : mark.end + 3].lstrip()
        return last in ".!?…" and (not rest or rest[0].isupper() or rest[0] in '“"«„‘')

    def is_cue(self, token: Token, *groups: str) -> bool:
        """Whether a token outside the quoted words is a verb form of one of the groups."""
        return (
            not self._inside[token.i]
            and self.cues.has(token.text, *groups)
            and (token.tag_.startswith("VB") or not token.tag_)
        )

    def span(self, first: Token, last: Token) -> TextSpan:
        """The characters from one token to another, both included."""
        return TextSpan(first.idx, last.idx + len(last.text))
