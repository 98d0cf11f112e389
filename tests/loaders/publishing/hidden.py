"""A database of articles whose texts hold marked words that must never be seen."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from quote_loaders.publishing import LeftOut, make_public
from tests.plugin.rows import Rows, create

ARTICLES = 200
MARK = "zqsecret"  # in every word that must not be published; in no other
WORDS = "The harbour stays open through the winter"


def secret(number: int, paragraph: int) -> str:
    """Twenty marked words that no other paragraph has."""
    return " ".join(f"{MARK}{number}p{paragraph}w{word}" for word in range(20)).capitalize() + "."


def hidden(path: Path, articles: int = ARTICLES) -> Rows:
    """Articles of two outlets with one quote each, in three statements, marked text around all of it."""
    rows = create(path)
    outlets = [rows.outlet("Tolm Gazette"), rows.outlet("Beacon")]
    speaker = rows.speaker("Ilena Marvec")
    quotes = []
    for number in range(articles):
        text = (
            f"{secret(number, 0)}\n\nOn the quay of Tolm that morning, in brief: “{WORDS} {number % 3},” said Marvec "
            f"on Day {number}. Nobody answered her. {secret(number, 1)}\n\n{secret(number, 2)}"
        )
        article = rows.article(
            outlets[number % 2],
            f"Harbour {number}",
            text,
            f"2026-03-{number % 28 + 1:02}T08:00Z",
            url=f"https://gazette.example/{number}",
            source_path=f"/home/{MARK}/in/{number}.md",
            summary=f"A teaser, {secret(number, 3)}",
        )
        at = text.index("Marvec")
        quotes.append(
            rows.quote(
                article, [f"{WORDS} {number % 3}"], source_text="Marvec", source_span=json.dumps([at, at + 6]),
                prefix=text[: text.index(WORDS)][-200:], suffix=text[text.index(",”") :][:200],
            )
        )  # fmt: skip
    for kind in range(3):
        rows.statement(f"{WORDS} {kind}", quotes[kind::3], speaker)
    rows.insert("load_problems", load_id=rows.load_id, source=f"/home/{MARK}", stage="read", message=MARK)
    rows.insert("inputs", source=f"/home/{MARK}/in", record="", digest="", reader="markdown 1", load_id=rows.load_id)
    rows.connection.execute("update loads set parameters = ?", (json.dumps({"aliases": f"/home/{MARK}"}),))
    judgement = {
        "subject": "same statement", "left_key": rows.key("quotes", quotes[0]),
        "right_key": rows.key("quotes", quotes[-1]), "verdict": "yes", "made_by": f"{MARK}@example.org",
        "made_at": "2026-11-20T08:00:00Z", "note": f"note {MARK}",
    }  # fmt: skip
    rows.insert("judgements", **judgement)
    rows.connection.commit()
    return rows


def publish(source: Path, target: Path, **options: Any) -> LeftOut:
    """The public copy with what the command takes for granted."""
    return make_public(source, target, **{"context": 30, "most": 600, "notes": False, "replace": False, **options})


def ask(path: Path, sql: str, *values: Any) -> list[Any]:
    """Rows of a file."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()
