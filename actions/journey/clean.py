"""What is done to every message before anything else sees it, and the folding that matching is done on.

`clean` changes only what must be changed: digits of any script become ASCII, apostrophes and quotation marks one kind,
invisible controls go, CPR numbers (the Danish civil registration number, DDMMYY-XXXX) are masked. Her words stay as
she wrote them. `fold` goes much further and is for comparing, never for keeping.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MAX_LENGTH = 4_000
MASK = "██████-████"

_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʹ′`´＇ʻ‛"), "'")
_QUOTES = dict.fromkeys(map(ord, "“”„‟«»″"), '"')
# Marks that only steer direction or are never seen: they can hide text and break matching. ZWJ and ZWNJ stay, since
# emoji and Persian spelling are made of them.
_UNSEEN = dict.fromkeys(
    [0x00AD, 0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
# Compatibility characters that are only another shape of a letter or digit: Arabic presentation forms, full width.
# Others (½, ², ™) keep their meaning only as they are.
_SHAPES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffee]+")

_GAP = r"[\s.,:/_\-\u2010-\u2015\u2212]{0,3}"
_DAY = rf"(?:0{_GAP}[1-9]|[1278]{_GAP}\d|[39]{_GAP}[01]|6{_GAP}[1-9])"
_MONTH = rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2])"
_TWO = rf"\d{_GAP}\d"
_DASH = r"\s?[./\-\u2010-\u2015\u2212]\s?"
_FULL_DATE = r"\d\d[./\-]\d\d[./\-](?:19|20)\d\d(?!\d)"
_PHONE = (
    rf"(?:\+|(?<!\d)00){_GAP}"
    rf"(?:4{_GAP}5{_GAP}(?:\d{_GAP}){{7}}\d|(?:[1-9]{_GAP})(?:\d{_GAP}){{6,12}}?\d)(?!\d)"
)
# A number written internationally is left alone, and so is a date with more digits after it. Days 61-91 are how
# replacement CPR numbers are made. Some write the whole year, but then with a dash before the last four.
_CPR = re.compile(
    rf"(?P<phone>{_PHONE})"
    rf"|(?<!\d){_DAY}{_GAP}{_MONTH}{_GAP}(?:19|20)\d\d{_DASH}\d{{4}}(?!\d)"
    rf"|(?<!\d)(?!{_FULL_DATE}){_DAY}{_GAP}{_MONTH}{_GAP}{_TWO}{_GAP}{_TWO}{_GAP}{_TWO}(?!\d)"
)

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ھ": "ه"})


@dataclass(frozen=True)
class Cleaned:
    text: str
    masked_cpr: bool = False


def clean(text: str) -> Cleaned:
    """The message as it may go on: `MAX_LENGTH` characters at most, no CPR number. Cleaning twice changes nothing."""
    text = _SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape.group()), text)
    text = text.translate(_APOSTROPHES).translate(_QUOTES).translate(_UNSEEN)
    text = "".join(map(_plain, text))
    text = unicodedata.normalize("NFC", text)
    masked = False
    while True:  # cutting can leave ten digits of a longer number: look again until nothing changes
        shorter = _CPR.sub(_mask, text.strip()[:MAX_LENGTH]).strip()[:MAX_LENGTH].strip()
        if shorter == text:
            return Cleaned(text, masked)
        masked = masked or shorter.count(MASK) > text.count(MASK)
        text = shorter


def fold(text: str) -> str:
    """Text as it is compared: without case, accents, vowel marks, spelling variants and punctuation; "2,5" is "2.5"."""
    text = text.casefold().replace("ـ", "").translate(_LETTERS)
    text = re.sub("[¼½¾]", lambda part: " " + unicodedata.normalize("NFKC", part.group()).replace("\u2044", "/"), text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(_plain(char) for char in text if unicodedata.category(char) != "Mn").translate(_LETTERS)
    text = re.sub(r"['’\u200c\u200d]", "", text)
    text = re.sub(r"(?<=\d)[.,](?=\d)", ".", text)
    text = re.sub(r"(?!(?<=\d)[./](?=\d))[^\w\s]|_", " ", text)
    return " ".join(text.split())


def _plain(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in ("Cc", "Cs"):
        return " " if char in "\t\r\n\v\f\x85" else ""
    return char


def _mask(match: re.Match[str]) -> str:
    return match.group() if match.group("phone") else MASK
