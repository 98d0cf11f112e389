"""Quotes that come with an input: the text of their fragments, and records that say who gave them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from quote_loaders.readers.decoding import MAX_CHARACTERS, clean
from quote_loaders.records import ArticleSpeaker, LoadError, Quote, QuoteKind, SpeakerKind, TextSpan

UNMEASURED = 0.5  # confidence where a dataset gives no probability: as for quotes that were never scored
LONGEST_QUOTE = 20_000  # characters: more is an article
MOST_QUOTES = 5_000  # of one article
NOBODY = "{} names no speaker"  # a dataset that has none, or a row without
NOBODY_AROUND = "{} names no speaker, and nor do the words around the quote that it gives"
_OPENING, _CLOSING = "“„«»‹›‘‚\"'”", "”“»«›‹’\"'"
_BLANK = "\n\n"


@dataclass(frozen=True, slots=True)
class Given:
    """A quote as a dataset gives it, with the words around it that it knows."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    speaker: str | None = None
    speaker_kind: SpeakerKind = "person"
    wikidata: str | None = None
    kind: QuoteKind = "direct"
    confidence: float = UNMEASURED
    unattributed: str | None = None  # why nobody is named


def fragments(given: Iterable[Given], dataset: str, doubts: list[str]) -> tuple[str, tuple[Quote, ...]]:
    """The text that a dataset's fragments make, one paragraph each, and the quotes in it.

    Words in marks stay as they were; marks that the dataset took off are set around a quote again, as “ and ”.
    Raises LoadError when no quote is left.
    """
    paragraphs: list[str] = []
    quotes: list[Quote] = []
    seen: set[tuple[str, str, str]] = set()
    place = 0
    for one in map(_tidy, given):
        if not _usable(one, doubts) or (one.prefix, one.quote, one.suffix) in seen:
            continue
        seen.add((one.prefix, one.quote, one.suffix))
        before, after = _around(one)
        start = place + len(before)
        paragraph = before + one.quote + after
        if place + len(paragraph) > MAX_CHARACTERS or len(quotes) == MOST_QUOTES:
            doubts.append(f"it has more than {MOST_QUOTES:,} quotes or {MAX_CHARACTERS:,} characters; cut there")
            break
        quotes.append(_quote(one, TextSpan(start, start + len(one.quote)), dataset))
        paragraphs.append(paragraph)
        place += len(paragraph) + len(_BLANK)
    if not quotes:
        raise LoadError("it holds no quote with words in it, expected at least one")
    return _BLANK.join(paragraphs) + "\n", tuple(quotes)


def title_of(url: str | None) -> str | None:
    """What an article is called of which only quotes and the address are known: the address without its scheme."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or None if url else None


@dataclass(slots=True)
class Places:
    """Where words stand in a text: looked for until the effort that one article may cost is spent."""

    text: str
    effort: int = 500_000_000  # characters looked at: a second or less

    def only(self, words: str) -> int | None:
        """The one place of these words; None when there is no such place, or several, or no effort left."""
        if not words or self.effort < 0:
            return None
        self.effort -= len(self.text)
        found = self.text.find(words)
        return found if found >= 0 and self.text.find(words, found + 1) < 0 else None


def placed(text: str, given: Iterable[tuple[Given, int | None]], dataset: str, doubts: list[str]) -> tuple[Quote, ...]:
    """The quotes of a whole text: where a dataset says they begin, or where their words stand once and no more."""
    quotes: list[Quote] = []
    places = Places(text)
    for one, start in ((_tidy(one), start) for one, start in given):
        if not _usable(one, doubts):
            continue
        found = start if start is not None and text.startswith(one.quote, start) else _only(places, one)
        if found is None:
            doubts.append(f"quote {_short(one.quote)} is not found in the text at one place; left out")
            continue
        quotes.append(_quote(one, TextSpan(found, found + len(one.quote)), dataset))
        if len(quotes) == MOST_QUOTES:
            doubts.append(f"it has more than {MOST_QUOTES:,} quotes; cut there")
            break
    return tuple(apart(quotes, doubts))


def is_unnamed(quote: Quote) -> bool:
    """Whether the input says nothing of who speaks; a dataset that looked and found nobody does say something."""
    return quote.unattributed_reason == NOBODY.format(quote.form.removeprefix("given: "))


def with_speakers(text: str, given: Iterable[Quote], found: Sequence[Quote]) -> tuple[Quote, ...]:
    """Quotes of fragments, with the speakers that were found in the words around them; their own words stay.

    Fragments are parts of an article with gaps between them: what one says of another's speaker is not taken.
    """
    return tuple(_with_speaker(text, one, found) if is_unnamed(one) else one for one in given)


def _with_speaker(text: str, quote: Quote, found: Sequence[Quote]) -> Quote:
    start, end = quote.content[0].start, quote.content[-1].end
    before = text.rfind(_BLANK, 0, start)
    after = text.find(_BLANK, end)
    place = TextSpan(0 if before < 0 else before + len(_BLANK), len(text) if after < 0 else after)
    fitting = [one for one in found if _overlap(quote, one) and _is_named_there(text, one, place, quote.content[0])]
    if not fitting:
        return replace(quote, unattributed_reason=NOBODY_AROUND.format(quote.form.removeprefix("given: ")))
    best = max(fitting, key=lambda one: (_overlap(quote, one), one.confidence))
    assert best.speaker is not None
    speaker = replace(best.speaker, reason=f"{best.speaker.reason}, in the words around the quote")
    via = best.via if best.relay is not None and _within(best.relay, place) else None
    return replace(
        quote,
        cue=best.cue,
        source=best.source,
        role=best.role,
        relay=best.relay if via is not None else None,
        speaker=speaker,
        via=via,
        unattributed_reason=None,
    )


def _is_named_there(text: str, found: Quote, place: TextSpan, words: TextSpan) -> bool:
    """Whether source, cue and the name itself stand in the fragment, outside of the words that are quoted."""
    if found.speaker is None or found.source is None:
        return False
    spans = [found.source, *([found.cue] if found.cue is not None else [])]
    if not all(_within(span, place) and (span.end <= words.start or words.end <= span.start) for span in spans):
        return False
    around = f"{text[place.start : words.start]} {text[words.end : place.end]}".casefold()
    return found.speaker.name.rpartition(" ")[2].casefold() in around


def _overlap(left: Quote, right: Quote) -> int:
    """How many characters two quotes share."""
    return sum(
        max(0, min(one.end, other.end) - max(one.start, other.start)) for one in left.content for other in right.content
    )


def _within(span: TextSpan, place: TextSpan) -> bool:
    return place.start <= span.start and span.end <= place.end


def apart(quotes: Sequence[Quote], doubts: list[str]) -> list[Quote]:
    """Each span once, the surest of those that give it."""
    best: dict[tuple[TextSpan, ...], Quote] = {}
    for quote in sorted(quotes, key=lambda quote: (quote.content, -quote.confidence)):
        best.setdefault(quote.content, quote)
    if len(best) < len(quotes):
        doubts.append(f"{len(quotes) - len(best)} of its quotes are given twice; kept once")
    return list(best.values())


def _only(places: Places, one: Given) -> int | None:
    """Where a quote stands: with its surroundings, or alone."""
    found = places.only(one.prefix + one.quote + one.suffix)
    return places.only(one.quote) if found is None else found + len(one.prefix)


def _quote(one: Given, span: TextSpan, dataset: str) -> Quote:
    speaker = None
    if one.speaker:
        speaker = ArticleSpeaker(one.speaker, one.speaker_kind, f"given by {dataset}", one.wikidata)
    return Quote(
        kind=one.kind,
        content=(span,),
        speaker=speaker,
        unattributed_reason=None if speaker else (one.unattributed or NOBODY.format(dataset)),
        form=f"given: {dataset}",
        confidence=min(1.0, max(0.0, one.confidence)),
    )


def _tidy(one: Given) -> Given:
    """Clean text, without space at the ends of the quote or at the far ends of its surroundings."""
    speaker = " ".join(clean(one.speaker).split()) if one.speaker else None
    return replace(
        one,
        quote=_lines(one.quote).strip(),
        prefix=_lines(one.prefix).lstrip(),
        suffix=_lines(one.suffix).rstrip(),
        speaker=speaker or None,
    )


def _lines(text: str) -> str:
    """Clean text in which no line is blank: a blank line ends a fragment."""
    return "\n".join(line for line in clean(text).split("\n") if line.strip()) if "\n" in text else clean(text)


def _usable(one: Given, doubts: list[str]) -> bool:
    if not any(character.isalnum() for character in one.quote):
        doubts.append(f"a quote is {_short(one.quote)}, expected words; left out")
    elif len(one.quote) > LONGEST_QUOTE:
        doubts.append(f"a quote has {len(one.quote):,} characters, expected at most {LONGEST_QUOTE:,}; left out")
    else:
        return True
    return False


def _around(one: Given) -> tuple[str, str]:
    """What stands before and after a quote: its surroundings, with marks and a space where there are none."""
    before, after = one.prefix, one.suffix
    marked = before.rstrip()[-1:] in _OPENING and before.strip() != ""
    closed = after.lstrip()[:1] in _CLOSING and after.strip() != ""
    own = one.quote[0] in _OPENING and one.quote[-1] in _CLOSING
    if marked or closed or own or one.kind == "indirect":
        return _spaced(before) if not marked else before, after if closed else _led(after)
    return f"{_spaced(before)}“", f"”{_led(after)}"


def _spaced(before: str) -> str:
    return before if not before or before[-1].isspace() or before[-1] in "([" else before + " "


def _led(after: str) -> str:
    return after if not after or after[0].isspace() or after[0] in ",.;:!?)]" else " " + after


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:60] + "…")
