"""What a paper is made from, version 1 of the contract. Strict: what is not described here is refused by name.

DocumentBody     which paper, in which format and languages, and of whom
  Person           what she wants printed; nothing of it is kept
  Labels           the paper's headings
  Letter           the sales letter ("salgsbrev", FUT rec. 2)
  LifeLine         her life as she told it
    Stage, Event     an event belongs to a stage; `Job` and `Activity` say what she did
    Group, Competence   the competence card's four groups (VIP); `Evidence` is the event that speaks for one
    Spoken           a language she speaks

A text stands in one or two languages (`Texts`). Her own words (`Words`) stand in hers, as she wrote them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Annotated, Any, Literal

from PIL import Image
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from typing_extensions import Self

from handoff_api.contract import Code, Email, Label, Language, Part, Phone, Sentence, Words

MAX_PIXELS = 2000  # a side; the citizen's side sends 600 x 800
FORMATS = {"life_line": ("pdf",), "cv": ("pdf", "docx", "json"), "letter": ("pdf", "docx")}


def _photo(text: str) -> str:
    try:
        content = base64.b64decode(text, validate=True)
        with Image.open(BytesIO(content), formats=("JPEG",)) as image:
            if max(image.size) > MAX_PIXELS:
                raise ValueError(f"the photo has at most {MAX_PIXELS} pixels a side")
            if image.getexif():
                raise ValueError("the photo carries metadata, such as where it was taken")
            image.load()
    except (binascii.Error, OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("not a JPEG in base64") from None
    return text


Photo = Annotated[
    str, StringConstraints(min_length=1, max_length=700_000, pattern=r"^[A-Za-z0-9+/]+=*$"), AfterValidator(_photo)
]
Name = Annotated[dict[Language, Label], Field(min_length=1, max_length=2)]
Texts = Annotated[dict[Language, Sentence], Field(min_length=1, max_length=2)]
Year = Annotated[int, Field(ge=1900, le=2100)]
Picture = Annotated[str, StringConstraints(max_length=16)]


class Stage(Part):
    """A stage of life, in the order of life."""

    code: Code
    title: Name
    picture: Picture


class Job(Part):
    """An occupation, by ISCO-08."""

    code: Code
    isco: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]
    title: Name


class Activity(Part):
    """Something she did."""

    code: Code
    title: Name


class Event(Part):
    """Something that happened, or that she did for a time."""

    id: Code
    stage: Code
    kind: Code
    title: Name
    picture: Picture
    when: Name | None = Field(None, description="As she said it: “about 2009”, “when I was 7–12”.")
    from_year: Year | None = None
    to_year: Year | None = None
    long: Name | None = None
    place: Name | None = None
    jobs: list[Job] = Field(max_length=10)
    activities: list[Activity] = Field(max_length=40)
    how: Name | None = None
    words: Words | None = None
    work: Literal["paid", "unpaid"] | None = Field(None, description="Unpaid work is work (ICATUS 2016).")


class Group(Part):
    """A group of the competence card."""

    code: Code
    title: Name


class Concept(Part):
    """Where a competence stands in ESCO."""

    uri: Annotated[str, StringConstraints(max_length=200, pattern=r"^http://data\.europa\.eu/esco/[A-Za-z0-9/_.\-]+$")]
    label: Label


class Evidence(Part):
    """What speaks for a competence."""

    event: Code | None = Field(None, description="The event's id; null: not from one event.")
    text: Texts


class Competence(Part):
    """Something she can do: its name, what it means, and how it is said to an employer."""

    code: Code
    group: Code
    name: Name
    about: Texts
    phrase: Texts
    esco: Concept | None = None
    added: bool = Field(description="She added it herself.")
    evidence: list[Evidence] = Field(max_length=30)


class Spoken(Part):
    """A language she speaks."""

    code: Language
    title: Name
    level: Name | None = None


class LifeLine(Part):
    """Her life line; events and competences she struck are not in it."""

    stages: list[Stage] = Field(max_length=12)
    events: list[Event] = Field(max_length=60)
    groups: list[Group] = Field(max_length=8)
    competences: list[Competence] = Field(max_length=150)
    spoken: list[Spoken] = Field(max_length=30)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        stages = _unique("stages", [stage.code for stage in self.stages])
        events = _unique("events", [event.id for event in self.events])
        groups = _unique("groups", [group.code for group in self.groups])
        _unique("competences", [competence.code for competence in self.competences])
        _unique("spoken", [spoken.code for spoken in self.spoken])
        for event in self.events:
            if event.stage not in stages:
                raise ValueError("events: an event belongs to one of the stages")
            if event.from_year and event.to_year and event.from_year > event.to_year:
                raise ValueError("events: an event does not end before it begins")
        for competence in self.competences:
            if competence.group not in groups:
                raise ValueError("competences: a competence belongs to one of the groups")
            if any(evidence.event not in events | {None} for evidence in competence.evidence):
                raise ValueError("competences: evidence names one of the events, or none")
        return self


class Letter(Part):
    """A letter of one page: everyday competences as job competences."""

    opening: Texts
    paragraphs: list[Texts] = Field(max_length=10)
    closing: Texts
    regards: Texts


class Person(Part):
    """What she wants printed of herself."""

    name: Label | None = None
    phone: Phone | None = Field(None, description="E.164")
    email: Email | None = None
    photo: Photo | None = Field(None, description="A JPEG in base64, without metadata.")


class Labels(Part):
    """What the papers call their parts."""

    life_line: Name
    cv: Name
    letter: Name
    profile: Name
    competences: Name
    history: Name
    spoken: Name
    evidence: Name = Field(description="Before what speaks for a competence: “From:”.")
    contact: Name
    photo_alt: Name = Field(description="What the photo shows, for those who cannot see it.")
    own_words: Name = Field(description="Before her own sentence, whose language is named after it.")
    unpaid: Name = Field(description="What unpaid work is marked with.")
    name: Name = Field(description="Before the line to write a name on, where none is given.")
    empty: Texts = Field(description="What a life line without events says.")
    made_with: Name = Field(description="The last line of every page.")


class Sector(Part):
    """The sector a letter is for."""

    code: Code
    title: Name


class DocumentBody(Part):
    """One paper. Every text stands in each of `languages`; two languages stand side by side, hers first."""

    schema_version: Literal["1"]
    kind: Literal["life_line", "cv", "letter"]
    format: Literal["pdf", "docx", "json"] = Field(
        description="docx: cv and letter. json: a CV as JSON Resume, in the first of the languages."
    )
    languages: list[Language] = Field(min_length=1, max_length=2)
    person: Person
    labels: Labels
    profile: list[Texts] = Field(max_length=6)
    letter: Letter | None = None
    sector: Sector | None = None
    life_line: LifeLine

    @model_validator(mode="after")
    def _can_be_made(self) -> Self:
        if self.format not in FORMATS[self.kind]:
            raise ValueError(f"format: {self.kind} is made as {' or '.join(FORMATS[self.kind])}")
        if self.kind == "letter" and self.letter is None:
            raise ValueError("letter: a letter needs its text")
        _unique("languages", self.languages)
        require_languages(self, self.languages)
        return self


def require_languages(part: Part, languages: Iterable[str]) -> None:
    """Every text in `part` stands in each of `languages`. Raises ValueError, with the place of the first gap."""
    needed = set(languages)
    for path, texts in _texts(part, ""):
        missing = needed - texts.keys()
        if missing:
            raise ValueError(f"{path}: not in every language of the paper ({', '.join(sorted(missing))})")


def _texts(value: Any, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(value, dict):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name), f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _texts(item, f"{path}[{i}]")


def _unique(what: str, ids: Sequence[str]) -> set[str]:
    if len(set(ids)) != len(ids):
        raise ValueError(f"{what}: two have the same name")
    return set(ids)
