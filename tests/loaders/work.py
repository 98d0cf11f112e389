"""Work for worker processes of tests. It imports next to nothing: every worker that is started imports it anew."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path

from quote_loaders.records import Quote
from tests.loaders.stub_extractor import StubExtractor


class Deadly(StubExtractor):
    """Kills its own process over a text with KILL in it; over one with ONCE, the first time only."""

    def __init__(self, parent: int, once: Path | None = None) -> None:
        super().__init__()
        self.parent = parent
        self.once = once

    def extract(self, article_text: str, language: str) -> list[Quote]:
        first = "ONCE" in article_text and self.once is not None and not self.once.exists()
        if "KILL" in article_text or first:
            assert os.getpid() != self.parent, "a text that kills is never read by the program itself"
            if first and self.once is not None:
                self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().extract(article_text, language)


class Hanging(StubExtractor):
    """Never comes to an end with a text that has HANG in it."""

    def extract(self, article_text: str, language: str) -> list[Quote]:
        if "HANG" in article_text:
            threading.Event().wait()
        return super().extract(article_text, language)


class Unwanted(StubExtractor):
    """Can't be brought to another process."""

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("no number",)


@dataclass(frozen=True)
class Saying:
    """The quotes of a text, as work for a process."""

    extractor: StubExtractor

    def __call__(self, task: str, /) -> list[Quote]:
        return self.extractor.extract(task, "en")
