"""An extractor for tests of everything but extraction: quickly and plainly, no model."""

from __future__ import annotations

import re

from quote_loaders.records import ArticleSpeaker, Quote, TextSpan

# "words," said First Last
_SAID = re.compile(r'"(?P<content>[^"\n]+)" said (?P<source>[A-Z]\w+ [A-Z]\w+)')


class StubExtractor:
    """Finds `"…" said First Last` and nothing else; an article with FAIL in it makes it raise."""

    def __init__(self, version: str = "stub 1") -> None:
        self.version = version
        self.calls = 0

    def extract(self, article_text: str, language: str) -> list[Quote]:
        """One direct quote for each match."""
        self.calls += 1
        if "FAIL" in article_text:
            raise RuntimeError(f"no {language} words in it")
        return [
            Quote(
                "direct",
                (TextSpan(*match.span("content")),),
                source=TextSpan(*match.span("source")),
                speaker=ArticleSpeaker(match["source"], "person", "named"),
                form="quote, cue",
                confidence=0.9,
            )
            for match in _SAID.finditer(article_text)
        ]

    def limits(self, language: str) -> str | None:
        """As if it had a model for English alone."""
        return None if language == "en" else f"no model for {language!r}: only a stub is attempted"
