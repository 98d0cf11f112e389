"""Agencies in bylines, datelines and closing lines; languages by content; outlets by address and by list."""

from __future__ import annotations

from pathlib import Path

import pytest

from quote_loaders import dates
from quote_loaders.dates import is_zone
from quote_loaders.outlets import KINDS, load_outlets
from quote_loaders.readers.credits import credit_of
from quote_loaders.readers.languages import language_doubt, language_of
from quote_loaders.records import LoadError, Outlet

OUTLETS = load_outlets()
GERMAN = (
    "Das Parlament hat am Montag zum ersten Mal seit dem Sturm getagt, und fast alle Abgeordneten waren im Saal. "
    "Die Ministerin sagte, die Renten würden vor dem Frühjahr nicht gekürzt, und verlangte eine Abstimmung binnen "
    "einer Woche. Der Gegner widersprach und kündigte Widerstand an, auch in den Städten an der Küste und auf "
    "den Inseln. Die nächste Sitzung ist für Freitag angesetzt, und der Saal wird dann voll sein."
)


@pytest.mark.parametrize(
    ("byline", "text", "credit"),
    [
        pytest.param("By The Associated Press", "Text.", "AP", id="byline"),
        pytest.param("Ann Merrow, Reuters", "Text.", "Reuters", id="byline with a name"),
        pytest.param("Ann Merrow (AP)", "Text.", "AP", id="byline with brackets"),
        pytest.param("Von dpa/AFP", "Text.", "DPA", id="two agencies"),
        pytest.param("Ann Merrow, with files from The Canadian Press", "Text.", "CP", id="files from"),
        pytest.param("Ann Apa", "Text.", None, id="a name"),
        pytest.param(None, "LONDON (AP) — The ship left.", "AP", id="dateline"),
        pytest.param(None, "PARIS, March 14 (Reuters) - The ship left.", "Reuters", id="dateline with a day"),
        pytest.param(None, "Berlin (dpa/AFP) - Das Schiff.", "DPA", id="German dateline"),
        pytest.param(None, "MADRID, 14 Mar. (EUROPA PRESS) - El barco.", "Europa Press", id="Spanish dateline"),
        pytest.param(None, "ROMA, 14 MAR - (ANSA) - La nave.", "ANSA", id="Italian dateline"),
        pytest.param(None, "МОСКВА, 14 марта. /ТАСС/. Корабль ушёл.", "TASS", id="Russian dateline"),
        pytest.param(None, "КИЕВ, 14 мар - РИА Новости. Корабль ушёл.", "RIA Novosti", id="dateline with a dash"),
        pytest.param(None, "The ship left.\n\n(Reuters)", "Reuters", id="closing brackets"),
        pytest.param(None, "The ship left.\n\n© 2026 AFP", "AFP", id="copyright"),
        pytest.param(None, "Das Schiff.\n\nQuelle: dpa", "DPA", id="closing source"),
        pytest.param(
            None, "The ship left.\n\nThis story was originally published by Reuters.", "Reuters", id="first by"
        ),
        pytest.param(None, "The Lurania Party (PA) said that it left.", None, id="initials of a party"),
        pytest.param(None, "He told the Associated Press (AP) on Monday - then left.", None, id="named as a source"),
        pytest.param(None, "He left (AP).", None, id="brackets in a sentence"),
        pytest.param("Ann Merrow", "The ship left.", None, id="nobody"),
    ],
)
def test_credits(byline: str | None, text: str, credit: str | None) -> None:
    assert credit_of(byline, text) == credit


def test_what_the_page_calls_its_credit_comes_first() -> None:
    assert credit_of("Ann Merrow, Reuters", "LONDON (AP) — The ship left.", "Agence France-Presse") == "AFP"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(GERMAN, "de", id="German"),
        pytest.param(
            "Мы не будем сокращать пенсии до весны, заявила депутатам министр финансов. " * 2, "ru", id="Russian"
        ),
        pytest.param(
            "Ми не будемо скорочувати пенсії до весни, заявила міністерка фінансів. " * 2, "uk", id="Ukrainian"
        ),
        pytest.param("Wir kommen.", None, id="too short"),
        pytest.param("12.5 13.5 14.5 " * 100, None, id="numbers"),
    ],
)
def test_language_by_content(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("declared", "doubted"),
    [
        pytest.param("de-AT", False, id="a variant"),
        pytest.param("en", True, id="another"),
    ],
)
def test_language_that_the_text_speaks_against(declared: str, doubted: bool) -> None:
    assert (language_doubt(GERMAN, declared) is not None) == doubted
    assert language_doubt(GERMAN[:100], declared) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        pytest.param("https://edition.cnn.com/2026/x", "CNN", id="below a listed site"),
        pytest.param("https://news.bbc.co.uk/x", "BBC News", id="another domain of it"),
        pytest.param("https://news.un.org/x", "UN News", id="listed itself"),
        pytest.param("https://m.gazette.co.uk/x", "gazette.co.uk", id="country with a second level"),
        pytest.param("https://a.b.gazette.example/x", "gazette.example", id="site"),
        pytest.param("https://ann.substack.com/x", "ann.substack.com", id="a host of others"),
        pytest.param("http://127.0.0.1/x", "127.0.0.1", id="number"),
    ],
)
def test_outlet_of_an_address(url: str, name: str) -> None:
    domain = OUTLETS.domain(url)
    assert domain is not None
    assert OUTLETS.of_domain(domain).name == name


def test_another_name_of_a_listed_outlet() -> None:
    found = OUTLETS.complete(Outlet("The Associated Press"))
    assert (found.name, found.kind, found.timezone) == ("AP", "agency", "America/New_York")


def test_the_curated_list_is_sound() -> None:
    outlets = {outlet.name: outlet for outlet in OUTLETS.by_name.values()}
    assert len(outlets) >= 150
    assert {outlet.kind for outlet in outlets.values()} <= set(KINDS)
    assert [outlet.name for outlet in outlets.values() if outlet.timezone and not is_zone(outlet.timezone)] == []
    assert len(set(OUTLETS.by_domain)) == len({domain.lower() for domain in OUTLETS.by_domain})
    languages = {outlet.language for outlet in outlets.values()}
    assert languages >= {"en", "de", "fr", "es", "ru", "uk", "cs"}


def test_a_system_without_time_zones_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "_zone_named", lambda _: None)
    with pytest.raises(LoadError, match=r"no database of time zones is installed: pip install tzdata"):
        load_outlets()


def test_a_list_of_ones_own_wins(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_text("name,domain,kind,timezone\nMy CNN,cnn.com,blog,Europe/Kyiv\n")
    found = load_outlets([path]).known("https://www.cnn.com/x")
    assert found == Outlet("My CNN", "cnn.com", "blog", timezone="Europe/Kyiv")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("title\nx\n", "expected name", id="no name column"),
        pytest.param("name,kind\nA,paper\n", "line 2: kind is 'paper'", id="kind"),
        pytest.param("name,timezone\nA,Mars/Base\n", "line 2: timezone is 'Mars/Base'", id="zone"),
        pytest.param("name,domain\n,a.example\n", "line 2: name is missing", id="nameless"),
    ],
)
def test_a_wrong_list_is_told(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "outlets.csv"
    path.write_text(content)
    with pytest.raises(LoadError, match=message):
        load_outlets([path])
