"""The bodies of the two calls, version 1 of the contract. Strict: what is not described here is refused by name.

ScreeningBody   what she sent, once she said yes
  Consent, Contact
  Answer          one question, as asked, with chosen options and her own words
  Assessment      the suggestions she saw
    Parameter, Suggestion, Reason
  Disagreement    "I see it differently"
  LifeLine, Letter, Labels, Photo   what her papers are made from (documents/schemas.py)
  Explored        sectors she looked at, the path, what she asked (intake/explored.py)
ErasureBody     her wish that all of it be erased
"""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SerializerFunctionWrapHandler, model_serializer, model_validator
from typing_extensions import Self

from handoff_api.contract import (
    Code,
    Coding,
    Email,
    Label,
    Language,
    Moment,
    OptionalSentence,
    Part,
    Phone,
    Sentence,
    Words,
)
from handoff_api.documents.schemas import Labels, Letter, LifeLine, Photo, Texts, require_languages
from handoff_api.intake.explored import Explored

LATER = ("life_line", "letter", "profile", "labels", "photo", "explored")  # fields that the first cases did not have


class Consent(Part):
    """A yes of hers."""

    scope: Literal["keep", "health", "photo", "send", "send_contact"]
    given_at: Moment


class Contact(Part):
    """How she wants to be reached."""

    reach: Coding
    name: Label | None = None
    phone: Phone | None = Field(None, description="E.164")
    email: Email | None = None
    times: list[Coding] = Field(max_length=20)
    interpreter: bool | None = Field(None, description="null: not asked or not answered")


class Answer(Part):
    """One question and what she said. Skipped and unknown are no answer, never a no."""

    question: Coding
    asked: Sentence = Field(description="The question as asked, in Danish.")
    factor: Literal["goal", "attitude", "resources", "barriers", "facts"] = Field(
        description="Its place on the case page."
    )
    status: Literal["answered", "skipped", "unknown"]
    values: list[Coding] = Field(max_length=60)
    number: int | None = Field(None, ge=0, le=100_000)
    unit: Literal["months", "year", "hours"] | None = None
    words: Words | None = None
    sensitive: bool = Field(description="Health: only with its own consent.")


class Reason(Part):
    """A rule that spoke for or against, in Danish, and the questions it rests on."""

    rule: Coding
    source: Label
    answers: list[Code] = Field(max_length=60)


class Parameter(Part):
    """One of the eight of IPL 7.1.1."""

    parameter: Coding
    value: Literal["yes", "partly", "no", "unknown"]
    reasons: list[Reason] = Field(max_length=60)
    against: list[Reason] = Field(max_length=60)


class Suggestion(Part):
    """A suggestion to the caseworker; never a decision. `suggested` null: too little is known."""

    suggested: Coding | None = None
    plain: OptionalSentence = Field(description="What she saw, in Danish; empty when she was shown nothing.")
    reasons: list[Reason] = Field(max_length=60)
    against: list[Reason] = Field(max_length=60)


class Assessment(Part):
    """All suggestions of one hand-over."""

    parameters: list[Parameter] = Field(max_length=20)
    subgroup: Suggestion
    effort: Suggestion
    legal_group: Suggestion
    needs: list[Suggestion] = Field(max_length=60)


class Disagreement(Part):
    """She sees a suggestion differently."""

    about: Coding
    words: Words


# The shortest hand-over there is, for the documentation.
CONTACT_WISH: dict[str, Any] = {
    "schema_version": "1",
    "journey": "0b0e7c52-6a0c-4d4e-8f39-5d1c2f1f8a10",
    "revision": 1,
    "kind": "contact",
    "answered_at": "2026-11-21T10:00:00Z",
    "language": "ar",
    "campaign": None,
    "content_version": "3fa7c1d9",
    "consents": [{"scope": "send_contact", "given_at": "2026-11-21T10:00:00Z"}],
    "contact": {
        "reach": {"code": "phone", "display": "Telefon"},
        "name": "Amal",
        "phone": "+4520123456",
        "email": None,
        "times": [{"code": "morning", "display": "Formiddag"}],
        "interpreter": True,
    },
    "answers": [],
    "assessment": None,
    "disagreements": [],
}


class ScreeningBody(Part):
    """What she sent. A higher revision of the same journey replaces a lower one."""

    model_config = ConfigDict(json_schema_extra={"examples": [CONTACT_WISH]})

    schema_version: Literal["1"]
    journey: UUID = Field(description="Pseudonymous; the case's identity.")
    revision: int = Field(ge=1, le=1_000_000)
    kind: Literal["screening", "contact"] = Field(description="`contact`: she only wants to be reached.")
    answered_at: Moment
    language: Language
    campaign: Code | None = None
    content_version: Code
    consents: list[Consent] = Field(max_length=20)
    contact: Contact
    answers: list[Answer] = Field(max_length=200)
    assessment: Assessment | None = None
    disagreements: list[Disagreement] = Field(max_length=50)
    life_line: LifeLine | None = Field(
        None, description="Without what she struck. Here and below: every text in Danish and in `language`."
    )
    letter: Letter | None = None
    profile: list[Texts] | None = Field(None, max_length=6, description="The sentences at the top of her CV.")
    labels: Labels | None = Field(None, description="The headings of her papers; without them papers are Danish only.")
    photo: Photo | None = Field(None, description="Only with its own consent.")
    explored: Explored | None = Field(None, description="In Danish, but for what she asked.")

    @model_validator(mode="after")
    def _only_with_consent(self) -> Self:
        given = {consent.scope for consent in self.consents}
        if not given & ({"send"} if self.kind == "screening" else {"send", "send_contact"}):
            raise ValueError("consents: nothing is taken in without her consent to send it")
        if "health" not in given and any(answer.sensitive for answer in self.answers):
            raise ValueError("consents: answers on health are taken in only under their own consent")
        if self.photo and "photo" not in given:
            raise ValueError("consents: a photo is taken in only under its own consent")
        return self

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        for name in LATER:
            if self.kind == "contact" and getattr(self, name):
                raise ValueError(f"{name}: comes with a screening, not with a contact wish alone")
        require_languages(self, ("da", self.language))
        return self

    @model_serializer(mode="wrap")
    def _as_it_came(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        # A case from before there were such fields reads the same when it is sent again: it is no other case.
        return {name: value for name, value in written(self).items() if value is not None or name not in LATER}


class ErasureBody(Part):
    """Her wish that everything of this journey be erased."""

    schema_version: Literal["1"]
    journey: UUID
    requested_at: Moment


class ScreeningReceipt(BaseModel):
    """Where her case stands."""

    case: str = Field(examples=["MV-2026-0001"])
    journey: UUID
    revision: int
    status: Literal["received"]


class ErasureReceipt(BaseModel):
    """Whether there was anything to erase."""

    journey: UUID
    erased: bool
