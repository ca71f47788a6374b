"""When something happened, and when she was born: a year of any calendar, her age, a time ago, or words alone.

"In 2009", "1405 هـ", "when I was 15", "ten years ago", "in the nineties", "before the war". What is known by a year is
known by her age too, where her year of birth is: the arithmetic between them is here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf

from actions.journey.model import Answer, Option, Question
from actions.journey.readers.amounts import MONTHS, Amount, Item, Said, items_of, said
from actions.journey.readers.calendars import OLDEST, Year, our_year
from actions.journey.readers.choices import own_words
from actions.journey.readers.ranged import ends, exact, place, years_before
from actions.journey.readers.reading import Reading
from actions.journey.readers.vocabulary import Tokens, Vocabulary

YOUNGEST, ELDEST = 15, 105  # years of age, of whom we ask when she was born
_SURELY_AGE = 49  # a bare number up to here is an age; above, it may be a year of the last century

_DAY = re.compile(r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](\d{4})(?!\d)|(?<!\d)(\d{4})[./-]\d{1,2}[./-]\d{1,2}(?!\d)")
_TWO_YEARS = re.compile(r"(?<=\d{4})/(?=\d{2})")
_BESIDE = 2  # words on either side of a year that may name its calendar
_TELLING = 2  # words beside the time from which she tells more than the time


@dataclass(frozen=True)
class _Time:
    """What is known of a time: a year, her age, the years ago that it lies between."""

    year: int | None = None
    age: int | None = None
    ago: tuple[float, float] | None = None
    vague: bool = False  # her words say more than this


def read_when(
    question: Question,
    text: str,
    languages: Sequence[Vocabulary],
    language: str | None,
    now: datetime,
    born: int | None,
) -> Reading:
    """When an event happened; unclear with a hint where it cannot be, or where a number may mean anything."""
    words = _language_of(text, languages, now)
    items = items_of(_dated(text), words, now.year)
    heard = said(_dated(text), words, now.year)
    time = _decade(items, words, now.year, born) or _years(items, words, _speaks(words, languages, language), now, born)
    if isinstance(time, Reading):
        return time
    time = time or _aged(items, heard, words) or _ago(heard, now) or _age_of_tiles(question, text)
    if time is None:
        if not any(char.isalpha() for char in text) or _bare(heard):
            return Reading("unclear", hint="when")
        return Reading("answer", own_words(text, language, Answer()))
    time, hint = _completed(time, now, born)
    if hint:
        return Reading("unclear", hint=hint)
    option = _tile(question, time, now)
    answer = Answer(value=option.id if option else None, number=time.year, age=time.age)
    known = option is not None or time.year is not None or time.age is not None
    told = time.vague or not known or heard.unknown >= _TELLING
    if not told:
        return Reading("answer", answer)
    kept = own_words(text, language, answer)
    return Reading("answer", Answer(kept.status, kept.value, time.year, kept.words, kept.language, time.age))


def read_birth(
    question: Question, text: str, languages: Sequence[Vocabulary], language: str | None, now: datetime
) -> Reading | None:
    """Her year of birth, from a year of any calendar or her age; None where the text says nothing of the kind."""
    words = _language_of(text, languages, now)
    items = items_of(_dated(text), words, now.year)
    heard = said(_dated(text), words, now.year)
    unclear = Reading("unclear", hint="birth")
    years = [year for _, year in _all_years(items, _speaks(words, languages, language), now.year - YOUNGEST, None)]
    if years:
        if len(years) > 1 or years[0].number is None:
            return Reading("unclear", hint="calendar") if years[0].hint == "calendar" else unclear
        return _born(question, Amount(now.year - years[0].number, now.year - years[0].number), now) or unclear
    aged = _age(items, words, words.marks["since_age"] | words.marks["i_am"]) or _years_old(heard)
    bare = [amount for amount in heard.amounts if not amount.unit and amount.high <= _SURELY_AGE]
    if aged is None and len(bare) == 1 and not heard.unknown:
        aged = bare[0]
    if aged is None:
        return unclear if heard.measured else None
    return _born(question, aged, now, any(item.kind == "approx" for item in items)) or unclear


def _born(question: Question, age: Amount, now: datetime, roughly: bool = False) -> Reading | None:
    low, high = ends(age, 1)
    option = place(question, low, high)
    if option is None or low < YOUNGEST or ELDEST < high < inf:
        return None
    number = now.year - int(low) if age.exact and not roughly else None
    return Reading("answer", Answer(value=option.id, number=number))


def _years_old(heard: Said) -> Amount | None:
    """ "34 years", which is her age here."""
    years = [amount for amount in heard.amounts if amount.unit == "year"]
    return years[0] if len(years) == 1 else None


def _language_of(text: str, languages: Sequence[Vocabulary], now: datetime) -> Vocabulary:
    return min(languages, key=lambda words: said(_dated(text), words, now.year).unknown)


def _speaks(words: Vocabulary, languages: Sequence[Vocabulary], language: str | None) -> str | None:
    """The language whose calendar counts: the text's, unless hers is one that we have no words of."""
    return words.language if language is None or any(each.language == language for each in languages) else language


def _dated(text: str) -> str:
    """The text with dates as their years."""
    return _TWO_YEARS.sub(" - ", _DAY.sub(lambda day: day[1] or day[2], text))


def _all_years(items: Sequence[Item], language: str | None, this_year: int, born: int | None) -> list[tuple[int, Year]]:
    """(place, year) of each number that can be a year."""
    found = []
    for at, item in enumerate(items):
        if item.kind in ("year", "number") and re.fullmatch(r"\d{4}", item.text):
            near = (*items[max(0, at - _BESIDE) : at], *items[at + 1 : at + 1 + _BESIDE])
            beside = {word for each in near for word in each.text.split()}
            year = our_year(int(item.text), beside, language, this_year, born)
            if year:
                found.append((at, year))
    return found


def _years(
    items: Sequence[Item], words: Vocabulary, language: str | None, now: datetime, born: int | None
) -> _Time | Reading | None:
    """The first year that is said; what was before or after one is known by its words alone."""
    years = _all_years(items, language, now.year, born)
    if not years:
        return None
    at, year = years[0]
    if year.hint:
        return Reading("unclear", hint=year.hint)
    while at and items[at - 1].kind in ("unit", "filler", "approx"):
        at -= 1
    around = _ends_with(items[:at], words.marks["around"])
    return _Time(vague=True) if around else _Time(year=year.number)


def _decade(items: Sequence[Item], words: Vocabulary, this_year: int, born: int | None) -> _Time | None:
    """ "In the nineties", "90'erne", "the 1990s"; of the decade she was born in, what she lived of it."""
    for at, item in enumerate(items):
        after = items[at + 1].text if at + 1 < len(items) else ""
        named = next((words.decades[(form,)] for form in words.forms(item.text) if (form,) in words.decades), None)
        if named is None and item.kind in ("number", "year") and (after,) in words.marks["decade"]:
            named = _of_digits(item.text, this_year)
        if named is not None and named <= this_year:
            return _Time(year=max(named, born) if born is not None and born < named + 10 else named, vague=True)
    return None


def _of_digits(text: str, this_year: int) -> int | None:
    if re.fullmatch(r"[12]\d\d0", text):
        return int(text)
    if not re.fullmatch(r"\d0", text):
        return None
    return next((year for year in (2000 + int(text), 1900 + int(text)) if year <= this_year), None)


def _aged(items: Sequence[Item], heard: Said, words: Vocabulary) -> _Time | None:
    """ "When I was 15", "15 years old"; "I was 15" too, but not "I was 15 years in Iraq"."""
    age = _age(items, words, words.marks["since_age"])
    if age is None and heard.unknown < _TELLING:
        age = _age(items, words, words.marks["i_was"])
        age = None if age and age.unit and heard.unknown else age
    if age is None:
        return None
    return _Time(age=int(age.low)) if age.high - age.low < _TELLING else _Time(age=int(age.low), vague=True)


def _age(items: Sequence[Item], words: Vocabulary, marks: Sequence[Tokens] | frozenset[Tokens]) -> Amount | None:
    """The number right after such words ("when I was about 15") or right before them ("15 years old")."""
    for at, item in enumerate(items):
        if item.kind != "number" or not item.value.is_integer() or item.value > OLDEST:
            continue
        start, end = at, at + 1
        while start and items[start - 1].kind in ("approx", "filler") and not _ends_with(items[:start], marks):
            start -= 1
        high, end = _other(items, end, item.value)
        unit = "year" if end < len(items) and items[end].kind == "unit" and items[end].unit == "year" else ""
        follows = items[end + bool(unit)] if end + bool(unit) < len(items) else None
        counted = follows is not None and follows.kind == "word" and any(i.kind == "filler" for i in items[start:at])
        if _ends_with(items[:start], marks) and not counted:  # "when I was in 2nd grade" is no age
            return Amount(item.value, high, unit)
        rest = items[end : end + 1]
        if rest and tuple(rest[0].text.split()) in words.marks["since_age"]:
            return Amount(item.value, high, unit)
    return None


def _other(items: Sequence[Item], at: int, low: float) -> tuple[float, int]:
    """The other end of "7-12", and where it ends."""
    if at + 1 < len(items) and items[at].kind == "range" and items[at + 1].kind == "number":
        return max(low, items[at + 1].value), at + 2
    return low, at


def _ends_with(items: Sequence[Item], phrases: Sequence[Tokens] | frozenset[Tokens]) -> bool:
    tokens = tuple(token for item in items[-5:] for token in item.text.split())
    return any(tokens[-length:] in phrases for length in range(1, min(5, len(tokens)) + 1))


def _ago(heard: Said, now: datetime) -> _Time | None:
    """ "Ten years ago", "last year"."""
    timed = [amount for amount in heard.amounts if amount.unit in MONTHS]
    if heard.around and heard.years:
        return None
    if len(timed) == 1 and heard.ago and not heard.back:
        low, high = (years_before(end, now) for end in ends(timed[0], MONTHS[timed[0].unit]))
        number = exact(timed[0], MONTHS[timed[0].unit])
        year = None if number is None else now.year - int(years_before(number, now))
        return _Time(year=year, ago=(low, high), vague=year is None)
    if len(heard.back) == 1 and not timed:
        return _Time(year=now.year - int(years_before(heard.back[0], now)))
    return None


def _age_of_tiles(question: Question, text: str) -> _Time | None:
    """A number and nothing else, where the tiles are ages and one of them holds it: "8", asked about her childhood.
    With a nought before it, it may be the year 2008."""
    number = text.strip(" .")
    if not re.fullmatch(r"[1-9][0-9]?", number):
        return None
    ages = (option.age for option in question.options if option.age)
    held = any(low <= int(number) and (high is None or int(number) <= high) for low, high in ages)
    return _Time(age=int(number)) if held else None


def _bare(heard: Said) -> bool:
    """A number, or a length of time, and nothing that says what it counts: "15", "09", "5 years"."""
    return bool(heard.amounts) and not heard.unknown and not heard.ago and not heard.age


def _completed(time: _Time, now: datetime, born: int | None) -> tuple[_Time, str]:
    """The time with its year from her age, and her age from its year; or why it cannot be, as a hint."""
    if time.age is not None and time.year is None and born is not None:
        time = _Time(born + time.age, time.age, time.ago, time.vague)
    elif time.year is not None and time.age is None and born is not None:
        time = _Time(time.year, time.year - born, time.ago, time.vague)
    if time.year is not None and time.year > now.year:
        return time, "future"
    if time.age is not None and time.age < 0:
        return time, "before_birth"
    return time, "year" if time.year is not None and now.year - time.year > OLDEST else ""


def _tile(question: Question, time: _Time, now: datetime) -> Option | None:
    """The first tile that the whole time falls into: by her age then, or by years before now."""
    ago = time.ago if time.year is None else (now.year - time.year, now.year - time.year)
    for option in question.options:
        for span, known in ((option.age, (time.age, time.age)), (option.ago, ago)):
            if span is None or known is None or known[0] is None or known[1] is None:
                continue
            if span[0] <= known[0] and (span[1] is None or known[1] <= span[1]):
                return option
    return None
