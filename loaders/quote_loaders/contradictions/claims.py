"""What a quote says of something in so many words, or says it isn't so: pure.

A claim is a word in the place of a predicate, with what stands before and behind it in its clause. Two claims oppose
each other when one negates the word, the other doesn't, and both are about the same. What is asked, supposed, doubted
or required by a condition is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from datasette_quotes.alignment import expanded, word_set
from datasette_quotes.text import words
from datasette_quotes.wording import NEGATIONS
from quote_loaders.contradictions.objects import Object, named_behind, one_object
from quote_loaders.lexicon import concept, weight
from quote_loaders.linkage.prepared import DENIALS, names
from quote_loaders.linkage.sentences import attribution
from quote_loaders.records import PlacedQuote

_HEAVY = 4.5  # nats of what a predicate is about
_SAYS = 3.0  # ... and of the predicate itself
_REACH = 6  # words behind a predicate that it is about
_REMEMBERED = 5_000  # texts whose claims are kept: 6 kB each
_HALF = 0.5  # of what a claim is about has to be what the other one is about
_BEFORE = 3  # words before the content
_LED = 10  # words before a predicate that its subject stands among
_PERSONS = ({"i", "he", "she"}, {"we", "they"}, {"it"}, {"there"})

_CUT = re.compile(
    r"[,;:!?…()—–]+|(?<!\b\w)(?<!\b[MDS][rst])(?<!\bMrs)(?<!\b[SGRD]e[nmp])(?<!\bGov)\.(?!\w)|\s-\s|\b(?=(?:but|because|although|though|while|whereas|if|when|unless|until|so|which|who|where)\b)",
    re.IGNORECASE,
)
# A clause that begins with one of these is no claim, and makes none of those beside it.
_CONDITIONS = word_set("if when unless until whether while where which who once so ever")
_SUPPOSED = word_set("if unless until")  # also of the clause behind the next one: "if they believe, one day, they will"
_NOT_SAID = word_set(
    "if whether unless when whenever why how who what which where suppose maybe perhaps possibly probably likely "
    "unlikely may might could chance whatever ought rather than else ask asked asks asking wonder question questions "
    "sure ensure ensures suspect suspects expected supposed guess imagine hope hopes hoped wish want wants wanted "
    "idea unthinkable impossible improbable doubt doubts doubtful hypothetical hypothetically"
)
# Words that negate without a "not".
DENYING = word_set(
    "lack lacks lacked absence fail fails failed failing refuse refuses refused refusing deny denies denied denying "
    "reject rejects rejected stop stops stopped prevent prevents prevented refrain avoid avoids avoided hardly barely "
    "rarely seldom few little false wrong untrue insufficient mislead misled myth hoax against instead ban bans banned "
    "forbid forbids forbidden oppose opposes opposed opposing"
)
_AUXILIARIES = word_set(
    "am is are was were be been being do does did have has had will would shall can must to never not i we he she they "
    "it you there who should"
)
_SKIPPED = word_set(
    "a an any the be been being have had got even really ever yet also still already now always certainly definitely "
    "indeed just single fully actually currently simply soon"
)
_ARTICLES = word_set("a an any the single")
# What may be opposed to a negated claim, by the way that it is negated: what can't be isn't, but what isn't might.
_OPPOSED_MODES = {"": ("",), "can": ("", "can"), "norm": ("norm",), "to": ("to",)}
_LITTLE = _AUXILIARIES | _SKIPPED | NEGATIONS
_RELATIVE = re.compile(r"\b(?:that|which|who|as)\b")  # what follows is no part of what is denied
# Nouns of what is only spoken of.
_MATTERS = word_set(
    "allegation allegations accusation accusations claim claims question questions suspicion suspicions inquiry "
    "investigation investigations probe denial denials report reports rumor rumors rumour rumours story stories "
    "possibility evidence suggestion suggestions idea notion theory theories accused suspected alleged "
    "absolved absolve cleared clear exonerated exonerate acquitted"
)
# Who tells what others say claims none of it.
_RELAYED = word_set(
    "told tell tells heard hear said says saying claimed claims claiming suggested suggests alleged reportedly "
    "insisted insists insisting insistence assertion contention reiterated reiterates emphatic argued argues arguing"
)
_OWN = word_set("i we")
_DEMANDS = word_set("demand demands demanded demanding urge urges urged urging require requires required requiring")
_POINTING = word_set("this that these those")  # in another's mouth they point at something else
_WHOSE = word_set("my our his her its their")
_NORMS = word_set("should must ought need needs needed")
_BOUND_TO = word_set("going have has had got is are was were am be")  # before "to": what follows is said, not wished
_MODAL = 4  # words before a predicate in which its auxiliaries stand
_AROUND = 8  # words before the content in which a verb that denies governs it: "denied that he once suggested"
_SUBJECTS = word_set("i you he she it we they")
_HAPPENED_NOT = {"would", "have"}  # what would have been hasn't
# What a "not" may be about instead of the word behind it.
_DEGREES = word_set("enough much many very too all every everything everyone everybody fully far well")
_REASONS = _DEGREES | word_set(
    "again anymore longer because over due just only simply solely merely even necessarily always yet"
)
_ASKING = word_set("ask asks asked asking whether wonder wonders wondered question questions questioned if")
_ASKING_FIRST = word_set("did does do am is are was were has have had will would can could should")
_GOING_TO = ("going", "to")
# What is thought, wanted or done in general, and words that are no predicates.
_UNSAID = word_set(
    "think thinks thought thinking believe believes believed believing feel feels felt going go goes went gone get "
    "gets got getting want wants wanted like likes liked need needs needed try tries tried trying make makes made "
    "making take takes took taken come comes came him her them people one way thing things lot much many new first "
    "last every each other another year years day days week weeks month months time part us back"
)
_FUTURE = word_set("will would shall going")
_PAIRED = {"without": "with"}
_OF_NOUNS = {"no", "without"}


@dataclass(frozen=True, slots=True)
class Claim:
    """A word that is said or negated of something; concepts with their information in nats."""

    word: str
    term: str
    negation: str  # "" when it is said
    led: str  # the word before it that isn't skipped
    article: bool  # whether it is a thing: "a ferry"
    pointing: bool  # whether the subject is "that" or "these ..."
    whose: bool  # whether it is about "their ..."
    mode: str  # "norm" when it should be, "can" when it is possible, "to" when it is a purpose, else ""
    later: bool  # whether it is foretold: "will"
    object: Object
    pronoun: str
    subject: dict[str, float]
    about: dict[str, float]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opposed:
    """Two claims of which one negates the other, and the information of what both are about, in nats."""

    term: str
    mass: float


def negating(left: PlacedQuote, right: PlacedQuote, *, same: bool) -> Opposed | None:
    """The claim that only one of two quotes negates, the weightiest; `same` when one speaker says both.

    None when either quote has the word more than once: it may say both itself.
    """
    best: Opposed | None = None
    for one, other in ((left, right), (right, left)):
        for no in claims(one):
            for yes in claims(other) if no.negation else ():
                if yes.negation or yes.term != no.term or _again(one, no.term) or _again(other, no.term):
                    continue
                mass = _shared(no, yes, same=same) if _fits(no, yes) else 0.0
                if mass and (best is None or mass > best.mass):
                    best = Opposed(no.term, mass)
    return best


def both_about(left: Claim, right: Claim) -> float:
    """Information of what two claims of one speaker are about, in nats; 0 when it may not be the same."""
    return _shared(left, right, same=True) if left.about.keys() & right.about.keys() else 0.0


@lru_cache(maxsize=_REMEMBERED)
def claims(quote: PlacedQuote) -> tuple[Claim, ...]:
    """What a quote says or negates; nothing of a question, or with a "not" or a doubt right before the content."""
    sentence = expanded(words(attribution(quote)[0]))
    turned = not (NEGATIONS | _NOT_SAID | DENYING | _DEMANDS).isdisjoint(sentence[-_BEFORE:])
    if turned or _asked(quote, sentence) or not DENIALS.isdisjoint(sentence[-_AROUND:]):
        return ()
    return _of_text(quote.text, quote.language)


@lru_cache(maxsize=_REMEMBERED)
def _of_text(text: str, language: str) -> tuple[Claim, ...]:
    called = names(text)
    return tuple(
        claim
        for clause, following in _said(_clauses(text))
        for claim in _of_clause(clause, following, called, language)
    )


def _clauses(text: str) -> list[tuple[str, ...]]:
    parts = (tuple(expanded(words(part))) for part in _CUT.split(text))
    return [part for part in parts if part]


def _said(clauses: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The clauses in which something is claimed, each with the first word of the next one.

    Up to where a text goes on with what others say: that is their claim.
    """
    for at, clause in enumerate(clauses):
        following = clauses[at + 1][0] if at + 1 < len(clauses) else ""
        beside = {clauses[max(0, at - 1)][0], clause[0], following}
        supposed = clauses[max(0, at - 2)][0] in _SUPPOSED
        conditional = supposed or not _CONDITIONS.isdisjoint(beside) or {*clause} >= _HAPPENED_NOT or "ever" in clause
        inverted = clause[0] in _ASKING_FIRST and len(clause) > 1 and clause[1] in _SUBJECTS
        relayed = _relayed(clause)
        if not conditional and not inverted and _NOT_SAID.isdisjoint(clause):
            yield clause[:relayed], following
        if relayed is not None:
            return


def affirmed(quote: PlacedQuote, denied: PlacedQuote) -> dict[str, float]:
    """What a quote claims of the first clause of what somebody denies, if it claims all of it in that order.

    Concepts with their information in nats; {} unless one clause has them, and neither negates nor doubts them.
    """
    first = next(iter(_clauses(_RELATIVE.split(denied.text)[0])), ())
    if not (NEGATIONS | DENYING | _NOT_SAID).isdisjoint(first):
        return {}
    wanted = {term: value for term, value in _weighed(first, denied.language) if value >= _HEAVY}
    before = expanded(words(attribution(quote)[0]))
    if _asked(quote, before) or not (NEGATIONS | _NOT_SAID | DENYING).isdisjoint(before[-_BEFORE:]):
        return {}
    for clause, _ in _said(_clauses(quote.text)):
        if (NEGATIONS | DENYING | _MATTERS).isdisjoint(clause):
            heavy = [term for term, value in _weighed(clause, quote.language) if value >= _HEAVY]
            if _in_a_row(heavy, list(wanted)):
                return wanted
    return {}


def _in_a_row(heavy: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether some concepts stand in a clause in their order, with one other before and among them at most."""
    places = [at for at, term in enumerate(heavy) if term in wanted]
    in_order = [heavy[at] for at in places] == [*wanted] != []
    return in_order and places[0] <= 1 and places[-1] - places[0] <= len(wanted)


def _weighed(some: Sequence[str], language: str) -> list[tuple[str, float]]:
    return [(concept(word), weight(word, language)) for word in some]


def _relayed(clause: Sequence[str]) -> int | None:
    """Where a clause begins to tell what somebody else says."""
    places = (at for at, word in enumerate(clause) if word in _RELAYED)
    return next((at for at in places if _OWN.isdisjoint(clause[max(0, at - _BEFORE) : at])), None)


def _asked(quote: PlacedQuote, sentence: Sequence[str]) -> bool:
    """Whether a quote is a question, or told as one: "asked whether …", "Did the agents believe …?"."""
    printed = quote.text.rstrip("\"'”’» ") + quote.suffix.lstrip("\"'”’» ")[:1]
    asked = not _ASKING.isdisjoint(sentence) or not _ASKING_FIRST.isdisjoint(sentence[:1])
    return asked or "?" in printed[len(quote.text.rstrip("\"'”’» ")) - 1 :]


def _of_clause(clause: Sequence[str], following: str, called: frozenset[str], language: str) -> Iterator[Claim]:
    negations = [at for at, word in enumerate(clause) if word in NEGATIONS]
    if len(negations) > 1 or not DENYING.isdisjoint(clause):
        return
    if negations:
        (at,) = negations
        place = _next(clause, at + 1)
        if place is not None and following != "because" and _REASONS.isdisjoint(clause[at + 1 :]):
            yield _claim(clause, place, clause[at], called, language)
        return
    for place, word in enumerate(clause):
        if _is_said(word, language):
            yield _claim(clause, place, "", called, language)


def _next(clause: Sequence[str], at: int) -> int | None:
    """The place of the word that a negation is about, if it says enough."""
    while at < len(clause) and (clause[at] in _SKIPPED or (*clause[at : at + 2],) == _GOING_TO):
        at += 2 if clause[at] == "going" else 1
    return at if at < len(clause) and _is_said(clause[at]) and not clause[at].endswith("ly") else None


def _is_said(word: str, language: str = "en") -> bool:
    """Whether a word says enough to be a claim, and isn't about what somebody thinks."""
    return weight(word, language) >= _SAYS and word not in _UNSAID


def _claim(clause: Sequence[str], place: int, negation: str, called: frozenset[str], language: str) -> Claim:
    before = list(clause[:place])
    led = next((word for word in reversed(before) if word not in _SKIPPED), "")
    pronoun = next((word for word in reversed(before) if any(word in group for group in _PERSONS)), "")
    subject = _concepts(before[_beginning(before) :][-_LED:], language)
    about = _concepts(clause[place + 1 : place + 1 + _REACH], language)
    inside = called & {concept(word) for word in clause}
    thing = bool(before) and before[-1] in _ARTICLES
    word = clause[place]
    pointing = not _POINTING.isdisjoint(before[:1])
    whose = not _WHOSE.isdisjoint(clause[place + 1 : place + 1 + _REACH])
    return Claim(
        word=word,
        term=concept(word),
        negation=negation,
        led=led,
        article=thing,
        pointing=pointing,
        whose=whose,
        mode=_mode(before),
        later=not _FUTURE.isdisjoint(before[-_MODAL:]),
        object=named_behind(clause[place + 1 : place + 1 + _REACH], language),
        pronoun=pronoun,
        subject=subject,
        about=about,
        names=inside,
    )


def _beginning(before: Sequence[str]) -> int:
    """Where the clause of a predicate begins: behind the last "that" which something stands before."""
    return max((at + 1 for at, word in enumerate(before) if word == "that" and at), default=0)


def _mode(before: Sequence[str]) -> str:
    """In which way a predicate is said, by the words before it: "should", "can", or "to" without "going" or "has"."""
    last = before[-_MODAL:]
    if not _NORMS.isdisjoint(last) or (last[-1:] == ["to"] and last[-2:-1] and last[-2] in {"have", "has", "had"}):
        return "norm"
    if "to" in last and _BOUND_TO.isdisjoint(last[: last.index("to")][-1:]):
        return "to"
    return "can" if "can" in last else ""


def _concepts(some: Sequence[str], language: str) -> dict[str, float]:
    weighed = ((concept(word), weight(word, language)) for word in some if word not in _LITTLE)
    return {term: value for term, value in weighed if value >= _HEAVY}


def _again(quote: PlacedQuote, term: str) -> bool:
    return sum(concept(word) == term for word in expanded(words(quote.text))) > 1


def _fits(no: Claim, yes: Claim) -> bool:
    """Whether a word stands in the other claim as it does behind the negation: as a predicate, or behind "with"."""
    if no.negation in _PAIRED:
        return yes.led == _PAIRED[no.negation]
    if no.negation in _OF_NOUNS:
        return yes.led in {"is", "are", "was", "were", "has", "have", "had", "there"} and yes.pronoun == no.pronoun
    if no.article != yes.article or yes.led.endswith("'s") or yes.mode not in _OPPOSED_MODES.get(no.mode, ()):
        return False
    if not one_object(no.object, yes.object) or not _one_time(no, yes):
        return False
    return predicate(yes) or (concept(yes.led) in no.subject and not yes.word.endswith("ing"))


def _one_time(no: Claim, yes: Claim) -> bool:
    """Whether both are foretold or neither is; what should or can't be has no time."""
    return bool(no.mode) or no.later == yes.later


def predicate(one: Claim) -> bool:
    """Whether a claim's word stands behind an auxiliary or a pronoun, as verbs and predicates do."""
    return one.led in _AUXILIARIES


def _shared(one: Claim, other: Claim, *, same: bool) -> float:
    """Information of what two claims share, in nats; 0 unless their subjects and objects may be the same things."""
    subject = one.subject.keys() & other.subject.keys()
    about = one.about.keys() & other.about.keys()
    if (one.subject or other.subject) and not subject:
        return 0.0
    if not one.subject and not _one_person(one.pronoun, other.pronoun, same=same):
        return 0.0
    if not same and (one.pointing or other.pointing or (one.whose and other.whose)):
        return 0.0
    least = min(sum(one.about.values()), sum(other.about.values()))
    if sum(one.about[term] for term in about) < _HALF * least:
        return 0.0
    if one.names and other.names and not one.names & other.names:
        return 0.0
    if any(named.names & named.about.keys() - shown.about.keys() for named, shown in ((one, other), (other, one))):
        return 0.0
    values = {**one.subject, **one.about}
    both = (subject | about) - {one.term, other.term}
    return sum(values[term] for term in both)


def _one_person(left: str, right: str, *, same: bool) -> bool:
    """Whether two pronouns may mean one: who speaks of himself is reported as "he"."""
    return same and any(left in group and right in group for group in _PERSONS)
