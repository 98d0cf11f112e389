"""Languages without a model: marks, dashes, colons and cue words, each with sentences of its own."""

from __future__ import annotations

import re

import pytest
import spacy

from quote_loaders.extraction import Extractor
from quote_loaders.quotations import find_marked_quotes
from quote_loaders.quotations.cues import load_cues

# A language and a sentence in it: [what is said], {who says it, as printed}, <the cue>. Broken words are one quote.
CASES = [
    # German
    ("de", "„[Wir kommen morgen alle mit]“, <sagte> {Anna Weber}."),
    ("de", "„[Das war keine gute Idee]“, {Weber} <sagte> das am Montag."),
    ("de", "Am Dienstag <erklärte> Finanzministerin {Ilse Brandt}: „[Die Kasse ist leer.]“"),
    ("de", "»[Niemand hat uns gefragt]«, <klagte> der Bürgermeister von Altdorf, {Jonas Kern}."),
    ("de", "<Laut> {Jonas Kern} ist das Projekt „[politisch am Ende]“."),
    ("de", "„[Das Geld reicht bis zum Herbst]“, <so> {Brandt}."),
    ("de", "„[Die Brücke bleibt]“, <sagte> {Kern}, „[bis auf Weiteres gesperrt.]“"),
    ("de", "{Brandt} <nannte> den Vorschlag „[völlig untauglich]“."),
    ("de", "{Kern}: „[Ich trete nicht zurück]“"),
    ("de", "„[Ich habe davon erst gestern erfahren]“, <sagte> {sie}."),
    ("de", "„[Wir haben nichts versprochen und nichts unterschrieben.]“\n— {Ilse Brandt}, Finanzministerin"),
    ("de", "Das Stück heißt „Der Sturm“ und läuft im Mai."),
    # French
    ("fr", "« [Nous ne céderons pas un mètre] », a <déclaré> {Claire Morvan}."),
    ("fr", "Le ministre de l'Intérieur, {Paul Garnier}, a <affirmé> : « [La route sera rouverte lundi.] »"),
    ("fr", "« [La facture est trop lourde] », a <regretté> le ministre de l'Intérieur {Paul Garnier}."),
    ("fr", "« [On nous a menti pendant des mois] », s'est-{elle} <exclamée>."),
    ("fr", "« [Il faudra bien payer un jour] », <dit>-{il}."),
    ("fr", "<Selon> {Claire Morvan}, le projet est « [mort et enterré] »."),
    ("fr", "— [Nous partons demain matin], a <annoncé> {Paul Garnier}."),
    ("fr", "{Morvan} : « [Le pont tiendra] »"),
    ("fr", "« [Le pont tiendra] », a <assuré> {le préfet}, « [au moins dix ans.] »"),
    ("fr", "Il a vu le film « Les Beaux Jours » hier soir."),
    # Spanish
    ("es", "«[No vamos a subir los impuestos]», <dijo> {Elena Robles}."),
    ("es", "—[No vamos a ceder] —<dijo> {Tomás Vidal}—. [Y punto.]"),
    ("es", "El ministro de Exteriores, {Tomás Vidal}, <aseguró>: “[El acuerdo está cerca]”."),
    ("es", "\"[La obra durará dos años]\", <explicó> el alcalde de Puerto Alto, {Luis Ferrán}."),
    ("es", "<Según> {Elena Robles}, la propuesta es «[un disparate]»."),
    ("es", "{Robles}: «[Nadie nos avisó]»"),
    ("es", "«[El puente es seguro]», ha <insistido> {Ferrán}, «[y lo seguirá siendo]»."),
    ("es", "{Vidal} <calificó> la medida de “[error histórico]”."),
    ("es", "«[Hoy no se firma nada en esta sala]», <contestó> {ella}."),
    ("es", "Leyó la novela «La casa vieja» en un día."),
    # Russian
    ("ru", "«[Мы не будем повышать налоги]», — <сказал> {Пётр Лавочкин}."),
    ("ru", "— [Мост закрыт до осени], — <сообщила> {Анна Дроздова}. — [Потом посмотрим.]"),
    ("ru", "Президент Лурании {Пётр Лавочкин} <заявил>: «[Решение принято и пересмотрено не будет]»."),
    ("ru", "«[Переговоры были полезными для всех]», — <отметил> пресс-секретарь президента {Дмитрий Северов}."),
    ("ru", "<По словам> {Анны Дроздовой}, это «[полная ерунда]»."),
    ("ru", "{Дроздова}: «[Денег нет]»"),
    ("ru", "{Северов} <назвал> эти сообщения «[ложью]»."),
    ("ru", "«[Мы узнали об этом только из газет]», — <добавил> {он}."),
    ("ru", "«[Мост], — <сказала> {Дроздова}, — [простоит ещё сто лет]»."),
    ("ru", "Фильм «Белое солнце» показали в пятницу."),
    # Ukrainian
    ("uk", "«[Ми не підвищуватимемо податки]», — <сказав> {Петро Лавренко}."),
    ("uk", "— [Міст закрито до осені], — <повідомила> {Ганна Дрозд}. — [Далі побачимо.]"),
    ("uk", "Міністр оборони України {Петро Лавренко} <заявив>: «[Рішення вже ухвалене]»."),
    ("uk", "„[Переговори були дуже корисними]“, — <зазначила> речниця президента {Марта Сівер}."),
    ("uk", "<За словами> {Ганни Дрозд}, це «[повна нісенітниця]»."),
    ("uk", "{Дрозд}: «[Грошей немає]»"),
    ("uk", "{Лавренко} <назвав> ці повідомлення «[брехнею]»."),
    ("uk", "«[Ми дізналися про це з газет]», — <додала> {вона}."),
    ("uk", "«[Ми готові до будь-якого рішення]», — наголосили в уряді."),
    ("uk", "Книжка «Синій птах» вийшла у травні."),
    # Czech
    ("cs", "„[Daně zvyšovat nebudeme,]“ <řekl> {Petr Havlan}."),
    ("cs", "„[Most zůstane zavřený do podzimu,]“ <uvedla> mluvčí radnice {Jana Drozdová}."),
    ("cs", "Premiér {Petr Havlan} <prohlásil>: „[Rozhodnutí už padlo.]“"),
    ("cs", "– [Odjíždíme zítra ráno], <řekla> {Jana Drozdová}."),
    ("cs", "<Podle> {Havlana} je návrh „[naprosto nepřijatelný]“."),
    ("cs", "{Drozdová}: „[Peníze nejsou]“"),
    ("cs", "„[Most vydrží,]“ <řekl> {Havlan}, „[ještě nejmíň sto let.]“"),
    ("cs", "{Havlan} <označil> zprávu za „[lež]“."),
    ("cs", "„[Dozvěděli jsme se to z novin,]“ <dodal> {on}."),
    ("cs", "Četl knihu „Modrý pták“ celou noc."),
    # no list of cues: marks, a colon, a dash
    ("pt", "«[Não vamos ceder nem um metro]», disse Ana Lopes."),
    ("pt", "{Ana Lopes}: «[Não vamos ceder]»"),
    ("xx", "“[Emo ne dabi turo selan]”\n— {Ora Beltan}"),
]  # fmt: skip
_MARKUP = re.compile(r"[\[\]{}<>]")


def unmarked(sentence: str) -> tuple[str, dict[str, list[str]]]:
    """The text of a marked sentence, and the words that each kind of bracket holds."""
    return _MARKUP.sub("", sentence), {
        opener: re.findall(rf"{re.escape(opener)}([^\]}}>]*)", sentence) for opener in ("[", "{", "<")
    }


@pytest.mark.parametrize(("language", "sentence"), CASES)
def test_a_sentence(language: str, sentence: str) -> None:
    text, expected = unmarked(sentence)
    quotes = list(find_marked_quotes(spacy.blank(language)(text)))
    assert len(quotes) == bool(expected["["])
    for quote in quotes:
        assert [span.of(text) for span in quote.content] == expected["["]
        assert [span.of(text) for span in (quote.source,) if span is not None] == expected["{"]
        assert [span.of(text) for span in (quote.cue,) if span is not None] == expected["<"]
        assert (quote.unattributed_reason is None) == bool(expected["{"])


@pytest.mark.parametrize("language", ["de", "fr", "es", "ru", "uk", "cs"])
def test_every_language_has_what_the_rules_ask_for(language: str) -> None:
    groups = load_cues(language).groups
    needed = {"speech", "according", "titles", "prepositions", "clauses", "particles", "he", "she", "bodies", "labels"}
    assert needed <= set(groups)
    assert len(groups["speech"]) > 100
    assert sum(case[0] == language for case in CASES) >= 8


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("de", "„Die Kasse ist leer“, sagte Finanzministerin Ilse Brandt.", "Finanzministerin"),
        ("fr", "« C'est trop », a dit le ministre de l'Intérieur, Paul Garnier.", "ministre de l'Intérieur"),
        ("ru", "«Нет», — сказал министр обороны России Пётр Лавочкин.", "министр обороны России"),
    ],
)
def test_the_title_beside_a_name(language: str, text: str, role: str) -> None:
    (quote,) = find_marked_quotes(spacy.blank(language)(text))
    assert quote.role == role


def test_labels_and_block_quotes_need_no_language() -> None:
    text = "ПЕТРОВ: Мы готовы к разговору.\n\nИВАНОВА: Мы тоже готовы к нему.\n"
    turns = list(find_marked_quotes(spacy.blank("ru")(text)))
    assert [(turn.source and turn.source.of(text), turn.kind) for turn in turns] == [
        ("ПЕТРОВ", "block"),
        ("ИВАНОВА", "block"),
    ]


@pytest.mark.model
def test_what_a_language_lacks_is_said() -> None:
    extractor = Extractor()
    assert extractor.limits("en-GB") is None
    assert "cues/de.txt" in str(extractor.limits("de-AT"))
    assert "no cues for 'pt'" in str(extractor.limits("pt-BR"))


@pytest.mark.model
@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        pytest.param("de", "„Die Kasse ist leer“, sagte Finanzministerin Ilse Brandt.", "Ilse Brandt", id="name"),
        pytest.param("de", "„Die Kasse ist wirklich leer“, sagte der Sprecher.", None, id="a title is nobody"),
        pytest.param("fr", "« La facture est trop lourde », a dit le préfet.", None, id="nor is a French one"),
        pytest.param("ru", "«Ущерба и пострадавших нет», — сообщила полиция.", "полиция", id="a body"),
    ],
)
def test_who_is_meant(language: str, text: str, speaker: str | None) -> None:
    (quote,) = Extractor().extract(text, language)
    assert (quote.speaker and quote.speaker.name) == speaker
    assert (quote.unattributed_reason is None) == (speaker is not None)
