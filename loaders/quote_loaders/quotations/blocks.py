"""Quotes without marks: transcripts, statements after a colon, block quotes, and texts that are a statement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from quote_loaders.quotations import frames, phrases
from quote_loaders.quotations.frames import Frame
from quote_loaders.quotations.governed import by_noun
from quote_loaders.quotations.reading import SPEECH_GROUPS, Reading
from quote_loaders.records import Quote, TextSpan

_LABEL = re.compile(r"(?P<name>[^\W\d_][^:\n.!?\"“”]{1,70}):[ \t]+(?=\S)")
_COLONS = 5  # of a line that may introduce a statement
_SPOKEN = 20  # words of a first line that is what somebody says rather than a headline
_POST_WORDS = 120  # a text in the first person up to this length is a post, a longer one an opinion piece
_OWN = 2  # times that one of several sentences does so: who says "I" once may be telling of others
_OPENING = 2  # words among which a post says "I" or "we": further on, anybody tells of themselves
AUTHOR_UNKNOWN = "the text is itself a statement and doesn't name its author"


def block_quotes(reading: Reading) -> Iterator[Quote]:
    """Quotes that are whole paragraphs or more without quotation marks, in order."""
    turns = list(_turns(reading))
    if turns:
        yield from turns
        return
    yield from _quoted_lines(reading)
    yield from _introduced(reading)
    yield from _post(reading)


def _turns(reading: Reading) -> Iterator[Quote]:
    """A transcript: `NAME: words`, each turn up to the next label.

    One line in three or more starts with a label. A label with a title may stand alone and runs to the end: that is
    how offices print a statement.
    """
    labels = [label for index in range(len(reading.lines)) if (label := _label(reading, index)) is not None]
    if not labels:
        return
    dense = len(labels) > 1 and len(labels) * 3 >= len(reading.lines)
    titled = [label for label in labels if _titled(reading, label[1]) and not _headline(reading, label)]
    if not dense:
        labels = titled
    if not labels:
        return
    ends = [reading.lines[label[0] - 1][1] for label in labels[1:]] + [reading.lines[-1][1]]
    for (_, name, start), end in zip(labels, ends, strict=True):
        words = name.of(reading.text)
        title = words.partition(", ")[2] or None
        source = TextSpan(name.start, name.start + len(words.partition(",")[0]))
        yield Quote("block", (TextSpan(start, end),), source=source, role=title, form="label")


def _label(reading: Reading, index: int) -> tuple[int, TextSpan, int] | None:
    """The line, the name and the start of the words, where a line starts with a speaker's label."""
    start, end = reading.lines[index]
    match = _LABEL.match(reading.text, start, end)
    if match is None or reading.marks_between(match.end(), match.end() + 1):
        return None
    name = TextSpan(match.start("name"), match.end("name"))
    words = name.of(reading.text).split()
    if any(reading.cues.has(word.strip(",()"), "labels") for word in words) or len(words) > 8:
        return None
    if (
        not words[0][0].isupper()
        or not words[-1].strip("()")[:1].isupper()
        or re.search(r"['’]s\b", name.of(reading.text))
    ):
        return None
    if any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in reading.tokens(name.start, name.end)):
        return None
    rest = reading.text[match.end() : end]
    if not rest[0].isupper() or len(rest.split()) < 3 or rest[-1] not in '.!?…)"”':
        return None
    return index, name, match.end()


def _headline(reading: Reading, label: tuple[int, TextSpan, int]) -> bool:
    """Whether a labelled line is the article's headline: the first one, short, over text with quotes of its own."""
    index, _, start = label
    return index == 0 and len(reading.marked) > 0 and len(reading.text[start : reading.lines[0][1]].split()) < _SPOKEN


def _titled(reading: Reading, name: TextSpan) -> bool:
    words = name.of(reading.text).split()
    return len(words) > 2 and any(reading.cues.has(word, "people") for word in words)


def _quoted_lines(reading: Reading) -> Iterator[Quote]:
    """Markdown block quotes: lines that start with ">". The dash line after them, or the line before, names whose."""
    index = 0
    while index < len(reading.lines):
        last = index
        spans: list[TextSpan] = []
        while last < len(reading.lines) and reading.text[reading.lines[last][0]] == ">":
            start, end = reading.lines[last]
            content = re.compile(r"[>\s]*").match(reading.text, start, end)
            if content is not None and content.end() < end and _unmarked_line(reading, content.end(), bool(spans)):
                spans.append(TextSpan(content.end(), end))
            last += 1
        if spans:
            yield _block(tuple(spans), _around(reading, index, last - 1, spans), "block quote")
        index = max(last, index + 1)


def _unmarked_line(reading: Reading, start: int, after_words: bool) -> bool:
    """Whether a line of a block quote holds words without marks; a dash line before any words isn't one."""
    return not reading.marks_between(start, start + 1) and (after_words or reading.text[start] not in "—–―")


def _around(reading: Reading, first: int, last: int, spans: list[TextSpan]) -> Frame | None:
    found = frames.dash(reading, reading.lines[last][1])
    if found is None and len(spans) > 1 and (found := frames.dash(reading, spans[-2].end)) is not None:
        del spans[-1]
    return found or (_announced(reading, first - 1) if first else None)


def _block(content: tuple[TextSpan, ...], frame: Frame | None, form: str) -> Quote:
    if frame is None:
        return Quote("block", content, form=form, unattributed_reason="nobody is named before or after the block")
    return Quote("block", content, frame.cue, frame.source, frame.role, frame.relay, form=form)


def _announced(reading: Reading, index: int) -> Frame | None:
    """Who a line that ends with a colon announces: the subject of its last reporting verb, or a statement's issuer."""
    start, end = reading.lines[index]
    if reading.text[end - 1] != ":":
        return None
    tokens = _last_sentence(reading, start, end)
    for token in reversed(tokens):
        if reading.is_cue(token, *SPEECH_GROUPS) and not phrases.negated(token):
            head = phrases.subject(reading, token)
            if head is not None and phrases.can_speak(reading, head):
                source, role = phrases.named(reading, head)
                return Frame(source, reading.span(token, token), "block", role=role)
    for token in reversed(tokens):
        if reading.cues.has(token.text, "documents", "nouns") and token.tag_.startswith("NN"):
            frame = by_noun(reading, token)
            if frame is not None:
                return Frame(frame.source, frame.cue, "block")
    return None


def _last_sentence(reading: Reading, start: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for token in reading.tokens(start, end):
        if reading.ends_sentence(token):
            tokens = []
        elif not reading.inside(token) and not token.is_space:
            tokens.append(token)
    return tokens


def _introduced(reading: Reading) -> Iterator[Quote]:
    """A statement after a colon: `X spoke about the call:` and the paragraph under it, or the rest of the line.

    It goes on as long as paragraphs speak in the first person and don't name the speaker.
    """
    for index in range(len(reading.lines)):
        frame = _announced(reading, index)
        if frame is not None and frame.source is not None and index + 1 < len(reading.lines):
            last = _statement_end(reading, index + 1, frame.source)
            if last is not None:
                yield _block((TextSpan(reading.lines[index + 1][0], reading.lines[last][1]),), frame, "block")
        yield from _inline(reading, index)


def _statement_end(reading: Reading, first: int, source: TextSpan) -> int | None:
    start, end = reading.lines[first]
    text = reading.text[start:end]
    if text[0] in ">-*•—–" or reading.marks_between(start, start + 1) or text[-1] == ":" or len(text.split()) < 3:
        return None
    last = first
    surname = source.of(reading.text).split()[-1]
    while last + 1 < len(reading.lines):
        start, end = reading.lines[last + 1]
        if surname in reading.text[start:end] or not _first_person(reading, start, end):
            break
        last += 1
    return last


def _first_person(reading: Reading, start: int, end: int) -> bool:
    return any(
        reading.cues.has(token.text, "first person") and token.text != "US" and not reading.inside(token)
        for token in reading.tokens(start, end)
    )


def _inline(reading: Reading, index: int) -> Iterator[Quote]:
    """`X wrote on Telegram: We will …` in one line: a reporting verb, a colon and a sentence without marks."""
    start, end = reading.lines[index]
    colons = [token for token in reading.tokens(start, end) if token.text == ":"]
    for token in colons[:_COLONS]:
        if reading.inside(token) or token.i + 1 >= len(reading.doc):
            continue
        first = reading.doc[token.i + 1]
        rest = TextSpan(first.idx, end)
        if (
            first.idx >= end
            or reading.inside(first)
            or not first.text[:1].isupper()
            or reading.marks_between(first.idx, end)
        ):
            continue
        before = reading.before(token.idx)
        cue = next((word for word in reversed(before[-8:]) if reading.is_cue(word, *SPEECH_GROUPS)), None)
        if cue is None or not _first_person(reading, rest.start, rest.end):
            continue
        head = phrases.subject(reading, cue)
        if head is None or not phrases.can_speak(reading, head):
            continue
        source, role = phrases.named(reading, head)
        yield Quote("block", (rest,), reading.span(cue, cue), source, role, form="block")
        return


def _post(reading: Reading) -> Iterator[Quote]:
    """A short text in the first person that reports nobody: a post. Its author is whoever published it."""
    if not reading.lines or reading.marked or len(reading.text.split()) > _POST_WORDS:
        return
    start, end = reading.lines[0]
    first = [token for token in reading.tokens(start, end) if not token.is_space][:_OPENING]
    if not any(reading.cues.has(token.text, "first person") and token.text != "US" for token in first):
        return
    if any(reading.is_cue(token, "speech") for token in reading.every):
        return
    own = sum(reading.cues.has(token.text, "first person") and token.text != "US" for token in reading.every)
    if own < _OWN and sum(reading.ends_sentence(token) for token in reading.every) > 1:
        return
    whole = TextSpan(start, reading.lines[-1][1])
    yield Quote("block", (whole,), form="post", unattributed_reason=AUTHOR_UNKNOWN)
