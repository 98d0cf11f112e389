"""Pages of invented news sites, from a seed, with all that stands around an article; and a WARC file of them.

Five pages are about one event: they share its people, a third of their quotes have the event's words, and one page in
twelve has the whole text of another one, as copies of an agency's report do. All else is said once.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from bench.page_words import clause, ended, person

_CUES = ("said", "told reporters", "added", "warned", "argued", "explained", "insisted")
_SITES = 40
_PARAGRAPHS = (9, 18)
_EVENT = 5  # pages
_SHARED = 1 / 3  # of the quotes of a page
_COPIES = 1 / 12  # of the pages
_SCRIPT = "window.dataLayer=window.dataLayer||[];function track(a,b){dataLayer.push({event:a,value:b});}" * 40


def page(number: int, seed: int = 7) -> tuple[str, str]:
    """The address and the HTML of a page, the same for the same number and seed: about 30 kB, about 550 words."""
    chance = _chance(seed, number, "page")
    copies = chance.random() < _COPIES
    site = f"paper{chance.randrange(_SITES)}.example"
    day = f"2026-{chance.randrange(1, 10):02}-{chance.randrange(1, 28):02}"
    title = ended(chance).capitalize()
    url = f"https://{site}/{day.replace('-', '/')}/story-{number}.html"
    event = _event(seed, number // _EVENT)
    body = "\n".join(
        f"<p>{text}</p>" for text in (event.report if copies else _paragraphs(chance, event.people, event.said))
    )
    node = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "mainEntityOfPage": url,
        "datePublished": f"{day}T{chance.randrange(6, 22):02}:15:00+01:00",
        "author": {"@type": "Person", "name": person(chance)[0]},
        "publisher": {"@type": "Organization", "name": f"Paper {site[5:-8]}"}, "isAccessibleForFree": True,
    }  # fmt: skip
    return url, _html(chance, url, title, node, body)


def _html(chance: random.Random, url: str, title: str, node: dict[str, Any], body: str) -> str:
    links = "".join(f'<li><a href="/s/{chance.randrange(10**6)}">{clause(chance)}</a></li>' for _ in range(60))
    cards = "".join(
        f'<div class="card teaser"><h3><a href="/c/{place}">{clause(chance)}</a></h3><img src="/i/{place}.jpg" alt="">'
        f'<p class="lead">{clause(chance)}.</p></div>'
        for place in range(40)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{title}">'
        f'<script type="application/ld+json">{json.dumps(node)}</script><script>{_SCRIPT}</script></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<p class="byline">By {node["author"]["name"]}</p><div class="article-body">{body}</div></article>'
        f'<aside class="related"><h2>More</h2>{cards}</aside></main><script>{_SCRIPT}</script>'
        f'<footer><ul>{links}</ul><p>© 2026</p></footer></body></html>'
    )  # fmt: skip


class _Event(NamedTuple):
    """What pages about one thing share: people, what they said, and an agency's report."""

    people: list[tuple[str, str]]
    said: list[str]
    report: list[str]


@lru_cache(8)
def _event(seed: int, number: int) -> _Event:
    chance = _chance(seed, number, "event")
    people, said = [person(chance) for _ in range(3)], [_sentence(chance) for _ in range(3)]
    return _Event(people, said, list(_paragraphs(chance, people, said)))


def _chance(seed: int, number: int, of: str) -> random.Random:
    return random.Random(f"{seed} {of} {number}")  # noqa: S311 - it makes texts, no secrets


def _sentence(chance: random.Random) -> str:
    return f"{clause(chance)}, and {ended(chance)}"


def _paragraphs(chance: random.Random, people: list[tuple[str, str]], said: list[str]) -> Iterator[str]:
    for place in range(chance.randrange(*_PARAGRAPHS)):
        speaker = place % len(people)
        name, role = people[speaker]
        who = f"the {role}, {name}," if place < len(people) else name.split()[-1]
        shared = chance.random() < _SHARED
        told = (said[speaker] if shared else _sentence(chance)).capitalize()
        if place % 2 == 0:
            yield f"“{told},” {who} {chance.choice(_CUES)}. {_sentence(chance).capitalize()}."
        elif place % 5 == 1:
            yield f"{who[0].upper()}{who[1:]} said that {_sentence(chance)}."
        else:
            yield f"{told}. {_sentence(chance).capitalize()}. {_sentence(chance).capitalize()}."


def write_warc(path: Path, pages: int, seed: int = 7) -> None:
    """A WARC file in the manner of CC-NEWS: a member of gzip for each response, written one by one."""
    with path.open("wb") as file:
        for number in range(pages):
            url, html = page(number, seed)
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-10-01T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: {url}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 1))
