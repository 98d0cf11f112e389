"""Which spans touch which, without comparing every pair."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from quote_loaders.records import TextSpan


class Spans:
    """Spans in order of their starts; most of them don't overlap each other."""

    def __init__(self, spans: Iterable[TextSpan]) -> None:
        """Sort the spans once."""
        self._spans = sorted(set(spans))
        self._longest = max((span.end - span.start for span in self._spans), default=0)

    def touching(self, span: TextSpan) -> list[TextSpan]:
        """The spans that share a character with this one, in order."""
        first = bisect_left(self._spans, TextSpan(span.start - self._longest, 0))
        last = bisect_left(self._spans, TextSpan(span.end, 0))
        return [other for other in self._spans[first:last] if other.end > span.start]
