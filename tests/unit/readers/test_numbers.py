"""Numbers read back: any in range, in digits of any script and in words."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from num2words import num2words

from actions.journey.clean import clean
from actions.journey.model import Answer, Content
from actions.journey.readers import read

UNHURRIED = settings(deadline=None)  # the first example builds the vocabularies; machines are shared

YEARS = {"da": "år", "en": "years", "ar": "سنة"}
HOURS = {"da": "timer", "en": "hours", "ar": "ساعات"}
WORD = {"da": "til", "en": "to", "ar": "الى"}
LANGUAGES = st.sampled_from(["da", "en", "ar"])
ZEROS = st.sampled_from("0٠۰")


def digits(number: int, zero: str) -> str:
    return "".join(chr(ord(zero) + int(char)) for char in str(number))


def answer(content: Content, now: datetime, question: str, text: str, language: str) -> Answer:
    asked = content.question(question)
    assert asked is not None
    reading = read(asked, clean(text).text, language, content, now)
    assert reading.answer is not None, (text, reading)
    return reading.answer


@UNHURRIED
@given(number=st.integers(0, 60), language=LANGUAGES, zero=ZEROS, unit=st.booleans())
def test_years_of_work(content: Content, now: datetime, number: int, language: str, zero: str, unit: bool) -> None:
    actual = answer(content, now, "worked_years", digits(number, zero) + f" {YEARS[language]}" * unit, language)
    assert actual.number == 12 * number
    option = content.question("worked_years").option(str(actual.value))  # type: ignore[union-attr]
    assert option and option.low is not None and option.low <= 12 * number <= (option.high or 12 * number)


@UNHURRIED
@given(number=st.integers(0, 16), language=LANGUAGES, zero=ZEROS, unit=st.booleans())
def test_hours_a_day(content: Content, now: datetime, number: int, language: str, zero: str, unit: bool) -> None:
    actual = answer(content, now, "hours", digits(number, zero) + f" {HOURS[language]}" * unit, language)
    option = content.question("hours").option(str(actual.value))  # type: ignore[union-attr]
    assert option and option.low is not None and option.high is not None and option.low <= number <= option.high
    assert actual.number in (number, None) and (actual.number is not None or number == 0)


@UNHURRIED
@given(year=st.integers(1930, 2026), language=LANGUAGES, zero=ZEROS)
def test_a_calendar_year(content: Content, now: datetime, year: int, language: str, zero: str) -> None:
    assert answer(content, now, "arrived", digits(year, zero), language).number == year


@UNHURRIED
@given(start=st.integers(1960, 2025), length=st.integers(0, 60), language=LANGUAGES)
def test_a_span_of_years(content: Content, now: datetime, start: int, length: int, language: str) -> None:
    end = min(2026, start + length + 1)
    text = f"{start} {WORD[language]} {end}"
    assert answer(content, now, "worked_years", text, language).number == 12 * (end - start)


@pytest.mark.parametrize("language", ["da", "en", "ar"])
@pytest.mark.parametrize("number", [*range(1, 61), 70, 80, 99, 100])
def test_number_words(content: Content, now: datetime, language: str, number: int) -> None:
    words = num2words(number, lang=language)
    assert answer(content, now, "worked_years", f"{words} {YEARS[language]}", language).number == 12 * number


@UNHURRIED
@given(text=st.text(max_size=80), language=st.sampled_from(["da", "en", "ar", "so", None]), data=st.data())
def test_no_text_makes_a_reader_fail(
    content: Content, now: datetime, text: str, language: str | None, data: st.DataObject
) -> None:
    asked = data.draw(st.sampled_from(content.questions))
    for written in (text, clean(text).text):
        reading = read(asked, written, language, content, now)
        assert (reading.kind == "answer") == (reading.answer is not None)


@UNHURRIED
@given(data=st.data(), language=LANGUAGES)
def test_no_order_of_known_words_makes_a_reader_fail(
    content: Content, now: datetime, data: st.DataObject, language: str
) -> None:
    known = content.lexicon[language]
    marks = ("approx", "numbers", "ago", "more", "less", "least", "nearly", "between", "range", "half", "and")
    pieces = [word for mark in marks for word in known[mark]]
    pieces += [word for units in known["units"].values() for word in units]
    pieces += ["2015", "1/2", "½", "5", "-", "+", "0", "9999999999"]
    text = " ".join(data.draw(st.lists(st.sampled_from(pieces), max_size=8)))
    for question_id in ("hours", "worked_years", "worked_last", "arrived"):
        asked = content.question(question_id)
        assert asked is not None
        reading = read(asked, clean(text).text, language, content, now)
        if reading.answer:
            assert asked.option(str(reading.answer.value))
            assert reading.answer.number is None or reading.answer.number >= 0
