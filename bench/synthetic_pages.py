"""Pages of invented news sites, from a seed, with all that stands around an article; and a WARC file of them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

_GIVEN = ("Dora", "Emil", "Ann", "Kit", "Ola", "Petra", "Ines", "Vera", "Tomas", "Mira", "Jon", "Lena", "Ivo", "Nils")
_FAMILY = (
    "Quell", "Varga", "Merrow", "Brandt", "Holm", "Falk", "Lind", "Reed", "Stolz", "Abel", "Okafor", "Strand", "Haber",
    "Marlow", "Kessler", "Novak", "Soler", "Dunmore", "Achterberg", "Whitlock",
)  # fmt: skip
_ROLES = ("finance minister", "mayor", "engineer", "union leader", "judge", "head of the port", "farmer", "scientist")
_SUBJECTS = (
    "the council", "the government", "the harbour", "the railway", "the court", "the company", "the school", "the town",
    "the hospital", "the ministry", "the committee", "the union", "the river", "the budget", "the new bridge",
)  # fmt: skip
_VERBS = (
    "will need", "has lost", "cannot accept", "is waiting for", "has asked for", "will close", "should explain",
    "has promised", "did not receive", "will publish", "is looking at", "has rejected", "wants", "could change",
)  # fmt: skip
_OBJECTS = (
    "a second vote", "more time", "the old plan", "a full report", "forty new posts", "the winter timetable",
    "its lease", "a smaller budget", "the answer to that", "three more years", "an independent review", "the money",
    "a new roof",
)  # fmt: skip
_ENDS = (
    "before the spring", "after the storm", "without the islands", "in the next session", "for the first time in years",
    "because nobody asked", "despite the rain", "at the end of the month", "as far as we know", "whatever it costs",
)  # fmt: skip
_CUES = ("said", "told reporters", "added", "warned", "argued", "explained", "insisted")
_SITES = 40
_PARAGRAPHS = (9, 18)
_SCRIPT = "window.dataLayer=window.dataLayer||[];function track(a,b){dataLayer.push({event:a,value:b});}" * 40


def page(number: int, seed: int = 7) -> tuple[str, str]:
    """The address and the HTML of a page, the same for the same number and seed: about 30 kB, about 550 words."""
    chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - it makes texts, no secrets
    site = f"paper{chance.randrange(_SITES)}.example"
    day = f"2026-{chance.randrange(1, 10):02}-{chance.randrange(1, 28):02}"
    title = f"{_clause(chance).capitalize()} {chance.choice(_ENDS)}"
    url = f"https://{site}/{day.replace('-', '/')}/story-{number}.html"
    people = [(f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}", chance.choice(_ROLES)) for _ in range(3)]
    body = "\n".join(f"<p>{text}</p>" for text in _paragraphs(chance, people))
    node = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "mainEntityOfPage": url,
        "datePublished": f"{day}T{chance.randrange(6, 22):02}:15:00+01:00",
        "author": {"@type": "Person", "name": people[0][0]},
        "publisher": {"@type": "Organization", "name": f"Paper {site[5:-8]}"}, "isAccessibleForFree": True,
    }  # fmt: skip
    links = "".join(f'<li><a href="/s/{chance.randrange(10**6)}">{_clause(chance)}</a></li>' for _ in range(60))
    cards = "".join(
        f'<div class="card teaser"><h3><a href="/c/{place}">{_clause(chance)}</a></h3><img src="/i/{place}.jpg" alt="">'
        f'<p class="lead">{_clause(chance)}.</p></div>'
        for place in range(40)
    )
    return url, (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | {node["publisher"]}</title>'
        f'<link rel="canonical" href="{url}"><meta property="og:title" content="{title}">'
        f'<script type="application/ld+json">{json.dumps(node)}</script><script>{_SCRIPT}</script></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>{title}</h1>"
        f'<p class="byline">By {people[0][0]}</p><div class="article-body">{body}</div></article>'
        f'<aside class="related"><h2>More</h2>{cards}</aside></main><script>{_SCRIPT}</script>'
        f'<footer><ul>{links}</ul><p>© 2026</p></footer></body></html>'
    )  # fmt: skip


def _clause(chance: random.Random) -> str:
    return f"{chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {chance.choice(_OBJECTS)}"


def _sentence(chance: random.Random) -> str:
    return f"{_clause(chance)}, and {_clause(chance)} {chance.choice(_ENDS)}"


def _paragraphs(chance: random.Random, people: list[tuple[str, str]]) -> Iterator[str]:
    for place in range(chance.randrange(*_PARAGRAPHS)):
        name, role = people[place % len(people)]
        who = f"the {role}, {name}," if place < len(people) else name.split()[-1]
        told = _sentence(chance).capitalize()
        if place % 2 == 0:
            yield f"“{told},” {who} {chance.choice(_CUES)}. {_sentence(chance).capitalize()}."
        elif place % 5 == 1:
            yield f"{who.capitalize() if who.startswith('the') else who} said that {_sentence(chance)}."
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
