"""Years of other calendars as years of ours: Hijri, Solar Hijri (Iran, Afghanistan) and Buddhist (Thailand).

A year without a mark is what people of the language write; in a language whose people write ours, it is the calendar
in which it falls within her life, and ambiguous where two do.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import floor

OLDEST = 110  # years; what is longer ago is no event of a life

# Written beside a year, folded ("هـ" is "ه"), in the languages that use the calendar.
_GREGORIAN = frozenset({"م", "ميلادي", "ميلاديه", "ad", "ce", "ev"})
_SOLAR = frozenset({"ش", "شمسي", "خورشيدي", "لمريز", "shamsi", "solar", "jalali", "khorshidi", "persisk", "afghansk"})
_HIJRI = frozenset({"ه", "هج", "هجري", "هجريه", "قمري", "ق", "hijri", "hijra", "ah", "islamisk", "islamic"})
_BUDDHIST = frozenset({"พ", "พศ", "be", "buddhist", "buddhistisk"})
_HIJRI_LANGUAGES = ("ar", "ur")
_SOLAR_LANGUAGES = ("fa", "prs", "ps")


@dataclass(frozen=True)
class Year:
    """A year as it was said: in our calendar, or None with the reason (`hint`) why it is none of her life."""

    number: int | None
    hint: str = ""


def hijri(year: int, this_year: int) -> int:
    """The year of ours that most of a Hijri year lies in; the running one is this year."""
    begins = year * 0.970229 + 621.5774
    return min(floor(begins + 0.485), max(this_year, floor(begins)))


def solar(year: int, this_year: int) -> int:
    """The year of ours in which a Solar Hijri year begins, in March."""
    return year + 621


def buddhist(year: int, this_year: int) -> int:
    """The year of ours that a Thai year is."""
    return year - 543


def gregorian(year: int, this_year: int) -> int:
    """Our own."""
    return year


Calendar = Callable[[int, int], int]


def our_year(said: int, beside: Collection[str], language: str | None, this_year: int, born: int | None) -> Year | None:
    """What a number of four digits is as a year; None where it can be none in any calendar.

    `beside` are the words next to it, `language` the one she speaks, `born` her year of birth where it is known.
    """
    calendars = _calendars(said, beside, language)
    if not calendars:
        return None
    years = [calendar(said, this_year) for calendar in calendars]
    possible = list(dict.fromkeys(year for year in years if not _outside(year, this_year, born)))
    if len(possible) > 1 and not _preferred(language):
        return Year(None, "calendar")
    if possible:
        return Year(possible[0])
    return Year(None, _outside(years[0], this_year, born))


def _calendars(said: int, beside: Collection[str], language: str | None) -> Sequence[Calendar]:
    """The calendars it may be of, the likeliest first."""
    if 1300 <= said <= 1460:
        if _SOLAR.intersection(beside):
            return (solar,)
        if _HIJRI.intersection(beside):
            return (hijri,)
        if _GREGORIAN.intersection(beside):
            return (gregorian,)
        return (solar, hijri) if language in _SOLAR_LANGUAGES else (hijri, solar)
    if 2430 <= said <= 2600 and (_BUDDHIST.intersection(beside) or language == "th"):
        return (buddhist,)
    return (gregorian,) if 1461 <= said <= 2600 else ()


def _preferred(language: str | None) -> bool:
    return language in (*_HIJRI_LANGUAGES, *_SOLAR_LANGUAGES)


def _outside(year: int, this_year: int, born: int | None) -> str:
    """Why it is no year of her life, as a hint; "" where it is one."""
    if year > this_year:
        return "future"
    if born is not None and year < born:
        return "before_birth"
    return "year" if this_year - year > OLDEST else ""
