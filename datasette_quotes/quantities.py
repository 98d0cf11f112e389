"""Quantities of a text, with units and number words, so that two of them can be compared: pure.

"90-minute" equals "an hour and a half" and differs from "1 hour and 15 minutes". English number words are read; digits
with units are read in the languages whose unit words are in UNITS.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

_ATOM = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:[.:]\d+)?|[^\W\d_]+|[$€£¥%/–—-]")

_SMALL, _TENS, _MONTH_NAMES = (
    tuple(listed.split())
    for listed in (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen",
        "twenty thirty forty fifty sixty seventy eighty ninety",
        "january february march april may june july august september october november december",
    )
)
NUMBER_WORDS = {word: float(value) for value, word in enumerate(_SMALL)} | {
    word: 10.0 * (place + 2) for place, word in enumerate(_TENS)
}
SCALES = {
    "hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "tausend": 1e3,
    "million": 1e6, "millions": 1e6, "mln": 1e6, "mio": 1e6, "millionen": 1e6, "millones": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "mrd": 1e9, "milliarden": 1e9, "milliard": 1e9, "milliards": 1e9,
    "trillion": 1e12, "trillions": 1e12, "tn": 1e12,
}  # fmt: skip
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "b": 1e9}  # only directly behind digits with a currency: "$5m"

# word -> (unit, factor): times up to weeks in seconds, months and more in months, lengths in metres, masses in kg.
UNITS: dict[str, tuple[str, float]] = {}
for _words, _unit, _factor in (
    ("second seconds sec secs sekunde sekunden", "second", 1.0),
    ("minute minutes min mins minuten minutos", "second", 60.0),
    ("hour hours hr hrs stunde stunden heure heures hora horas", "second", 3600.0),
    ("day days tag tage tagen jour jours día días", "second", 86400.0),
    ("week weeks woche wochen semaine semaines semana semanas", "second", 604800.0),
    ("month months monat monate monaten mois mes meses", "month", 1.0),
    ("year years yr yrs jahr jahre jahren an ans année années año años", "month", 12.0),
    ("decade decades", "month", 120.0),
    ("century centuries", "month", 1200.0),
    ("percent prozent pct", "percent", 1.0),
    ("dollar dollars usd", "$", 1.0),
    ("euro euros eur", "€", 1.0),
    ("pound pounds gbp", "£", 1.0),
    ("yen yuan", "¥", 1.0),
    ("crown crowns krone kronen kroner koruna korun", "crown", 1.0),
    ("ruble rubles rouble roubles rubel", "ruble", 1.0),
    ("metre metres meter meters", "metre", 1.0),
    ("kilometre kilometres kilometer kilometers km", "metre", 1000.0),
    ("mile miles", "metre", 1609.344),
    ("kilogram kilograms kilo kilos kg", "kilogram", 1.0),
    ("tonne tonnes tons ton", "kilogram", 1000.0),
):
    UNITS |= dict.fromkeys(_words.split(), (_unit, _factor))
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_WRITTEN_FRACTIONS = (["1", "/", "2"], ["1", "/", "4"], ["3", "/", "4"])
_NO_ARTICLE = {"second", "min", "an", "mes", "pound", "ton", "day", "minute"}  # "a second call", "$5 a day": no amounts
_CURRENCIES = {"$": "$", "€": "€", "£": "£", "¥": "¥"}
_MONTHS = {month: place + 1 for place, month in enumerate(_MONTH_NAMES)}
_BEGINNINGS = frozenset({*NUMBER_WORDS, *UNITS, *_MONTHS, *_CURRENCIES, "half", "a", "an"})
# Without one of these and without digits a text has no quantity: "a", "may" and "a second" by themselves are none.
_TELLING = frozenset({*NUMBER_WORDS, *SCALES, *(UNITS.keys() - _NO_ARTICLE), *_CURRENCIES, "half", "long"})
_DIGIT = re.compile(r"\d")
_ABOUT = {"about", "around", "approximately", "roughly", "nearly", "almost", "some", "circa"}
_TOLERANCE = 0.02  # of a rounded figure: 299.6 and 300
_ABOUT_TOLERANCE = 0.125  # of a figure that the text itself calls approximate: "nearly 90 minutes" and 85


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount in its unit's base (seconds, months, metres, ...), with its half-open span of characters.

    `unit` is "count" where none is printed; a year is `year`, a day of the year `date` (month × 100 + day).
    """

    value: float
    unit: str
    text: str
    start: int
    end: int
    about: bool = False


class _Atom(NamedTuple):
    text: str
    start: int
    end: int


def quantities(text: str) -> list[Quantity]:
    """The amounts, years and days that a text names, in order; "one" counts only before a unit or scale."""
    if _TELLING.isdisjoint(map(str.casefold, _ATOM.findall(text))) and not _DIGIT.search(text):
        return []
    atoms = [_Atom(match.group().casefold(), *match.span()) for match in _ATOM.finditer(text)]
    found: list[Quantity] = []
    place = 0
    while place < len(atoms):
        word = atoms[place].text
        if word not in _BEGINNINGS and not word[0].isdecimal():  # most words: nothing else begins a quantity
            place += 1
            continue
        quantity, after = _quantity(text, atoms, place)
        if quantity is None:
            place += 1
            continue
        previous = found[-1] if found else None
        if previous and _continues(text, previous, quantity):
            joined = text[previous.start : quantity.end]
            found[-1] = replace(previous, value=previous.value + quantity.value, text=joined, end=quantity.end)
        else:
            found.append(quantity)
        place = after
    return _ranges(text, found)


def _continues(text: str, previous: Quantity, quantity: Quantity) -> bool:
    """ "1 hour and 15 minutes": a smaller time of the same unit that follows at once."""
    between = text[previous.end : quantity.start].strip(" ,").casefold()
    smaller = previous.unit == quantity.unit and quantity.value < previous.value
    return smaller and previous.unit in {"second", "month"} and between in {"", "and"} and quantity.unit != "count"


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """ "30–50 years": the first figure takes the unit of the second."""
    for place, (left, right) in enumerate(pairwise(found)):
        between = text[left.end : right.start].strip().casefold()
        if left.unit == "count" and right.unit != "count" and between in {"–", "-", "—", "to"}:
            factor = _factor_of(right)
            found[place] = replace(left, unit=right.unit, value=left.value * factor)
    return found


def _factor_of(quantity: Quantity) -> float:
    factors = [UNITS[word][1] for word in re.findall(r"[^\W\d_]+", quantity.text.casefold()) if word in UNITS]
    return factors[-1] if factors else 1.0


def _quantity(text: str, atoms: list[_Atom], place: int) -> tuple[Quantity | None, int]:
    """The quantity that begins at an atom, and the place behind it."""
    date, after = _date(text, atoms, place)
    if date is not None:
        return date, after
    symbol = _CURRENCIES.get(atoms[place].text)
    begin = place + 1 if symbol else place
    value, after = _number(atoms, begin)
    if value is None:
        return None, place + 1
    if symbol and after < len(atoms) and atoms[after].text in _SHORT_SCALES and _touch(atoms, after):
        value, after = value * _SHORT_SCALES[atoms[after].text], after + 1
    value, unit, after = _with_unit(atoms, begin, value, after)
    if symbol:
        unit = symbol
    if unit == "count" and atoms[begin].text in {"a", "an", "one", "half"} and after == begin + 1:
        return None, place + 1
    start, end = atoms[place].start, atoms[after - 1].end
    about = place > 0 and atoms[place - 1].text in _ABOUT
    return Quantity(value, unit, text[start:end], start, end, about), after


def _touch(atoms: list[_Atom], place: int) -> bool:
    return atoms[place].start == atoms[place - 1].end


def _date(text: str, atoms: list[_Atom], place: int) -> tuple[Quantity | None, int]:
    """ "February 14", "14 February": a day of the year. May and March need their capital."""
    for month_at, day_at in ((place, place + 1), (place + 1, place)):
        if max(month_at, day_at) >= len(atoms):
            continue
        month, day = atoms[month_at], atoms[day_at]
        is_name = month.text in _MONTHS and text[month.start].isupper()
        if is_name and day.text.isdecimal() and 1 <= int(day.text) <= 31:
            start, end = atoms[place].start, atoms[place + 1].end
            return Quantity(_MONTHS[month.text] * 100 + int(day.text), "date", text[start:end], start, end), place + 2
    return None, place


def _number(atoms: list[_Atom], place: int) -> tuple[float | None, int]:
    """The number at an atom: digits, number words, "a hundred", "half a million", "an" (before a unit)."""
    if place >= len(atoms):
        return None, place
    word = atoms[place].text
    if word[0].isdecimal():
        return _scaled(atoms, _digits(word), place + 1)
    if word == "half":
        return _half(atoms, place)
    if word in {"a", "an"}:
        return _article(atoms, place)
    if word in UNITS and [atom.text for atom in atoms[place + 1 : place + 3]] == ["-", "long"]:
        return 1.0, place  # "hour-long"
    return _worded(atoms, place)


def _article(atoms: list[_Atom], place: int) -> tuple[float | None, int]:
    following = atoms[place + 1].text if place + 1 < len(atoms) else ""
    if following in SCALES:
        return _scaled(atoms, 1.0, place + 1)
    return (1.0, place + 1) if following in UNITS and following not in _NO_ARTICLE else (None, place)


def _digits(word: str) -> float:
    if ":" in word:
        hours, minutes = word.split(":")
        return float(hours) + float(minutes) / 100
    return float(word.replace(",", ""))


def _scaled(atoms: list[_Atom], value: float, place: int) -> tuple[float, int]:
    while place < len(atoms) and atoms[place].text in SCALES:
        value, place = value * SCALES[atoms[place].text], place + 1
    return value, place


def _half(atoms: list[_Atom], place: int) -> tuple[float | None, int]:
    """ "half a million", "half an hour"."""
    after = place + 2 if place + 1 < len(atoms) and atoms[place + 1].text in {"a", "an"} else place + 1
    if after < len(atoms) and (atoms[after].text in SCALES or atoms[after].text in UNITS):
        return _scaled(atoms, 0.5, after)
    return None, place


def _worded(atoms: list[_Atom], place: int) -> tuple[float | None, int]:
    """ "three hundred and twenty million", "twenty-five": sums below a scale, "and" only behind hundred or thousand."""
    total, part, at, last = 0.0, 0.0, place, ""
    while at < len(atoms):
        word = atoms[at].text
        joins = at + 1 < len(atoms) and atoms[at + 1].text in NUMBER_WORDS
        if word in NUMBER_WORDS and last not in _SMALL:
            part += NUMBER_WORDS[word]
        elif word == "hundred" and last:
            part *= 100
        elif word in SCALES and last:
            total, part = total + part * SCALES[word], 0.0
        elif not (joins and ((word == "and" and last in SCALES) or (word == "-" and last in _TENS))):
            break
        last, at = word, at + 1
    return (total + part, at) if last else (None, place)


def _with_unit(atoms: list[_Atom], begin: int, value: float, after: int) -> tuple[float, str, int]:
    """The value in the base of the unit that follows, "and a half" included; a bare 1900–2099 is a year."""
    value, after = _and_half(atoms, value, after)
    at = after + 1 if after + 1 < len(atoms) and atoms[after].text == "-" else after
    word = atoms[at].text if at < len(atoms) else ""
    if word in {"%", "percent"}:
        return value, "percent", at + 1
    if word == "per" and at + 1 < len(atoms) and atoms[at + 1].text == "cent":
        return value, "percent", at + 2
    if word in UNITS and word != "an":
        unit, factor = UNITS[word]
        scaled, after = _and_half(atoms, value, at + 1)
        return scaled * factor, unit, after
    printed = atoms[begin].text
    if printed.isdecimal() and len(printed) == 4 and 1900 <= value <= 2099 and after == begin + 1:
        return value, "year", after
    return value, "count", after


def _and_half(atoms: list[_Atom], value: float, place: int) -> tuple[float, int]:
    """ "two and a half", "two-and-a-half", "2 1/2", "2½": what a number has behind the whole."""
    following = [atom.text for atom in atoms[place : place + 3]]
    if following[:1] and following[0] in _FRACTIONS:
        return value + _FRACTIONS[following[0]], place + 1
    if following in _WRITTEN_FRACTIONS and value.is_integer():
        return value + int(following[0]) / int(following[2]), place + 3
    plain = [at for at in range(place, min(place + 6, len(atoms))) if atoms[at].text != "-"][:3]
    said = [atoms[at].text for at in plain] == ["and", "a", "half"]
    return (value + 0.5, plain[-1] + 1) if said else (value, place)


def _figures(value: float) -> int:
    return len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0"))


def agree(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities can mean the same amount: same unit, and equal but for rounding.

    A figure that is rounder than the other may be 2 % off if it is 100 or more; one that is called "nearly" or
    "about" 12.5 %. A year or a date is never rounded.
    """
    if left.unit != right.unit and "count" not in {left.unit, right.unit}:
        return False
    if equal(left, right):
        return True
    largest = max(abs(left.value), abs(right.value))
    gap = abs(left.value - right.value)
    if {left.unit, right.unit} & {"year", "date"}:
        return False
    if left.about or right.about:
        return gap <= _ABOUT_TOLERANCE * largest
    return _figures(left.value) != _figures(right.value) and largest >= 100 and gap <= _TOLERANCE * largest


def equal(left: Quantity, right: Quantity) -> bool:
    """Whether two quantities are the same amount, however it is written; a bare figure equals one with a unit."""
    same_unit = left.unit == right.unit or "count" in {left.unit, right.unit}
    return same_unit and abs(left.value - right.value) <= 1e-9 * max(abs(left.value), abs(right.value), 1.0)


def differing(left: list[Quantity], right: list[Quantity], *, exact: bool = False) -> list[tuple[Quantity, Quantity]]:
    """Pairs of one kind that can't both be right, in order; `exact` doesn't forgive rounding.

    Amounts that some amount of the other side agrees with are left out.
    """
    same = equal if exact else agree
    alone_left = [one for one in left if not any(same(one, other) for other in right)]
    alone_right = [other for other in right if not any(same(one, other) for one in left)]
    return [
        (one, other)
        for one, other in zip(alone_left, alone_right, strict=False)
        if one.unit == other.unit or "count" in {one.unit, other.unit}
    ]
