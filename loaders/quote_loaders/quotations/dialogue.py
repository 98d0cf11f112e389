"""Speech after a dash at the start of a paragraph, without marks: `— Quote, — said X. — Quote.`"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from quote_loaders.quotations.beside import Named, named_after, named_before
from quote_loaders.quotations.reading import Reading
from quote_loaders.records import Quote, TextSpan

_OPENS = re.compile(r"[—–―-][ \t\u00a0]*(?=[^\W\d_]|¿|¡)")
_BREAK = re.compile(r"(?P<end>[,!?…]|\.\.\.)?[ \t\u00a0]*[—–―][ \t\u00a0]*|(?P<comma>,)[ \t\u00a0]+")
_RESUMES = re.compile(r"[.,:;]?[ \t\u00a0]*[—–―][.,]?[ \t\u00a0]*")
_LONGEST_CLAUSE = 160  # characters of "said the minister of the interior, Gérald Darmanin, on Monday"
_TRIED = 40  # commas and dashes of one paragraph that may begin such a clause


def dash_dialogue(reading: Reading, confidence: float) -> Iterator[Quote]:
    """The paragraphs that begin with a dash and hold a reporting clause, in order.

    A list begins its items with dashes too: without such a clause nothing is taken.
    """
    for start, end in reading.lines:
        opened = _OPENS.match(reading.text, start, end)
        if opened is not None and not reading.marks_between(start, end):
            quote = broken(reading, opened.end(), end, "dash dialogue", commas=True)
            if quote is not None:
                yield replace(quote, confidence=confidence)


def broken(reading: Reading, start: int, end: int, form: str, *, commas: bool) -> Quote | None:
    """The words of a stretch that a reporting clause between dashes breaks: `We will come, — said X, — and stay`.

    With `commas`, a clause after a comma ends the words too. None where there is no such clause.
    """
    breaks = list(_BREAK.finditer(reading.text, start, end))
    tried = [match for match in breaks if match["comma"] is None]
    if commas:
        tried += [match for match in breaks if match["comma"] is not None]
    for match in tried[:_TRIED]:
        clause = _clause(reading, match.end(), end)
        if clause is None or match.start() <= start:
            continue
        cue, who, stop = clause
        first_end = match.end("end") if match["end"] in ("!", "?", "…", "...") else match.start()
        content = [TextSpan(start, first_end)]
        rest = _rest(reading.text, stop, end) if match["comma"] is None else None
        if rest is not None:
            content.append(rest)
        return Quote("direct", tuple(content), cue, who.source, who.role, form=form)
    return None


def _clause(reading: Reading, start: int, end: int) -> tuple[TextSpan, Named, int] | None:
    """`said X`, up to the dash that takes the speech up again: the cue, who speaks, and where it ends."""
    resumed = _RESUMES.search(reading.text, start, end)
    stop = resumed.start() if resumed is not None else end
    tokens = [token for token in reading.tokens(start, min(stop, start + _LONGEST_CLAUSE)) if not token.is_space]
    for index, token in enumerate(tokens[:6]):
        if token.text in ".!?…":
            return None
        if not reading.cues.has(token.text, "speech"):
            continue
        sentence = tokens[index + 1 :]
        length = next((i for i, word in enumerate(sentence) if reading.ends_sentence(word)), len(sentence))
        who = named_after(reading, sentence[:length]) or named_before(reading, tokens[:index])
        if who is None:
            return None
        return reading.span(token, token), who, stop
    return None


def _rest(text: str, stop: int, end: int) -> TextSpan | None:
    """What is said after the clause: `. — We will decide the rest.`"""
    resumed = _RESUMES.match(text, stop, end)
    if resumed is None or resumed.end() >= end or not any(letter.isalnum() for letter in text[resumed.end() : end]):
        return None
    return TextSpan(resumed.end(), end)
