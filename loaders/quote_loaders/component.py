"""The spaCy component "quotes": finds and resolves in a Doc, whatever pipeline made it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from quote_loaders.quotations import find_marked_quotes, find_quotes
from quote_loaders.records import Quote, TextSpan
from quote_loaders.speakers import resolve

GROUPS = ("quotes", "cues", "sources")


@Language.factory("quotes", assigns=["doc.spans", "doc._.quotes"])
def make_quotes(nlp: Language, name: str) -> QuotesComponent:
    """What `nlp.add_pipe("quotes")` puts last into a pipeline."""
    return QuotesComponent(nlp, name)


class QuotesComponent:
    """Sets `doc._.quotes` to the records, and `doc.spans["quotes"]`, `["cues"]` and `["sources"]` to their places.

    The label of a quote's span is its kind, that of a cue's its form, and that of a source's the kind of its speaker;
    spans with the same `id` belong to one quote, whose place in `doc._.quotes` it is. A Doc with a parse in English is
    read in full, any other one by marks, dashes, colons and cues.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """Register the extension; the pipeline itself isn't kept."""
        self.name = name
        self.language = nlp.lang
        if not Doc.has_extension("quotes"):
            Doc.set_extension("quotes", default=())

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc, with its quotes set."""
        found = find_quotes(doc) if self.language == "en" and doc.has_annotation("DEP") else find_marked_quotes(doc)
        quotes = tuple(resolve(list(found), doc))
        doc._.quotes = quotes
        for group in GROUPS:
            doc.spans[group] = []
        for number, quote in enumerate(quotes):
            _set(doc, number, quote)
        return doc


def _set(doc: Doc, number: int, quote: Quote) -> None:
    for content in quote.content:
        doc.spans["quotes"].append(_span(doc, content, quote.kind, number))
    if quote.cue is not None:
        doc.spans["cues"].append(_span(doc, quote.cue, quote.form, number))
    if quote.source is not None:
        kind = quote.speaker.kind if quote.speaker is not None else ""
        doc.spans["sources"].append(_span(doc, quote.source, kind, number))


def _span(doc: Doc, place: TextSpan, label: str, number: int) -> Span:
    """The tokens of a place; a token that it cuts is taken in, as in a word that lost its space."""
    found = doc.char_span(place.start, place.end, label=label, span_id=number, alignment_mode="expand")
    assert found is not None
    return found
