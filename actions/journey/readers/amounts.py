"""Numbers and amounts of time in a text: "about 5 years", "halvandet år", "سنتين ونص", "4-5 timer", "since 2015".

Amount   low..high of a unit ("" where none is said), and how it is bounded: "more" than, "less" than ...
Said     everything of the kind in one text, and what else the text holds
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from actions.journey.clean import fold
from actions.journey.readers.matching import longest_at
from actions.journey.readers.vocabulary import Tokens, Vocabulary

MONTHS = {"day": 12 / 365.25, "week": 12 * 7 / 365.25, "month": 1.0, "year": 12.0}
HOURS = {"minute": 1 / 60, "hour": 1.0}

_GLUED = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")  # "5år", "3h"
_DASHED = re.compile(r"(?<=\d)\s*[-‐-―−~]\s*(?=\d)")
_PLUS = re.compile(r"(?<=\d)\s*\+")
_DATE = re.compile(r"(?<!\d)\d{1,2}[./-](?:\d{1,2}[./-])?((?:19|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,3})?")
_FRACTION = re.compile(r"(\d{1,2})/(\d{1,2})")
_FIRST_YEAR = 1930
_MARKS = (
    *("since_age", "more", "less", "least", "nearly", "approx", "between"),
    *("per_day", "per_week", "ago", "range", "half", "and"),
)
_PASSED_OVER = ("approx", "filler", "per_day")


@dataclass(frozen=True)
class Amount:
    low: float
    high: float
    unit: str = ""
    bound: str = ""  # "more" | "least" | "less" | "nearly"

    @property
    def exact(self) -> bool:
        return self.low == self.high and not self.bound


@dataclass(frozen=True)
class Said:
    amounts: tuple[Amount, ...] = ()
    years: tuple[int, ...] = ()  # calendar years
    span: bool = False  # the two years are joined: "2010-2015"
    back: tuple[int, ...] = ()  # "last year", in months before now
    around: bool = False  # "before 2015": a year is named, but not meant
    ago: bool = False  # "5 years ago", "since 2015"
    age: bool = False  # her age then is what she said: "since I was 15"
    weekly: bool = False
    measured: bool = False  # a number or a unit of time stands in it
    unknown: int = 0  # words that the language does not know

    @property
    def nothing(self) -> bool:
        return not (self.amounts or self.years or self.back or self.age)


@dataclass
class Item:
    kind: str
    value: float = 0
    unit: str = ""
    around: bool = False
    text: str = ""


def said(text: str, words: Vocabulary, this_year: int) -> Said:
    """What a text says of numbers and time, in one language's words. `this_year` bounds what may be a calendar year."""
    items = items_of(text, words, this_year)
    scan = _Scan(items)
    scan.run()
    kinds = {item.kind for item in items}
    years = tuple(dict.fromkeys(int(item.value) for item in items if item.kind == "year"))
    return Said(
        amounts=tuple(dict.fromkeys(scan.amounts)),
        years=years,
        span=_span(items),
        back=tuple(dict.fromkeys(int(item.value) for item in items if item.kind == "back")),
        around=any(item.around for item in items),
        ago="ago" in kinds,
        age="since_age" in kinds,
        weekly="per_week" in kinds,
        measured=bool(kinds & {"number", "year", "unit"}),
        unknown=sum(item.kind == "word" for item in items),
    )


def _span(items: list[Item]) -> bool:
    kinds = [item.kind for item in items if item.kind not in ("approx", "filler")]
    return any(kinds[i : i + 3] in (["year", "range", "year"], ["year", "and", "year"]) for i in range(len(kinds)))


def items_of(text: str, words: Vocabulary, this_year: int) -> list[Item]:
    """The text's words, each with what kind of thing it is."""
    text = _DATE.sub(r"\1", text)
    text = _PLUS.sub(" ⁺ ", _DASHED.sub(" ⁻ ", text))
    tokens: list[str] = []
    for part in re.split("([⁺⁻])", text):
        tokens += [part] if part in "⁺⁻" and part else _GLUED.sub(" ", fold(part)).split()
    tokens = [piece for token in tokens for piece in _unglued(token, words)]
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        length, item = _item(tokens, at, words, this_year)
        item.text = " ".join(tokens[at : at + length])
        items.append(item)
        at += length
        if longest_at(tokens, at - length, words.marks["around"]):
            after = [t for t in tokens[at : at + 2] if (t,) not in words.units]
            item.around = bool(after) and _calendar_year(after[0], this_year)
    return items


def _unglued(token: str, words: Vocabulary) -> list[str]:
    """Arabic writes "and" and "in" together with the number, unit or half after it."""
    if (token,) in words.numbers or (token,) in words.units or token in words.timed:
        return [token]
    for prefix in words.prefixes:
        rest = (token[len(prefix) :],)
        if token.startswith(prefix) and (rest in words.numbers or rest in words.units or rest in words.marks["half"]):
            return [prefix, *rest]
    return [token]


def _item(tokens: list[str], at: int, words: Vocabulary, this_year: int) -> tuple[int, Item]:
    token = tokens[at]
    if token in "⁺⁻":
        return 1, Item("least" if token == "⁺" else "range")
    if _NUMBER.fullmatch(token):
        return 1, Item("year" if _calendar_year(token, this_year) else "number", float(token))
    fraction = _FRACTION.fullmatch(token)
    if fraction and int(fraction[1]) < int(fraction[2]):
        return 1, Item("fraction", int(fraction[1]) / int(fraction[2]))
    for length in range(min(5, len(tokens) - at), 0, -1):
        phrase: Tokens = tuple(tokens[at : at + length])
        if phrase in words.back:
            return length, Item("back", words.back[phrase])
        for kind in _MARKS:
            if phrase in words.marks[kind]:
                return length, Item(kind)
        if phrase in words.numbers:
            return length, Item("number", words.numbers[phrase])
        if phrase in words.units:
            unit, count = words.units[phrase]
            return length, Item("unit", count, unit)
    return 1, Item("filler" if token in words.filler else "word")


def _calendar_year(token: str, this_year: int) -> bool:
    return bool(re.fullmatch(r"\d{4}", token)) and _FIRST_YEAR <= int(token) <= this_year


@dataclass
class _Scan:
    """Reads items from left to right into amounts."""

    items: list[Item]
    at: int = 0
    amounts: list[Amount] = field(default_factory=list)

    def run(self) -> None:
        before: list[str] = []
        while self.at < len(self.items):
            start = self.at
            amount = self._amount("between" in before)
            if amount is None:
                before = [*before, self.items[start].kind][-3:]
                self.at = start + 1
                continue
            amount = self._bounded(amount, before)
            if self.amounts and self._adds(self.amounts[-1], amount, before):
                last = self.amounts.pop()
                months = sum(MONTHS[a.unit] * a.low for a in (last, amount))
                amount = Amount(months, months, "month")
            self.amounts.append(amount)
            before = []

    def _kind(self, ahead: int = 0) -> str:
        return self.items[self.at + ahead].kind if self.at + ahead < len(self.items) else ""

    def _take(self, *kinds: str) -> bool:
        if self._kind() in kinds:
            self.at += 1
            return True
        return False

    def _amount(self, between: bool) -> Amount | None:
        low = self._number()
        if low is None:
            return self._bare_unit()
        high = low
        mark = self.at
        joined = self._take("range") or (between and self._take("and"))
        self._skip()
        if joined or self._kind() == "number":
            second = self._number()
            if second is not None and (joined or second == low + 1):
                low, high = min(low, second), max(low, second)
            else:
                self.at = mark
        return self._with_unit(low, high)

    def _with_unit(self, low: float, high: float) -> Amount:
        mark = self.at
        self._skip()
        if self._kind() != "unit":
            self.at = mark
            return Amount(low, high)
        item = self.items[self.at]
        self.at += 1
        if low == high:
            low = high = low + self._and_half()
            other = self._second(low, item.unit)
            low, high = min(low, other), max(low, other)
        return Amount(low, high, item.unit)

    def _second(self, low: float, unit: str) -> float:
        """The other end of "4 hours to 5 hours", or the same low."""
        mark = self.at
        if self._take("range"):
            other = self._number()
            if other is not None and (self._kind() != "unit" or self.items[self.at].unit == unit):
                self._take("unit")
                return other
        self.at = mark
        return low

    def _bare_unit(self) -> Amount | None:
        """A unit that holds its own number, as Arabic's dual does: سنتين is two years."""
        if self._kind() != "unit" or not self.items[self.at].value:
            return None
        item = self.items[self.at]
        if item.value == 1 and self.at and self.items[self.at - 1].kind in ("word", "number", "fraction"):
            return None  # كم سنة: how many is in a word that is not known
        self.at += 1
        count = item.value
        if self._kind() == "number" and self.items[self.at].value == count:  # سنة واحدة: "a year, one"
            self.at += 1
        count += self._and_half()
        return Amount(count, count, item.unit)

    def _number(self) -> float | None:
        self._skip()
        if self._take("fraction"):
            return self.items[self.at - 1].value
        if self._kind() == "half":
            self.at += 1
            if self._kind() == "number" and self.items[self.at].value == 1:  # "half a year"
                self.at += 1
            return 0.5
        if self._kind() != "number":
            return None
        value = self.items[self.at].value
        self.at += 1
        if value == 1 and self._take("half"):
            return 0.5
        if self._take("fraction"):
            return value + self.items[self.at - 1].value
        return value + self._and_half()

    def _and_half(self) -> float:
        """What "and a half" adds, where it stands here; "and half a year" is an amount of its own and adds the same."""
        mark = self.at
        joined = self._take("and")
        article = self._kind() == "number" and self.items[self.at].value == 1 and self._kind(1) in ("half", "fraction")
        if article:
            self.at += 1
        if (joined or article) and self._kind() in ("half", "fraction"):
            half = self.items[self.at].value or 0.5
            self.at += 1
            return half
        self.at = mark
        return 0.0

    def _skip(self) -> None:
        while self._kind() in _PASSED_OVER:
            self.at += 1

    def _bounded(self, amount: Amount, before: list[str]) -> Amount:
        near = [kind for kind in before if kind in ("more", "less", "least", "nearly")]
        if not near and self._kind() in ("more", "least", "less"):
            near = [self._kind()]
        if not near:
            return amount
        return replace(amount, bound=near[-1])

    def _adds(self, last: Amount, amount: Amount, before: list[str]) -> bool:
        """ "1 year and 6 months" is one amount."""
        units = list(MONTHS)
        smaller = last.unit in units and amount.unit in units and units.index(amount.unit) < units.index(last.unit)
        return last.exact and amount.exact and smaller and all(kind in ("and", "filler") for kind in before)
