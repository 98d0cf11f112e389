"""What the rules between statements must leave alone, though the words are much the same, and what is left to flag."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quote_loaders.contradictions.claims import claims, negating
from quote_loaders.records import PlacedQuote
from tests.loaders.placed import placed, said, told
from tests.loaders.test_contradictions import NEXT_DAY, WEEK_LATER, kinds

NEGATED = "The harbour board will not approve the new ferry contract this year"


@pytest.mark.parametrize(
    ("text", "opposed"),
    [
        pytest.param("The harbour board will approve the new ferry contract soon", True, id="said"),
        pytest.param("The harbour board will approve the contract, because it is cheap", True, id="a reason"),
        pytest.param("The harbour board is going to approve the new ferry contract", True, id="going to"),
        pytest.param("The harbour board should approve the new ferry contract", False, id="demanded"),
        pytest.param("The harbour board has to approve the new ferry contract", False, id="has to"),
        pytest.param("The harbour board can approve the new ferry contract", False, id="possible"),
        pytest.param("We need three votes to get the harbour board to approve the contract", False, id="a purpose"),
        pytest.param(
            "The mayor told us the harbour board will approve the contract", False, id="somebody else's claim"
        ),
        pytest.param("The harbour board may approve the new ferry contract", False, id="perhaps"),
        pytest.param("If the harbour board approves the new ferry contract, we sail", False, id="supposed"),
        pytest.param("The harbour board will approve the ferry contract if Ostrel pays", False, id="on a condition"),
        pytest.param("If Ostrel pays, the harbour board will approve the contract", False, id="condition first"),
        pytest.param("They are sure the harbour board will approve the ferry contract", False, id="trusted to happen"),
        pytest.param("The harbour board would have approved the ferry contract", False, id="what would have been"),
        pytest.param("Will the harbour board approve the new ferry contract?", False, id="asked"),
        pytest.param("We know who on the harbour board will approve the ferry contract", False, id="in a question"),
        pytest.param("The harbour board refused to approve the new ferry contract", False, id="negated by its verb"),
        pytest.param("The harbour board never said it will approve the ferry contract", False, id="negated elsewhere"),
        pytest.param("The city council will approve the new ferry contract", False, id="another subject"),
        pytest.param("The harbour board will approve the wages of the divers", False, id="another object"),
        pytest.param(
            "The harbour board will approve it. They approve every ferry contract", False, id="the word comes twice"
        ),
    ],
)
def test_claims_of_one_thing(text: str, opposed: bool) -> None:
    one, other = said(NEGATED, "one"), said(text, "two")
    assert (negating(one, other, same=False) is not None) is opposed
    assert (negating(other, one, same=False) is not None) is opposed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He was not fired because of the ferry", id="the reason is negated"),
        pytest.param("We will not approve it again", id="a second time"),
        pytest.param("He did not approve it over the price", id="the ground is negated"),
        pytest.param("We do not approve enough of it", id="the degree is negated"),
        pytest.param("Not once did we ever approve it", id="turned round"),
        pytest.param("We do not just approve the contract", id="only is negated"),
        pytest.param("It was not formally approved by the board", id="the manner is negated"),
        pytest.param("Nobody here will not approve it", id="two negations"),
        pytest.param("We will not approve it unless Ostrel pays", id="on a condition"),
    ],
)
def test_no_claim_is_negated(text: str) -> None:
    assert [one for one in claims(said(text, "one")) if one.negation] == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('They asked whether "the board will approve the contract" soon.', id="whether"),
        pytest.param('Did the auditors believe "the board will approve the contract"?', id="a question goes on"),
        pytest.param('They are demanding "the board will approve the contract" now.', id="demanded"),
        pytest.param('He would not say that "the board will approve the contract" now.', id="negated before the marks"),
        pytest.param(
            'Marvec denied that he once wrote "the board will approve the contract".', id="denied before them"
        ),
    ],
)
def test_what_is_asked_or_negated_around_is_no_claim(text: str) -> None:
    assert claims(placed(text, "the board will approve the contract")) == ()


@pytest.mark.parametrize(
    ("no", "yes", "opposed"),
    [
        pytest.param("The board should not approve it", "The board should approve it", True, id="should"),
        pytest.param("The board should not approve it", "The board will approve it", False, id="should and will"),
        pytest.param("The board cannot approve it", "The board approved it, as it does", True, id="can't and did"),
        pytest.param("Judge Orlin v. Tamm is not settled law", "Judge Orlin v. Tamm is settled law", True, id="v."),
    ],
)
def test_ways_of_saying_that_oppose_each_other(no: str, yes: str, opposed: bool) -> None:
    assert (negating(said(no, "one"), said(yes, "two"), same=True) is not None) is opposed


@pytest.mark.parametrize(
    ("no", "yes"),
    [
        pytest.param("That contract will not pass the board", "The contract will pass the board", id="that"),
        pytest.param(
            "The guild helped in its inquiry", "The guild has not helped in their inquiry", id="its and their"
        ),
    ],
)
def test_what_only_the_speaker_points_at_is_disputed_by_nobody_else(no: str, yes: str) -> None:
    one, other = said(no, "one"), said(yes, "two")
    assert negating(one, other, same=False) is None


def test_what_somebody_else_is_introduced_with_is_no_reversal() -> None:
    content = "the harbour board will approve the new ferry contract"
    one = placed(f'Marvec spoke of it, which brought a quick reply from the governor: "{content}."', content)
    own = placed(f'Marvec spoke of it in a letter to the governor: "{content}."', content)
    later = placed(f"Marvec said {NEGATED}.", NEGATED, kind="indirect", published=WEEK_LATER)
    assert kinds(one, later) == []
    assert kinds(own, later) == ["reversal"]


def test_pronouns_of_two_speakers_mean_two_things() -> None:
    one, other = (
        said("It has given information to the auditors", "one"),
        said("It has not given them information", "two"),
    )
    assert negating(one, other, same=False) is None
    assert negating(one, other, same=True) is not None


@pytest.mark.parametrize(
    ("lead", "flagged"),
    [
        pytest.param("Marvec said", True, id="the speaker"),
        pytest.param("The complaint against minister Marvec says", False, id="whom it is about"),
    ],
)
def test_who_is_only_spoken_of_takes_nothing_back(lead: str, flagged: bool) -> None:
    content = "the harbour board will approve the new ferry contract"
    one = placed(f"{lead} {content}.", content, kind="indirect")
    later = placed(f"Marvec said {NEGATED}.", NEGATED, kind="indirect", published=WEEK_LATER)
    assert kinds(one, later) == (["reversal"] if flagged else [])


def test_a_speaker_under_two_names_disputes_nothing() -> None:
    one = told("The board of the harbour will approve that ferry contract", "one", speaker="petr marvec")
    assert kinds(one, told(NEGATED, "two", speaker="oszeli", published=NEXT_DAY)) == ["dispute"]
    assert kinds(one, told(NEGATED, "two", speaker="mr marvec", published=NEXT_DAY)) == []


WARNED = "Nobody in the whole of Velmar was warned about the closure of the Tolm Bridge"


def spoken(after: str, speaker: str, article: str | None = None) -> PlacedQuote:
    quote = placed(f'"{WARNED}," {after}', WARNED, speaker=speaker.casefold(), published=NEXT_DAY, article=article)
    return replace(quote, speaker_name=speaker)


@pytest.mark.parametrize(
    ("other", "flagged"),
    [
        pytest.param(spoken("said Jonas Marvec.", "Jonas Marvec"), True, id="another name"),
        pytest.param(spoken("he said.", "Jonas Marvec"), False, id="the name isn't beside it"),
        pytest.param(spoken("said Mayor Halden.", "Mayor Halden"), False, id="one surname"),
        pytest.param(spoken("said Jonas Marvec of Petr Halden's words.", "Jonas Marvec"), False, id="both named"),
        pytest.param(spoken("said the Harbour Office.", "Harbour Office"), False, id="a body"),
        pytest.param(spoken("said officials.", "officials"), False, id="nobody by name"),
        pytest.param(
            spoken("said Jonas Marvec Jonas MarvecGood.", "Jonas Marvec Jonas MarvecGood"), False, id="names run in"
        ),
        pytest.param(spoken("said Halvo.", "Halvo"), False, id="one name, a firm's perhaps"),
    ],
)
def test_other_speaker_is_another_named_one(other: PlacedQuote, flagged: bool) -> None:
    one = spoken("said Petr Halden, the mayor.", "Petr Halden")
    assert kinds(one, other) == (["other_speaker"] if flagged else [])


def test_the_same_words_twice_in_one_article_are_no_other_speaker() -> None:
    one = spoken("said Petr Halden, the mayor.", "Petr Halden", "a")
    other = spoken("said Jonas Marvec.", "Jonas Marvec", "a")
    assert "other_speaker" not in kinds(one, other)


def test_a_part_of_the_words_may_be_anybodys() -> None:
    one = spoken("said Petr Halden, the mayor.", "Petr Halden")
    part = "warned about the closure of the Tolm Bridge"
    other = replace(placed(f'"{part}," said Jonas Marvec.', part, speaker="jonas"), speaker_name="Jonas Marvec")
    assert "other_speaker" not in kinds(one, other)


DENIED = "the minister planned to close the Tolm Bridge for the whole of the winter"


@pytest.mark.parametrize(
    ("cue", "article", "flagged"),
    [
        pytest.param("denied", "b", True, id="denied"),
        pytest.param("dismissed", "b", False, id="dismissed"),
        pytest.param("denied", "a", False, id="of oneself in one article"),
    ],
)
def test_denial_of_words(cue: str, article: str, flagged: bool) -> None:
    reported = replace(placed(f"Marvec said {DENIED}.", DENIED, speaker="marvec", kind="indirect"), article="a")
    denial = placed(f"Marvec {cue} that {DENIED}.", DENIED, speaker="marvec", kind="indirect", published=NEXT_DAY)
    assert ("denial" in kinds(reported, replace(denial, cue=cue, article=article))) is flagged


MEDDLED = "the Ostrel Company paid the harbour board of Velmar"


@pytest.mark.parametrize(
    ("claim", "flagged"),
    [
        pytest.param("the Ostrel Company paid the harbour board of Velmar in the spring", True, id="claimed"),
        pytest.param("the Ostrel Company never paid the harbour board of Velmar", False, id="denied as well"),
        pytest.param(
            "there was evidence that the Ostrel Company paid the harbour board of Velmar", False, id="spoken of"
        ),
        pytest.param("the harbour board of Velmar paid the Ostrel Company", False, id="the other way round"),
        pytest.param(
            "judges had wholly absolved the Ostrel Company that paid the harbour board of Velmar", False, id="absolved"
        ),
        pytest.param("if the Ostrel Company paid the harbour board of Velmar, he would go", False, id="supposed"),
        pytest.param(
            "the Ostrel Company owns ships that sailed far north and paid its harbour dues at the board of Velmar",
            False,
            id="words of another claim",
        ),
    ],
)
def test_denial_of_a_claim(claim: str, flagged: bool) -> None:
    claimed = placed(f"Halden concluded that {claim}.", claim, speaker="halden", kind="indirect")
    denial = placed(f"Marvec denied that {MEDDLED}.", MEDDLED, kind="indirect", published=NEXT_DAY)
    assert kinds(claimed, replace(denial, cue="denied")) == (["denial"] if flagged else [])
    assert kinds(claimed, replace(denial, cue="deny")) == []
    refused = placed(f"The guild was denying them {MEDDLED}.", MEDDLED, kind="indirect", published=NEXT_DAY)
    assert kinds(claimed, replace(refused, cue="denying")) == []


@pytest.mark.parametrize(
    ("lead", "claimant", "flagged"),
    [
        pytest.param("Marvec denied that", "Halden", True, id="that"),
        pytest.param("Marvec denied the claims", "Halden", True, id="the claims"),
        pytest.param("Marvec denied reports that", "two officials", True, id="of officials"),
        pytest.param("Marvec denied reports that", "rumors", False, id="of nobody"),
        pytest.param("Marvec denied", "Halden", False, id="no saying is denied"),
        pytest.param("The board denied that", "Halden", False, id="by somebody who isn't named"),
    ],
)
def test_denial_of_what_another_says_in_the_same_article(lead: str, claimant: str, flagged: bool) -> None:
    claim, sunk = "the ferry sank near Ostrel in a storm", "the ferry sank near Ostrel"
    text = f"{claimant} said {claim}. {lead} {sunk}, and went on."
    claimed = placed(text, claim, speaker=claimant, article="one", kind="indirect")
    denied = placed(text, f"{sunk}, and went on", article="one", kind="indirect", published=NEXT_DAY)
    denial = replace(denied, cue="denied", prefix=f" {lead} ")
    assert ("denial" in kinds(replace(claimed, speaker_name=claimant), denial)) is flagged


@pytest.mark.parametrize(
    ("denial", "flagged"),
    [
        pytest.param("The minister has never said that she would cut pensions before 2028", True, id="of herself"),
        pytest.param("She never told anybody to cut pensions before 2028", True, id="never told to"),
        pytest.param("She never told anybody about cutting pensions before 2028", False, id="kept to herself"),
    ],
)
def test_denial_of_what_was_said(denial: str, flagged: bool) -> None:
    own = said("We will cut pensions before 2028, all of us", "one")
    assert ("denial" in kinds(own, said(denial, "two", speaker="korenč", published=NEXT_DAY))) is flagged


def test_a_denial_of_a_ministers_words_is_none_of_what_others_say_of_it() -> None:
    others = said("There would be a strike if pensions were cut before 2028", "one", speaker="halden")
    denial = said("The minister has never said that she would cut pensions before 2028", "two", published=NEXT_DAY)
    assert kinds(others, denial) == []


def test_a_very_long_quote_is_not_what_was_denied() -> None:
    long = f"{DENIED} and " + " and ".join(f"he spoke of matter {number} at length" for number in range(12))
    reported = placed(f"Marvec said {long}.", long, speaker="marvec", kind="indirect")
    denial = placed(f"Marvec denied that {DENIED}.", DENIED, speaker="marvec", kind="indirect", published=NEXT_DAY)
    assert "denial" not in kinds(reported, replace(denial, cue="denied"))


PRICE = "The repair of the Tolm Bridge in Velmar took 14 months from the first day"


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        pytest.param("The repair of the Tolm Bridge in Velmar took 18 months from day one", True, id="another"),
        pytest.param("On average the repair of the Tolm Bridge in Velmar took 18 months", False, id="average"),
        pytest.param(
            "The repair of the Tolm Bridge in Velmar took 18 months, that of the ferry 3 months",
            False,
            id="two figures",
        ),
        pytest.param("The repair of the Tolm Bridge in Velmar took 10 months from day one", False, id="rounded"),
        pytest.param("The repair of the Ostrel Bridge in Halm took 18 months from day one", False, id="other names"),
        pytest.param("The repair of the Tolm Bridge in Ostrel took 18 months from day one", False, id="another place"),
        pytest.param(
            "The repair of the Tolm Bridge in Velmar ended late, as no steel came for 18 months",
            False,
            id="of another thing",
        ),
        pytest.param("The repair of the Tolm Bridge in Velmar could take 18 months from day one", False, id="foreseen"),
    ],
)
def test_figures_of_one_thing(text: str, flagged: bool) -> None:
    one, other = said(PRICE, "one"), said(text, "two", speaker="ushakov", published=NEXT_DAY)
    assert ("number" in kinds(one, other)) is flagged


def test_other_speaker_of_words_that_an_editor_added_to() -> None:
    short = "Every cellar in Velmar was flooded by [Southern Harbour] noon"
    long = "Every cellar in Velmar was flooded by noon, and so was the market"
    one = said(short, "one", speaker="petr halden", after=" said Petr Halden")
    other = said(long, "two", speaker="jonas marvec", after=" said Jonas Marvec")
    assert "other_speaker" in kinds(one, other)
