"""The public collection of news articles that linkage is tried on: ramybaly/Article-Bias-Prediction on GitHub.

Its articles are their publishers' and are read for measuring only. Speakers are not resolved here, since a parse of
37,554 articles takes hours: the stand-in is the surname printed beside the verb of saying, or nobody.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from datasette_quotes.text import short_key, word_spans
from quote_loaders.dates import order
from quote_loaders.quotations.marks import marked_spans
from quote_loaders.records import PlacedQuote, TextSpan

FOLDERS = ("jsons", "data/jsons")
WORDS = 5  # of a quote that is looked at
NEAR = 200  # characters kept on either side, as the loaders keep them
BESIDE = 70  # characters in which the speaker stands
_VERB = r"(?:said|says|told|added|tweeted|wrote|asked|explained|argued|declared|warned|insisted|noted|testified)"
_NAME = r"(?:[A-Z][\w.’'-]+ ){0,3}([A-Z][\w’'-]{2,})"
_AFTER = re.compile(rf"^[^A-Za-z]{{0,4}}(?:{_VERB} {_NAME}|{_NAME} {_VERB})")
_BEFORE = re.compile(rf"{_NAME} {_VERB}[^.!?]{{0,40}}$")


def read_quotes(repository: Path, articles: int | None = None) -> list[PlacedQuote]:
    """The quotes of five words or more between quotation marks, of the first articles by name or of all of them."""
    found: list[PlacedQuote] = []
    for place, (name, text) in enumerate(_blobs(repository)):
        if articles is not None and place >= articles:
            break
        found += _quotes(name, json.loads(text))
    return found


def _blobs(repository: Path) -> Iterator[tuple[str, str]]:
    """Name and text of every file of the collection that the repository holds, in order of the names."""
    git = ["git", f"--git-dir={repository}"]
    environment = os.environ | {"GIT_NO_LAZY_FETCH": "1"}
    listed = [
        line.split(None, 3)
        for folder in FOLDERS
        for line in subprocess.run(
            [*git, "ls-tree", f"HEAD:{folder}"], capture_output=True, text=True, check=False, env=environment
        ).stdout.splitlines()
    ]
    names = {digest: name for _, _, digest, name in listed}
    with subprocess.Popen(
        [*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for digest, name in sorted(names.items(), key=lambda item: item[1]):
            process.stdin.write(f"{digest}\n".encode())
            process.stdin.flush()
            header = process.stdout.readline().split()
            if header[-1] == b"missing":
                continue
            yield name, process.stdout.read(int(header[2]) + 1).decode()


def _quotes(name: str, article: dict[str, str]) -> Iterator[PlacedQuote]:
    text = article.get("content_original") or ""
    published = article.get("date") or None
    for mark in marked_spans(text):
        span = TextSpan(mark.inner_start, mark.inner_end)
        content = span.of(text)
        if len(word_spans(content)) < WORDS:
            continue
        prefix, suffix = text[max(0, span.start - NEAR) : span.start], text[span.end : span.end + NEAR]
        speaker = _speaker(prefix, suffix)
        yield PlacedQuote(
            key=short_key(name, str(span.start)),
            article=name,
            outlet=article.get("source") or "",
            speaker=speaker,
            speaker_name=speaker,
            via=None,
            kind="direct",
            text=content,
            spans=(span,),
            language="en",
            published=published,
            published_order=order(published),
            prefix=prefix,
            suffix=suffix,
            cue=None,
        )


def _speaker(prefix: str, suffix: str) -> str | None:
    match = _AFTER.search(suffix[:BESIDE]) or _BEFORE.search(prefix[-BESIDE:])
    found = next((name for name in match.groups() if name), None) if match else None
    return found.split("’")[0].split("'")[0] if found else None
