"""Two wordings of a statement -> word diff, named changes and the plain sentence that says what changed: pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from datasette_quotes.alignment import Block, Token, align, expanded, tokens, word_set
from datasette_quotes.quantities import Quantity, differing, quantities

Operation = Literal["same", "removed", "added"]
ChangeKind = Literal[
    "number", "negation", "name", "word", "bracket", "order", "cut_start", "cut_end", "cut_middle", "added"
]
SAME_WORDS = "Same words"
SAME_SENSE = "Written differently"  # how the sentence of a contraction or of the same amount begins
NEGATIONS = word_set("not never no none nobody nothing neither nor nowhere without")

_ELISION = "…"
_CONTEXT = 12  # words of a cut that are kept beside it
_QUOTED = 3  # words of a cut that its sentence repeats
_SHOWN = 10  # words of a longer change that its sentence shows in full
_SHORT = 4  # words: a shorter cut or addition with a "not" in it is about the "not"
# Words that come and go with a negation: what is left must be much the same, or more than a "not" differs.
_COMPANIONS = word_set(
    "do does did is are was were am be been has have had will would can could shall should may might must any some "
    "ever always at all"
)
_LEFT = 2  # words on either side that may differ besides
_SENTENCES = 3  # changes that the summary names
_RANK: dict[ChangeKind, int] = {
    "number": 0, "negation": 1, "name": 2, "word": 3, "cut_middle": 4, "cut_start": 5, "cut_end": 6, "added": 7,
    "order": 8, "bracket": 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what the reference has, what the wording has instead, and the sentence that says so."""

    kind: ChangeKind
    removed: str
    added: str
    sentence: str

    @property
    def same_sense(self) -> bool:
        """Whether only the spelling differs: "won't" and "will not", "90 minutes" and "an hour and a half"."""
        return self.sentence.startswith(SAME_SENSE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a wording does with its reference. `same_words` is true when only case, marks and spacing differ.

    `diff` is printed from left to right: the reference is "same" + "removed", the wording "same" + "added". Of more
    than 12 words that only one side has, those beside the shared words are kept; "…" stands for the rest.
    """

    diff: tuple[tuple[Operation, str], ...]
    changes: tuple[Change, ...]

    @property
    def same_words(self) -> bool:
        """Whether nothing but case, punctuation and spacing differs."""
        return not self.changes

    @property
    def sentence(self) -> str:
        """The first three changes in plain English, or "Same words"."""
        if not self.changes:
            return SAME_WORDS
        parts = list(dict.fromkeys(change.sentence for change in self.changes))
        named = [part if place == 0 else part[0].lower() + part[1:] for place, part in enumerate(parts[:_SENTENCES])]
        more = len(parts) - _SENTENCES
        return "; ".join(named) + (f"; and {more} more" if more > 0 else "")

    def as_json(self) -> dict[str, object]:
        """What `quotes.differences` stores: diff as [operation, text] pairs, changes, sentence."""
        return {
            "diff": [[operation, text] for operation, text in self.diff],
            "changes": [
                {"kind": one.kind, "removed": one.removed, "added": one.added, "sentence": one.sentence}
                for one in self.changes
            ],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts, cut into words and quantities."""

    text: str
    tokens: list[Token]
    quantities: list[Quantity]

    def words(self, start: int, end: int) -> list[str]:
        return [token.word for token in self.tokens[start:end]]

    def printed(self, start: int, end: int) -> str:
        """The words as they stand in the text, without the marks after the last of them."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end] if start < end else ""

    def spaced(self, start: int, end: int) -> str:
        """The words with the marks and space up to the next word, so that pieces can be set side by side."""
        if start >= end:
            return ""
        stop = self.tokens[end].start if end < len(self.tokens) else len(self.text)
        begin = 0 if start == 0 else self.tokens[start].start
        return self.text[begin:stop]

    def amounts(self, start: int, end: int) -> list[Quantity]:
        """Quantities that overlap the words."""
        if start >= end:
            return []
        begin, stop = self.tokens[start].start, self.tokens[end - 1].end
        return [one for one in self.quantities if one.start < stop and one.end > begin]


def compare(reference: str, wording: str) -> Comparison:
    """The word-level differences of a wording from its reference; case, punctuation and outer marks are ignored.

    A text without words counts as empty. The cost is bounded: texts of more than 400 words are cut at runs of three
    words that both have once before they are aligned.
    """
    left, right = _side(reference), _side(wording)
    blocks = align(left.words(0, len(left.tokens)), right.words(0, len(right.tokens)))
    blocks = [part for block in blocks for part in _split(block, left, right, len(blocks) == 1)]
    changes = [change for block in blocks if not block.same for change in _changes(block, left, right)]
    changes = _with_order(changes)
    ordered = sorted(enumerate(changes), key=lambda item: (_RANK[item[1].kind], item[0]))
    return Comparison(_diff(blocks, left, right), tuple(change for _, change in ordered))


def _side(text: str) -> _Side:
    stripped = text.strip().strip('“”„‟"«»').strip()
    return _Side(stripped, tokens(stripped), quantities(stripped))


def _split(block: Block, left: _Side, right: _Side, alone: bool) -> list[Block]:
    """A much longer passage against a short one, at an end of the text, is a cut beside a replacement."""
    longer = block.left_end - block.left_start
    shorter = block.right_end - block.right_start
    if block.same or alone or not shorter or longer <= 2 * shorter + 6:
        return [block]
    if block.left_start == 0:
        at = block.left_end - shorter
        return [
            Block(False, 0, at, block.right_start, block.right_start),
            Block(False, at, block.left_end, block.right_start, block.right_end),
        ]
    if block.left_end == len(left.tokens) and block.right_end == len(right.tokens):
        at = block.left_start + shorter
        return [
            Block(False, block.left_start, at, block.right_start, block.right_end),
            Block(False, at, block.left_end, block.right_end, block.right_end),
        ]
    return [block]


def _changes(block: Block, left: _Side, right: _Side) -> list[Change]:
    removed = left.printed(block.left_start, block.left_end)
    added = right.printed(block.right_start, block.right_end)
    if removed and added:
        return [_replaced(block, left, right, removed, added)]
    return [_cut(block, left, right, removed)] if removed else [_added(block, right, added)]


def _replaced(block: Block, left: _Side, right: _Side, removed: str, added: str) -> Change:
    old = expanded(left.words(block.left_start, block.left_end))
    new = expanded(right.words(block.right_start, block.right_end))
    if old == new or "".join(old).replace("-", "") == "".join(new).replace("-", ""):
        return Change("word", removed, added, f"{SAME_SENSE}: {removed} → {added}")
    old_amounts = left.amounts(block.left_start, block.left_end)
    new_amounts = right.amounts(block.right_start, block.right_end)
    pairs = differing(old_amounts, new_amounts, exact=True)
    if pairs:
        one, other = pairs[0]
        return Change("number", removed, added, f"A number differs: {one.text} → {other.text}")
    if old_amounts and new_amounts and len(old) <= 2 + 2 * len(new_amounts) + 4:
        return Change("word", removed, added, f"{SAME_SENSE}: {removed} → {added}")
    polarity = _negation(old, new)
    if polarity:
        return Change("negation", removed, added, polarity)
    if _bracketed(block, right):
        shown = right.spaced(block.right_start, block.right_end).strip()
        return Change("bracket", removed, added, f"In brackets: {removed} → {shown}")
    if _is_name(left, block.left_start, block.left_end) and _is_name(right, block.right_start, block.right_end):
        return Change("name", removed, added, f"A name differs: {removed} → {added}")
    return Change("word", removed, added, f"Wording changed: {_short(removed)} → {_short(added)}")


def _negation(old: Sequence[str], new: Sequence[str]) -> str:
    """The sentence for a negation that only one side has; "" when both or neither do."""
    before = [word for word in old if word in NEGATIONS]
    after = [word for word in new if word in NEGATIONS]
    old_rest, new_rest = ([word for word in side if word not in NEGATIONS | _COMPANIONS] for side in (old, new))
    alike = old_rest == new_rest or max(len(old_rest), len(new_rest)) <= (_LEFT if old and new else 1)
    if len(before) % 2 == len(after) % 2 or not alike:
        return ""
    missing = len(before) > len(after)
    return f'A "{(before if missing else after)[0]}" is {"missing" if missing else "added"}'


def _cut(block: Block, left: _Side, right: _Side, removed: str) -> Change:
    words = left.words(block.left_start, block.left_end)
    if block.right_start == 0 and right.tokens:
        return Change("cut_start", removed, "", f'Starts after "{_last(left, block)}"')
    if block.right_start == len(right.tokens):
        return Change("cut_end", removed, "", f'Stops before "{_first(left, block)}"')
    polarity = _negation(expanded(words), []) if len(words) <= _SHORT else ""
    if polarity:
        return Change("negation", removed, "", polarity)
    return Change("cut_middle", removed, "", f'Leaves out "{_short(removed)}"')


def _added(block: Block, right: _Side, added: str) -> Change:
    words = right.words(block.right_start, block.right_end)
    if _bracketed(block, right):
        return Change("bracket", "", added, f"Added in brackets: {added.strip('[]')}")
    inside = block.right_start > 0 and block.right_end < len(right.tokens)
    plain = expanded(words)
    short = len(words) <= _SHORT and (inside or set(plain) <= NEGATIONS)
    polarity = _negation([], plain) if short else ""
    if polarity:
        return Change("negation", "", added, polarity)
    return Change("added", "", added, f'Has "{_short(added)}" as well')


def _bracketed(block: Block, right: _Side) -> bool:
    printed = right.spaced(block.right_start, block.right_end)
    return "[" in printed and "]" in printed


def _is_name(side: _Side, start: int, end: int) -> bool:
    """Every word with a meaning of its own is capitalised, and not because a sentence begins or all are."""
    printed = [side.text[token.start : token.end].lstrip("“‘\"'«‹„([{<$€£¥#@") for token in side.tokens[start:end]]
    starts = [side.tokens[at].start for at in range(start, end)]
    heavy = [
        word
        for word, at in zip(printed, starts, strict=True)
        if word[:1].isupper() and not word.isdigit() and not _begins_sentence(side.text, at)
    ]
    light = [word for word in printed if word.casefold() in {"the", "of", "a", "an", "in", "and"}]
    shouted = side.text.upper() == side.text
    return bool(heavy) and not shouted and "I" not in heavy and len(heavy) + len(light) == len(printed)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \n\t“‘\"'«([")
    return not before or before[-1] in ".!?:…"


def _with_order(changes: list[Change]) -> list[Change]:
    """A cut and an addition of the same words are one change of order."""
    result: list[Change] = []
    used: set[int] = set()
    for place, change in enumerate(changes):
        twin = next(
            (
                other
                for other, candidate in enumerate(changes)
                if other not in used
                and place not in used
                and bool(change.removed) != bool(change.added)
                and bool(candidate.removed) == bool(change.added)
                and bool(candidate.added) == bool(change.removed)
                and _bag(change) == _bag(candidate)
            ),
            None,
        )
        if place in used:
            continue
        if twin is None:
            result.append(change)
            continue
        used |= {place, twin}
        moved = change.removed or change.added
        result.append(Change("order", moved, moved, f'Order changed: "{_short(moved)}" stands elsewhere'))
    return result


def _bag(change: Change) -> Counter[str]:
    return Counter(token.word for token in tokens(change.removed or change.added))


def _diff(blocks: Sequence[Block], left: _Side, right: _Side) -> tuple[tuple[Operation, str], ...]:
    pieces: list[tuple[Operation, str]] = []
    for block in blocks:
        if block.same:
            pieces.append(("same", left.spaced(block.left_start, block.left_end)))
            continue
        if block.left_start < block.left_end:
            pieces.append(("removed", _elided(left, block.left_start, block.left_end)))
        if block.right_start < block.right_end:
            pieces.append(("added", _elided(right, block.right_start, block.right_end)))
    spaced = [
        (operation, text if text[-1:].isspace() or place == len(pieces) - 1 else text + " ")
        for place, (operation, text) in enumerate(pieces)
    ]
    return tuple(spaced)


def _elided(side: _Side, start: int, end: int) -> str:
    """The words of one side only; of more than 12, those beside the words that both have."""
    if end - start <= _CONTEXT + 1:
        return side.spaced(start, end)
    first, last = _CONTEXT // 2, _CONTEXT - _CONTEXT // 2
    if start == 0:
        first, last = 0, _CONTEXT
    elif end == len(side.tokens):
        first, last = _CONTEXT, 0
    head = side.printed(start, start + first) + " " if first else ""
    tail = " " + side.spaced(end - last, end) if last else ""
    return head + _ELISION + tail


def _first(side: _Side, block: Block) -> str:
    end = min(block.left_end, block.left_start + _QUOTED)
    return side.printed(block.left_start, end) + (_ELISION if end < block.left_end else "")


def _last(side: _Side, block: Block) -> str:
    start = max(block.left_start, block.left_end - _QUOTED)
    return (_ELISION if start > block.left_start else "") + side.printed(start, block.left_end)


def _short(text: str) -> str:
    words = text.split()
    return text if len(words) <= _SHOWN else " ".join(words[:_SHOWN]) + _ELISION
