"""What the rules between wordings of one statement must leave alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quote_loaders.records import QuoteKind
from tests.loaders.placed import placed, said
from tests.loaders.test_contradictions import NEXT_DAY, kinds


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            "Neither the fishers nor the farmers of Velmar will be moved from their homes",
            "No fishers or farmers of Velmar will be moved from their homes",
            id="neither, nor and no",
        ),
        pytest.param(
            "We ask our guests in Velmar to refrain from smoking on the old ferry to Ostrel",
            "We ask our guests in Velmar to no longer smoke on the old ferry to Ostrel",
            id="refrain and no longer",
        ),
        pytest.param(
            "We say it again, no, no, no to the ferry deal of Velmar",
            "We say it again, to the ferry deal of Velmar",
            id="called out",
        ),
        pytest.param(
            "The number one priority of the harbour board in Velmar is the ferry",
            "The No. 1 priority of the harbour board in Velmar is the ferry",
            id="number one",
        ),
        pytest.param(
            "I told Halvenskyy that the harbour board in Velmar will pay for the ferry",
            "I told Halvenskiy that the harbour board in Velmar will pay for the ferry",
            id="two spellings of a name",
        ),
        pytest.param(
            "We advised the Harbour Inspector that the old ferry in Velmar leaks",
            "We advised the HI that the old ferry in Velmar leaks",
            id="initials",
        ),
        pytest.param(
            "We don't want people like VP Halden in the harbour of Velmar",
            "We don't want people like Vice President Halden in the harbour of Velmar",
            id="a short title",
        ),
        pytest.param(
            "The press should stop the endless and oftentimes false attacks on the harbour of Velmar",
            "The press should stop the endless and often false attacks on the harbour of Velmar",
            id="a longer form of a word",
        ),
        pytest.param("TOO MANY VOCIES OF VELMAR", "too many voices of Velmar", id="letters that changed places"),
        pytest.param(
            "We ask ourselves whether the ferry of Velmar is OK",
            "We ask ourselves whether the ferry of Velmar is okay",
            id="OK",
        ),
        pytest.param(
            "We cannot restore the harbour with somebody else's ferry",
            "We cannot restore the harbour with someone else's ferry",
            id="somebody and someone",
        ),
        pytest.param(
            "They work to dehumanise the fishers of Velmar",
            "They work to dehumanize the fishers of Velmar",
            id="spelling",
        ),
        pytest.param(
            "The report does not clear the fishers of Velmar",
            "The report did not clear the fishers of Velmar",
            id="tense",
        ),
        pytest.param(
            "The mayor is well and plans to be in Velmar (Monday)",
            "The mayor is well and plans to be in Velmar tomorrow",
            id="put in by an editor",
        ),
        pytest.param(
            "We have no information on who sank the ferry of Velmar",
            "We don't have information about who sank the ferry of Velmar",
            id="no and not",
        ),
        pytest.param(
            "This is a decision that doesn't get to be made by the fishers of Velmar",
            "This isn't a decision that gets to be made by the fishers of Velmar",
            id="the not stands elsewhere",
        ),
        pytest.param(
            "I don't think we have yet felt the urgency of a new ferry",
            "We have not yet felt the urgency of a new ferry",
            id="not before think",
        ),
        pytest.param("It never happened in Velmar", "It never, never happened in Velmar", id="never said twice"),
        pytest.param(
            "We all know it, I'm the one who stopped the ferry of Velmar",
            "We all know it, I didn't have it, I'm the one who stopped the ferry of Velmar",
            id="a clause of its own",
        ),
        pytest.param(
            "If you don't dominate the harbour of Velmar, you waste your time",
            "You have to dominate the harbour of Velmar",
            id="a condition",
        ),
        pytest.param(
            "You sail to Velmar more than anyone in this harbour",
            "You sail to Velmar more than anybody in this harbour",
            id="anyone and anybody",
        ),
        pytest.param(
            "The letters of the harbour board were stolen from Steve Halden of Velmar",
            "The letters of the harbour board were stolen from Stephen Halden of Velmar",
            id="a short name",
        ),
        pytest.param(
            "The fishers of Velmar will speak in a vote that ends on November the 8",
            "The fishers of Velmar will speak in a vote that ends on Nov. 8",
            id="a short month",
        ),
        pytest.param(
            "It is extremely unlikely that the board will have the votes of Velmar to win",
            "The board will not have the votes of Velmar to win",
            id="unlikely and not",
        ),
        pytest.param(
            "The board of Velmar is not honest, not clever, or it has something else in mind",
            "The board of Velmar is not honest and clever, or it has something else in mind",
            id="a list of what isn't so",
        ),
        pytest.param(
            "In hard times it can be tempting to follow the siren call of the fishers of Velmar",
            "reject the siren call of the fishers of Velmar",
            id="where an excerpt begins",
        ),
        pytest.param(
            "This was harbour banter, a private word that fell many years ago",
            "This was harbour talk",
            id="where an excerpt ends",
        ),
        pytest.param(
            "This 11th-hour offer of the harbour board is neither credible nor honest",
            "This eleventh-hour offer of the harbour board is neither credible nor honest",
            id="ordinals",
        ),
        pytest.param(
            "I spoke for the guild at times and I did not have letters from the harbour board",
            "I spoke for the guild at times and I didn't have — did not have letters from the harbour board",
            id="said anew",
        ),
        pytest.param(
            "My job is to represent the fishers of Velmar and their ferry",
            "My job is not to represent the banks of Ostrel and their ferry",
            id="another thing isn't so",
        ),
        pytest.param(
            "My job is to represent the fishers of Velmar", "My job is not to represent the world", id="the world isn't"
        ),
        pytest.param("The plan is simply unfair", "The plan is simply unwise", id="a formula of two days"),
        pytest.param("The fishers of Velmar deserve that too", "The fishers of Velmar deserve a vote", id="that too"),
        pytest.param("ferry thieves", "bread thieves", id="two phrases of two words"),
        pytest.param(
            "The harbour board should not be subject to time-consuming suits while it sits in Velmar",
            "The harbour board should be free from suits while it sits in Velmar",
            id="not subject to and free from",
        ),
        pytest.param(
            "The fishers of Velmar who want to do nothing but resist the board",
            "The fishers of Velmar who want to resist the board",
            id="nothing but",
        ),
        pytest.param(
            "If you say there was no bribe in Velmar, everybody laughs at you",
            "If you say no, there was no bribe in Velmar, everybody laughs at you",
            id="the no of an answer",
        ),
        pytest.param(
            "We do not want the harbour of Velmar closed, since the safety of the fishers comes first",
            "She wanted the harbour of Velmar open, since the safety of the fishers comes first",
            id="not closed and open",
        ),
        pytest.param(
            "The allies will add 130 million crowns to the harbour budget by the end of 2020",
            "The allies will add 130 million crowns to the harbour spending since 2016",
            id="figures of other things",
        ),
    ],
)
def test_benign(left: str, right: str) -> None:
    assert kinds(said(left, "one"), said(right, "two", published=NEXT_DAY)) == []


WARNED = "The ferry of Velmar needs proof that the harbour was closed"


@pytest.mark.parametrize(("article", "flagged"), [("one", False), ("two", True)])
def test_sentences_of_one_article_are_two_and_no_two_reports_of_one(article: str, flagged: bool) -> None:
    one = said(WARNED, "one")
    other = placed(f'He said again: "{WARNED.replace("closed", "sold")}."', WARNED.replace("closed", "sold"))
    assert kinds(one, replace(other, article=article)) == (["altered"] if flagged else [])


@pytest.mark.parametrize(
    ("content", "flagged"),
    [
        pytest.param("{} percent of the staff of the harbour office sleep badly in Velmar", True, id="the same"),
        pytest.param("{} percent of the staff of the harbour office {} in Velmar", False, id="of something else"),
    ],
)
def test_figures_of_reports(content: str, flagged: bool) -> None:
    contents = [content.format(figure, what) for figure, what in (("35", "come from Ostrel"), ("53", "are women"))]
    one, other = (placed(f"Marvec said {content}.", content, kind="indirect") for content in contents)
    assert kinds(one, other) == (["number"] if flagged else [])


@pytest.mark.parametrize(
    ("left", "right", "published", "flagged"),
    [
        pytest.param("said in Velmar.", "said in Ostrel.", NEXT_DAY, True, id="two places"),
        pytest.param("said in Moscow.", "said in Russia.", NEXT_DAY, False, id="a city and its country"),
        pytest.param("said in Velmar.", "said in response to a question from Ostrel.", NEXT_DAY, False, id="who asked"),
        pytest.param("said on Monday.", "said on Wednesday.", NEXT_DAY, True, id="two days of a week"),
        pytest.param("said on Monday.", "said on Wednesday.", "2026-03-24", False, id="of two weeks"),
    ],
)
def test_occasions(left: str, right: str, published: str, flagged: bool) -> None:
    one = placed(f'"{NIGHT}," the leader {left}', NIGHT)
    other = placed(f'"{NIGHT}," the leader {right}', NIGHT, published=published)
    assert kinds(one, other) == (["circumstances"] if flagged else [])


def test_reports_in_the_authors_words_name_no_other_occasion() -> None:
    one = placed(f"The leader said in Velmar that {NIGHT}.", NIGHT, kind="indirect")
    other = placed(f"The leader said in Ostrel that {NIGHT}.", NIGHT, kind="indirect", published=NEXT_DAY)
    assert kinds(one, other) == []


def test_one_weekday_is_no_other_day() -> None:
    one = placed(f'"{NIGHT}," the leader said on Friday.', NIGHT, published="2026-03-12")
    other = placed(f'"{NIGHT}," the leader said on Friday.', NIGHT, published="2026-03-13")
    assert kinds(one, other) == []


def test_a_place_of_the_sentence_before_is_not_that_of_the_words() -> None:
    one = placed(f'"{NIGHT}," the leader said in Velmar.', NIGHT)
    other = placed(f'He said more in Ostrel. "{NIGHT}," he added.', NIGHT, published=NEXT_DAY)
    assert kinds(one, other) == []


@pytest.mark.parametrize(
    ("kind", "left", "right", "flagged"),
    [
        pytest.param("indirect", "more than 870", "more than 900", False, id="bounds in reports"),
        pytest.param("indirect", "870", "900", True, id="figures in reports"),
        pytest.param("direct", "more than 870", "more than 900", True, id="bounds in the speaker's words"),
    ],
)
def test_counts_that_go_on(kind: QuoteKind, left: str, right: str, flagged: bool) -> None:
    contents = [f"in the whole of Velmar {count} people have caught the harbour fever" for count in (left, right)]
    one, other = (placed(f"{content}, according to Marvec.", content, kind=kind) for content in contents)
    assert kinds(one, other) == (["number"] if flagged else [])


NIGHT = "Our members will not work a single night under that steel"


@pytest.mark.parametrize(
    ("left", "right", "flagged"),
    [
        pytest.param("the leader said on Monday.", "the leader said on Wednesday.", True, id="said on two days"),
        pytest.param("the leader said on Monday.", "the leader said of the crash Wednesday.", True, id="near the verb"),
        pytest.param("the leader said on Monday.", "after the crash of Wednesday.", False, id="the day of a crash"),
        pytest.param("the leader said on Monday.", "the leader said; the vote is Wednesday.", False, id="of a vote"),
        pytest.param("the leader said on 9 March.", "the leader said on 11 March.", True, id="said on two dates"),
        pytest.param("the leader said on 9 March.", "after the crash of 11 March.", False, id="the date of a crash"),
    ],
)
def test_days_of_the_saying(left: str, right: str, flagged: bool) -> None:
    one = placed(f'"{NIGHT}," {left}', NIGHT, published="2026-03-12")
    other = placed(f'"{NIGHT}," {right}', NIGHT, published=NEXT_DAY)
    assert kinds(one, other) == (["circumstances"] if flagged else [])
