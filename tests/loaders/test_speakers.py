"""Merging speakers across articles, the alias list, and names as strings."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from quote_loaders.records import Judgement, LoadError, Speaker, SpeakerKind, SpeakerMention
from quote_loaders.speakers import AliasList, load_aliases, merge
from quote_loaders.speakers.names import fold, gender, split_title

NO_ALIASES = AliasList({})
SHIPPED = load_aliases()


def mention(
    name: str, article: str = "a", kind: SpeakerKind = "person", role: str | None = None, order: str = ""
) -> SpeakerMention:
    return SpeakerMention(article, name, kind, (role,) if role else (), order)


def merged(*names: str, aliases: AliasList = NO_ALIASES, judgements: tuple[Judgement, ...] = ()) -> list[list[str]]:
    """The names of every speaker, when each name stands in an article of its own."""
    mentions = [mention(name, f"article {number}") for number, name in enumerate(names)]
    speakers = merge(mentions, aliases, judgements)
    return sorted(sorted(name.name for name in speaker.names) for speaker in speakers)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Zelenskyy", "Zelenskiy", id="-skyy, -skiy"),
        pytest.param("Zelenskyj", "Zelenski", id="-skyj, -ski"),
        pytest.param("Yuri Ushakov", "Yury Ushakov", id="Yuri, Yury"),
        pytest.param("Yuriy Ushakov", "Iurii Ushakov", id="Yuriy, Iurii"),
        pytest.param("Sergei Lavrov", "Sergey Lavrov", id="Sergei, Sergey"),
        pytest.param("Dmitri Peskov", "Dmitriy Peskov", id="Dmitri, Dmitriy"),
        pytest.param("Natalia", "Natalya", id="-ia, -ya"),
        pytest.param("Viktor Orbán", "VIKTOR ORBAN", id="accents and case"),
        pytest.param("The Kremlin", "Kremlin", id="article"),
        pytest.param("Kim Jong-un", "Kim Jongun", id="hyphen"),
    ],
)
def test_spellings_fold_to_one(left: str, right: str) -> None:
    assert fold(left) == fold(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param("Ivanov", "Ivanova", id="-ov, -ova"),
        pytest.param("Navalny", "Navalnaya", id="-ny, -naya"),
        pytest.param("Zelensky", "Zelenska", id="-sky, -ska"),
        pytest.param("Volodymyr", "Vladimir", id="two languages"),
        pytest.param("Andriy", "Andrei", id="Andriy, Andrei"),
        pytest.param("Ian", "Jan", id="Ian, Jan"),
    ],
)
def test_names_of_two_people_stay_two(left: str, right: str) -> None:
    assert fold(left) != fold(right)


@pytest.mark.parametrize(
    ("phrase", "title", "name"),
    [
        pytest.param("Kremlin aide Yuri Ushakov", "Kremlin aide", "Yuri Ushakov", id="body and function"),
        pytest.param("Aide to the President Yury Ushakov", "Aide to the President", "Yury Ushakov", id="small words"),
        pytest.param("President Zelensky", "President", "Zelensky", id="surname"),
        pytest.param("Ursula von der Leyen", None, "Ursula von der Leyen", id="particles"),
        pytest.param("Pope Leo XIV", None, "Pope Leo XIV", id="part of the name"),
        pytest.param("Finanzministerin Ilena Marvec", "Finanzministerin", "Ilena Marvec", id="German compound"),
        pytest.param("a person familiar with the matter", None, "a person familiar with the matter", id="no name"),
    ],
)
def test_titles_are_told_from_names(phrase: str, title: str | None, name: str) -> None:
    assert split_title(phrase) == (title, name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Maria Zakharova", "she", id="given name"),
        pytest.param("Sergey Lavrov", "he", id="folded given name"),
        pytest.param("Xiqo Petrova", "she", id="Slavic ending"),
        pytest.param("Zelensky", None, id="surname alone"),
    ],
)
def test_a_gender_is_known_or_none(name: str, expected: str | None) -> None:
    assert gender(name) == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(["Yuri Ushakov", "Yury Ushakov"], [["Yuri Ushakov", "Yury Ushakov"]], id="spellings"),
        pytest.param(["Tomas Orlevsky", "Orlevskiy"], [["Orlevskiy", "Tomas Orlevsky"]], id="surname of one"),
        pytest.param(
            ["Ilena Marvec", "Jonas Marvec", "Marvec"], [["Ilena Marvec"], ["Jonas Marvec"], ["Marvec"]], id="of two"
        ),
        pytest.param(["Igor Ivanov", "Irina Ivanova"], [["Igor Ivanov"], ["Irina Ivanova"]], id="-ov and -ova"),
        pytest.param(["Volodymyr Putin", "Vladimir Putin"], [["Vladimir Putin"], ["Volodymyr Putin"]], id="two names"),
        pytest.param(["J. Smith", "John Smith"], [["J. Smith", "John Smith"]], id="initial"),
        pytest.param(["Donald J. Trump", "Donald Trump"], [["Donald J. Trump", "Donald Trump"]], id="middle initial"),
        pytest.param(["Kim Jong Un", "Kim Yo Jong"], [["Kim Jong Un"], ["Kim Yo Jong"]], id="family name first"),
        pytest.param(["The Kremlin", "Kremlin"], [["Kremlin", "The Kremlin"]], id="article"),
        pytest.param(["Marvec"], [["Marvec"]], id="alone"),
    ],
)
def test_names_join_only_when_one_person_is_meant(names: list[str], expected: list[list[str]]) -> None:
    assert merged(*names) == expected


def test_the_alias_list_joins_and_names() -> None:
    (speaker,) = merge([mention("Caroline Leavitt"), mention("Karoline Leavitt", "b")], SHIPPED, [])
    assert speaker.name == "Karoline Leavitt"
    assert {(name.name, name.reason) for name in speaker.names} == {
        ("Caroline Leavitt", "alias list"),
        ("Karoline Leavitt", "full name"),
    }


def test_wikidata_and_kind_come_from_the_alias_list() -> None:
    (speaker,) = merge([mention("Zelenskiy", kind="organisation")], SHIPPED, [])
    assert (speaker.name, speaker.kind, speaker.wikidata) == ("Volodymyr Zelenskyy", "person", "Q3874799")


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        pytest.param("yes", [["Ann Lee", "Bo Ray"]], id="yes joins"),
        pytest.param("no", [["Ann Lee"], ["Bo Ray"]], id="no leaves apart"),
    ],
)
def test_a_judgement_decides(verdict: str, expected: list[list[str]]) -> None:
    judgement = Judgement("same speaker", "Ann Lee", "Bo Ray", "yes" if verdict == "yes" else "no")
    assert merged("Ann Lee", "Bo Ray", judgements=(judgement,)) == expected


def test_a_judgement_parts_spellings_and_their_keys_differ() -> None:
    judgement = Judgement("same speaker", "Yury Ushakov", "Yuri Ushakov", "no")
    speakers = merge([mention("Yuri Ushakov"), mention("Yury Ushakov", "b")], NO_ALIASES, [judgement])
    assert len({speaker.key for speaker in speakers}) == 2


def test_the_last_judgement_counts() -> None:
    yes = Judgement("same speaker", "Ann Lee", "Bo Ray", "yes")
    no = Judgement("same speaker", "Bo Ray", "Ann Lee", "no")
    assert merged("Ann Lee", "Bo Ray", judgements=(yes, no)) == [["Ann Lee"], ["Bo Ray"]]


def test_the_role_is_the_latest_known() -> None:
    mentions = [
        mention("Ann Lee", "a", role="minister", order="2026-01"),
        mention("Ann Lee", "b", role="former minister", order="2026-03"),
        mention("Ann Lee", "c", role="candidate", order="~"),
    ]
    (speaker,) = merge(mentions, NO_ALIASES, [])
    assert speaker.role == "former minister"


def test_somebody_unnamed_belongs_to_one_article() -> None:
    speakers = merge([mention("officials", "a", "group"), mention("officials", "b", "group")], NO_ALIASES, [])
    assert [speaker.mentions for speaker in sorted(speakers, key=lambda s: s.mentions)] == [
        (("a", "officials"),),
        (("b", "officials"),),
    ]


def numbered(*told: tuple[str, str | None], aliases: AliasList = NO_ALIASES) -> list[tuple[str | None, list[str]]]:
    """Number and names (with the number that the input gives them) of every speaker."""
    mentions = [
        SpeakerMention(f"article {place}", name, "person", wikidata=number) for place, (name, number) in enumerate(told)
    ]
    return sorted(
        (
            (one.wikidata, [f"{name} {number}" if number else name for name, number in one.numbered])
            for one in merge(mentions, aliases, [])
        ),
        key=str,
    )


@pytest.mark.parametrize(
    ("told", "speakers"),
    [
        pytest.param(
            [("Ann Lee", "Q1"), ("Ann Lee", None)], [("Q1", ["Ann Lee", "Ann Lee Q1"])], id="the only number is theirs"
        ),
        pytest.param([("Ann Lee", "Q1"), ("ANN LEE", None)], [("Q1", ["ANN LEE", "Ann Lee Q1"])], id="spelling"),
        pytest.param([("Ann Lee", "Q1"), ("Lee", None)], [("Q1", ["Ann Lee Q1", "Lee"])], id="surname"),
        pytest.param(
            [("Ann Lee", "Q1"), ("Ann Lee", "Q2")], [("Q1", ["Ann Lee Q1"]), ("Q2", ["Ann Lee Q2"])], id="namesakes"
        ),
        pytest.param(
            [("Ann Lee", "Q1"), ("Ann Lee", "Q2"), ("Ann Lee", None)],
            [("Q1", ["Ann Lee Q1"]), ("Q2", ["Ann Lee Q2"]), (None, ["Ann Lee"])],
            id="either of two namesakes",
        ),
        pytest.param(
            [("Ann Lee", "Q1"), ("ann lee", "Q2"), ("ANN LEE", None)],
            [("Q1", ["Ann Lee Q1"]), ("Q2", ["ann lee Q2"]), (None, ["ANN LEE"])],
            id="either of two spellings",
        ),
        pytest.param(
            [("Ann Lee", "Q1"), ("Ann Lee", "Q2"), ("Lee", "Q1"), ("A. Lee", "Q2")],
            [("Q1", ["Ann Lee Q1", "Lee Q1"]), ("Q2", ["A. Lee Q2", "Ann Lee Q2"])],
            id="surnames of namesakes",
        ),
        pytest.param(
            [("Ann Lee", "Q1"), ("Lee", "Q2")], [("Q1", ["Ann Lee Q1"]), ("Q2", ["Lee Q2"])], id="another's surname"
        ),
    ],
)
def test_numbers_that_inputs_give(
    told: list[tuple[str, str | None]], speakers: list[tuple[str | None, list[str]]]
) -> None:
    assert numbered(*told) == speakers


def test_a_number_of_the_alias_list_is_that_of_the_name_and_not_of_a_namesake(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,alias,kind,wikidata\nAnn Lee,Annie Lee,person,Q1\n", encoding="utf-8")
    told = [("Annie Lee", None), ("Ann Lee", "Q1"), ("Ann Lee", "Q2")]
    assert numbered(*told, aliases=load_aliases([path])) == [
        ("Q1", ["Ann Lee Q1", "Annie Lee"]),
        ("Q2", ["Ann Lee Q2"]),
    ]


def test_a_judgement_joins_two_numbers() -> None:
    mentions = [SpeakerMention(one, name, "person", wikidata=one) for one, name in (("Q1", "Ann Lee"), ("Q2", "A. Oz"))]
    (speaker,) = merge(mentions, NO_ALIASES, [Judgement("same speaker", "Ann Lee", "A. Oz", "yes")])
    assert speaker.wikidata is None


def test_namesakes_have_addresses_of_their_own() -> None:
    mentions = [SpeakerMention("a", "Ann Lee", "person", wikidata=number) for number in ("Q1", "Q2", None)]
    keys = {speaker.wikidata: speaker.key for speaker in merge(mentions, NO_ALIASES, [])}
    assert len(set(keys.values())) == 3
    (alone,) = merge(mentions[2:], NO_ALIASES, [])
    assert keys[None] == alone.key


def test_the_order_of_mentions_changes_nothing() -> None:
    names = ["Yuri Ushakov", "Yury Ushakov", "Ushakov", "J. Smith", "John Smith", "Jane Smith", "Smith", "officials"]
    mentions = [
        mention(name, f"article {number}", "group" if name == "officials" else "person", f"role {number}", str(number))
        for number, name in enumerate(names * 2)
    ]
    mentions += [SpeakerMention(number, "John Smith", "person", wikidata=number) for number in ("Q1", "Q2")]
    results: list[list[Speaker]] = []
    for seed in range(10):
        shuffled = list(mentions)
        random.Random(seed).shuffle(shuffled)  # noqa: S311 # not for secrets
        results.append(merge(shuffled, SHIPPED, []))
    assert all(result == results[0] for result in results)


def test_users_aliases_win(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,alias,kind,wikidata\nCaroline Leavitt,Karoline Leavitt,person,Q1\n", encoding="utf-8")
    entry = load_aliases([path]).entry("Karoline Leavitt")
    assert entry is not None
    assert (entry.name, entry.wikidata) == ("Caroline Leavitt", "Q1")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("name,alias\n", "line 1: columns are 'name,alias', expected 'name,alias,kind", id="columns"),
        pytest.param("name,alias,kind,wikidata\nA B,C,human,\n", "line 2: kind is 'human', expected one of", id="kind"),
        pytest.param(
            "name,alias,kind,wikidata\nA B,C,person,42\n", "line 2: wikidata is '42', expected a Q", id="wikidata"
        ),
        pytest.param("name,alias,kind,wikidata\nA B,C\n", "line 2: ['A B', 'C'] has 2 values", id="too few values"),
        pytest.param("name,alias,kind,wikidata\n,C,person,\n", "line 2: name is ''", id="no name"),
        pytest.param("", "line 1: columns are ''", id="empty file"),
    ],
)
def test_a_malformed_alias_file_is_explained(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LoadError) as error:
        load_aliases([path])
    assert str(path) in str(error.value)
    assert message in str(error.value)


def test_an_alias_file_that_is_missing_is_explained(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="expected a UTF-8 file with columns"):
        load_aliases([tmp_path / "none.csv"])
