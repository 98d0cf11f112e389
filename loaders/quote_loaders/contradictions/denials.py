"""The rule for denials: someone says that words were never said."""

from __future__ import annotations

from datasette_quotes.alignment import word_set
from datasette_quotes.text import words
from quote_loaders.contradictions.attributed import borne_out, is_reported
from quote_loaders.contradictions.cases import Case, Finding, concepts, evidence, shared, whole
from quote_loaders.contradictions.claims import affirmed
from quote_loaders.linkage.measures import DENIED
from quote_loaders.linkage.prepared import Prepared, days_apart
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import Evidence, PlacedQuote

THIS_MONTH = 31  # days
_SUBJECT_WORDS = 3
_SHORT, _LONG = 4, 60  # words: less is no saying, and a longer quote shares something with everything
_DENY = word_set("deny denies denied denying disown disowns disowned refute refutes refuted")
_DENIED_THAT = _DENY - {"deny"}  # "could deny them a majority" denies nothing
_ALLEGED = word_set(
    "that claim claims allegation allegations accusation accusations report reports suggestion suggestions"
)
_CLAIMED = 2  # concepts that are claimed and denied
_SPEAKERS_OWN = word_set("i we i've we've i'd we'd i'm and but so")
_OF_ONESELF = word_set("i i've i'd i'm i'll we we've we'd we're we'll my our me us")
_PRONOUNS = word_set("he she they he's she's they've he'd she'd they'd")
_ANYBODY = word_set("anyone anybody someone somebody people her him his their them us me my our")
_CONTENT = word_set("to that he she they it we i you there")
_AUXILIARIES = word_set("has have had did ever even also just really")
_SUBJECT = 12.0  # nats: a denial that says less of its subject is read with the words around it


def denial(case: Case) -> Finding | None:
    """Someone denies having said, or that someone said, what the earlier or simultaneous other quote reports."""
    for denying, denied, turn in ((case.left, case.right, False), (case.right, case.left, True)):
        finding = _denial(denying, denied)
        if finding is not None:
            score, said, first, second = finding
            return Finding(score, said, second, first) if turn else Finding(score, said, first, second)
    return counterclaim(case)


def counterclaim(case: Case) -> Finding | None:
    """Someone "denied that", or "denied the claims that", what is claimed within a month.

    By somebody else, or by himself in another article.
    """
    for denying, claiming, turn in ((case.left, case.right, False), (case.right, case.left, True)):
        if (
            _DENIED_THAT.isdisjoint(words(denying.quote.cue or ""))
            or is_denial(claiming)
            or len(claiming.words) > _LONG
        ):
            continue
        apart = days_apart(denying, claiming)
        unknown = None in {denying.quote.speaker, claiming.quote.speaker}
        if apart is None or apart > THIS_MONTH or unknown or _ALLEGED.isdisjoint(words(denying.quote.prefix)[-1:]):
            continue
        if denying.quote.first == claiming.quote.first and denying.quote.speaker == claiming.quote.speaker:
            continue
        both = affirmed(claiming.quote, denying.quote)
        sure = borne_out(denying.quote) and is_reported(claiming.quote)
        if len(both) >= _CLAIMED and sum(both.values()) >= _SUBJECT and sure:
            who, whose = denying.quote.speaker_name, claiming.quote.speaker_name
            said = f'{who} denies a claim of {whose}: "{_clip(claiming.quote.text)}".'
            first, second = whole(denying.quote), whole(claiming.quote)
            return Finding(0.8, said, second, first) if turn else Finding(0.8, said, first, second)
    return None


def _denial(
    denying: Prepared, denied: Prepared
) -> tuple[float, str, tuple[Evidence, ...], tuple[Evidence, ...]] | None:
    apart = days_apart(denying, denied)
    if apart is None or apart > THIS_MONTH or _later(denied, denying):
        return None
    if any(one.quote.text.rstrip("\"'”’»").endswith("?") for one in (denying, denied)):
        return None
    if not _SHORT <= len(denied.words) <= _LONG or not _says_it_was_not_said(denying.quote):
        return None
    if is_denial(denied) or not is_denial(denying) or denying.quote.first == denied.quote.first:
        return None
    about, own = _denied_topic(denying)
    both = shared(about, concepts(denied.quote.text, denied.quote.language))
    mass = sum(about.values())
    share = sum(both.values()) / mass if mass else 0.0
    if len(both) < 3 or share < (0.75 if own else 0.3) or sum(both.values()) < _SUBJECT:
        return None
    if not _is_theirs(denying, denied, own=own):
        return None
    if denied.negated & both.keys():
        return None
    who = denying.quote.speaker_name or "Someone"
    said = f'{who} denies what the other article reports: "{_clip(denied.quote.text)}".'
    score = round(0.6 + 0.3 * share, 4) if own else round(0.5 + 0.3 * share, 4)
    return score, said, _denying_words(denying), whole(denied.quote)


def _is_theirs(denying: Prepared, denied: Prepared, *, own: bool) -> bool:
    """Whether the denied words are those of whom the denial speaks of: "I", a name, or a description like "minister".

    A name has to be the other speaker's or stand in the sentence of the denied words; where a description doesn't, whom
    it means is told by no more than that somebody else says of himself what is denied.
    """
    same = denied.quote.speaker is not None and denied.quote.speaker == denying.quote.speaker
    match = DENIED.search(denying.quote.text)
    if not own or match is None:
        return same
    plain = words(denying.quote.text[: match.start()])
    while plain and plain[-1] in _AUXILIARIES:
        plain = plain[:-1]
    before = plain[-_SUBJECT_WORDS:]
    if not before or before[-1] in _SPEAKERS_OWN:
        return same or denied.quote.speaker is None
    if before[-1] in _PRONOUNS:
        return not same
    sentence = {*words(" ".join(attribution(denied.quote))), *words(denied.quote.speaker_name or "")}
    named = denying.quote.text[: match.start()].split()[-1][:1].isupper()
    return before[-1] in sentence or not (same or named or _OF_ONESELF.isdisjoint(denied.words))


def _later(one: Prepared, other: Prepared) -> bool:
    """Whether a quote was certainly published after another one; a bare day is not later than a time of that day."""
    assert one.days is not None
    assert other.days is not None
    same_day = one.days == other.days and "T" in (one.quote.published or "") and "T" in (other.quote.published or "")
    return one.days[0] > other.days[1] or (same_day and one.quote.published_order > other.quote.published_order)


def _says_it_was_not_said(quote: PlacedQuote) -> bool:
    """Whether words are denied by "never said" and the like."""
    match = DENIED.search(quote.text)
    if match is None:
        return False
    first, second = (*words(quote.text[match.end() :])[:2], "", "")[:2]
    kept = first in _ANYBODY and second not in _CONTENT  # who never told anyone kept it to himself
    return first != "up" and not kept  # minds that aren't made up


def is_denial(one: Prepared) -> bool:
    """Whether a quote denies that words were said, by its cue or in its content."""
    return one.denies or DENIED.search(one.quote.text) is not None


def _denied_topic(one: Prepared) -> tuple[dict[str, float], bool]:
    """What a denial is about: what follows it in the content, else the words around; and whether it's the content."""
    match = DENIED.search(one.quote.text)
    rest = one.quote.text[match.end() :] if match else one.quote.text
    own = concepts(rest, one.quote.language)
    if sum(own.values()) >= _SUBJECT:
        return own, True
    return concepts(f"{one.quote.prefix} {one.quote.suffix}", one.quote.language), False


def _denying_words(one: Prepared) -> tuple[Evidence, ...]:
    match = DENIED.search(one.quote.text)
    return (evidence(one.quote, match.group()) if match else ()) or whole(one.quote)


def _clip(text: str) -> str:
    return text.rstrip(" ,;") if len(text) <= 90 else text[:88].rsplit(" ", 1)[0].rstrip(" ,;") + " …"
