"""What `clean` takes out of a message, what it leaves, and how `fold` compares."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.journey.clean import MASK, MAX_LENGTH, Cleaned, clean, fold

UNHURRIED = settings(deadline=None)  # machines are shared

ZEROS = "0٠۰०๐０"
SEPARATORS = ["", "-", " ", "–", "/", ".", " - ", "−", "_", "\u00a0", ":"]


def in_digits(text: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(char)) if char.isdigit() else char for char in text)


@st.composite
def cpr_numbers(draw: st.DrawFn) -> str:
    """DDMMYY-XXXX in many shapes and digits; days from 61 are replacement numbers."""
    day = draw(st.integers(1, 31)) + draw(st.sampled_from([0, 60]))
    month, year, serial = draw(st.integers(1, 12)), draw(st.integers(0, 99)), draw(st.integers(0, 9999))
    parts = [f"{day:02}", f"{month:02}", f"{year:02}", f"{serial:04}"]
    inside = draw(st.sampled_from(["", "", " ", "."]))
    text = inside.join(parts[:3]) + draw(st.sampled_from(SEPARATORS)) + parts[3]
    if draw(st.booleans()) and not inside:
        text = " ".join(text.replace(" ", "")) if draw(st.booleans()) else text
    return in_digits(text, draw(st.sampled_from(ZEROS)))


@UNHURRIED
@given(
    cpr_numbers(),
    st.sampled_from(["", "mit cpr er ", "cpr:", "رقمي ", "Jeg er 34, ", "+45 20304050, "]),
    st.sampled_from(["", ".", " tak", ", og jeg er 34"]),
)
def test_no_cpr_number_survives(number: str, before: str, after: str) -> None:
    actual = clean(before + number + after)
    assert actual.masked_cpr
    assert MASK in actual.text
    assert not re.search(r"\d(?:\D{0,3}\d){9}", actual.text.replace("+45 20304050", ""))


@UNHURRIED
@given(
    st.integers(20_000_000, 99_999_999),
    st.sampled_from(["", "+45", "+45 ", "0045", "0045 "]),
    st.sampled_from(["", " "]),
    st.sampled_from(ZEROS),
)
def test_danish_phone_numbers_survive(number: int, prefix: str, gap: str, zero: str) -> None:
    spaced = gap.join(re.findall("..", str(number)))
    actual = clean(in_digits(f"ring {prefix}{spaced}", zero).replace(in_digits("+", zero), "+"))
    assert (actual.text, actual.masked_cpr) == (f"ring {prefix}{spaced}", False)


@pytest.mark.parametrize(
    "text",
    [
        "+963 944 123 456",
        "+49 1512 3456789",
        "0044 20 7946 0958",
        "12.03.2015",
        "01.02.2015-31.12.2018",
        "1234 5678 9012",
        "123456789012",
        "2010-2015",
        "99 99 99 99 99",
    ],
)
def test_other_numbers_survive(text: str) -> None:
    assert clean(text) == clean(f"  {text} ") and clean(text).text == text


@pytest.mark.parametrize("text", ["01011990-1234", "01.01.1990 - 1234", "cpr 01/01/1990-1234"])
def test_a_whole_year_in_a_cpr_number_does_not_save_it(text: str) -> None:
    assert "1234" not in clean(text).text


@UNHURRIED
@given(
    st.text(st.characters(), max_size=300)
    | st.text(st.sampled_from("0123456789-+. ٠٩۱\u202e\u2066\x00½’"), max_size=120)
)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text).text
    assert clean(once) == Cleaned(once, masked_cpr=False)


@UNHURRIED
@given(st.text(max_size=9000) | st.text(st.sampled_from("01 2-"), min_size=3990, max_size=4100))
def test_what_goes_on_is_short_and_plain(text: str) -> None:
    actual = clean(text).text
    assert len(actual) <= MAX_LENGTH
    assert not [
        c for c in actual if unicodedata.category(c) in ("Cc", "Cs") or c in "\u202a\u202e\u2066\u2069\u200f\ufeff"
    ]
    actual.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don’t know", "I don't know"),
        ("“ja” «nej»", '"ja" "nej"'),
        ("٥ سنوات و۳ أشهر", "5 سنوات و3 أشهر"),
        ("２½ år ", "2½ år"),
        ("ﻻ أعرف", "لا أعرف"),
        ("a\x00b\u202ec\r\nd", "abc  d"),
        ("مُدَرِّسَة", "مُدَرِّسَة"),
        ("👩‍🏫", "👩‍🏫"),
    ],
)
def test_her_words_stay_as_she_wrote_them(text: str, expected: str) -> None:
    assert clean(text).text == unicodedata.normalize("NFC", expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rengøring!", "rengoering"),
        ("مُدَرِّسَة", "مدرسه"),
        ("أحمد إلى آخر", "احمد الي اخر"),
        ("ســـلام", "سلام"),
        ("don't", "DONT"),
        ("2,5 år", "2.5 aar"),
        ("e-boks", "e boks"),
        ("café", "cafe"),
        ("٥", "5"),
        ("½", "1/2"),
    ],
)
def test_folding_makes_spellings_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("læger", "lager"), ("for", "før"), ("1-2 år", "1.2 år"), ("12", "1 2")])
def test_folding_keeps_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)
