"""When an event happened and when she was born: in words, in any script and calendar, and never what cannot be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.journey.clean import clean
from actions.journey.model import Answer, Content, Option, Question
from actions.journey.readers import Reading, read
from actions.journey.readers.calendars import buddhist, hijri, solar

UNHURRIED = settings(deadline=None)  # the first example builds the vocabularies; machines are shared
BY_AGE = (
    Option("small", age=(0, 6)),
    Option("school_age", age=(7, 12)),
    Option("teen", age=(13, 17)),
    Option("adult", age=(18, None)),
)
BY_YEARS = (
    Option("now", ago=(0, 0)),
    Option("y1_2", ago=(1, 2)),
    Option("y3_10", ago=(3, 10)),
    Option("over_10", ago=(11, None)),
)
LANGUAGES = st.sampled_from(["da", "en", "ar"])
ZEROS = st.sampled_from("0٠۰०")
AGED = {"da": "da jeg var {}", "en": "when I was {} years old", "ar": "لما كان عمري {}"}
AGO = {"da": "for {} år siden", "en": "{} years ago", "ar": "قبل {} سنوات"}


def digits(number: int, zero: str = "0") -> str:
    return "".join(chr(ord(zero) + int(char)) for char in str(number))


def when(
    content: Content,
    now: datetime,
    text: str,
    language: str | None,
    born: int | None,
    tiles: tuple[Option, ...] = BY_AGE,
) -> Reading:
    asked = Question("e1_when", "when", "lifeline", options=tiles, template="when", event="e1")
    return read(asked, clean(text).text, language, content, now, (), born)


def birth(content: Content, now: datetime, text: str, language: str) -> Reading:
    asked = content.question("born")
    assert asked is not None
    return read(asked, clean(text).text, language, content, now)


def given_answer(reading: Reading) -> Answer:
    assert reading.answer is not None, reading
    return reading.answer


@pytest.mark.parametrize(
    ("text", "language", "born", "expected"),
    [
        ("2009", "da", 1985, ("adult", 2009, 24)),
        ("i 2009", "da", None, (None, 2009, None)),
        ("about 2009", "en", None, (None, 2009, None)),
        ("ca. 2009-2012", "da", None, (None, 2009, None)),
        ("2009/2010", "da", None, (None, 2009, None)),
        ("12.03.2009", "da", None, (None, 2009, None)),
        ("سنة ٢٠٠٩", "ar", None, (None, 2009, None)),
        ("when I was 15", "en", None, ("teen", None, 15)),
        ("da jeg var femten", "da", 1985, ("teen", 2000, 15)),
        ("15 år gammel", "da", None, ("teen", None, 15)),
        ("som 15-årig", "da", None, ("teen", None, 15)),
        ("jeg var 15", "da", None, ("teen", None, 15)),
        ("لما كان عمري ١٥", "ar", 1985, ("teen", 2000, 15)),
        ("for ti år siden", "da", 1985, ("adult", 2016, 31)),
        ("ten years ago", "en", None, (None, 2016, None)),
        ("قبل سنتين", "ar", None, (None, 2024, None)),
        ("last year", "en", None, (None, 2025, None)),
        ("1405 هـ", "ar", None, (None, 1985, None)),
        ("1430 hijri", "en", None, (None, 2009, None)),
        ("1375 شمسی", "fa", None, (None, 1996, None)),
        ("سال ۱۳۷۵", "fa", None, (None, 1996, None)),
        ("1375", "fa", None, (None, 1996, None)),
        ("1405", "ar", None, (None, 1985, None)),
        ("1375", "da", 1985, ("school_age", 1996, 11)),
        ("1375", "ar", 1985, ("school_age", 1996, 11)),
        ("2552", "th", None, (None, 2009, None)),
        ("jeg har boet her i 7 år", "da", None, (None, 2019, None)),
    ],
)
def test_a_year_or_her_age(
    content: Content, now: datetime, text: str, language: str, born: int | None, expected: Any
) -> None:
    actual = given_answer(when(content, now, text, language, born))
    assert (actual.value, actual.number, actual.age) == expected
    assert actual.words is None


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("before the war", "en", None),
        ("قبل الحرب", "ar", None),
        ("under 2. verdenskrig", "da", None),
        ("2nd world war", "en", None),
        ("da jeg gik i 2. klasse", "da", None),
        ("when I was in 2nd grade", "en", None),
        ("before 2009", "en", None),
        ("I was 15 years in Iraq", "en", None),
        ("da jeg var barn", "da", None),
        ("i 90'erne", "da", 1990),
        ("in the nineties", "en", 1990),
        ("in the 1990s", "en", 1990),
        ("بالتسعينات", "ar", 1990),
        ("in march 2009, after my father died", "en", 2009),
    ],
)
def test_words_that_say_more_than_a_year_are_kept(
    content: Content, now: datetime, text: str, language: str, number: int | None
) -> None:
    actual = given_answer(when(content, now, text, language, None))
    assert (actual.number, actual.words, actual.language) == (number, text, language)


@pytest.mark.parametrize(("text", "age"), [("8", 8), ("٨", 8), ("15.", 15)])
def test_a_number_alone_is_an_age_where_the_tiles_are_ages(
    content: Content, now: datetime, text: str, age: int
) -> None:
    assert given_answer(when(content, now, text, "ar", None)).age == age
    assert when(content, now, text, "ar", None, BY_YEARS).hint == "when"


@pytest.mark.parametrize(
    ("text", "language", "born", "kind", "hint"),
    [
        ("2031", "da", None, "unclear", "future"),
        ("da jeg var 60", "da", 1985, "unclear", "future"),
        ("1980", "da", 1985, "unclear", "before_birth"),
        ("for 50 år siden", "da", 1985, "unclear", "before_birth"),
        ("1800", "da", None, "unclear", "year"),
        ("1375", "da", None, "unclear", "calendar"),
        ("09", "da", None, "unclear", "when"),
        ("5 år", "da", None, "unclear", "when"),
        ("🙂", "da", None, "unclear", "when"),
        ("{{7*7}}", "da", None, "unclear", "when"),
        ("ja", "da", None, "unclear", ""),
        ("hvornår var det nu?", "da", None, "unclear", ""),
        ("nej", "da", None, "skip", ""),
        ("ved ikke", "da", None, "unknown", ""),
    ],
)
def test_what_cannot_be_is_asked_back(
    content: Content, now: datetime, text: str, language: str, born: int | None, kind: str, hint: str
) -> None:
    actual = when(content, now, text, language, born)
    assert (actual.kind, actual.hint, actual.answer) == (kind, hint, None)


@pytest.mark.parametrize(
    ("text", "born", "expected"),
    [
        ("2009", None, "over_10"),
        ("i år", None, "now"),
        ("for 4 år siden", None, "y3_10"),
        ("mere end ti år siden", None, "over_10"),
        ("da jeg var 15", None, None),
        ("da jeg var 15", 2005, "y3_10"),
    ],
)
def test_tiles_of_years_before_now(
    content: Content, now: datetime, text: str, born: int | None, expected: str | None
) -> None:
    assert given_answer(when(content, now, text, "da", born, BY_YEARS)).value == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1985", "da", ("y35_44", 1985)),
        ("født i 1985", "da", ("y35_44", 1985)),
        ("12.03.1985", "da", ("y35_44", 1985)),
        ("مواليد ١٩٨٥", "ar", ("y35_44", 1985)),
        ("1364", "fa", ("y35_44", 1985)),
        ("1405 هـ", "ar", ("y35_44", 1985)),
        ("1395", "da", ("y45_54", 1975)),
        ("2528", "th", ("y35_44", 1985)),
        ("34", "da", ("y25_34", 1992)),
        ("34 år", "da", ("y25_34", 1992)),
        ("I am 34", "en", ("y25_34", 1992)),
        ("jeg er 60", "da", ("y55_64", 1966)),
        ("عمري ٣٤", "ar", ("y25_34", 1992)),
        ("thirty four years old", "en", ("y25_34", 1992)),
        ("omkring 40", "da", ("y35_44", None)),
        ("mellem 35 og 40", "da", ("y35_44", None)),
    ],
)
def test_her_year_of_birth(content: Content, now: datetime, text: str, language: str, expected: Any) -> None:
    actual = given_answer(birth(content, now, text, language))
    assert (actual.value, actual.number) == expected


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("85", "unclear", "birth"),
        ("12", "unclear", "birth"),
        ("2020", "unclear", "birth"),
        ("1900", "unclear", "birth"),
        ("2031", "unclear", "birth"),
        ("1985 eller 1986", "unclear", "birth"),
        ("1375", "unclear", "calendar"),
        ("jeg er født i Syrien", "unclear", ""),
        ("ved ikke", "unknown", ""),
        ("det vil jeg ikke sige", "skip", ""),
    ],
)
def test_no_year_of_birth(content: Content, now: datetime, text: str, kind: str, hint: str) -> None:
    actual = birth(content, now, text, "da")
    assert (actual.kind, actual.hint, actual.answer) == (kind, hint, None)


@pytest.mark.parametrize(("year", "expected"), [(1405, 1985), (1430, 2009), (1447, 2025), (1448, 2026), (1300, 1883)])
def test_hijri_years_by_the_year_most_of_them_lies_in(year: int, expected: int) -> None:
    assert hijri(year, 2026) == expected


@given(st.integers(1300, 1459))
def test_calendars_run_on(year: int) -> None:
    assert hijri(year, 3000) <= hijri(year + 1, 3000) <= hijri(year, 3000) + 1
    assert solar(year + 1, 3000) == solar(year, 3000) + 1
    assert buddhist(year + 1100, 3000) == year + 557


@UNHURRIED
@given(year=st.integers(1917, 2026), language=LANGUAGES, zero=ZEROS)
def test_any_year_in_any_script_reads_back(
    content: Content, now: datetime, year: int, language: str, zero: str
) -> None:
    assert given_answer(when(content, now, digits(year, zero), language, None)).number == year


@UNHURRIED
@given(year=st.integers(1300, 1448), mark=st.sampled_from(["هـ", "هجري", "hijri", "ه‍.ق"]), zero=ZEROS)
def test_any_hijri_year_reads_back(content: Content, now: datetime, year: int, mark: str, zero: str) -> None:
    actual = when(content, now, f"{digits(year, zero)} {mark}", "ar", None)
    expected = hijri(year, 2026)
    assert (actual.answer.number == expected) if actual.answer else (actual.hint == "year" and expected < 1916)


@UNHURRIED
@given(year=st.integers(1300, 1405), mark=st.sampled_from(["شمسی", "ه.ش", "خورشیدی", "shamsi"]), zero=ZEROS)
def test_any_solar_year_reads_back(content: Content, now: datetime, year: int, mark: str, zero: str) -> None:
    actual = when(content, now, f"{digits(year, zero)} {mark}", "fa", None)
    assert given_answer(actual).number == year + 621


@UNHURRIED
@given(age=st.integers(0, 90), born=st.one_of(st.none(), st.integers(1921, 2011)), language=LANGUAGES, zero=ZEROS)
def test_any_age_reads_back(
    content: Content, now: datetime, age: int, born: int | None, language: str, zero: str
) -> None:
    actual = when(content, now, AGED[language].format(digits(age, zero)), language, born)
    if born is not None and born + age > now.year:
        assert (actual.kind, actual.hint) == ("unclear", "future")
        return
    answer = given_answer(actual)
    tile = next(o for o in BY_AGE if o.age and o.age[0] <= age and (o.age[1] is None or age <= o.age[1]))
    assert (answer.value, answer.age) == (tile.id, age)
    assert answer.number == (None if born is None else born + age)


@UNHURRIED
@given(years=st.integers(3, 10), language=LANGUAGES, zero=ZEROS)
def test_any_years_ago_read_back(content: Content, now: datetime, years: int, language: str, zero: str) -> None:
    text = AGO[language].format(digits(years, zero))
    answer = given_answer(when(content, now, text, language, None, BY_YEARS))
    assert (answer.value, answer.number) == ("y3_10", now.year - years)


@UNHURRIED
@given(year=st.integers(2027, 2429), language=LANGUAGES, born=st.one_of(st.none(), st.integers(1921, 2011)))
def test_the_future_is_never_an_answer(
    content: Content, now: datetime, year: int, language: str, born: int | None
) -> None:
    actual = when(content, now, f"i {year}", language, born)
    assert (actual.kind, actual.hint) == ("unclear", "future")


@UNHURRIED
@given(text=st.text(max_size=80), language=st.sampled_from(["da", "en", "ar", "fa", None]), data=st.data())
def test_no_text_makes_it_fail(
    content: Content, now: datetime, text: str, language: str | None, data: st.DataObject
) -> None:
    born = data.draw(st.one_of(st.none(), st.integers(1921, 2011)))
    number = data.draw(st.integers(0, 9_999))
    for written in (text, clean(text).text, f"{number} {text}"):
        actual = when(content, now, written, language, born)
        assert (actual.kind == "answer") == (actual.answer is not None)
        if actual.answer and actual.answer.number is not None:
            assert (born or now.year - 110) <= actual.answer.number <= now.year


@UNHURRIED
@given(data=st.data(), language=LANGUAGES)
def test_no_order_of_known_words_makes_it_fail(
    content: Content, now: datetime, data: st.DataObject, language: str
) -> None:
    known = content.lexicon[language]
    pieces = [
        word for mark in ("approx", "ago", "around", "range", "since_age", "i_was", "decade") for word in known[mark]
    ]
    pieces += [*known["numbers"], *known["back"], *known["decades"], "2015", "1375", "هـ", "90", "9999999999", "-", "½"]
    text = " ".join(data.draw(st.lists(st.sampled_from(pieces), max_size=8)))
    for reading in (when(content, now, text, language, 1985), birth(content, now, text, language)):
        if reading.answer and reading.answer.number is not None:
            assert 1985 - 64 <= reading.answer.number <= now.year
