"""What the bodies of the API are made of, whichever call they belong to: text with a limit, codes, moments, her words.

Part      no unknown field, no conversion between types
  Coding    a code, and how it reads in Danish
  Words     her own words, in her language
"""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Strict,
    StringConstraints,
)

# PostgreSQL cannot keep NUL, and no text needs the other control characters.
_PLAIN = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


def _rfc3339(value: Any) -> Any:
    # pydantic also reads numbers and bare dates as moments.
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("a moment is written as in RFC 3339, with its offset: 2026-11-21T10:00:00Z")
    return value


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError:
        raise ValueError("this moment is out of range") from None


Moment = Annotated[AwareDatetime, Strict(False), BeforeValidator(_rfc3339), AfterValidator(_utc)]
Code = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.:\-]+$")]
Language = Annotated[str, StringConstraints(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
Label = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=_PLAIN)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=1000, pattern=_PLAIN)]
OptionalSentence = Annotated[str, StringConstraints(max_length=1000, pattern=_PLAIN)]
OwnWords = Annotated[str, StringConstraints(min_length=1, max_length=5000, pattern=_PLAIN)]
Phone = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{5,14}$")]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s\u0000-\u001f]+@[^@\s\u0000-\u001f]+$")]


class Part(BaseModel):
    """No unknown field, no conversion between types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Coding(Part):
    """A code, and how it reads in Danish."""

    code: Code
    display: Label


class Words(Part):
    """Her own words, in her language; never translated on the way."""

    text: OwnWords
    language: Language
