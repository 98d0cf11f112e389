"""Two texts aligned word by word: pure, with a bounded cost for texts of any length."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from datasette_quotes.text import normal_word, word_spans


def word_set(listed: str) -> frozenset[str]:
    """The words of a list that is written as one string."""
    return frozenset(listed.split())


# Marks that are printed with the word behind them: quotation marks, brackets, currency.
_OPENING = "“‘\"'«‹„([{<$€£¥#@"
_MOST = 160_000  # word pairs that SequenceMatcher is given at once: 400 × 400, a few milliseconds
_RUN = 3  # words of a run that may anchor long texts to each other
# An island of these alone between two changes says nothing: the changes are shown as one.
_ISLANDS = word_set("a an the and or but of to in on at for with by as is are was were be it that this we i he")

_CONTRACTIONS = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "let's": "let us",
    "it's": "it is", "that's": "that is", "there's": "there is", "he's": "he is", "she's": "she is",
    "what's": "what is", "who's": "who is", "here's": "here is", "i'm": "i am",
}  # fmt: skip
_ENDINGS = (("n't", "not"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would"))


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its normal form and the half-open span that is printed, opening marks included."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """Words [left_start, left_end) of one text that stand against [right_start, right_end) of the other."""

    same: bool
    left_start: int
    left_end: int
    right_start: int
    right_end: int


def tokens(text: str) -> list[Token]:
    """The words of a text with what is printed of them."""
    found: list[Token] = []
    for start, end in word_spans(text):
        opened = start
        floor = found[-1].end if found else 0
        while opened > floor and text[opened - 1] in _OPENING:
            opened -= 1
        found.append(Token(normal_word(text[start:end]), opened, end))
    return found


def expanded(words: Sequence[str]) -> list[str]:
    """Words with contractions written out: "don't" becomes "do", "not"."""
    return [part for word in words for part in _expand(word)]


def _expand(word: str) -> list[str]:
    if "'" not in word and word not in _CONTRACTIONS:
        return [word]
    if word in _CONTRACTIONS:
        return _CONTRACTIONS[word].split()
    for ending, full in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            return [word.removesuffix(ending), full]
    return [re.sub(r"'$", "", word)]


def align(left: Sequence[str], right: Sequence[str]) -> list[Block]:
    """Blocks of same and differing words that cover both texts in order."""
    blocks = _align(left, right, 0, 0)
    return _merged(_without_islands(left, _merged(blocks)))


def _align(left: Sequence[str], right: Sequence[str], left_at: int, right_at: int) -> list[Block]:
    if not left or not right:
        return [Block(False, left_at, left_at + len(left), right_at, right_at + len(right))]
    if len(left) * len(right) > _MOST:
        return _by_anchors(left, right, left_at, right_at)
    matcher: SequenceMatcher[str] = SequenceMatcher(None, left, right, autojunk=False)
    return [
        Block(tag == "equal", left_at + i1, left_at + i2, right_at + j1, right_at + j2)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]


def _by_anchors(left: Sequence[str], right: Sequence[str], left_at: int, right_at: int) -> list[Block]:
    """Long texts are cut at runs of words that each has once, in an order both share (patience diff, B. Cohen)."""
    anchors = _anchors(left, right)
    if not anchors:
        return [Block(False, left_at, left_at + len(left), right_at, right_at + len(right))]
    blocks: list[Block] = []
    i, j = 0, 0
    for one, other in [*anchors, (len(left), len(right))]:
        if one < i or other < j:
            continue
        blocks += _align(left[i:one], right[j:other], left_at + i, right_at + j) if (one, other) != (i, j) else []
        size = 0
        while one + size < len(left) and other + size < len(right) and left[one + size] == right[other + size]:
            size += 1
        blocks.append(Block(True, left_at + one, left_at + one + size, right_at + other, right_at + other + size))
        i, j = one + size, other + size
    return blocks


def _anchors(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    once_left, once_right = _unique_runs(left), _unique_runs(right)
    pairs = sorted((at, once_right[run]) for run, at in once_left.items() if run in once_right)
    return _longest_increasing(pairs)


def _unique_runs(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = [tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)]
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest chain of pairs, sorted by their first, whose second grows too."""
    ends: list[int] = []
    at_end: list[int] = []
    before: list[int] = []
    for place, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        at_end[length : length + 1] = [place]
    chain: list[tuple[int, int]] = []
    place = at_end[-1] if at_end else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _merged(blocks: list[Block]) -> list[Block]:
    """Empty blocks dropped, neighbours of the same sort joined."""
    merged: list[Block] = []
    for block in blocks:
        if block.left_start == block.left_end and block.right_start == block.right_end:
            continue
        if merged and merged[-1].same == block.same:
            first = merged[-1]
            block = Block(block.same, first.left_start, block.left_end, first.right_start, block.right_end)
            merged.pop()
        merged.append(block)
    return merged


def _without_islands(left: Sequence[str], blocks: list[Block]) -> list[Block]:
    """One or two function words between two larger changes count as changed."""
    kept = list(blocks)
    for place in range(1, len(blocks) - 1):
        block = blocks[place]
        words = left[block.left_start : block.left_end]
        if block.same and len(words) <= 2 and set(words) <= _ISLANDS:
            around = (blocks[place - 1], blocks[place + 1])
            if all(side.left_end - side.left_start >= 2 and side.right_end - side.right_start >= 2 for side in around):
                kept[place] = Block(False, block.left_start, block.left_end, block.right_start, block.right_end)
    return kept
