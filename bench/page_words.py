"""Words of invented news pages: some three million clauses and 57,000 names, so that what repeats was meant to."""

from __future__ import annotations

import random
import re


def _listed(text: str) -> list[str]:
    """Phrases between bars or line ends."""
    return re.findall(r"[^|\n]+", text)


_GIVEN = re.findall(
    r"\w+",
    """
Ada Alba Alma Amos Anders Anita Ann Anton Arlo Astrid Bea Ben Bo Carla Cora Dagny Dario Dora Edda Elin Emil Enzo
Erna Esra Eva Fay Felix Finn Flora Gerda Gil Greta Hana Hedda Hugo Ida Ilse Ines Ivo Jana Joel Jon Juno Kai Kaja
Karin Kit Lars Lea Lena Lev Liv Luca Mads Maja Mara Marek Mila Mira Nadia Nell Nils Nina Nora Ola Olga Otto Paula
Pavel Petra Rafa Rita Rolf Rosa Runa Saskia Selma Sven Tara Tilda Tomas Una Urs Vera Viggo Wanda Yara Zita Zora
""",
)
_FAMILY_STARTS = "Ab Achter Bel Brand Cal Dor Dun Ed Fal Gar Hal Hol Kes Lin Mar Mer Nor Oka Pel Quel Ros Sol Stol Tor"
_FAMILY_ENDS = (
    "ack ander ani berg by dale ek ell en er es feld ford how in is land ler lin lock man mark more ner ov row"
)
_FAMILY = [start + end for start in re.findall(r"\w+", _FAMILY_STARTS) for end in re.findall(r"\w+", _FAMILY_ENDS)]
_ROLES = _listed(
    """
finance minister|mayor|engineer|union leader|judge|head of the port|farmer|scientist|spokeswoman|police chief
head teacher|surgeon|economist|governor|party leader|prosecutor|harbour master|chief executive|activist|historian
pilot|trade envoy
"""
)
_SUBJECTS = re.findall(
    r"\w+",
    """
council government harbour railway court company school town hospital ministry committee union river budget bridge
airline library museum parliament province senate factory bank treasury police market theatre airport university
farm reservoir shipyard stadium archive prison embassy district cabinet regulator laboratory orchestra tramway
cathedral hotel agency brewery clinic festival fishery forest greenhouse insurer monastery observatory orchard
pipeline quarry refinery
""",
)
_VERBS = _listed(
    """
will need|has lost|cannot accept|is waiting for|has asked for|will close|should explain|has promised
did not receive|will publish|is looking at|has rejected|wants|could change|must defend|never wanted
is going to lose|paid for|has forgotten|will not repeat|should have stopped|is proud of|cannot afford
would rather keep|has to answer for|will fight for|did not expect|owes us|has already spent|is afraid of
will finally get|needs to understand|once refused|may yet regret|has never seen|will be judged by|is building|sold
deserves|put at risk|has hidden|will welcome|keeps asking about|ignored|is responsible for|should return
will carry|cannot survive|has earned|was right about|chose|will inherit|is tired of
"""
)
_KINDS = _listed(
    """
second|old|full|hidden|winter|smaller|independent|foreign|public|secret|final|temporary|generous|broken|northern
private|joint|late|hasty|regional|costly|modest|national|forgotten|careful
"""
)
_THINGS = re.findall(
    r"\w+",
    """
vote plan report timetable lease answer review contract roof subsidy inquiry treaty apology licence merger pension
survey campaign permit ceasefire refund strike verdict loan tunnel reform deadline promise warning agreement
election audit map
""",
)
_ENDS = _listed(
    """
before the spring|after the storm|without the islands|in the next session|for the first time in years
because nobody asked|despite the rain|at the end of the month|as far as we know|whatever it costs
until the auditors leave|since the flood|while the talks go on|if the lenders agree|long before the vote
under the new law|against all advice|with both hands tied|once the snow has gone|by the end of the decade
when the tide turns|instead of a quick fix|from the first day|in front of everyone|for another generation
as every child knows|although the money is there|outside the capital
"""
)


def person(chance: random.Random) -> tuple[str, str]:
    """A name and a role."""
    return f"{chance.choice(_GIVEN)} {chance.choice(_FAMILY)}", chance.choice(_ROLES)


def clause(chance: random.Random) -> str:
    """Who does what, without an end: "the harbour will need a second vote"."""
    kind = chance.choice(_KINDS)
    article = "an" if kind[0] in "aeiou" else "a"
    return f"the {chance.choice(_SUBJECTS)} {chance.choice(_VERBS)} {article} {kind} {chance.choice(_THINGS)}"


def ended(chance: random.Random) -> str:
    """A clause and when, why or where."""
    return f"{clause(chance)} {chance.choice(_ENDS)}"
