"""Versions of an article: in what order, what became of their quotes, and how they count."""

from __future__ import annotations

import itertools
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from quote_loaders.canonical import canonical_url
from quote_loaders.pipeline import Summary, load
from quote_loaders.records import PlacedQuote, TextSpan
from quote_loaders.relinking import relink
from quote_loaders.speakers import load_aliases
from quote_loaders.versions import Version, in_order, quote_changes
from tests.loaders.dump import as_stored, by_meaning
from tests.loaders.stub_extractor import StubExtractor

ALIASES = load_aliases(())
MARVEC, ORLEV = "Ilena Marvec", "Tomas Orlev"
PENSIONS = "We will not cut pensions before the election this year"
BRIDGE = "The old bridge stays closed for 14 months from today"


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        pytest.param("https://a.example/b", "https://a.example/b", id="as it is"),
        pytest.param("http://A.Example:80/b/#top", "https://a.example/b", id="scheme, case, port, slash, fragment"),
        pytest.param("https://a.example/b?utm_source=x&fbclid=1", "https://a.example/b", id="tracking"),
        pytest.param("https://a.example/?b=2&a=1", "https://a.example?a=1&b=2", id="order of parameters"),
        pytest.param("https://a.example:8443/b", "https://a.example:8443/b", id="another port"),
        pytest.param("https://a.example/b?page=2", "https://a.example/b?page=2", id="another page"),
        pytest.param("ftp://a.example/b/", "ftp://a.example/b/", id="not of the web"),
        pytest.param("https://[broken/b", "https://[broken/b", id="no address"),
    ],
)
def test_canonical_address(given: str, canonical: str) -> None:
    assert canonical_url(given) == canonical
    assert canonical_url(canonical) == canonical


def version(key: str, **dates: Any) -> Version:
    return Version(key, **{"modified": None, "captured": None, "published": None, **dates})


@pytest.mark.parametrize(
    ("versions", "order"),
    [
        pytest.param([version("a"), version("b")], "ab", id="by key when nothing is known"),
        pytest.param(
            [version("a", published="2026-03-02"), version("b", published="2026-03-01")], "ba", id="published"
        ),
        pytest.param(
            [
                version("a", published="2026-03-01", captured="2026-03-05T10:00:00Z"),
                version("b", published="2026-03-02"),
            ],
            "ba",
            id="captured before published",
        ),
        pytest.param(
            [
                version("a", modified="2026-03-03T09:00:00Z", captured="2026-03-09T10:00:00Z"),
                version("b", captured="2026-03-04T10:00:00Z"),
            ],
            "ab",
            id="modified before captured",
        ),
        pytest.param([version("a"), version("b", published="2026-03-02")], "ba", id="unknown last"),
        pytest.param(
            [version("a", published="2026-03-01"), version("b", text_status="fragments")], "ba", id="fragments first"
        ),
    ],
)
def test_order_of_versions(versions: list[Version], order: str) -> None:
    for some in itertools.permutations(versions):
        assert "".join(one.key for one in in_order(some)) == order


def placed(article: str, *said: tuple[str, str | None]) -> list[PlacedQuote]:
    """Quotes of one article, ten characters apart, each with its speaker."""
    return [
        PlacedQuote(
            key=f"{article}{place}",
            article=article,
            outlet="o",
            speaker=speaker,
            speaker_name=speaker,
            via=None,
            kind="direct",
            text=text,
            spans=(TextSpan(100 * place, 100 * place + len(text)),),
            language="en",
            published="2026-03-12",
            published_order="2026-03-12~",
            prefix="",
            suffix="",
            cue="said",
        )
        for place, (text, speaker) in enumerate(said)
    ]


def changes(*pairs: tuple[str | None, str | None, str]) -> set[tuple[str | None, str | None, str]]:
    return set(pairs)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        pytest.param([(PENSIONS, MARVEC)], [(PENSIONS, MARVEC)], changes(("a0", "b0", "kept")), id="kept"),
        pytest.param(
            [(PENSIONS, "Marvec")], [(f"{PENSIONS}.", MARVEC)], changes(("a0", "b0", "kept")), id="a name in full"
        ),
        pytest.param([(PENSIONS, MARVEC)], [(PENSIONS, ORLEV)], changes(("a0", "b0", "changed")), id="another speaker"),
        pytest.param([(PENSIONS, None)], [(PENSIONS, ORLEV)], changes(("a0", "b0", "kept")), id="speaker now named"),
        pytest.param(
            [(BRIDGE, ORLEV)], [(BRIDGE.replace("14", "18"), ORLEV)], changes(("a0", "b0", "changed")), id="a figure"
        ),
        pytest.param([(PENSIONS, MARVEC)], [], changes(("a0", None, "gone")), id="gone"),
        pytest.param([], [(PENSIONS, MARVEC)], changes((None, "b0", "new")), id="new"),
        pytest.param(
            [(PENSIONS, MARVEC)], [(BRIDGE, ORLEV)], changes(("a0", None, "gone"), (None, "b0", "new")), id="both"
        ),
        pytest.param(
            [("Yes", MARVEC), ("Yes", ORLEV)],
            [("Yes", ORLEV), ("Yes", MARVEC)],
            changes(("a0", "b1", "kept"), ("a1", "b0", "kept")),
            id="twice the same words, moved",
        ),
        pytest.param(
            [(PENSIONS, MARVEC), (PENSIONS, MARVEC)],
            [(PENSIONS, MARVEC)],
            changes(("a0", "b0", "kept"), ("a1", None, "gone")),
            id="said twice, then once",
        ),
        pytest.param(
            [(PENSIONS, MARVEC)],
            [("We will cut pensions", MARVEC), (PENSIONS.replace("this", "next"), MARVEC)],
            changes(("a0", "b1", "changed"), (None, "b0", "new")),
            id="the likest one",
        ),
    ],
)
def test_what_became_of_quotes(
    earlier: list[tuple[str, str | None]],
    later: list[tuple[str, str | None]],
    expected: set[tuple[str | None, str | None, str]],
) -> None:
    before, after = placed("a", *earlier), placed("b", *later)
    assert {(one.earlier, one.later, one.change) for one in quote_changes(before, after)} == expected
    assert {(one.earlier, one.later, one.change) for one in quote_changes(before[::-1], after[::-1])} == expected


def test_very_many_quotes_are_compared_with_those_near_them_only() -> None:
    before = placed("a", *((f"Number {number} is {number} of the many figures", MARVEC) for number in range(300)))
    after = placed("b", *((f"Number {number} is {number} of the few figures", MARVEC) for number in range(300)))
    found = quote_changes(before, after)
    assert sum(change.change == "changed" for change in found) >= 290


# Three versions of one article at three forms of its address, one article of another outlet, one at another address.
TEXTS = {
    "one.md": (
        "---\ntitle: One\noutlet: Beacon\nurl: https://beacon.example/a?utm_source=x\npublished: 2026-03-12\n---\n"
        f'"{PENSIONS}," said {MARVEC}. "{BRIDGE}," said {ORLEV}.\n'
    ),
    "two.md": (
        "---\ntitle: Two\noutlet: Beacon\nurl: https://beacon.example/a/\npublished: 2026-03-12\n"
        f'modified: 2026-03-14T10:00:00Z\n---\n"{PENSIONS}," said {MARVEC}. '
        f'"{BRIDGE.replace("14", "18")}," said {ORLEV}.\n'
    ),
    "three.md": (
        "---\ntitle: Three\noutlet: Beacon\nurl: http://beacon.example/a#end\npublished: 2026-03-12\n"
        f'modified: 2026-03-15T10:00:00Z\n---\n"{BRIDGE.replace("14", "18")}," said {ORLEV}. '
        f'"Nobody will have to wait for the ferry in the evening," said {MARVEC}.\n'
    ),
    "other-outlet.md": (
        "---\ntitle: Other\noutlet: Courier\nurl: https://beacon.example/a\npublished: 2026-03-13\n---\n"
        f'As was reported, "{PENSIONS}," said {MARVEC} in the morning. The assembly had met for hours to hear what the '
        "ministry had to say about its plans, and left without a vote on any of them.\n"
    ),
    "other-address.md": (
        "---\ntitle: Elsewhere\noutlet: Beacon\nurl: https://beacon.example/b\npublished: 2026-03-16\n---\n"
        f'Four days ago: "{PENSIONS}," said {MARVEC}. Since then nobody has asked her about it again, and the budget '
        "that was put on the table on Monday says nothing of the matter at all.\n"
    ),
}
CHAIN = (
    "select later.title, earlier.title from articles as later "
    "join articles as earlier on earlier.id = later.version_of_id order by later.title"
)
CHANGES = (
    "select articles.title, change, coalesce(later.text, earlier.text) from quote_changes "
    "join articles on articles.id = quote_changes.article_id "
    "left join quotes as earlier on earlier.id = earlier_quote_id "
    "left join quotes as later on later.id = later_quote_id order by 1, 2, 3"
)


def write(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or TEXTS:
        (folder / name).write_text(TEXTS[name], encoding="utf-8")
    return folder


def run(database: Path, *inputs: Path) -> Summary:
    return load(database, inputs, StubExtractor(), ALIASES)


def query(database: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(database)
    rows = db.execute(sql).fetchall()
    db.close()
    return rows


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    run(folder / "quotes.db", write(folder / "in"))
    return folder / "quotes.db"


def test_the_same_address_and_outlet_with_another_text_is_a_version(loaded: Path) -> None:
    assert query(loaded, CHAIN) == [("Three", "Two"), ("Two", "One")]


def test_every_quote_of_a_new_version_is_marked(loaded: Path) -> None:
    assert query(loaded, CHANGES) == [
        ("Three", "gone", f"{PENSIONS},"),
        ("Three", "kept", f"{BRIDGE.replace('14', '18')},"),
        ("Three", "new", "Nobody will have to wait for the ferry in the evening,"),
        ("Two", "changed", f"{BRIDGE.replace('14', '18')},"),
        ("Two", "kept", f"{PENSIONS},"),
    ]


def test_versions_count_once(loaded: Path) -> None:
    """Pensions: two versions, another outlet, another address. Bridge: three versions of one article."""
    counts = "select quotes, articles, outlets, origins from statements where text like '{}%'"
    assert query(loaded, counts.format("We will not")) == [(4, 3, 2, 3)]
    assert query(loaded, counts.format("The old bridge")) == [(3, 1, 1, 1)]


def test_a_correction_is_no_contradiction(loaded: Path) -> None:
    assert query(loaded, "select count(*) from contradictions") == [(0,)]


@pytest.mark.parametrize("order", list(itertools.permutations(("one.md", "two.md", "three.md"))), ids="-".join)
def test_the_order_of_loading_does_not_matter(tmp_path: Path, order: tuple[str, ...]) -> None:
    run(tmp_path / "together.db", write(tmp_path / "in"))
    database = tmp_path / "apart.db"
    run(database, tmp_path / "in" / "other-outlet.md", tmp_path / "in" / "other-address.md")
    for name in order:
        run(database, tmp_path / "in" / name)
    assert by_meaning(database) == by_meaning(tmp_path / "together.db")


def test_loading_again_or_linking_again_changes_nothing(tmp_path: Path, loaded: Path) -> None:
    database = tmp_path / "quotes.db"
    folder = write(tmp_path / "in")
    run(database, folder)
    before = as_stored(database)
    assert run(database, folder).versions["new_versions"] == 0
    relink(database, ALIASES)
    assert as_stored(database) == before


def test_the_summary_tells_of_new_versions(tmp_path: Path) -> None:
    run(tmp_path / "quotes.db", write(tmp_path / "in", "one.md"))
    summary = run(tmp_path / "quotes.db", write(tmp_path / "in"))
    assert summary.versions == {
        "new_versions": 2, "quotes_kept": 2, "quotes_changed": 1, "quotes_gone": 1, "quotes_new": 1,
    }  # fmt: skip


def test_the_same_text_at_another_form_of_its_address_is_the_same_article(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "one.md")
    (folder / "one-again.md").write_text(TEXTS["one.md"].replace("?utm_source=x", "#comments"))
    summary = run(tmp_path / "quotes.db", folder)
    assert (summary.articles["new"], query(tmp_path / "quotes.db", "select count(*) from articles")) == (1, [(1,)])


def test_an_address_that_is_corrected_leaves_the_chain(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", "one.md", "two.md")
    run(tmp_path / "quotes.db", folder)
    (folder / "two.md").write_text(TEXTS["two.md"].replace("beacon.example/a/", "beacon.example/c"))
    run(tmp_path / "quotes.db", folder)
    assert query(tmp_path / "quotes.db", CHAIN) == []
    assert query(tmp_path / "quotes.db", "select count(*) from quote_changes") == [(0,)]
