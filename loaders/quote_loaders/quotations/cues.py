"""The words by which a language reports speech: data files in `cues/`, one section a group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of one language; forms are lower case and map to their lemma."""

    language: str
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lemma(self, group: str, form: str) -> str | None:
        """The lemma of a form in a group, None when the group hasn't got it."""
        return self.groups.get(group, {}).get(form.lower())

    def has(self, form: str, *groups: str) -> bool:
        """Whether a form belongs to one of the groups."""
        lowered = form.lower()
        return any(lowered in self.groups.get(group, {}) for group in groups)


def parse_cues(language: str, lines: str) -> Cues:
    """Cues from the text of a data file: `[group]` headings, then one lemma a line followed by its forms."""
    groups: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in lines.splitlines():
        words = line.partition("#")[0].strip()
        if words.startswith("[") and words.endswith("]"):
            current = groups.setdefault(words[1:-1], {})
        elif words:
            lemma, *_ = forms = words.lower().split()
            for form in forms:
                current.setdefault(form, lemma)
    return Cues(language, groups)


@cache
def load_cues(language: str) -> Cues:
    """The cues of a language by its first subtag ("en-GB" → "en"); no cues where there is no file for it."""
    subtag = language.partition("-")[0].lower()
    path = files("quote_loaders") / "cues" / f"{subtag}.txt"
    if not (subtag.isalpha() and path.is_file()):
        return Cues(subtag)
    return parse_cues(subtag, path.read_text(encoding="utf-8"))
