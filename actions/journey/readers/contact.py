"""Readers of a phone number and an e-mail address. Nothing is looked up: the caseworker will find out."""

from __future__ import annotations

import re

import phonenumbers

from actions.journey.model import Answer
from actions.journey.readers.reading import UNCLEAR, Reading

REGION = "DK"

_LETTERS = re.compile(r"[^\W\d_]")
_EMAIL = re.compile(r"(?<![\w.+%'-])[\w+%'-]+(?:\.[\w+%'-]+)*@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?![\w@]|\.\w)")
_LONGEST_LOCAL, _LONGEST_EMAIL = 64, 254


def read_phone(text: str) -> Reading:
    """A valid phone number in E.164; Danish where no country code is given. Two different numbers are unclear."""
    found = {_e164(match.number) for match in phonenumbers.PhoneNumberMatcher(text, REGION)}
    if not found and not _LETTERS.search(text):
        found = _parsed(re.sub(r"[^\d+]", "", text))  # spaced in ways the matcher does not know
    return Reading("answer", Answer(words=found.pop())) if len(found) == 1 else UNCLEAR


def read_email(text: str) -> Reading:
    """An address that can be one, as typed. Two different addresses are unclear."""
    found = set(_EMAIL.findall(re.sub(r"\s*@\s*", "@", text)))
    fitting = {a for a in found if len(a) <= _LONGEST_EMAIL and a.index("@") <= _LONGEST_LOCAL}
    return Reading("answer", Answer(words=fitting.pop())) if len(fitting) == 1 and len(found) == 1 else UNCLEAR


def _parsed(digits: str) -> set[str]:
    try:
        number = phonenumbers.parse(digits, REGION)
    except phonenumbers.NumberParseException:
        return set()
    return {_e164(number)} if phonenumbers.is_valid_number(number) else set()


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
