"""One file says everything about the municipality: names, logo, sectors, offers, help numbers. It is written by people
who are not programmers, so that every error names the file, the entry and the cure.

What is said here grows old. Whoever has asked the source writes the day as `checked`; `stale` names what nobody has
checked for a year, so that it is looked at again: a date never stops a build or a bot.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from actions.catalogue import DANISH, strings
from actions.journey.model import Content, Question
from actions.mistakes import FileError, read_yaml, told

OLD = 365  # days after which a fact is asked for again
LOGO_TYPES = {".svg": b"<svg", ".png": b"\x89PNG\r\n\x1a\n"}  # with what stands in each, near the beginning
FACT = re.compile(r"\{(fact_[a-z0-9_]+)\}")  # how a text says one of the facts
LOGO_MOST = 60_000  # bytes: it comes with the first page, on a phone

Kind = Literal["job_club", "language_school", "contact", "course", "visits"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _clock(value: Any) -> time:
    # YAML takes an unquoted 10:00 for a number in base 60.
    if not isinstance(value, str) or not re.fullmatch(r"([01]?\d|2[0-3])[:.][0-5]\d", value):
        raise PydanticCustomError("clock", "must be a time in quotes, such as {example}", {"example": '"10:00"'})
    hour, minute = re.split(r"[:.]", value)
    return time(int(hour), int(minute))


_ID = r"^[a-z][a-z0-9_]{0,31}$"
_PHONE = r"^\+?[0-9][0-9 ]{1,18}[0-9]$"
_ADDRESS = r"^https?://[a-zA-Z0-9.-]+(:[0-9]+)?(/\S*)?$"  # its host stands in the page's security policy
_SHAPES = {
    _ID: "an id has small letters a-z, digits and _, and begins with a letter",
    _PHONE: 'write a phone number in quotes, with digits and spaces: "70 00 00 00"',
    _ADDRESS: "write a whole web address: https://…",
}
Words = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]
Id = Annotated[str, StringConstraints(strict=True, pattern=_ID)]
Phone = Annotated[str, StringConstraints(strict=True, pattern=_PHONE)]
Address = Annotated[str, StringConstraints(strict=True, pattern=_ADDRESS)]
Clock = Annotated[time, BeforeValidator(_clock)]


class Entry(BaseModel):
    """A part of the file. Unknown names in it are mistakes."""

    model_config = ConfigDict(extra="forbid")


class Checked(Entry):
    """Something that changes: where it stands, and on which day somebody asked there last."""

    source: Words
    checked: date | None = None


class Sector(Entry):
    """A sector that is shown, and how many jobs there are in it here, where somebody knows."""

    id: Id
    demand: Literal["many", "some", "few"] | None = None


class Offer(Checked):
    """What the municipality has for her. The words around it are the catalogues' (offer.*)."""

    id: Id
    kind: Kind
    name: Words
    place: Words | None = None
    days: tuple[Weekday, ...] = ()
    begins: Clock | None = Field(None, alias="from")
    ends: Clock | None = Field(None, alias="to")
    phone: Phone | None = None
    who: Words | None = None


class HelpNumber(Checked):
    """A real Danish number, said as urgent.<id>."""

    id: Id
    phone: Phone


class HelpNumbers(Entry):
    """What is offered after a confirming tap, by what the words were about."""

    violence: tuple[HelpNumber, ...]
    suicide: tuple[HelpNumber, ...]
    homeless: tuple[HelpNumber, ...]


class Fact(Checked):
    """A number or a name that changes: texts say it as {fact_<id>}."""

    id: Id
    value: Words


class Municipality(Checked):
    """The whole file; `source` and `checked` are those of the names, the phone and the hours."""

    program: Words
    municipality: Words
    unit: Words
    phone: Phone
    hours: Words
    place: Words
    neutral_url: Address
    logo: Path | None = None
    units: tuple[Words, ...] = ()
    sectors: tuple[Sector, ...]
    demand: Checked | None = None
    offers: tuple[Offer, ...] = ()
    help_numbers: HelpNumbers
    facts: tuple[Fact, ...] = ()


class _Setting(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MINVEJ_", env_file=".env", env_ignore_empty=True, extra="ignore")

    municipality: Path | None = None


@cache
def chosen() -> Path | None:
    """The file that the setting MINVEJ_MUNICIPALITY names; None where it names none."""
    return _Setting().municipality


def read(path: Path) -> Mapping[str, Any]:
    """The file as plain values: texts, dates, times of day (`from`, `to`), and the logo's whole path. Raises
    FileError."""
    try:
        raw = read_yaml(path)
        found = Municipality.model_validate(raw)
    except OSError as error:
        cure = "MINVEJ_MUNICIPALITY is the path of the municipality's file (docs/operating.md)"
        raise FileError(f"{path}: cannot be read: {error.strerror}; {cure}") from None
    except ValidationError as error:
        lines = [f"{path.name}: {told(problem, raw, _part(problem['loc']), _SHAPES)}" for problem in error.errors()]
        raise FileError("\n".join(lines)) from None
    logo = (path.resolve().parent / found.logo) if found.logo else None
    problems = [*_together(found), *(_logo(logo) if logo else ())]
    if problems:
        raise FileError("\n".join(f"{path.name}: {problem}" for problem in problems))
    return {**found.model_dump(by_alias=True), "logo": logo}


def check(content: Content, file: str) -> Iterator[str]:
    """What the file names must be there, and what the texts say of it must stand in the file."""
    question, texts = content.question("sectors"), strings(DANISH)
    known = [option.id for option in question.options if not option.exclusive] if question else []
    for sector in content.municipality["sectors"]:
        if sector["id"] not in known:
            yield f"{file}: sectors: {sector['id']} is no sector; choose among {', '.join(known)}"
    for kind, numbers in content.municipality["help_numbers"].items():
        for number in numbers:
            if f"urgent.{number['id']}" not in texts:
                yield f"{file}: help_numbers: {kind}: {number['id']}: has no text urgent.{number['id']} in bot.po"
    facts = {f"fact_{fact['id']}" for fact in content.municipality["facts"]}
    for text_id, text in texts.items():
        for name in sorted(set(FACT.findall(text)) - facts):
            yield f"{file}: facts: {name.removeprefix('fact_')}: is missing; the text {text_id} says it"


def shown(question: Question, municipality: Mapping[str, Any]) -> Question:
    """The question, of sectors only those that are shown, in their order; "not yet" stays last. One that is not shown
    is understood all the same, when she names it: it is her wish."""
    if question.id != "sectors":
        return question
    listed = (question.option(sector["id"]) for sector in municipality["sectors"])
    return replace(question, options=(*(o for o in listed if o), *(o for o in question.options if o.exclusive)))


def stale(municipality: Mapping[str, Any], today: date) -> Iterator[str]:
    """What nobody has checked for a year, a line each."""
    facts = [("names, phone and hours", municipality)]
    if municipality["demand"]:
        facts.append(("demand", municipality["demand"]))
    for part in ("offers", "facts"):
        facts += [(f"{part}: {entry['id']}", entry) for entry in municipality[part]]
    for kind, numbers in municipality["help_numbers"].items():
        facts += [(f"help_numbers: {kind}: {number['id']}", number) for number in numbers]
    for where, fact in facts:
        checked = fact["checked"]
        if checked is None:
            yield f"{where}: nobody has checked it yet (source: {fact['source']})"
        elif checked > today:
            yield f"{where}: checked on {checked}, which has not been yet"
        elif (today - checked).days > OLD:
            yield f"{where}: last checked on {checked} (source: {fact['source']})"


# --- what else must be right -------------------------------------------------------------------------


def _together(found: Municipality) -> Iterator[str]:
    """What only several entries together can get wrong."""
    help_numbers = found.help_numbers
    lists: Sequence[tuple[str, Sequence[Sector | Offer | Fact | HelpNumber]]] = (
        ("sectors", found.sectors),
        ("offers", found.offers),
        ("facts", found.facts),
        # the urgent ones last: none of them may be empty
        *((f"help_numbers: {kind}", getattr(help_numbers, kind)) for kind in HelpNumbers.model_fields),
    )
    for name, entries in lists:
        for entry_id, times in Counter(entry.id for entry in entries).items():
            if times > 1:
                yield f"{name}: {entry_id} is there {times} times; keep one, or give the other an id of its own"
    if len(found.sectors) < 2:
        yield "sectors: has fewer than two; she chooses at least two, so list what there is work in here"
    for name, entries in lists[3:]:
        if not entries:
            yield f"{name}: is empty; keep the numbers that the demo's file has"
    if any(sector.demand for sector in found.sectors) and not found.demand:
        yield "demand: is missing; write {source: …, checked: …}: who says how many jobs there are, and when you asked"
    for offer in found.offers:
        if (offer.begins is None) != (offer.ends is None):
            yield f"offers: {offer.id}: has only one of from and to; write both, or neither"
        elif offer.begins and offer.ends and offer.begins >= offer.ends:
            yield f"offers: {offer.id}: ends before it begins; change from or to"
        if offer.begins and not offer.days:
            yield f"offers: {offer.id}: has a time and no day; write days, such as days: [tue, thu]"


def _logo(path: Path) -> Iterator[str]:
    begins = LOGO_TYPES.get(path.suffix.lower())
    if begins is None:
        yield f"logo: {path.name} must be an SVG or a PNG file"
    elif not path.is_file():
        yield f"logo: there is no file {path}; put it beside the municipality's file, or leave the line out"
    elif path.stat().st_size > LOGO_MOST:
        yield f"logo: {path.name} is larger than {LOGO_MOST // 1000} kB; make it smaller"
    elif begins not in path.read_bytes()[:2000]:
        yield f"logo: {path.name} is no {path.suffix[1:].upper()} file inside; save it as one"


_PARTS: Mapping[str, type[Entry]] = {
    "sectors": Sector,
    "demand": Checked,
    "offers": Offer,
    "help_numbers": HelpNumber,
    "facts": Fact,
}


def _part(loc: Sequence[int | str]) -> type[Entry]:
    """The entry that a mistake at `loc` stands in, as it should be."""
    if len(loc) == 1:
        return Municipality
    return HelpNumbers if loc[0] == "help_numbers" and len(loc) == 2 else _PARTS.get(str(loc[0]), Entry)
