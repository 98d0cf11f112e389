"""Citations, annotations, provenance and tables: read back by the programs that others read them with."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import warnings
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from jsonschema import Draft202012Validator

from tests.plugin.conftest import Get
from tests.plugin.json_ld import quads
from tests.plugin.rows import FIRST_HALF, WORDS, Story

STATUS = "12 occurrences; 7 wordings; contradicted by 3; not reviewed"
FORMATS = ("csl.json", "bib", "ris", "txt", "csv", "annotations.jsonld", "prov.jsonld", "jsonld", "atom", "feed.json")
OA, PROV, SCHEMA = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#", "https://schema.org/"

# What CSL-JSON 1.0 says of the fields that are used here; nothing else may be there.
_DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
_STRINGS = (
    "id", "title", "container-title", "URL", "archive", "archive_location", "language", "abstract", "note", "source"
)  # fmt: skip
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type"],
        "additionalProperties": False,
        "properties": {
            **{name: {"type": "string"} for name in _STRINGS},
            "type": {"enum": ["article-newspaper", "broadcast", "webpage"]},
            "author": {"type": "array", "items": {"type": "object", "properties": {"literal": {"type": "string"}}}},
            "issued": _DATE,
            "accessed": _DATE,
        },
    },
}


async def export(get: Get, story: Story, form: str, query: str = "") -> Any:
    """The answer of an export of the story's statement."""
    response = await get(f"/quotes/-/statement/{story.statement}.{form}{query}")
    assert response.status_code == 200, response.text
    return response


def read_bibtex(text: str) -> list[dict[str, str]]:
    """The entries as a TeX reader sees them; fails on whatever can't be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pylatexenc announces changes of its own
        library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return [
        {"ENTRYTYPE": entry.entry_type, "ID": entry.key, **{field.key: str(field.value) for field in entry.fields}}
        for entry in library.entries
    ]


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "jsonld"])
async def test_every_export_carries_the_status(get: Get, story: Story, form: str) -> None:
    assert STATUS in (await export(get, story, form)).text


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csl.json", "application/vnd.citationstyles.csl+json"),
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("txt", "text/plain; charset=utf-8"),
        ("csv", "text/csv; charset=utf-8"),
        ("annotations.jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
        ("prov.jsonld", "application/ld+json"),
        ("jsonld", "application/ld+json"),
        ("atom", "application/atom+xml; charset=utf-8"),
        ("feed.json", "application/feed+json"),
    ],
)
async def test_every_export_names_its_format(get: Get, story: Story, form: str, media_type: str) -> None:
    headers = (await export(get, story, form)).headers
    assert headers["content-type"] == media_type
    assert headers["x-content-type-options"] == "nosniff"


async def test_csl_json(get: Get, story: Story) -> None:
    response = await export(get, story, "csl.json")
    items = response.json()
    Draft202012Validator(CSL).validate(items)
    assert len(items) == 12
    assert items[1]["title"] == "Minister rules out pension cuts"
    assert (items[1]["type"], items[10]["type"]) == ("article-newspaper", "article-newspaper")
    assert items[1]["issued"] == {"date-parts": [[2026, 3, 12]]}
    assert items[0]["archive_location"].startswith("https://archive.example/")
    assert (
        "occurrence 2 of 12; relation to the reference wording: part of it; contradicted: Another" in items[1]["note"]
    )
    assert "issued" not in next(item for item in items if item["container-title"] == "Radio Tolm")
    assert response.headers["content-disposition"] == f'attachment; filename="quotes-{story.statement}.csl.json"'


async def test_bibtex(get: Get, story: Story) -> None:
    entries = read_bibtex((await export(get, story, "bib")).text)
    assert len({entry["ID"] for entry in entries}) == 12
    assert entries[1]["ENTRYTYPE"] == "article"
    assert entries[1]["journaltitle"] == "Luran Press Agency"
    assert (entries[1]["date"], entries[1]["urldate"]) == ("2026-03-12", "2026-11-20")
    assert entries[1]["url"] == "https://lpa.example/wire/771"
    german = next(entry for entry in entries if entry["journaltitle"] == "Morgenblatt")
    assert german["title"] == "Luraniens Finanzministerin schließt Rentenkürzung aus"
    assert (german["langid"], german["url"]) == ("ngerman", "https://morgenblatt.example/renten?seite=1#text")
    assert STATUS in german["note"]


async def test_ris(get: Get, story: Story) -> None:
    text = (await export(get, story, "ris")).text
    assert "\n" not in text.replace("\r\n", "")
    entries = rispy.loads(text)
    assert len(entries) == 12
    one = entries[1]
    assert (one["type_of_reference"], one["title"]) == ("NEWS", "Minister rules out pension cuts")
    assert (one["date"], one["access_date"], one["year"]) == ("2026/03/12/", "2026/11/20/", "2026")
    assert one["urls"] == ["https://lpa.example/wire/771"]
    assert STATUS in one["notes"][0]


@pytest.mark.parametrize(
    ("query", "holds", "lacks"),
    [
        pytest.param("", ("APA: ", "MLA: ", "Chicago: "), (), id="all"),
        pytest.param("?style=mla", ("MLA: ",), ("APA: ", "Chicago: "), id="one style"),
        pytest.param("?style=harvard", ("APA: ", "MLA: ", "Chicago: "), (), id="no style of ours"),
    ],
)
async def test_citations_in_words(
    get: Get, story: Story, query: str, holds: tuple[str, ...], lacks: tuple[str, ...]
) -> None:
    text = (await export(get, story, "txt", query)).text
    assert all(word in text for word in holds)
    assert not any(word in text for word in lacks)


async def test_one_occurrence_can_be_cited(get: Get, story: Story) -> None:
    key = story.quotes[5]
    (entry,) = read_bibtex((await export(get, story, "bib", f"?quote={key}")).text)
    assert (entry["ID"], entry["journaltitle"]) == (f"q{key}", "Morgenblatt")
    assert "occurrence 6 of 12; relation to the reference wording: translation" in entry["note"]
    response = await get(f"/quotes/-/statement/{story.statement}.bib?quote={story.lone_quote}")
    assert response.status_code == 404


async def test_annotations_hold_both_selectors(get: Get, story: Story) -> None:
    body = (await export(get, story, "annotations.jsonld")).json()
    assert (body["type"], body["total"], body["first"]["startIndex"]) == ("AnnotationCollection", 12, 0)
    items = body["first"]["items"]
    assert len(items) == 12
    connection = sqlite3.connect(story.path)
    for key, item in zip([one["id"].rpartition("/")[2].partition("#")[0] for one in items], items, strict=True):
        text, prefix, suffix = connection.execute(
            "select articles.text, prefix, suffix from quotes join articles on articles.id = article_id"
            " where quotes.key = ?",
            (key,),
        ).fetchone()
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        assert targets[0]["selector"][0]["prefix"] == prefix
        assert targets[-1]["selector"][0]["suffix"] == suffix
        for target in targets:
            quoted, position = target["selector"]
            assert text[position["start"] : position["end"]] == quoted["exact"]
    connection.close()
    assert sum(isinstance(item["target"], list) for item in items) == 1  # the quotation that is broken off


async def test_annotations_are_linked_data(get: Get, story: Story) -> None:
    found = quads((await export(get, story, "annotations.jsonld")).text)
    assert len([one for one in found if one[1:] == ("rdf:type", f"{OA}Annotation")]) == 12
    selectors = [one for one in found if one[1:] == ("rdf:type", f"{OA}TextQuoteSelector")]
    assert len(selectors) == 13
    exact = {value for _, name, value in found if name == f"{OA}exact"}
    assert {WORDS, FIRST_HALF, "We will not cut pensions", "everything else is open to discussion"} <= exact
    assert "https://assembly.example/2026/03/12/sitting" in {
        value for _, name, value in found if name == f"{OA}hasSource"
    }
    assert len([name for _, name, _ in found if name == f"{OA}cachedSource"]) == 1


async def test_a_quotation_of_schema_org(get: Get, story: Story) -> None:
    body = (await export(get, story, "jsonld")).json()
    assert (body["@type"], body["text"], body["creativeWorkStatus"]) == ("Quotation", WORDS, STATUS)
    assert body["creator"] == {
        "@type": "Person",
        "name": "Ilena Marvec",
        "jobTitle": "Finance Minister",
        "sameAs": "http://www.wikidata.org/entity/Q999999991",
    }
    assert len(body["isBasedOn"]) == 12
    assert body["isBasedOn"][4]["isAccessibleForFree"] is False
    assert [one["datePublished"] for one in body["isBasedOn"] if one["headline"] == "A promise with a date"] == [
        "2026-03-12"
    ]
    assert {one["@id"].rpartition("/")[2] for one in body["citation"]} >= {story.denial}
    found = quads(json.dumps(body))
    assert (body["url"], f"{SCHEMA}text", WORDS) in found


async def test_provenance(get: Get, story: Story) -> None:
    found = quads((await export(get, story, "prov.jsonld")).text)
    terms = {name.removeprefix(PROV) for _, name, _ in found if name.startswith(PROV)}
    assert terms == {
        "value", "hadMember", "wasQuotedFrom", "wasRevisionOf", "wasAttributedTo", "wasGeneratedBy",
        "generatedAtTime", "hadPrimarySource", "alternateOf", "startedAtTime", "endedAtTime", "wasAssociatedWith",
    }  # fmt: skip
    base = "http://localhost/quotes/-/quote/"
    wire = "https://lpa.example/wire/771"
    assert (f"{base}{story.quotes[1]}", f"{PROV}wasQuotedFrom", wire) in found
    assert (f"{base}{story.quotes[7]}", f"{PROV}wasRevisionOf", f"{base}{story.quotes[0]}") in found
    assert ("https://tolmgazette.example/2026/no-cuts", f"{PROV}hadPrimarySource", wire) in found
    assert len([one for one in found if one[1:] == ("rdf:type", f"{PROV}Activity")]) == 1
    assert {value for _, name, value in found if name == f"{PROV}generatedAtTime"} >= {"2026-03-12T09:41:00Z"}
    assert not [one for one in found if one[1] == f"{PROV}generatedAtTime" and one[2].startswith("2026-03-14")]


async def test_csv_has_names(get: Get, story: Story) -> None:
    rows = list(csv.DictReader(io.StringIO((await export(get, story, "csv")).text)))
    assert [row["number"] for row in rows] == [str(number) for number in range(1, 13)]
    assert (rows[2]["outlet"], rows[2]["copy_of_outlet"]) == ("Tolm Gazette", "Luran Press Agency")
    altered = next(row for row in rows if row["relation"] == "altered")
    assert (altered["contradicted"], altered["status"]) == ("One has 2028, the other 2027.", STATUS)
    assert "2027" in altered["difference"]


async def test_a_judgement_shows_in_the_status(story: Story, serve: Any, tmp_path: Any) -> None:
    path = tmp_path / "quotes.db"
    path.write_bytes(story.path.read_bytes())
    connection = sqlite3.connect(path)
    denial = connection.execute(
        "select right_quote.key from contradictions join quotes as right_quote on right_quote.id = right_quote_id"
        " where contradictions.kind = 'denial'"
    ).fetchone()[0]
    connection.execute(
        "insert into judgements (subject, left_key, right_key, verdict, made_by, made_at)"
        " values ('contradiction', ?, ?, 'yes', 'an editor', '2026-11-21T10:00:00Z')",
        (denial, story.quotes[0]),
    )
    connection.commit()
    connection.close()
    text = (await serve(path).client.get(f"/quotes/-/statement/{story.statement}.ris")).text
    assert "contradicted by 3; 1 of them confirmed by a person" in text
    denied = {"databases": {"quotes": {"tables": {"judgements": {"allow": False}}}}}
    text = (await serve(path, metadata=denied).client.get(f"/quotes/-/statement/{story.statement}.ris")).text
    assert "contradicted by 3\r\n" in text
    assert "confirmed" not in text


@pytest.mark.parametrize("form", [*(f".{form}" for form in FORMATS), "/timeline.svg", "/embed"])
async def test_a_former_key_leads_to_the_same_export(get: Get, story: Story, form: str) -> None:
    response = await get(f"/quotes/-/statement/{story.former_key}{form}?x=1")
    assert response.status_code == 302
    assert response.headers["location"] == f"/quotes/-/statement/{story.statement}{form}?x=1"


async def test_long_statements_come_in_pages(get: Get, story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datasette_quotes.queries.exports.PAGE", 5)
    path: str | None = f"/quotes/-/statement/{story.statement}.csl.json"
    seen: list[str] = []
    while path:
        response = await get(path)
        seen += [item["id"] for item in response.json()]
        link = response.headers.get("link", "")
        path = link.partition(">")[0].removeprefix("<http://localhost") or None
    assert seen == [f"q{key}" for key in sorted(story.quotes, key=lambda key: seen.index(f"q{key}"))]
    assert len(seen) == 12
    first = (await get(f"/quotes/-/statement/{story.statement}.annotations.jsonld")).json()
    assert (first["total"], len(first["first"]["items"])) == (12, 5)
    second = (await get(first["first"]["next"].removeprefix("http://localhost"))).json()
    assert (second["type"], second["startIndex"], second["partOf"]["id"]) == ("AnnotationPage", 5, first["id"])
    assert second["id"] == first["first"]["next"]
    assert "occurrence 6 of 12" in json.dumps(second["items"][0])
    third = (await get(second["next"].removeprefix("http://localhost"))).json()
    assert "next" not in third
    assert len(third["items"]) == 2
