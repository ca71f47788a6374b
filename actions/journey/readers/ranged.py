"""Readers of questions whose options are ranges: hours a day, a duration in months, a calendar year.

The option is the one that everything she may have meant falls into. "5 or 6 years" is an answer where both fall into
one option, and unclear where they do not; so are "more than 5" and "almost 3".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from math import floor, inf

from actions.journey.model import Answer, Option, Question
from actions.journey.readers.amounts import HOURS, MONTHS, Amount, Said, said
from actions.journey.readers.calendars import OLDEST
from actions.journey.readers.reading import Reading
from actions.journey.readers.vocabulary import Vocabulary

HINTS = {"number": "hours_a_day", "duration": "years", "year": "year"}
_WORKDAYS = 5  # of a week
_WIDEST = 2  # hours: "9-14" is a time of day, not a number of hours


def read_ranged(question: Question, text: str, languages: Sequence[Vocabulary], now: datetime) -> Reading | None:
    """The option, and the exact number where she gave one; None where the text says nothing of the kind.

    The language that knows most of the words is the one that counts: "to" is two in Danish, and till in English.
    """
    heard = min((said(text, words, now.year) for words in languages), key=lambda each: each.unknown)
    if heard.nothing:
        return None
    reader, units = _READERS[question.type]
    reading = reader(question, heard, now)
    if reading:
        return reading
    dated = question.type != "number" and bool(heard.years or heard.back)
    alone = not heard.unknown and any(not amount.unit for amount in heard.amounts)
    if dated or alone or heard.weekly or any(amount.unit in units for amount in heard.amounts):
        return Reading("unclear", hint=HINTS[question.type])
    return None


def hint(question: Question, text: str, languages: Sequence[Vocabulary], now: datetime) -> str:
    """What to ask back where a number or a measure of time was said, but not one that answers: "some years"."""
    heard = [said(text, words, now.year) for words in languages] if question.type in HINTS else []
    return HINTS[question.type] if any(each.measured for each in heard) else ""


def _hours(question: Question, heard: Said, _now: datetime) -> Reading | None:
    amount = _only(heard, HOURS, bare="hour")
    if amount is None or heard.years or (heard.weekly and len(heard.amounts) > 1):
        return None
    if heard.weekly:
        amount = replace(amount, low=amount.low / _WORKDAYS, high=amount.high / _WORKDAYS)
    if amount.high - amount.low > _WIDEST:
        return None
    low, high = ends(amount, HOURS[amount.unit])
    return _reading(place(question, low, high), exact(amount, HOURS[amount.unit]))


def _months(question: Question, heard: Said, now: datetime) -> Reading | None:
    if heard.years and not any(amount.unit in MONTHS for amount in heard.amounts):
        years = sorted(heard.years)
        if len(years) == 1 and heard.ago and not heard.around:  # "since 2015"
            years.append(now.year)
        if len(years) != 2 or not (heard.span or heard.ago):
            return None
        months = 12 * (years[1] - years[0])
        return _reading(place(question, months, months), months)
    amount = _only(heard, MONTHS, bare="year")
    if amount is None:
        return None
    low, high = ends(amount, MONTHS[amount.unit])
    if low > 12 * OLDEST:
        return None
    return _reading(place(question, low, high), exact(amount, MONTHS[amount.unit]))


def _calendar_year(question: Question, heard: Said, now: datetime) -> Reading | None:
    timed = [amount for amount in heard.amounts if amount.unit in MONTHS]
    if heard.years:
        if heard.around:
            return None
        before = [now.year - year for year in heard.years]
        return _reading(place(question, min(before), max(before)), max(heard.years))
    if len(timed) == 1 and not heard.back and (heard.ago or not heard.unknown):  # "I worked 5 years" is not when
        low, high = ends(timed[0], MONTHS[timed[0].unit])
        option = place(question, years_before(low, now), years_before(high, now))
        number = exact(timed[0], MONTHS[timed[0].unit])
        return _reading(option, None if number is None else now.year - int(years_before(number, now)))
    if len(heard.back) == 1 and not timed:
        years = years_before(heard.back[0], now)
        return _reading(place(question, years, years), now.year - int(years))
    return Reading("need_year", hint="year") if heard.age else None


def _only(heard: Said, units: Mapping[str, float], bare: str) -> Amount | None:
    """The one amount in these units; a number alone counts as `bare`, if nothing else is said."""
    fitting = [amount for amount in heard.amounts if amount.unit in units]
    if not fitting and not heard.unknown and not heard.age:
        fitting = [Amount(a.low, a.high, bare, a.bound) for a in heard.amounts if not a.unit]
    return fitting[0] if len(fitting) == 1 else None


def ends(amount: Amount, factor: float) -> tuple[float, float]:
    """The least and the most she may have meant, in hours or months."""
    low, high = amount.low * factor, amount.high * factor
    if amount.bound == "more":
        return high + factor, inf
    if amount.bound == "least":
        return low, inf
    if amount.bound == "less":
        return 0, high - 1
    return (low - 1, high) if amount.bound == "nearly" else (low, high)


def exact(amount: Amount, factor: float) -> int | None:
    """The number to keep, the lower of two; None where it is open or not whole."""
    number = round(amount.low * factor, 6)
    whole = number.is_integer() or amount.unit in ("day", "week")  # a few weeks are whole months, or none
    return floor(number) if whole and amount.bound in ("", "nearly") else None


def place(question: Question, low: float, high: float) -> Option | None:
    """The one option that holds all of low..high."""
    ranged = [option for option in question.options if option.low is not None]
    holding = [
        next((o for o in ranged if (o.low or 0) <= floor(end) <= (inf if o.high is None else o.high)), None)
        for end in (low, high if high != inf else low)
    ]
    last = max(ranged, key=lambda option: option.low or 0, default=None)
    if holding[0] is not holding[1] or (high == inf and holding[0] is not last):
        return None
    return holding[0]


def years_before(months: float, now: datetime) -> float:
    """Calendar years between now and so many months ago."""
    if months == inf:
        return inf
    return now.year - (now.year * 12 + now.month - 1 - floor(months)) // 12


def _reading(option: Option | None, number: float | None) -> Reading | None:
    if option is None:
        return None
    return Reading("answer", Answer(value=option.id, number=None if number is None else int(number)))


_READERS: dict[str, tuple[Callable[[Question, Said, datetime], Reading | None], Mapping[str, float]]] = {
    "number": (_hours, HOURS),
    "duration": (_months, MONTHS),
    "year": (_calendar_year, MONTHS),
}
