"""Quotes in marks: from marked words and the frames around them to attributed quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from quote_loaders.quotations import frames, phrases, relays
from quote_loaders.quotations.clauses import governing
from quote_loaders.quotations.following import following
from quote_loaders.quotations.frames import Frame
from quote_loaders.quotations.governed import by_noun
from quote_loaders.quotations.marks import Marked
from quote_loaders.quotations.preceding import meant, preceding
from quote_loaders.quotations.reading import SPEECH_GROUPS, Reading
from quote_loaders.records import Quote, QuoteKind, TextSpan

# Four words between double marks are an attribution in 98.5 % of US political news; fewer need evidence.
SENTENCE_WORDS = 4
_MANY = 5  # words between marks that are somebody's, without a verb of saying
_NAMED_WITHIN = 120  # characters that hold the words naming the speaker between two quotes
_CONTINUES_WITHIN = 3  # lines: an unattributed quote belongs to the speaker in play up to here
_SMALL_WORDS = frozenset(
    ["a", "an", "the", "of", "in", "on", "at", "to", "for", "and", "or", "but", "with", "by", "from", "as", "is", "it"]
)
NOBODY = "no cue, dash, colon or speaker in play near the quote"
UNCLOSED = "the quotation mark is never closed"


@dataclass(frozen=True, slots=True)
class Attributed:
    """Marked words that belong together, and the frame that says whose they are."""

    marks: tuple[Marked, ...]
    frame: Frame | None
    kind: QuoteKind


def marked_quotes(reading: Reading) -> Iterator[Quote]:
    """The direct and mixed quotes of an article, in order."""
    found: list[Attributed] = []
    for group in _joined(reading):
        frame = _frame(reading, group)
        if frame is None and not _evident(reading, group):
            frame = _any_subject(reading, group[0]) or _added(reading, group[0], found)
            if frame is None:
                continue
        if frame is not None and _named_thing(reading, group[0], frame):
            continue
        if frame is None:
            frame = _continued(reading, group[0], found)
        attributed = Attributed(group, frame, _kind(reading, group, frame))
        found.append(attributed)
        yield _quote(attributed)


def _joined(reading: Reading) -> Iterator[tuple[Marked, ...]]:
    """Marks that are one quote: broken by its attribution, or going on in the next paragraph."""
    group: list[Marked] = []
    for mark in reading.marked:
        if group and (_goes_on(reading, group[-1], mark) or _split(reading, group, mark)):
            group.append(mark)
            continue
        if group:
            yield tuple(group)
        group = [mark]
    if group:
        yield tuple(group)


def _goes_on(reading: Reading, last: Marked, mark: Marked) -> bool:
    return last.continues and mark.opener == last.opener and frames.label_inside(reading, mark) is None


def _split(reading: Reading, group: list[Marked], mark: Marked) -> bool:
    """`“If they come,” said X, “we will be ready.”`: one sentence with one reporting verb between the two parts."""
    last = group[-1]
    text = reading.text
    between = text[last.end : mark.start]
    if "\n" in between or len(between) > 200 or last.final(text) not in ",—–-…?!":
        return False
    if not between.rstrip().endswith((",", "—", "–", "-")):
        return False
    tokens = frames.gap_after(reading, last)
    if not tokens or any(reading.ends_sentence(token) for token in reading.tokens(last.end, mark.start)):
        return False
    if tokens[0].tag_ == "CC" or following(reading, last) is None:
        return False
    verbs = [token for token in tokens if reading.is_cue(token, *SPEECH_GROUPS)]
    return len(verbs) == 1


def _frame(reading: Reading, group: tuple[Marked, ...]) -> Frame | None:
    """The first frame that speaks: a dash, the words before, the words after, the clause, "according to"."""
    first, last = group[0], group[-1]
    found = frames.dash(reading, last.end) or frames.label_inside(reading, first)
    found = found or _beside(reading, group)
    found = found or governing(reading, first) or _intro(reading, first) or meant(reading, first)
    tokens = relays.sentence(reading, first.start, last.end)
    if found is None:
        accorded = relays.according_to(reading, tokens)
        if accorded is None or not (_evident(reading, group) or len(tokens) > 3):
            return None
        return Frame(accorded[0], reading.span(accorded[1], accorded[1]), "according to")
    if found.relay is None and found.source is not None:
        relay = relays.relay(reading, first.start, last.end, found.source)
        return Frame(found.source, found.cue, found.form, found.role, relay)
    return found


def _beside(reading: Reading, group: tuple[Marked, ...]) -> Frame | None:
    """The words before, else the words after; a verb of saying after the quote comes before other words that only
    lead up to it: `X seemed irritated: “…,” she wrote`, `They want to “…,” X said`."""
    before = preceding(reading, group[0])
    says = before is not None and before.cue is not None and reading.cues.has(before.cue.of(reading.text), "speech")
    gap = frames.gap_before(reading, group[0])
    if before is not None and says and before.form != "colon" and gap[-1:] and gap[-1].text not in "—–":
        return before
    after = next((frame for mark in group if (frame := following(reading, mark)) is not None), None)
    return after or before


def _intro(reading: Reading, mark: Marked) -> Frame | None:
    """`Peskov's position — the call was “positive”`: a noun of speech with its possessor opens the sentence."""
    tokens = reading.before(mark.start)
    for token, after in pairwise(tokens):
        if after.text in "—–-:" and reading.cues.has(token.text, "nouns") and token.tag_.startswith("NN"):
            return by_noun(reading, token)
    return None


def words_in(reading: Reading, mark: Marked) -> list[str]:
    """The words between the marks."""
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", reading.text[mark.inner_start : mark.inner_end])


def _title_case(words: list[str]) -> bool:
    """Two or more words of which all but the small ones start with a capital: a title or a name."""
    heavy = [word for word in words if word.lower() not in _SMALL_WORDS or word[0].isupper()]
    return len(words) >= 2 and len(heavy) >= 2 and all(word[0].isupper() or word[0].isdigit() for word in heavy)


def _evident(reading: Reading, group: tuple[Marked, ...]) -> bool:
    """Whether unattributed marks hold a quote: a sentence of its own of four words or more, not a title."""
    mark = group[0]
    words = words_in(reading, mark)
    if len(words) < SENTENCE_WORDS or _title_case(words):
        return False
    text = reading.text
    start, end = reading.line(mark.start)
    last = group[-1]
    alone = mark.start == start and (last.end >= end or not last.closed)
    begins = not frames.gap_before(reading, mark) and not text[mark.inner_start].islower()
    stopped = last.final(text) in ".!?…," or text[last.end : last.end + 1] in (".", "!", "?", ",")
    return alone or (begins and stopped)


def _any_subject(reading: Reading, mark: Marked) -> Frame | None:
    """`She commanded the party to “do the right thing now”`: many words in marks belong to the verb before them,
    whatever it means, if somebody is its subject."""
    words = words_in(reading, mark)
    if len(words) < _MANY or _title_case(words):
        return None
    for token in reversed(frames.gap_before(reading, mark)):
        if not token.tag_.startswith("VB") or phrases.negated(token):
            continue
        return _named_subject(reading, token, reading.span(token, token), "any verb")
    return None


def _named_subject(reading: Reading, verb: Token, cue: TextSpan | None, form: str) -> Frame | None:
    """The frame of a verb whose subject is a name or a pronoun."""
    head = phrases.subject(reading, verb)
    if head is None or head.tag_ not in ("NNP", "PRP") or not phrases.can_speak(reading, head):
        return None
    source, role = phrases.named(reading, head)
    return Frame(source, cue, form, role=role)


def _added(reading: Reading, mark: Marked, found: list[Attributed]) -> Frame | None:
    """`“It isn't over,” X said. “Never.”`: a sentence in marks, however short, right after one that X is named for."""
    last = found[-1] if found else None
    if last is None or last.frame is None or last.frame.form not in ("quote, cue", "continuation"):
        return None
    text = reading.text
    between = text[last.marks[-1].end : mark.start]
    whole = text[mark.inner_start].isupper() and mark.final(text) in ".!?…" and mark.closed
    if not whole or "\n" in between or len(between) > _NAMED_WITHIN or frames.gap_before(reading, mark):
        return None
    return None if _title_case(words_in(reading, mark)) else _carried(last.frame)


def _named_thing(reading: Reading, mark: Marked, frame: Frame) -> bool:
    """Whether the marks set off a name: “Common Sense” slogan, the “peace plan” talks, a film title.

    Definite or possessed words before a noun name a thing that is already known by that name; "a “long” call" says
    how somebody puts it. Title case needs a dash, a colon or a cue right beside the marks.
    """
    if frame.form in ("dash", "colon", "quote, cue", "quoted as saying"):
        return False
    words = words_in(reading, mark)
    before = frames.gap_before(reading, mark)
    after = frames.gap_after(reading, mark)
    noun = frame.form == "noun" and frame.cue is not None and reading.cues.has(frame.cue.of(reading.text), "nouns")
    beside = bool(before) and (
        (noun and before[-1].text in ",:") or before[-1].lower_ == "that" or reading.is_cue(before[-1], *frames.VERBS)
    )
    if _title_case(words) and not beside:
        return True
    if not before or not after:
        return False
    described = len(before) > 1 and before[-1].tag_ == "JJ"  # "the notorious “carried interest” loophole"
    word = before[-2] if described else before[-1]
    definite = word.lower_ in ("the", "this", "that", "these", "those", "'s", "’s", "so", "called", "so-called")
    definite = definite or word.tag_ in ("POS", "PRP$")
    return definite and after[0].tag_ in ("NN", "NNS", "NNP", "NNPS", "JJ") and len(words) < 12


def _continued(reading: Reading, mark: Marked, found: list[Attributed]) -> Frame | None:
    """The frame of an unattributed quote: the speaker in play.

    A quote before it in the same paragraph, else the subject of the sentence before it, else the quote that the
    paragraphs before it ended with.
    """
    line = reading.line_index(mark.start)
    start = reading.lines[line][0]
    last = found[-1] if found else None
    if last is not None and last.marks[-1].start >= start and last.frame is not None:
        return _carried(last.frame)
    floating = _subject_in_play(reading, mark.start)
    if floating is not None:
        return floating
    above = _reporter_above(reading, mark, last.marks[-1].end if last is not None else 0)
    if above is not None:
        return above
    if last is None or last.frame is None or not mark.closed:
        return None
    distance = line - reading.line_index(last.marks[-1].start)
    between = reading.text[last.marks[-1].end : mark.start]
    if distance <= _CONTINUES_WITHIN and len(between) < 700 and mark.start == start:
        return _carried(last.frame)
    return None


def _carried(frame: Frame) -> Frame:
    return Frame(frame.source, None, "continuation", frame.role, frame.relay)


def _subject_in_play(reading: Reading, end: int) -> Frame | None:
    """The subject of the sentence before a quote in its paragraph, when it can speak."""
    tokens = [token for token in reading.backwards(end) if not reading.inside(token) and not token.is_space][::-1]
    while tokens and reading.ends_sentence(tokens[-1]):
        tokens.pop()
    sentence = []
    for token in reversed(tokens):
        if reading.ends_sentence(token):
            break
        sentence.append(token)
    for token in reversed(sentence):
        if token.dep_ == "nsubj" and token.head.dep_ in ("ROOT", "conj") and phrases.can_speak(reading, token):
            if token.tag_ not in ("NNP", "PRP") and not reading.cues.has(token.text, "people", "bodies"):
                return None
            source, role = phrases.named(reading, token)
            return Frame(source, None, "floating", role=role)
    return None


def _reporter_above(reading: Reading, mark: Marked, since: int) -> Frame | None:
    """Whom the line before reports last, where no other quote stands between and the quote starts its line."""
    index = reading.line_index(mark.start)
    if not index or reading.lines[index][0] != mark.start:
        return None
    for token in reading.backwards(reading.lines[index - 1][1]):
        if token.idx < since:
            return None
        if not reading.is_cue(token, "speech", "naming") or phrases.negated(token):
            continue
        frame = _named_subject(reading, token, None, "floating")
        if frame is not None:
            return frame
    return None


def _kind(reading: Reading, group: tuple[Marked, ...], frame: Frame | None) -> QuoteKind:
    """Direct when the marks hold a whole utterance, mixed when they are part of the reporter's clause."""
    mark = group[0]
    before = frames.gap_before(reading, mark)
    if frame is None or frame.form in ("dash", "continuation", "floating") or not before:
        return "direct"
    if frame.form == "noun":
        return "mixed"
    if frame.form == "colon" and before[-1].text == ":":
        return "direct"
    words = words_in(reading, mark)
    last = before[-1]
    whole = last.text in ",:" or last.lower_ in ("that", "reporters") or reading.is_cue(last, *SPEECH_GROUPS)
    return "direct" if whole and len(words) >= SENTENCE_WORDS else "mixed"


def _quote(attributed: Attributed) -> Quote:
    content = tuple(TextSpan(mark.inner_start, mark.inner_end) for mark in attributed.marks)
    frame = attributed.frame
    if frame is None or frame.source is None:
        closed = attributed.marks[-1].closed
        return Quote(attributed.kind, content, unattributed_reason=NOBODY if closed else UNCLOSED, form="marks")
    return Quote(
        attributed.kind,
        content,
        cue=frame.cue,
        source=frame.source,
        role=frame.role,
        relay=frame.relay,
        form=frame.form,
    )
