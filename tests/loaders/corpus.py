"""Small articles for tests of the pipeline: every quote is found by the stub extractor."""

from __future__ import annotations

from pathlib import Path

TEXTS = {
    "a-wire.md": (
        "---\ntitle: Wire\noutlet: {name: Lurania Press, kind: agency}\npublished: 2026-03-12T10:00:00Z\n---\n"
        '"We will not cut pensions before the election this year," said Ilena Marvec in the assembly.\n\n'
        '"The old bridge stays closed for 14 months from today," said Tomas Orlev to reporters.\n'
    ),
    "b-paper.md": (
        "---\ntitle: Paper\noutlet: Beacon\npublished: 2026-03-12\n---\n"
        'There was a debate. "We will cut pensions before the election this year," said Ilena Marvec on Thursday.\n'
    ),
    "c-late.md": (
        "---\ntitle: Late\noutlet: Courier\npublished: 2026-03-13T08:00:00Z\n---\n"
        '"The old bridge stays closed for 18 months from today," said Tomas Orlev, the Courier learned.\n\n'
        '"We will not cut pensions before the election this year," said Ilena Marvec again and again.\n'
    ),
    "d-early.md": (
        "---\ntitle: Early\noutlet: Herald\npublished: 2026-03-11T08:00:00Z\n---\n"
        'A day before: "We will not cut pensions before the election this year," said Ilena Marvec.\n'
    ),
    "e-none.txt": "No outlet is known of this text\n\nNobody says a word.\n",
}


def write_corpus(folder: Path, names: list[str] | None = None) -> Path:
    """Write the articles of these names (all without) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or list(TEXTS):
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    return folder


def write_many(folder: Path, count: int) -> Path:
    """Write a number of articles that quote four people in turn, some in the same words."""
    folder.mkdir(parents=True, exist_ok=True)
    people = ("Ilena Marvec", "Tomas Orlev", "Petr Halden", "Marta Oszel")
    for number in range(count):
        who = people[number % 4]
        words = f"The plan number {number % 7} will be ready before the summer break of the parliament"
        (folder / f"{number:04}.md").write_text(
            f"---\ntitle: Number {number}\noutlet: Outlet {number % 5}\npublished: 2026-03-{number % 28 + 1:02}\n---\n"
            f'Text {number}. "{words}," said {who} on the day. "It costs {number} million," said {who} later.\n',
            encoding="utf-8",
        )
    return folder
