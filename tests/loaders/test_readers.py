"""Files into articles: what is read, what is doubted, what is refused, each in plain words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from quote_loaders.outlets import UNKNOWN, load_outlets
from quote_loaders.readers import Context, Input, Read, Record, find_inputs, read_record, records_of
from quote_loaders.readers.decoding import MAX_BYTES, clean, decode
from quote_loaders.readers.markdown import plain_text
from quote_loaders.records import LoadError, Problem

CONTEXT = Context(load_outlets())
SUFFIXES = (".md", ".txt")
FRONT = "---\ntitle: A title\noutlet: The Example\n{}\n---\nThe text of the article.\n"


def written(folder: Path, name: str, content: str | bytes) -> Input:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return Input(path)


def read_one(item: Input) -> Read:
    """The article of an input that holds one."""
    (record,) = records_of(item, CONTEXT)
    assert isinstance(record, Record)
    return read_record(record, CONTEXT)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.txt", b"", "it is empty", id="empty"),
        pytest.param("a.txt", b" \n\t\n", "it is empty", id="only space"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary", id="picture"),
        pytest.param("a.txt", b"\x07\x08" * 500, "binary", id="control characters"),
        pytest.param("a.txt", b"x" * (MAX_BYTES + 1), "expected at most 8,000,000", id="too many bytes"),
        pytest.param("a.txt", b"x" * 2_000_001, "expected at most 2,000,000 in one article", id="too many characters"),
        pytest.param("a.pdf", b"\xd0\xcf\x11\xe0", "'.pdf' and its first bytes are of no known", id="other format"),
        pytest.param("a.md", b"---\ntitle: [unclosed\n---\nText", "does not parse as YAML", id="broken front matter"),
        pytest.param("a.md", b"---\ntitle: x\nText", "between two lines", id="unclosed front matter"),
        pytest.param("a.md", b"---\ntitle: !!int ''\n---\nText", "does not parse as YAML", id="tag that lies"),
        pytest.param(
            "a.md", b"---\ntitle: " + b"x" * 200_000 + b"\n---\nText", "at most 200,000", id="long front matter"
        ),
        pytest.param("a.md", b"---\n- a\n- b\n---\nText", "front matter is a list", id="front matter is a list"),
        pytest.param("a.md", b"-", "it is empty, expected the text", id="a list of nothing"),
        pytest.param("a.md", b"---\ntitle: x\n---\n", "nothing follows the front matter", id="no text"),
        pytest.param("a.md", FRONT.format("url: javascript:alert(1)").encode(), "http://", id="script as address"),
        pytest.param("a.md", FRONT.format("lang: English (UK)").encode(), "BCP 47", id="not a language tag"),
        pytest.param("a.md", FRONT.format("paywalled: perhaps").encode(), "true or false", id="not a flag"),
        pytest.param("a.md", b"---\noutlet: {kind: paper}\n---\nText", "expected name", id="nameless outlet"),
        pytest.param("a.md", b"---\noutlet: {name: A, kind: paper}\n---\nText", "newspaper", id="unknown kind"),
    ],
)
def test_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    with pytest.raises(LoadError, match=message.replace("(", r"\(").replace(")", r"\)")):
        read_one(written(tmp_path, name, content))


@pytest.mark.parametrize(
    ("field", "doubt"),
    [
        pytest.param("published: 2026-02-30", "'2026-02-30': day", id="impossible day"),
        pytest.param("published: 0026-03-14T18:10:00Z", "'0026-03-14T18:10:00Z': the year is", id="an early year"),
        pytest.param("published: 0001-01-01T00:00:00+05:00", "the year is not from 1000", id="before the first year"),
        pytest.param("published: '9999-12-31'", "'9999-12-31': the year is not from 1000 to 9998", id="the last year"),
        pytest.param("published: yesterday", "'yesterday', expected an ISO 8601 date", id="no date"),
        pytest.param("published: 14.03.2026", "'14.03.2026', expected", id="day first"),
        pytest.param("modified: soon", "modified is 'soon'", id="modified"),
        pytest.param("colour: red", "front matter has colour", id="unknown field"),
    ],
)
def test_doubted_and_kept(tmp_path: Path, field: str, doubt: str) -> None:
    read = read_one(written(tmp_path, "a.md", FRONT.format(field)))
    assert doubt in "; ".join(read.doubts)
    assert read.article.text == "The text of the article.\n"


def test_missing_outlet_is_stored_as_unknown_and_said(tmp_path: Path) -> None:
    read = read_one(written(tmp_path, "a.txt", "A first line\n\nText."))
    assert read.article.outlet == UNKNOWN
    assert read.doubts == ("outlet is missing, expected a name or a url; stored under 'Unknown outlet'",)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        pytest.param("missing.txt", "no such file", id="missing"),
        pytest.param("folder.txt", "not a regular file", id="folder"),
        pytest.param("pipe.txt", "not a regular file", id="named pipe"),
        pytest.param("dangling.txt", "no such file", id="dangling link"),
        pytest.param("locked.txt", "can't be read: Permission denied", id="no permission"),
    ],
)
def test_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, message: str) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "locked.txt").write_text("Text.")
    read_bytes: Callable[[Path], bytes] = Path.read_bytes

    def locked(self: Path) -> bytes:
        if self.name == "locked.txt":  # a test may run as root, whom no permission stops
            raise PermissionError(13, "Permission denied")
        return read_bytes(self)

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(LoadError, match=message):
        read_one(Input(tmp_path / path))


@pytest.mark.parametrize(
    ("data", "text", "doubted"),
    [
        pytest.param("naïve “words”".encode(), "naïve “words”", False, id="utf-8"),
        pytest.param(b"\xef\xbb\xbfText", "Text", False, id="utf-8 with mark"),
        pytest.param("Text é".encode("utf-16"), "Text é", False, id="utf-16"),
        pytest.param(
            ("Präsident Müller sagte, die Löhne würden für alle Beschäftigten steigen. " * 20).encode("cp1252"),
            "Präsident Müller sagte, die Löhne würden für alle Beschäftigten steigen. " * 20,
            True,
            id="cp1252",
        ),
    ],
)
def test_encodings(data: bytes, text: str, doubted: bool) -> None:
    decoded, doubt = decode(data)
    assert decoded == text
    assert (doubt is not None) == doubted


def test_cleaning_keeps_what_is_printed() -> None:
    assert clean("a\r\nb\rc\x00d\x0ce\u2029f “g” <b>\t") == "a\nb\ncd\n\ne\n\nf “g” <b>\t"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param(
            "# Head\n\nOne *two* **three** [four](http://x.example).", "Head\n\nOne two three four.\n", id="marks"
        ),
        pytest.param("> Said.\n> More.\n\n— Name", "> Said.\n> More.\n\n— Name\n", id="block quote"),
        pytest.param('"Said."\n— Name, role', '"Said."\n— Name, role\n', id="lines stay lines"),
        pytest.param("- one\n- two", "- one\n\n- two\n", id="list"),
        pytest.param("a <script>alert(1)</script> b", "a <script>alert(1)</script> b\n", id="markup is text"),
        pytest.param("<div onclick=x>\nhi\n</div>", "<div onclick=x>\nhi\n</div>\n", id="markup block is text"),
    ],
)
def test_markdown(markdown: str, text: str) -> None:
    assert plain_text(markdown) == text


def test_front_matter_fills_the_article(tmp_path: Path) -> None:
    content = FRONT.format(
        "url: https://www.orda.kz/a\npublished: 2026-03-14T18:10:00+01:00\nauthor: [Ann, Bo]\nwire: AP"
    )
    article = read_one(written(tmp_path, "a.md", content)).article
    assert (article.title, article.outlet.name, article.byline, article.credit) == (
        "A title",
        "The Example",
        "Ann, Bo",
        "AP",
    )
    assert article.published is not None
    assert (article.published.value, article.published.precision) == ("2026-03-14T17:10:00Z", "second")


def test_outlet_comes_from_the_address(tmp_path: Path) -> None:
    article = read_one(written(tmp_path, "a.md", "---\nurl: https://www.reuters.com/x\n---\nText.")).article
    assert (article.outlet.name, article.outlet.kind) == ("Reuters", "agency")


def test_folder_with_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        "file,title,outlet,published,url,author,lang\none.txt,Uno,Example,2026-03,,,es\nnone.txt,,,,,,\n"
    )
    for name in ("one.txt", "two.txt", "README.md", ".hidden.txt", "picture.png"):
        (tmp_path / name).write_text("Text.")
    found = list(find_inputs([tmp_path], SUFFIXES))
    problems = [item for item in found if isinstance(item, Problem)]
    assert [item.path.name for item in found if isinstance(item, Input)] == ["one.txt", "two.txt"]
    assert [problem.message for problem in problems] == [
        "line 3: file is 'none.txt', expected the name of a file beside it"
    ]
    first = next(item for item in found if isinstance(item, Input))
    article = read_one(first).article
    assert (article.title, article.outlet.name, article.language) == ("Uno", "Example", "es")
    assert article.published is not None
    assert (article.published.value, article.published.source) == ("2026-03", "manifest")


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param("name,title\na.txt,A\n", id="no column file"),
        pytest.param("file,colour\na.txt,red\n", id="unknown column"),
        pytest.param("file\n\x00\n", id="binary"),
    ],
)
def test_bad_manifest_is_told_and_the_files_are_read(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.csv").write_text(manifest)
    (tmp_path / "a.txt").write_text("Text.")
    found = list(find_inputs([tmp_path], SUFFIXES))
    assert any(isinstance(item, Problem) and "manifest" in item.source for item in found)
    assert [item.path.name for item in found if isinstance(item, Input)] == ["a.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.")
    assert len(list(find_inputs([tmp_path, tmp_path / "a.txt", tmp_path], SUFFIXES))) == 1
