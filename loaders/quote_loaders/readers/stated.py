"""What an input states of itself, where a value that can't be is no reason to lose the article. Pure."""

from __future__ import annotations

from quote_loaders.readers.fields import is_language

MOST_DOUBTS = 10  # of one article that are told one by one


def few(doubts: list[str]) -> list[str]:
    """The first doubts of an article, each once, and how many more there are."""
    doubts = list(dict.fromkeys(doubts))
    if len(doubts) <= MOST_DOUBTS:
        return doubts
    return [*doubts[:MOST_DOUBTS], f"{len(doubts) - MOST_DOUBTS:,} more doubts like these"]


def stated_language(value: str | None, doubts: list[str]) -> str | None:
    """A language as a BCP 47 tag ("en_GB" is one with the wrong mark); None with a doubt for what is none."""
    if value is None or not value.strip():
        return None
    tag = value.strip().replace("_", "-")
    if is_language(tag):
        return tag
    doubts.append(f"lang is {value[:60]!r}, expected a BCP 47 tag such as en, de or pt-BR; told by its words instead")
    return None
