"""The frozen records that pass between the stages: read -> extract -> resolve -> save -> link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

QuoteKind = Literal["direct", "mixed", "indirect", "block"]
SpeakerKind = Literal["person", "organisation", "group", "anonymous"]
Precision = Literal["year", "month", "day", "minute", "second"]
Relation = Literal["earliest", "repeats", "excerpt", "reworded", "altered", "translation"]
ContradictionKind = Literal[
    "negation",
    "number",
    "opposite",
    "altered",
    "other_speaker",
    "circumstances",
    "denial",
    "reversal",
    "dispute",
]
LinkKind = Literal["names outlet", "links to", "same text", "same wording later"]

DateSource = Literal["jsonld", "meta", "time", "feed", "sitemap", "record", "url", "text", "manifest", "file", "guess"]
TextStatus = Literal["whole", "fragments"]

Stage = Literal["read", "extract", "resolve", "save", "link"]

# Broken content ("...", she said, "...") is joined with this in `quotes.text`; it never occurs inside a span.
CONTENT_JOINER = " … "


class LoadError(Exception):
    """An input that can't be read: the message names the thing, the value and what is expected."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that could not be read, or was read with doubt: one row of `load_problems`."""

    source: str
    stage: Stage
    message: str
    detail: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """A half-open range of characters (Unicode code points) of an article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of the text that this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Published:
    """When an article came out, as precisely as is known and no more.

    `value` is RFC 3339 cut at its precision: `2026`, `2026-03`, `2026-03-14`, `2026-03-14T18:10Z` or
    `2026-03-14T18:10:05Z`; times are in UTC where the zone is known and as printed, without a zone, where not.
    """

    value: str
    precision: Precision
    zone_known: bool
    source: DateSource
    zone_from_outlet: bool = False  # the input gave no offset and the outlet's own zone was applied


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who published an article."""

    name: str
    domain: str | None = None
    kind: str = "unknown"
    country: str | None = None
    language: str | None = None
    wikidata: str | None = None
    timezone: str | None = None  # IANA name


@dataclass(frozen=True, slots=True)
class Article:
    """One stored text of one outlet; the text is cleaned once, before this record exists."""

    text: str
    title: str
    outlet: Outlet
    source_path: str
    language: str = "en"
    url: str | None = None
    archived_url: str | None = None
    byline: str | None = None
    published: Published | None = None
    modified: str | None = None
    paywalled: bool | None = None
    credit: str | None = None  # the agency or outlet that the article itself names as its source
    reader: str = ""  # the format that it was read as
    source_record: str = ""  # its place in the input; empty when the input holds only this
    captured: str | None = None  # RFC 3339: when its bytes were fetched
    summary: str | None = None  # a teaser that the input gives beside the text
    text_status: TextStatus = "whole"
    extraction_doubt: str | None = None  # what may be missing from the text, and why
    withdrawn: str | None = None  # why its outlet withdrew it


@dataclass(frozen=True, slots=True)
class ArticleSpeaker:
    """The person or body that a source span denotes, by the fullest name that its article prints."""

    name: str
    kind: SpeakerKind
    reason: str  # why the span denotes this name: "named", "surname", "pronoun: nearest subject", ...
    wikidata: str | None = None  # Q-number, where the input itself gives exactly one


@dataclass(frozen=True, slots=True)
class Quote:
    """An attribution found in one article: a source, a cue and the content they frame.

    `speaker` and `via` are None until `speakers.resolve` has run. `confidence` is the share of findings of this
    form whose span and speaker were both right on hand-marked articles, 0 to 1.
    """

    kind: QuoteKind
    content: tuple[TextSpan, ...]
    cue: TextSpan | None = None
    source: TextSpan | None = None
    role: str | None = None  # the title as printed: "Kremlin aide"
    relay: TextSpan | None = None  # who passes it on: "according to TASS"
    speaker: ArticleSpeaker | None = None
    via: ArticleSpeaker | None = None
    unattributed_reason: str | None = None
    form: str = ""  # the pattern that found it: "quote, cue", "dash", "colon", "label", "according to", ...
    confidence: float = 0.0

    def text(self, article_text: str) -> str:
        """The words as printed; broken content is joined with " … "."""
        return CONTENT_JOINER.join(span.of(article_text) for span in self.content)


@dataclass(frozen=True, slots=True)
class SpeakerMention:
    """A name under which one article has somebody speak: what merging across articles works on."""

    article: str  # article key
    name: str  # the fullest name in that article
    kind: SpeakerKind
    roles: tuple[str, ...] = ()  # titles as printed, oldest first
    published_order: str = ""
    wikidata: str | None = None  # Q-number that the input gives


class ToldRole(NamedTuple):
    """The titles that one article has for a name, oldest first, and where they stand."""

    published_order: str
    article: str  # article key
    kind: SpeakerKind
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameUse:
    """How articles use a name of somebody who is named: all that merging across articles looks at."""

    name: str
    wikidata: str | None  # Q-number that inputs give beside it
    kinds: tuple[tuple[SpeakerKind, int], ...]  # how many articles have it of which kind, sorted
    role: ToldRole | None  # the latest one


@dataclass(frozen=True, slots=True)
class SpeakerName:
    """One name of a speaker, and how it came to be joined."""

    name: str
    reason: Literal["full name", "surname in article", "spelling variant", "alias list", "judgement"]


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body, merged across articles. `mentions` are (article key, name in that article).

    `numbered` are its names with the Q-numbers that inputs give for them: what tells namesakes apart.
    """

    key: str
    name: str
    kind: SpeakerKind
    role: str | None
    wikidata: str | None
    names: tuple[SpeakerName, ...]
    mentions: tuple[tuple[str, str], ...]
    numbered: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision of a person; the latest one for a subject counts and every load obeys it."""

    subject: Literal["same statement", "contradiction", "same speaker", "origin"]
    left: str  # keys: of two quotes, two speaker names, two articles
    right: str
    verdict: Literal["yes", "no"]


@dataclass(frozen=True, slots=True)
class PlacedQuote:
    """A stored quote with its surroundings: what linking and contradiction rules look at.

    `published_order` sorts by time: see `dates.order`; "~" when unknown. `prefix` and `suffix` are the words
    around the content, byte for byte; `sentence` is the content with its attribution.
    """

    key: str
    article: str
    outlet: str
    speaker: str | None
    speaker_name: str | None
    via: str | None
    kind: QuoteKind
    text: str
    spans: tuple[TextSpan, ...]
    language: str
    published: str | None
    published_order: str
    prefix: str
    suffix: str
    cue: str | None
    outlet_kind: str = "unknown"
    origin: str | None = None  # key of the article that this one's text was taken from: of its first version
    first_version: str | None = None  # key of the first version of its article, when that is a later one

    @property
    def first(self) -> str:
        """The key of its article's first version: versions of one article count once."""
        return self.first_version or self.article

    @property
    def independent(self) -> str:
        """The key of the article that counts as its origin."""
        return self.origin or self.first

    @property
    def primary_language(self) -> str:
        """Its language, whatever the country: the primary subtag of BCP 47."""
        return self.language.split("-")[0]

    def corrects(self, other: PlacedQuote) -> bool:
        """Whether the two are of different versions of one article."""
        return self.article != other.article and self.first == other.first


@dataclass(frozen=True, slots=True)
class Member:
    """A quote in its statement, against the statement's reference wording."""

    quote: str
    relation: Relation
    similarity: float
    differences: dict[str, object] | None  # as `datasette_quotes.wording.Comparison.as_json` writes it


@dataclass(frozen=True, slots=True)
class Statement:
    """The cluster of quotes judged to report the same words of the same speaker; members oldest first."""

    key: str
    members: tuple[Member, ...]
    reference: str  # quote key
    reference_reason: Literal["primary source", "a person's choice", "most common", "earliest"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of one article that a contradiction rests on, with their span in that article's text."""

    text: str
    span: TextSpan


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two quotes that pull against each other: named, explained and shown; never a verdict on who is right."""

    kind: ContradictionKind
    left_quote: str
    right_quote: str
    score: float
    explanation: str
    left_evidence: tuple[Evidence, ...]
    right_evidence: tuple[Evidence, ...]
    method: str


@dataclass(frozen=True, slots=True)
class PlacedArticle:
    """A stored article as origin rules see it."""

    key: str
    outlet: str
    outlet_name: str
    outlet_kind: str
    title: str
    text: str
    language: str
    published: str | None
    published_order: str
    url: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """An article whose text was taken from another one: a wire story, syndication."""

    article: str
    origin: str
    reason: str
    strength: float


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """Where an article got something: exactly one of `from_article` and `from_outlet` is set (keys)."""

    article: str
    from_article: str | None
    from_outlet: str | None
    kind: LinkKind
    strength: float
    evidence: str
