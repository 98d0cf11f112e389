"""Rows written by hand through the migrations: a small story with everything that a trace page shows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from datasette_quotes.labels import shortened
from datasette_quotes.text import fingerprint, short_key
from datasette_quotes.wording import compare
from quote_loaders.dates import order
from quote_loaders.migrations import migrations

AROUND = 40  # characters of prefix and suffix
JOINER = " … "
LABEL = 120  # characters


@dataclass(slots=True)
class Rows:
    """Inserts rows with whatever a test doesn't name filled in; every method returns the new row's id."""

    connection: sqlite3.Connection
    load_id: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    outlets: dict[int, int] = field(default_factory=dict)

    def insert(self, table: str, **values: Any) -> int:
        """One row."""
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        cursor = self.connection.execute(f"insert into {table} ({names}) values ({marks})", values)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def load(self) -> int:
        """A finished run of the loaders."""
        self.load_id = self.insert(
            "loads",
            program="datasette-quotes 0.1.0",
            parameters="{}",
            started="2026-11-20T07:00:00Z",
            finished="2026-11-20T07:01:30Z",
        )
        return self.load_id

    def outlet(self, name: str, **values: Any) -> int:
        """An outlet, a newspaper unless something else is given."""
        return self.insert("outlets", **{"key": short_key("outlet", name), "name": name, "kind": "newspaper", **values})

    def speaker(self, name: str, **values: Any) -> int:
        """A speaker, a person unless something else is given."""
        row = {"key": short_key("speaker", name), "name": name, "kind": "person", **values}
        speaker = self.insert("speakers", **row)
        self.insert("speaker_names", speaker_id=speaker, name=name, reason="full name")
        return speaker

    def article(self, outlet: int, title: str, text: str, published: str | None = None, **values: Any) -> int:
        """An article; precision and sort key follow from the form of `published`."""
        precision = {None: None, 4: "year", 7: "month", 10: "day"}.get(len(published) if published else None, "minute")
        article = self.insert(
            "articles",
            **{
                "key": short_key("article", str(outlet), title),
                "outlet_id": outlet,
                "title": title,
                "language": "en",
                "text": text,
                "text_digest": fingerprint(text),
                "word_count": len(text.split()),
                "published": published,
                "published_precision": precision,
                "published_zone_known": int(bool(published and published.endswith("Z"))),
                "published_order": order(published),
                "published_month": published[:7] if published and len(published) >= 7 else None,
                "source_path": f"{short_key(title)}.md",
                "extractor": "by hand",
                "load_id": self.load_id,
                **values,
            },
        )
        self.texts[article] = text
        self.outlets[article] = outlet
        return article

    def quote(self, article: int, content: Sequence[str], **values: Any) -> int:
        """A quote whose content stands in the article's text; spans, prefix and suffix are found there."""
        text = self.texts[article]
        spans: list[tuple[int, int]] = []
        at = 0
        for part in content:
            at = text.index(part, at)
            spans.append((at, at + len(part)))
            at += len(part)
        published, published_order, month = self.connection.execute(
            "select published, published_order, published_month from articles where id = ?", (article,)
        ).fetchone()
        first, last = spans[0][0], spans[-1][1]
        return self.insert(
            "quotes",
            **{
                "key": short_key("quote", str(article), json.dumps(spans)),
                "article_id": article,
                "outlet_id": self.outlets[article],
                "kind": "direct",
                "label": shortened(JOINER.join(content), LABEL),
                "text": JOINER.join(content),
                "spans": json.dumps(spans),
                "prefix": text[max(0, first - AROUND) : first],
                "suffix": text[last : last + AROUND],
                "form": "quote, cue",
                "published": published,
                "published_order": published_order,
                "published_month": month,
                "confidence": 0.9,
                "load_id": self.load_id,
                **values,
            },
        )

    def statement(self, text: str, quotes: Sequence[int], speaker: int | None = None, **values: Any) -> int:
        """A statement of these quotes, with relations and differences against its text where none are set."""
        listed = ", ".join(str(quote) for quote in quotes)
        rows = self.connection.execute(
            "select quotes.id, quotes.key, quotes.text, quotes.relation, quotes.published, quotes.published_order,"
            " quotes.article_id, quotes.outlet_id, articles.origin_id from quotes"
            f" join articles on articles.id = article_id where quotes.id in ({listed})"
            " order by quotes.published_order, quotes.key"
        ).fetchall()
        reference = next((row[0] for row in rows if row[2] == text), rows[0][0])
        dated = [row[4] for row in rows if row[4]]
        key = short_key("statement", rows[0][1])
        statement = self.insert(
            "statements",
            **{
                "key": key,
                "label": shortened(text, LABEL),
                "text": text,
                "speaker_id": speaker,
                "reference_quote_id": reference,
                "reference_reason": "earliest",
                "earliest_quote_id": rows[0][0],
                "earliest_published": rows[0][4],
                "latest_published": dated[-1] if dated else None,
                "earliest_order": rows[0][5],
                "quotes": len(rows),
                "articles": len({row[6] for row in rows}),
                "outlets": len({row[7] for row in rows}),
                "origins": len({row[8] or row[6] for row in rows}),
                "wordings": len({fingerprint(row[2]) for row in rows}),
                "contradictions": 0,
                **values,
            },
        )
        for place, row in enumerate(rows):
            relation = row[3] or ("earliest" if place == 0 else "repeats")
            found = None if relation == "translation" else compare(text, row[2])
            differences = json.dumps(found.as_json()) if found and not found.same_words else None
            self.connection.execute(
                "update quotes set statement_id = ?, relation = ?, differences = ?, similarity = 0.9,"
                " speaker_id = coalesce(speaker_id, ?) where id = ?",
                (statement, relation, differences, speaker, row[0]),
            )
        return statement

    def contradiction(self, left: int, right: int, kind: str, explanation: str, words: tuple[str, str]) -> int:
        """A contradiction of two quotes; `words` is what it rests on in each of their articles."""
        sides = [
            self.connection.execute(
                "select statement_id, article_id, spans from quotes where id = ?", (one,)
            ).fetchone()
            for one in (left, right)
        ]
        evidence = {}
        for name, (_, article, spans), found in zip(("left", "right"), sides, words, strict=True):
            start = self.texts[article].find(found, json.loads(spans)[0][0])
            evidence[name] = [{"text": found, "start": start, "end": start + len(found)}] if found else []
        for statement in {sides[0][0], sides[1][0]}:
            self.connection.execute(
                "update statements set contradictions = contradictions + 1 where id = ?", (statement,)
            )
        return self.insert(
            "contradictions",
            left_statement_id=sides[0][0],
            right_statement_id=sides[1][0],
            left_quote_id=left,
            right_quote_id=right,
            kind=kind,
            score=0.87,
            explanation=explanation,
            evidence=json.dumps(evidence),
            method="rules 0.1.0",
        )

    def link(self, article: int, kind: str, strength: float, evidence: str, **source: int) -> int:
        """Where an article got something: `from_article_id` or `from_outlet_id`."""
        return self.insert(
            "article_links", article_id=article, kind=kind, strength=strength, evidence=evidence, **source
        )

    def key(self, table: str, row: int) -> str:
        """The key of a row."""
        key: str = self.connection.execute(f"select key from {table} where id = ?", (row,)).fetchone()[0]
        return key


@dataclass(frozen=True, slots=True)
class Story:
    """Keys of what `tell` inserted."""

    path: Path
    statement: str
    statement_id: int
    denial: str
    quotes: tuple[str, ...]
    former_key: str
    lone_quote: str


def create(path: Path) -> Rows:
    """An empty database with the schema, and a load."""
    database = Database(path)
    migrations.apply(database)
    database.close()
    rows = Rows(sqlite3.connect(path))
    rows.load()
    return rows


WORDS = "We will not cut pensions before 2028, but everything else is open to discussion"
FIRST_HALF = "We will not cut pensions before 2028"
TRANSLATION = "Wir werden die Renten nicht vor 2028 kürzen, alles andere ist verhandelbar"


def tell(path: Path) -> Story:
    """Twelve occurrences in seven outlets: a transcript, a wire story and its copies, a translation, three doubts."""
    rows = create(path)
    assembly = rows.outlet("Assembly of Lurania", kind="government", country="LU")
    agency = rows.outlet("Luran Press Agency", kind="agency", domain="lpa.example")
    gazette = rows.outlet("Tolm Gazette", domain="tolmgazette.example")
    courier = rows.outlet("The Capital Courier")
    beacon = rows.outlet("Beacon")
    morgenblatt = rows.outlet("Morgenblatt", language="de")
    radio = rows.outlet("Radio Tolm", kind="broadcaster")
    marvec = rows.speaker("Ilena Marvec", role="Finance Minister", wikidata="Q999999991")
    premier = rows.speaker("Davit Roslan", role="Prime Minister")
    office = rows.speaker("Ministry of Finance", kind="organisation")

    said = {"source_text": "Finance Minister Ilena Marvec", "role": "Finance Minister", "cue": "said"}
    she = {"source_text": "Marvec", "cue": "told"}
    house = "https://assembly.example/2026/03/12/sitting"
    transcript = rows.article(
        assembly,
        "Sitting of 12 March 2026, verbatim record",
        f"THE CHAIR: The minister has the floor.\nILENA MARVEC: Let me be plain. {WORDS}. I hope that is clear.",
        "2026-03-12T09:05:00Z",
        url=house,
        archived_url=f"https://archive.example/20260312/{house}",
    )
    wire = rows.article(
        agency,
        "Minister rules out pension cuts",
        f"LURAN CITY (LPA) – “{FIRST_HALF},” Finance Minister Ilena Marvec said. Unions were not convinced.",
        "2026-03-12T09:41Z",
        url="https://lpa.example/wire/771",
    )

    def copy(outlet: int, title: str, published: str, reason: str, **values: Any) -> int:
        text = f"“{FIRST_HALF},” Finance Minister Ilena Marvec said on Thursday. {title}. Unions were not convinced."
        return rows.article(outlet, title, text, published, origin_id=wire, origin_reason=reason, **values)

    copies = [
        copy(gazette, "No pension cuts, says Marvec", "2026-03-12T10:02Z", "names LPA in its first line",
             url="https://tolmgazette.example/2026/no-cuts"),
        copy(courier, "Marvec: pensions are safe", "2026-03-12T10:10Z", "same text: 98 % of its words"),
        copy(beacon, "Pensions safe until 2028", "2026-03-12T11:30Z", "credits LPA", paywalled=1),
    ]  # fmt: skip
    german = rows.article(
        morgenblatt,
        "Luraniens Finanzministerin schließt Rentenkürzung aus",
        f"„{TRANSLATION}“, sagte Finanzministerin Ilena Marvec im Parlament.",
        "2026-03-12T12:15Z",
        url="https://morgenblatt.example/renten?seite=1#text",
        language="de",
    )
    own = "We will never cut pensions before 2028, but everything else is open to discussion"
    analysis = rows.article(
        courier,
        "What the minister left open",
        f"Marvec was firm. “{own},” she told the assembly, and sat down.",
        "2026-03-12T15:20Z",
        url="https://courier.example/analysis/left-open",
    )
    other_year = "We will not cut pensions before 2027, but everything else is open to discussion"
    editorial = rows.article(
        beacon, "A promise with a date", f"The promise was short: “{other_year},” said Marvec.", "2026-03-12"
    )
    parts = ("We will not cut pensions", "everything else is open to discussion")
    broken = rows.article(
        gazette,
        "Two banks of one river",
        f"“{parts[0]},” Marvec told lawmakers, “{parts[1]}.” Where the money will come from is open.",
        "2026-03-13T08:45Z",
        url="https://tolmgazette.example/2026/two-banks",
    )
    reported = "the government would leave pensions alone before 2028"
    blog = rows.article(courier, "Live: the budget debate", f"16:30. Marvec said that {reported}.", "2026-03-13T16:30")
    late = rows.article(
        radio, "Evening bulletin", f"According to LPA, Marvec said: “{FIRST_HALF}.” More after the weather.", None
    )
    full = rows.article(
        gazette, "The week in quotes", f"Ilena Marvec, minister, in the assembly: “{WORDS}.”", "2026-03-14",
        url="https://tolmgazette.example/2026/week",
    )  # fmt: skip

    quotes = [
        rows.quote(transcript, [WORDS], kind="block", source_text="ILENA MARVEC", relation="earliest"),
        rows.quote(wire, [FIRST_HALF], relation="excerpt", **said),
        *(rows.quote(article, [FIRST_HALF], relation="excerpt", **said) for article in copies),
        rows.quote(german, [TRANSLATION], relation="translation", source_text="Finanzministerin Ilena Marvec"),
        rows.quote(analysis, [own], relation="reworded", source_text="she", cue="told"),
        rows.quote(editorial, [other_year], relation="altered", source_text="Marvec", cue="said"),
        rows.quote(broken, parts, relation="excerpt", kind="mixed", **she),
        rows.quote(blog, [reported], relation="reworded", kind="indirect", source_text="Marvec", cue="said"),
        rows.quote(late, [FIRST_HALF], relation="excerpt", source_text="Marvec", via_named_as="LPA", cue="said"),
        rows.quote(full, [WORDS], relation="repeats", source_text="Ilena Marvec", role="minister"),
    ]
    statement = rows.statement(WORDS, quotes, marvec, reference_reason="primary source")

    never = "The minister never promised anything about pensions"
    denial = rows.quote(
        rows.article(
            beacon, "Ministry takes it back", f"“{never},” the Ministry of Finance said.", "2026-03-13T18:00Z",
            url="https://beacon.example/ministry",
        ),
        [never],
        source_text="the Ministry of Finance",
    )  # fmt: skip
    denied = rows.statement(never, [denial], office)
    same = rows.quote(
        rows.article(
            radio, "Week in review", f"The prime minister promised: “{FIRST_HALF}.”", "2026-03-14T16:30Z"
        ),
        [FIRST_HALF],
        source_text="The prime minister",
    )  # fmt: skip
    rows.statement(FIRST_HALF, [same], premier)
    alone = rows.quote(
        rows.article(radio, "Weather", "“It will rain,” somebody said.", "2026-03-10"), ["It will rain"],
        unattributed_reason="no name in the sentence",
    )  # fmt: skip

    rows.contradiction(
        quotes[0], denial, "denial", "The ministry says that nothing was promised about pensions.",
        ("We will not cut pensions", "never promised anything"),
    )  # fmt: skip
    rows.contradiction(quotes[0], quotes[7], "number", "One has 2028, the other 2027.", ("2028", "2027"))
    rows.contradiction(
        quotes[1], same, "other_speaker", "The same words are attributed to Davit Roslan.",
        ("Finance Minister Ilena Marvec", ""),
    )  # fmt: skip
    rows.link(wire, "links to", 0.9, "assembly.example/2026/03/12/sitting", from_article_id=transcript)
    rows.link(german, "names outlet", 0.6, "im Parlament", from_outlet_id=assembly)
    rows.link(analysis, "same wording later", 0.3, "12 of 14 words", from_article_id=transcript)
    rows.link(analysis, "same wording later", 0.3, "8 of 14 words", from_article_id=wire)
    rows.link(late, "names outlet", 0.8, "According to LPA", from_outlet_id=agency)
    rows.insert("statement_keys", key="formerkey234", statement_id=statement)
    rows.connection.commit()
    story = Story(
        path,
        rows.key("statements", statement),
        statement,
        rows.key("statements", denied),
        tuple(rows.key("quotes", quote) for quote in quotes),
        "formerkey234",
        rows.key("quotes", alone),
    )
    rows.connection.close()
    return story
