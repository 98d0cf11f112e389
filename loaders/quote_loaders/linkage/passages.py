"""What is printed beside a quote, held against the words of another one: pure.

Two articles cut one speech at different places. What one of them has between its marks, the other may print just before
or behind its own quote, between marks or in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from datasette_quotes.alignment import expanded
from datasette_quotes.text import words
from quote_loaders.lexicon import concept
from quote_loaders.linkage.prepared import Prepared

_RUN = 2  # words
_SAYS = 6.0  # nats of a run that says something
_MOST = 0.6  # of a quote

Terms = tuple[str, ...]


def beside(one: Prepared, other: Prepared) -> float:
    """Share of a quote that stands before or behind another one, 0 unless that is most of it and more than in it."""
    inside = sum(_mass(one, run) for run in _runs(one, other.terms))
    outside = max(sum(_mass(one, run) for run in _runs(one, terms)) for terms in _around(other))
    return outside / one.mass if outside > inside and outside >= _MOST * one.mass else 0.0


def continued(one: Prepared, other: Prepared) -> float:
    """Information in nats of the words that another quote hasn't, but that stand before or behind it in runs."""
    own = set(other.terms)
    return sum(
        one.weights[at]
        for terms in _around(other)
        for run in _runs(one, terms)
        for at in run
        if one.terms[at] not in own
    )


def _runs(one: Prepared, terms: Terms) -> Iterator[range]:
    """Where runs of a quote of two words and 6 nats or more stand in other words, in the same order."""
    for block in LCSseq.opcodes(one.terms, terms):
        run = range(block.src_start, block.src_end)
        if block.tag == "equal" and len(run) >= _RUN and _mass(one, run) >= _SAYS:
            yield run


def _mass(one: Prepared, run: range) -> float:
    return sum(one.weights[run.start : run.stop])


def _around(one: Prepared) -> tuple[Terms, Terms]:
    return _terms(one.quote.prefix), _terms(one.quote.suffix)


@lru_cache(maxsize=5_000)
def _terms(text: str) -> Terms:
    return tuple(concept(word) for word in expanded(words(text)))
