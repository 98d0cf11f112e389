"""Articles and what is known of where they got their words -> a tree, oldest first: pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from datasette_quotes import labels
from datasette_quotes.moments import parse
from datasette_quotes.queries.trace import Link, Occurrence

DEEPEST = 7  # levels that are drawn; a longer chain goes on at the last one
AS_STRONG = 0.05  # two parents whose strength differs by less are both named
COPY = 1.0  # strength of a stored origin: the loaders, or a person, decided it


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article may have got it: an article among the occurrences (`anchor`), or one that isn't (no anchor)."""

    outlet: str
    title: str | None
    anchor: str | None
    reasons: tuple[str, ...]
    strength: float


@dataclass(slots=True)
class Node:
    """An article in the tree, with the sources that it is placed by; `occurrence` is None outside the statement."""

    outlet: str
    title: str | None
    occurrence: Occurrence | None
    sources: tuple[Source, ...] = ()
    children: list[Node] = field(default_factory=list)

    @property
    def strength(self) -> str:
        """How sure the placement is: strong, medium or weak; empty for a root."""
        return labels.strength(self.sources[0].strength) if self.sources else ""


_Target = tuple[str, int]  # ("article", id) or ("outlet", id)


@dataclass(slots=True)
class _Candidate:
    target: _Target
    outlet: str
    title: str | None
    reasons: list[str]
    strength: float


def chain(occurrences: Sequence[Occurrence], links: Iterable[Link]) -> list[Node]:
    """Trees of articles: each under where it most likely got the words, roots and children oldest first.

    A stored origin comes before every link. Between links the strongest counts; where two are as strong, the article
    is placed under the earlier and names both. What isn't among the occurrences becomes a root of its own.
    """
    articles: dict[int, Occurrence] = {}
    for one in occurrences:
        articles.setdefault(one.article_id, one)
    place = {article: number for number, article in enumerate(articles)}
    by_article: dict[int, list[Link]] = {}
    for link in links:
        by_article.setdefault(link.article_id, []).append(link)
    nodes: dict[_Target, Node] = {("article", key): Node(one.outlet, one.title, one) for key, one in articles.items()}
    parents: dict[_Target, _Target] = {}
    for article, one in articles.items():
        own: _Target = ("article", article)
        found = _candidates(one, by_article.get(article, []), articles, place)
        found = [candidate for candidate in found if not _leads_to(candidate.target, own, parents)]
        if not found:
            continue
        nodes[own].sources = tuple(_source(candidate, articles) for candidate in found)
        for candidate in found[:1]:
            nodes.setdefault(candidate.target, Node(candidate.outlet, candidate.title, None))
            parents[own] = candidate.target
    return _grown(nodes, parents)


def _candidates(
    one: Occurrence, links: Iterable[Link], articles: dict[int, Occurrence], place: dict[int, int]
) -> list[_Candidate]:
    """The equally strong best sources of an article, the earliest first."""
    found: dict[_Target, _Candidate] = {}
    if one.origin_id is not None:
        reason = one.origin_reason or "copy"
        origin: _Target = ("article", one.origin_id)
        found[origin] = _Candidate(origin, one.origin_outlet or "", one.origin_title, [reason], COPY)
    for link in links:
        target = _target(link, one.article_id, articles, place)
        if target is None:
            continue
        reason = f"{labels.LINKS.get(link.kind, link.kind)}: {link.evidence}"
        if target in found:
            if link.evidence not in found[target].reasons:  # an origin decided by this very link
                found[target].reasons.append(reason)
            found[target].strength = max(found[target].strength, link.strength)
        else:
            found[target] = _Candidate(target, link.from_outlet or "", link.from_title, [reason], link.strength)
    if one.origin_id is not None:
        return [found["article", one.origin_id]]
    best = max((candidate.strength for candidate in found.values()), default=0.0)
    strongest = [candidate for candidate in found.values() if candidate.strength > best - AS_STRONG]
    return sorted(strongest, key=lambda candidate: place.get(candidate.target[1], len(place)))


def _target(link: Link, article: int, articles: dict[int, Occurrence], place: dict[int, int]) -> _Target | None:
    """The article that a link names; for an outlet its first article here that may be earlier, else the outlet itself.

    None for the article itself and for what is known to be later.
    """

    def may_come_before(source: int) -> bool:
        here, there = parse(articles[article].published), parse(articles[source].published)
        if here is None or there is None:
            return place[source] < place[article]
        return there.start <= (here.start if here.timed else here.end)

    named = link.from_article_id
    if named is not None:
        possible = named != article and (named not in articles or may_come_before(named))
        return ("article", named) if possible else None
    if link.from_outlet_id is None:
        return None
    of_outlet = (key for key, one in articles.items() if one.outlet_id == link.from_outlet_id and key != article)
    first = next((key for key in of_outlet if may_come_before(key)), None)
    return ("article", first) if first is not None else ("outlet", link.from_outlet_id)


def _leads_to(target: _Target, own: _Target, parents: dict[_Target, _Target]) -> bool:
    """Whether the target stands below the article itself, so that it can't be its source."""
    seen = {own}
    step: _Target | None = target
    while step is not None:
        if step in seen:
            return True
        seen.add(step)
        step = parents.get(step)
    return False


def _source(candidate: _Candidate, articles: dict[int, Occurrence]) -> Source:
    kind, key = candidate.target
    known = articles.get(key) if kind == "article" else None
    return Source(
        known.outlet if known else candidate.outlet,
        known.title if known else candidate.title,
        known.key if known else None,
        tuple(_distinct(candidate.reasons)),
        candidate.strength,
    )


def _distinct(reasons: Iterable[str]) -> Iterator[str]:
    """Reasons that say something new: "same text: names LPA; 98 %" says nothing beside "names LPA; 98 %"."""
    said: set[str] = set()
    for reason in reasons:
        parts = set(reason.split("; "))
        bare = {part.partition(": ")[2] or part for part in parts}
        if not (parts <= said or bare <= said):
            yield reason
        said |= parts | bare


def _grown(nodes: dict[_Target, Node], parents: dict[_Target, _Target]) -> list[Node]:
    """The roots; children hang under their parents, and below `DEEPEST` levels under the last one that is drawn."""
    roots: list[Node] = []
    for target, node in nodes.items():
        above = list(_ancestors(target, parents))
        if above:
            nodes[above[max(0, len(above) - DEEPEST + 1)]].children.append(node)
        else:
            roots.append(node)
    numbers = {id(node): number for number, node in enumerate(nodes.values())}
    return sorted(roots, key=lambda node: numbers[id(node.children[0] if node.occurrence is None else node)])


def _ancestors(target: _Target, parents: dict[_Target, _Target]) -> Iterator[_Target]:
    """From the parent up to the root."""
    step = parents.get(target)
    while step is not None:
        yield step
        step = parents.get(step)
