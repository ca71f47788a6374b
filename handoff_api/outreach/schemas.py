"""The body of POST /v1/counts, version 1 of the contract: how often something happened, never to whom."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from handoff_api.contract import Language, Part

# In the order of a journey. "opened" is a first page shown; the rest is counted once a journey.
Event = Literal["opened", "started", "consented", "screening", "lifeline", "explore", "summary", "handed_over"]
EVENTS: tuple[Event, ...] = get_args(Event)
MOST = 1000  # counts in one body


def _iso(value: Any) -> Any:
    # pydantic also reads numbers as days.
    if not isinstance(value, str):
        raise ValueError("a day is written as in ISO 8601: 2026-11-21")
    return value


def _counting(day: date) -> date:
    if not date(2020, 1, 1) <= day <= date(2200, 1, 1):
        raise ValueError("this day is out of range")
    return day


Day = Annotated[date, Strict(False), BeforeValidator(_iso), AfterValidator(_counting)]
# As a link's code may be written by hand: also one that no campaign has.
CampaignCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class CountItem(Part):
    """So many of one kind."""

    day: Day
    campaign: CampaignCode | None
    language: Language | None = Field(description="null: not chosen yet")
    channel: Literal["web", "telegram", "rest"]
    event: Event
    n: int = Field(ge=1, le=1_000_000)


# As short as it gets, for the documentation.
ONE_START: dict[str, Any] = {
    "schema_version": "1",
    "counts": [
        {"day": "2026-11-21", "campaign": "kvrbtd", "language": "ar", "channel": "web", "event": "started", "n": 1}
    ],
}


class CountsBody(Part):
    """What was counted since the last time. It is added to what is there."""

    model_config = ConfigDict(json_schema_extra={"examples": [ONE_START]})

    schema_version: Literal["1"]
    counts: list[CountItem] = Field(min_length=1, max_length=MOST)


class CountsReceipt(BaseModel):
    """How many counts were added."""

    added: int
