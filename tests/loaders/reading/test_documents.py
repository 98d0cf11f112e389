"""PDF, DOCX and EPUB: text, doubts, and documents that are no good."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from quote_loaders.readers import Input, Read, pdf_pages
from quote_loaders.readers.pdf import pages_of
from quote_loaders.readers.pdf_pages import pages
from quote_loaders.records import LoadError
from tests.loaders.reading.documents import CORE, docx, epub, pdf, zipped
from tests.loaders.reading.reads import read_all, read_one, written


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """A PDF of three pages, the second without text."""
    pages = [
        [
            "The port of Lurania does not raise its dues, and will not be-",
            "fore the summer, its master said to a room full of skippers",
            "and clerks.",
            "She left without taking questions, though many were asked.",
        ],
        [],
        ["\\223Ask me in May,\\224 said Mira Toll."],
    ]
    return read_one(written(tmp_path_factory.mktemp("pdf"), "report.pdf", pdf(pages)))


def test_pdf_lines_are_joined_and_hyphens_undone(report: Read) -> None:
    assert report.article.text == (
        "The port of Lurania does not raise its dues, and will not before the summer, its master said to a room "
        "full of skippers and clerks.\n\nShe left without taking questions, though many were asked.\n\n"
        "“Ask me in May,” said Mira Toll.\n"
    )


def test_pdf_says_what_it_is_called_but_not_when_it_came_out(report: Read) -> None:
    article = report.article
    assert (article.title, article.byline, article.language) == ("Harbour dues", "Mira Toll", "en-GB")
    assert article.published is None
    assert any("it was made on 2026-03-14, which is no date of publication" in doubt for doubt in report.doubts)


def test_pdf_pages_without_text_are_doubted(report: Read) -> None:
    assert any("pages 2 have no text" in doubt for doubt in report.doubts)


def encrypted(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("secret", algorithm="RC4-128")
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def test_pdf_that_was_scanned_is_refused(tmp_path: Path) -> None:
    _, told = read_all(written(tmp_path, "a.pdf", pdf([[], []])))
    assert told == [": none of its 2 pages has text: it is scanned; run text recognition (OCR) over it"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(encrypted(pdf([["Words"]])), "it is encrypted with a password", id="encrypted"),
        pytest.param(b"%PDF-1.4\nnothing", "it can't be read as PDF", id="broken"),
        pytest.param(pdf([["Words"]]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]"), "it can't be read", id="a circle"),
    ],
)
def test_pdf_that_is_refused(data: bytes, message: str) -> None:
    assert pages(data, 5.0)["error"].startswith(message)


def test_pdf_reader_that_stops_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(LoadError, match="its reader stopped"):
        pages_of(pdf([["Words"]]))


def test_pdf_pages_beyond_the_time_are_not_read() -> None:
    found = pages(pdf([["Words"]] * 3), seconds=-1.0)
    assert found["doubts"] == ["only 0 of its 3 pages were read: more than a file may take"]


def test_pdf_longer_than_an_article_is_cut_at_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MOST_CHARACTERS", 12)
    found = pages(pdf([["Words"]] * 3), seconds=5.0)
    assert (len(found["pages"]), found["doubts"]) == (
        2,
        ["only 2 of its 3 pages were read: more than a file may take"],
    )


def document(tmp_path: Path, data: bytes) -> Read:
    return read_one(written(tmp_path, "a.docx", data))


def test_docx_paragraphs_and_quotations(tmp_path: Path) -> None:
    read = document(
        tmp_path, docx([("", "Mira Toll spoke."), ("Quote", "We will not raise the dues."), ("", "Silence.")])
    )
    assert read.article.text == "Mira Toll spoke.\n\n> We will not raise the dues.\n\nSilence.\n"
    assert (read.article.title, read.article.byline) == ("Harbour dues", "Mira Toll")


def test_docx_creation_is_no_publication(tmp_path: Path) -> None:
    read = document(tmp_path, docx([("", "Words.")]))
    assert read.article.published is None
    assert any("it was made on 2026-03-14" in doubt for doubt in read.doubts)


def test_docx_date_of_a_manifest_counts(tmp_path: Path) -> None:
    item = written(tmp_path, "a.docx", docx([("", "Words.")]))
    read = read_one(Input(item.path, {"published": "2026-03-20"}))
    assert read.article.published is not None
    assert (read.article.published.value, read.article.published.source) == ("2026-03-20", "manifest")
    assert not any("it was made" in doubt for doubt in read.doubts)


ENTITIES = '<!DOCTYPE a [<!ENTITY b "c">]>' + CORE.partition("?>")[2].strip()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(zipped({"word/a.xml": "<a/>"}), "it can't be read as DOCX", id="no document"),
        pytest.param(docx([("", " ")]), "it is empty", id="no words"),
        pytest.param(docx([("", "Words")], core=ENTITIES), "declares entities", id="entities"),
        pytest.param(docx([("", "a<b")]), "not well-formed", id="broken XML"),
        pytest.param(docx([("", "<w:br/>" * 300_001)]), "tags, expected at most 300,000", id="too many tags"),
        pytest.param(docx([("", "Words")])[:300] + b"word/", "can't be read as a ZIP archive", id="cut"),
        pytest.param(zipped({"word/document.xml": bytes(70 << 20)}), "it unpacks to more than", id="bomb"),
    ],
)
def test_docx_that_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    reads, told = read_all(written(tmp_path, "a.docx", data))
    assert reads == []
    assert message in told[0]


BOOK = {
    "nav": "<nav><ol><li>One</li></ol></nav>",
    "cover": '<p><img src="cover.jpg"/></p>',
    "one": "<h1>The harbour</h1><p>Mira Toll spoke.</p><blockquote><p>We leave at dawn.</p></blockquote>",
    "two": "<p>Nobody answered.</p><ul><li>Not Abel</li><li>Not Finn</li></ul>",
}


def test_epub_chapters_are_articles_in_the_order_of_the_spine(tmp_path: Path) -> None:
    reads, told = read_all(written(tmp_path, "a.epub", epub(BOOK, ["nav", "cover", "two", "one", "one"])))
    assert told == []
    assert [(read.article.title, read.article.source_record, read.article.text) for read in reads] == [
        ("Salt and Silver", "OEBPS/text/two.xhtml", "Nobody answered.\n\n- Not Abel\n\n- Not Finn\n"),
        (
            "Salt and Silver: The harbour",
            "OEBPS/text/one.xhtml",
            "The harbour\n\nMira Toll spoke.\n\n> We leave at dawn.\n",
        ),
    ]


def test_epub_book_is_the_source_of_each_chapter(tmp_path: Path) -> None:
    article = read_one(written(tmp_path, "a.epub", epub({"one": "<p>Words</p>"}))).article
    assert (article.byline, article.outlet.name, article.language) == ("Mira Toll, Jon Abel", "Quay Press", "en-GB")
    assert article.published is not None
    assert article.published.value == "2025-11"


def test_epub_chapter_that_is_not_well_formed_is_read_and_said(tmp_path: Path) -> None:
    read = read_one(written(tmp_path, "a.epub", epub({"one": "<p>Words<br>and words"})))
    assert read.article.text == "Words\nand words\n"
    assert "read as HTML" in read.doubts[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(epub(BOOK, []), "its spine is empty", id="empty spine"),
        pytest.param(epub({}), "its spine is empty", id="no chapters"),
        pytest.param(zipped({"mimetype": "application/epub+zip"}), "no member 'META-INF/container.xml'", id="bare"),
        pytest.param(
            zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "<a/>"}), "rootfile", id="no package"
        ),
        pytest.param(epub(BOOK)[:200], "can't be read as a ZIP archive", id="cut"),
    ],
)
def test_epub_that_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        read_all(written(tmp_path, "a.epub", data))


def test_epub_chapter_without_an_end_is_passed_over_or_read(tmp_path: Path) -> None:
    reads, _ = read_all(written(tmp_path, "a.epub", epub({"one": "<p>" + "words " * 100_000, "two": ">" * 100_000})))
    assert [len(read.article.text.split()) for read in reads] == [100_000, 1]


def test_epub_chapter_that_is_missing_costs_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(epub(BOOK))) as archive:
        kept: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist() if "one" not in name}
    reads, told = read_all(written(tmp_path, "a.epub", zipped(kept)))
    assert len(reads) == 1
    assert told == ["OEBPS/text/one.xhtml: it has no member 'OEBPS/text/one.xhtml'"]
