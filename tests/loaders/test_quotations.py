"""Finding quotes: marks, blocks, frames and indirect speech, on parses built by hand and by a blank tokeniser."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from quote_loaders.quotations import find_marked_quotes, find_quotes
from quote_loaders.quotations.cues import load_cues, parse_cues
from quote_loaders.quotations.marks import marked_spans
from quote_loaders.records import Quote, TextSpan

ENGLISH = spacy.blank("en")


def inner(text: str) -> list[str]:
    """The words between each pair of marks."""
    return [text[mark.inner_start : mark.inner_end] for mark in marked_spans(text)]


def parse(*rows: str) -> Doc:
    """A parse from rows of `word/tag/dep>head`, the head counted from 0; a word with "_" has no space after it."""
    words, spaces, tags, deps, heads = [], [], [], [], []
    for row in " ".join(rows).split():
        word, tag, arc = row.split("/")
        dep, head = arc.split(">")
        words.append(word.removesuffix("_"))
        spaces.append(not word.endswith("_"))
        tags.append(tag)
        deps.append(dep)
        heads.append(int(head))
    vocab = spacy.blank("en").vocab
    return Doc(vocab, words=words, spaces=spaces, tags=tags, deps=deps, heads=heads)


def found(doc: Doc) -> list[tuple[str, str, str | None]]:
    """Kind, words and source of every quote."""
    text = doc.text
    return [(q.kind, q.text(text), q.source.of(text) if q.source else None) for q in find_quotes(doc, load_cues("en"))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('He said "go now" twice.', ["go now"], id="straight"),
        pytest.param("„Wir kommen“, sagte er.", ["Wir kommen"], id="German low-high"),
        pytest.param("»Wir kommen«, sagte er.", ["Wir kommen"], id="German guillemets"),
        pytest.param("« Nous venons », dit-il.", ["Nous venons"], id="French, spaces inside"),
        pytest.param("「行きます」と言った。", ["行きます"], id="corner brackets"),
        pytest.param("``We come,'' he said.", ["We come,"], id="TeX"),
        pytest.param("''We can't come,'' he said.", ["We can't come,"], id="two apostrophes"),
        pytest.param('“We come," he said. “No,” I said.', ["We come,", "No,"], id="curly, closed by a straight one"),
        pytest.param('"We come,” he said. "No," I said.', ["We come,", "No,"], id="straight, closed by a curly one"),
        pytest.param('“He said "never" to me,” she said.', ['He said "never" to me,'], id="straight inside curly"),
        pytest.param("”We come,” he said.", ["We come,"], id="a closing mark opens"),
        pytest.param("'It wasn't ours,' he said.", ["It wasn't ours,"], id="British, apostrophe inside"),
        pytest.param("The players' union met.", [], id="possessive"),
        pytest.param("Rock 'n' roll in the '90s.", [], id="elisions"),
        pytest.param("“He said ‘never’ to me,” she said.", ["He said ‘never’ to me,"], id="nested"),
        pytest.param('The 5" pipe. "It burst," he said.', ["It burst,"], id="inches"),
        pytest.param("“We come\nHe left. “No,” he said.", ["We come", "No,"], id="unclosed ends with its line"),
        pytest.param("“”", [], id="empty"),
        pytest.param("", [], id="no text"),
    ],
)
def test_marks_pair_by_direction_and_line(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_an_unclosed_mark_that_reopens_continues() -> None:
    first, second = marked_spans("“One paragraph.\n\n“And another,” he said.")
    assert (first.closed, first.continues) == (False, True)
    assert (second.closed, second.continues) == (True, False)


def test_single_marks_take_linear_time() -> None:
    assert marked_spans("'a " * 100_000) == []


@pytest.mark.parametrize(
    ("doc", "expected"),
    [
        pytest.param(
            parse(
                "“_/``/punct>9 We/PRP/nsubj>2 go/VBP/ccomp>9 to/IN/prep>2 Ostrel_/NNP/pobj>3 ,_/,/punct>9 ”/''/punct>9",
                "Mayor/NNP/dep>9 Halden/NNP/dep>9 said_/VBD/ROOT>9 ././punct>9",
            ),
            [("direct", "We go to Ostrel,", "Mayor Halden")],
            id="the words before the verb, where the parse gives none",
        ),
        pytest.param(
            parse(
                "“_/``/punct>6 We/PRP/nsubj>2 go/VBP/ccomp>6 home/RB/advmod>2 ,_/,/punct>6 ”/''/punct>6",
                "said/VBD/ROOT>6 Petr/NNP/compound>8 Halden_/NNP/nsubj>6 ././punct>6",
            ),
            [("direct", "We go home ,", "Petr Halden")],
            id="quote, verb, subject",
        ),
        pytest.param(
            parse(
                "“_/``/punct>6 We/PRP/nsubj>2 go/VBP/ccomp>6 home/RB/advmod>2 ,_/,/punct>6 ”/''/punct>6",
                "marvelled/VBD/ROOT>6 a/DT/det>8 bystander_/NN/nsubj>6 ././punct>6",
            ),
            [("direct", "We go home ,", "a bystander")],
            id="beside a whole utterance any verb and any noun will do",
        ),
        pytest.param(
            parse(
                "“_/``/punct>6 We/PRP/nsubj>2 go/VBP/ccomp>6 home_/RB/advmod>2 ,_/,/punct>6 ”/''/punct>6",
                "said/VBD/ROOT>6 Petr/NNP/compound>8 Halden_/NNP/nsubj>6 ././punct>6",
                "“_/``/punct>11 Tonight_/NN/ROOT>11 ._/./punct>11 ”/''/punct>11",
            ),
            [("direct", "We go home,", "Petr Halden"), ("direct", "Tonight.", "Petr Halden")],
            id="one word more of whom the sentence before names",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 called/VBD/ROOT>1 it/PRP/nsubj>4",
                "“_/``/punct>4 reckless_/JJ/oprd>1 ”_/''/punct>4 ././punct>1",
            ),
            [("mixed", "reckless", "Halden")],
            id="one word is enough after a verb of naming",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 steered/VBD/ROOT>1 them/PRP/dobj>1 to/TO/aux>5",
                "“_/``/punct>5 do/VB/xcomp>1 the/DT/det>8 right/JJ/amod>8 thing/NN/dobj>5 now_/RB/advmod>5",
                "._/./punct>1 ”/''/punct>1",
            ),
            [("mixed", "do the right thing now.", "Halden")],
            id="five words in marks belong to whatever verb stands before them",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 closed/VBD/ROOT>1 the/DT/det>8 famous/JJ/amod>8 “_/``/punct>8",
                "carried/VBN/amod>6 interest_/NN/nmod>8 ”/''/punct>8 loophole_/NN/dobj>1 ././punct>1",
            ),
            [],
            id="a thing that is known by a name, with a word between",
        ),
        pytest.param(
            parse(
                "The/DT/det>4 so-called/JJ/amod>4 “_/``/punct>4 peace/NN/compound>4 plan_/NN/nsubj>6 ”/''/punct>4",
                "stalled_/VBD/ROOT>6 ././punct>6",
            ),
            [],
            id="scare quotes",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>1 said/VBD/ROOT>1 that/IN/mark>5",
                "the/DT/det>4 bridge/NN/nsubj>5 stays/VBZ/ccomp>1 shut_/JJ/acomp>5 ././punct>1",
            ),
            [("indirect", "the bridge stays shut", "Halden")],
            id="indirect, without that and the stop",
        ),
        pytest.param(
            parse(
                "Halden/NNP/nsubj>3 did/VBD/aux>3 not/RB/neg>3 say/VB/ROOT>3",
                "whether/IN/mark>6 he/PRP/nsubj>6 came_/VBD/ccomp>3 ././punct>3",
            ),
            [],
            id="what somebody did not say",
        ),
        pytest.param(
            parse("The/DT/det>1 minister/NN/nsubj>2 said/VBD/ROOT>2 goodbye_/NN/dobj>2 ././punct>2"),
            [],
            id="said goodbye",
        ),
        pytest.param(
            parse(
                "The/DT/det>1 fact/NN/nsubj>2 shows/VBZ/ROOT>2",
                "that/IN/mark>5 it/PRP/nsubj>5 works/VBZ/ccomp>2 well_/RB/advmod>5 ././punct>2",
            ),
            [],
            id="a fact does not speak",
        ),
    ],
)
def test_a_frame_says_whose_words_they_are(doc: Doc, expected: list[tuple[str, str, str | None]]) -> None:
    assert found(doc) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "„Wir kommen morgen alle“, sagte Ministerin Ilena Marvec.",
            [("direct", "Wir kommen morgen alle", "Ilena Marvec")],
            id="quote, verb, name",
        ),
        pytest.param(
            "Marvec sagte: „Wir kommen morgen alle.“",
            [("direct", "Wir kommen morgen alle.", "Marvec")],
            id="name, verb, colon",
        ),
        pytest.param("„Wir kommen morgen alle“, sagte er.", [("direct", "Wir kommen morgen alle", "er")], id="pronoun"),
        pytest.param(
            "„Wir kommen morgen alle.“\n— Ilena Marvec, Ministerin",
            [("direct", "Wir kommen morgen alle.", "Ilena Marvec")],
            id="dash",
        ),
        pytest.param("Das „Sondervermögen“ wächst.", [], id="a term"),
        pytest.param(
            "„Wir kommen morgen alle wieder.“ Es regnet.",
            [("direct", "Wir kommen morgen alle wieder.", None)],
            id="nobody named",
        ),
    ],
)
def test_marked_quotes_need_no_parse(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    doc = spacy.blank("de")(text)
    quotes = list(find_marked_quotes(doc))
    assert [(q.kind, q.text(text), q.source.of(text) if q.source else None) for q in quotes] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "LAVROV: We never refused to talk.\nBLINKEN: That is not so at all.",
            [("LAVROV", "We never refused to talk."), ("BLINKEN", "That is not so at all.")],
            id="two speakers in capitals",
        ),
        pytest.param(
            "Aide to the President Yury Ushakov: The call is over.\nIt took an hour.",
            [("Aide to the President Yury Ushakov", "The call is over.\nIt took an hour.")],
            id="a titled label runs to the end",
        ),
        pytest.param("Photo: Kremlin press service.", [], id="a caption"),
        pytest.param("Trump's page: Screenshot", [], id="somebody's page"),
        pytest.param("We have shut the bridge.", [(None, "We have shut the bridge.")], id="a post"),
        pytest.param("That bridge was where we met.", [], id="a sentence of somebody's memories"),
        pytest.param(
            "> The plane stayed in the air.\n\n— Ministry of Defence, London",
            [("Ministry of Defence", "The plane stayed in the air.")],
            id="Markdown block quote with a dash",
        ),
    ],
)
def test_blocks_need_no_marks(text: str, expected: list[tuple[str, str]]) -> None:
    quotes = [q for q in find_quotes(ENGLISH(text), load_cues("en")) if q.kind == "block"]
    assert [(q.source.of(text) if q.source else None, q.text(text)) for q in quotes] == expected


def test_cues_are_read_by_group_and_form() -> None:
    cues = parse_cues("xx", "# comment\n[speech]\nsay says said  # all forms\n\n[nouns]\nclaim claims\n")
    assert cues.lemma("speech", "Said") == "say"
    assert cues.has("claims", "speech", "nouns")
    assert not cues.has("claims", "speech")


@pytest.mark.parametrize(
    "language", [pytest.param("zz", id="unknown"), pytest.param("../en", id="a path"), pytest.param("", id="empty")]
)
def test_a_language_without_cues_has_none(language: str) -> None:
    assert not load_cues(language).groups


def assert_inside(quotes: list[Quote], text: str) -> None:
    """Every span is inside the text, not empty and without space around it; contents are in order and unique."""
    contents = [quote.content for quote in quotes]
    assert len(set(contents)) == len(contents)
    for quote in quotes:
        assert quote.content
        assert list(quote.content) == sorted(quote.content)
        spans = [*quote.content, *(span for span in (quote.cue, quote.source, quote.relay) if span is not None)]
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
        for span in quote.content:
            assert span.of(text) == span.of(text).strip()
        for left, right in zip(quote.content, quote.content[1:], strict=False):
            assert left.end <= right.start


@pytest.mark.parametrize("text", ["''said", "according to„\r’\r’::(said"])
def test_an_unparsed_document_is_walked_within_its_bounds(text: str) -> None:
    """The tokenizer's own tokens would lead outside of it: a crash of the interpreter within some dozen repeats."""
    for _ in range(300):
        list(find_quotes(ENGLISH(text), load_cues("en")))


PIECES = st.sampled_from(
    [
        *('"', "“", "”", "‘", "’", "'", "«", "»", "„", "``", "''", " ", "\n", "\n\n", ",", ".", ":", "—", "> ", "("),
        *("said", "Trump", "he", "according to", "LAVROV: ", "We have it.", "called", "the minister", "’s"),
        *("\u2028", "\r", "\x00", "🙂"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("".join)
    )
)
def test_any_text_gives_spans_inside_it(text: str) -> None:
    doc = ENGLISH(text)
    assert_inside(list(find_quotes(doc, load_cues("en"))), text)
    assert_inside(list(find_marked_quotes(doc, load_cues("de"))), text)


def test_an_empty_parse_holds_nothing() -> None:
    assert list(find_quotes(Doc(Vocab(), words=[]), load_cues("en"))) == []


def test_a_split_quote_is_one_quote() -> None:
    doc = parse(
        "“_/``/punct>6 If/IN/mark>3 they/PRP/nsubj>3 come_/VBP/advcl>6 ,_/,/punct>6 ”/''/punct>6 said/VBD/ROOT>6",
        "Halden_/NNP/nsubj>6 ,/,/punct>6 “_/``/punct>6 we/PRP/nsubj>11 go_/VBP/ccomp>6 ._/./punct>6 ”/''/punct>6",
    )
    (quote,) = find_quotes(doc, load_cues("en"))
    assert quote.text(doc.text) == "If they come, … we go."
    assert quote.content == (TextSpan(1, 14), TextSpan(30, 36))
