"""How well and how fast quotes are linked: `python -m bench.linkage --help`.

Labelled pairs and a collection of real articles are read where their paths are given; neither is part of the project.
Speed is measured on made quotes, each size in a process of its own, beside datasketch where it is installed.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import wordfreq
from rapidfuzz import fuzz, process

from bench.collection import read_quotes
from bench.pairs import edits, made, read_pairs, scores
from datasette_quotes.text import short_key, words
from quote_loaders.linkage import link
from quote_loaders.linkage.clusters import grouped, offers, paired
from quote_loaders.linkage.ordered import firsts, ordered
from quote_loaders.records import PlacedQuote, Statement

LARGEST, EDGES = 25, 100


def clustering(repository: Path, articles: int | None, edges: Path | None) -> None:
    """The largest statements of the real quotes, and a random sample of edges between outlets to be judged."""
    quotes = {quote.key: quote for quote in read_quotes(repository, articles)}
    start = time.process_time()
    statements = link(list(quotes.values()))
    print(f"{len(quotes)} real quotes, {len(statements)} statements, {time.process_time() - start:.0f} CPU s")
    for statement in sorted(statements, key=lambda one: -len(one.members))[:LARGEST]:
        wordings = Counter(" ".join(words(quotes[member.quote].text)) for member in statement.members)
        print(f"{len(statement.members):5} quotes, {len(wordings):3} wordings: {quotes[statement.reference].text[:90]}")
    if edges is not None:
        _write_edges(statements, quotes, edges)


def _write_edges(statements: Sequence[Statement], quotes: dict[str, PlacedQuote], path: Path) -> None:
    found = [
        (statement.reference, member.quote, member.relation)
        for statement in statements
        for member in statement.members
        if quotes[member.quote].outlet != quotes[statement.reference].outlet
        and words(quotes[member.quote].text) != words(quotes[statement.reference].text)
    ]
    chosen = random.Random(4).sample(found, min(EDGES, len(found)))  # noqa: S311
    with path.open("w", encoding="utf-8") as table:
        print("right?", "relation", "date", "reference", "date", "quote", sep="\t", file=table)
        for left, right, relation in chosen:
            one, other = quotes[left], quotes[right]
            print("", relation, one.published, one.text, other.published, other.text, sep="\t", file=table)
    print(f"{len(chosen)} of {len(found)} edges between outlets that aren't identical are in {path}")


def made_quotes(count: int) -> list[PlacedQuote]:
    """Quotes of words as frequent as in English; half repeat an earlier one: whole, cut or with a word changed."""
    chance = random.Random(count)  # noqa: S311
    listed = wordfreq.top_n_list("en", 30_000)
    weights = [wordfreq.word_frequency(word, "en") for word in listed]
    texts: list[tuple[list[str], str, int]] = []
    quotes = []
    for number in range(count):
        if texts and chance.random() < 0.5:
            earlier, speaker, day = chance.choice(texts[-20_000:])
            text = list(earlier)
            turn = chance.random()
            if turn < 0.3:
                text = text[len(text) // 3 :]
            elif turn < 0.6:
                text[chance.randrange(len(text))] = chance.choice(listed)
        else:
            text = chance.choices(listed, weights, k=chance.randint(8, 40))
            speaker, day = f"speaker {chance.randrange(max(10, count // 50))}", chance.randrange(365)
            texts.append((text, speaker, day))
        published = f"2025-{day // 31 + 1:02}-{day % 28 + 1:02}"
        quotes.append(made(short_key(str(number)), " ".join(text), published, speaker=speaker))
    return quotes


def link_all(quotes: list[PlacedQuote]) -> int:
    """Statements of two quotes or more."""
    return sum(len(statement.members) > 1 for statement in link(quotes))


def group_all(quotes: list[PlacedQuote]) -> int:
    """Groups of two quotes or more: keys, pairs, scores and clusters alone, as datasketch has no more than these."""
    one = ordered(quotes)
    first = firsts(one, set())
    found = (offer for some in paired(one, first) for offer in offers(one, some, set()))
    return sum(len(members) > 1 for members in grouped(one, first, found, set(), set()).values())


def datasketch_all(quotes: list[PlacedQuote]) -> int:
    """Quotes that MinHash LSH (128 permutations, Jaccard 0.5 of word sets) finds a neighbour for."""
    datasketch = import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.5, num_perm=128)
    found = 0
    for hashes, quote in zip(
        datasketch.MinHash.generator([[word.encode() for word in words(quote.text)] for quote in quotes], num_perm=128),
        quotes,
        strict=True,
    ):
        found += bool(index.query(hashes))
        index.insert(quote.key, hashes)
    return found


def rapidfuzz_some(quotes: list[PlacedQuote]) -> int:
    """Quotes of the first 2,000 with a neighbour by token_set_ratio 67 among them: each against each."""
    texts = [" ".join(words(quote.text)) for quote in quotes[:2000]]
    ratios = process.cdist(texts, texts, scorer=fuzz.token_set_ratio, score_cutoff=67, workers=1)
    return int(((ratios > 0).sum(axis=1) > 1).sum())


def speed(sizes: Sequence[int], peers: int) -> None:
    """CPU and memory of linking made quotes, each size alone; datasketch and rapidfuzz in the same run."""
    runs: list[tuple[str, Callable[[list[PlacedQuote]], int], int]] = [("link", link_all, size) for size in sizes]
    runs += [("link: groups alone", group_all, size) for size in sizes]
    runs += [("datasketch", datasketch_all, peers), ("rapidfuzz, 2,000 each to each", rapidfuzz_some, 2000)]
    for name, function, size in runs:
        with get_context("spawn").Pool(1) as pool:
            try:
                spent, memory, found = pool.apply(_measured, (function, size))
            except ImportError:
                print(f"{name:30} is not installed")
                continue
        print(
            f"{name:30} {size:9} quotes {spent:9.1f} CPU s {spent / size * 1e6:8.0f} µs each {memory:6.2f} GB"
            f" {found:8} found"
        )


def _measured(function: Callable[[list[PlacedQuote]], int], size: int) -> tuple[float, float, int]:
    quotes = made_quotes(size)
    start = time.process_time()
    found = function(quotes)
    spent = time.process_time() - start
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--pairs", type=Path, help="labelled pairs, JSON lines: a, b (text, before, after, date), label"
    )
    parser.add_argument("--edited", type=Path, help="edited quotes: source, premise, hypothesis, label")
    parser.add_argument("--collection", type=Path, help="git directory of ramybaly/Article-Bias-Prediction")
    parser.add_argument("--articles", type=int, help="read only so many of its articles")
    parser.add_argument("--edges", type=Path, help="write 100 edges between outlets to this file")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000], help="made quotes to link")
    parser.add_argument("--peers", type=int, default=100_000, help="made quotes for datasketch")
    given = parser.parse_args(arguments)
    if given.pairs:
        pairs = read_pairs(given.pairs, speakers=True)
        scores(pairs)
        if given.edited:
            edits(given.edited, pairs)
    if given.collection:
        clustering(given.collection, given.articles, given.edges)
    if given.sizes:
        speed(given.sizes, given.peers)


if __name__ == "__main__":
    main()
