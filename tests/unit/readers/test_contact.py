"""Phone numbers and e-mail addresses as people type them."""

from __future__ import annotations

from datetime import datetime

import pytest

from actions.journey.clean import clean
from actions.journey.model import Content
from actions.journey.readers import read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20304050", "+4520304050"),
        ("20 30 40 50", "+4520304050"),
        ("2 0 3 0 4 0 5 0", "+4520304050"),
        ("٢٠ ٣٠ ٤٠ ٥٠", "+4520304050"),
        ("۲۰۳۰۴۰۵۰", "+4520304050"),
        ("+45 20304050", "+4520304050"),
        ("0045 20 30 40 50", "+4520304050"),
        ("mit nummer er 20-30-40-50, tak", "+4520304050"),
        ("+963 944 123 456", "+963944123456"),
        ("20304050 / 20304050", "+4520304050"),
        ("123", None),
        ("20304050 eller 30405060", None),
        ("ring til min mand", None),
        ("", None),
    ],
)
def test_phone(content: Content, now: datetime, text: str, expected: str | None) -> None:
    asked = content.question("phone")
    assert asked is not None
    answer = read(asked, clean(text).text, "da", content, now).answer
    assert (answer.words if answer else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amal@mail.dk", "amal@mail.dk"),
        ("Min mail er Amal.Hassan+job@mail.example.co.uk.", "Amal.Hassan+job@mail.example.co.uk"),
        ("amal @ mail.dk", "amal@mail.dk"),
        ("ايميلي amal_h@mail.com", "amal_h@mail.com"),
        ("<amal@mail.dk>", "amal@mail.dk"),
        ("a@b", None),
        ("a@@b.dk", None),
        ("amal@mail..dk", None),
        ("amal@mail.dk eller amal@job.dk", None),
        ("x" * 65 + "@mail.dk", None),
        ("det har jeg ikke", None),
    ],
)
def test_email(content: Content, now: datetime, text: str, expected: str | None) -> None:
    asked = content.question("email")
    assert asked is not None
    answer = read(asked, clean(text).text, "da", content, now).answer
    assert (answer.words if answer else None) == expected


def test_a_masked_number_is_neither(content: Content, now: datetime) -> None:
    cleaned = clean("010190-1234")
    for question in ("phone", "email"):
        asked = content.question(question)
        assert asked is not None
        assert read(asked, cleaned.text, "da", content, now).kind == "unclear"
