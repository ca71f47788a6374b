"""The mailbox's question and answer, version 1 of the contract."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_CURSOR = 2**31 - 1


class Ask(BaseModel):
    """From where on, and how many."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=MAX_CURSOR, description="The last cursor that has arrived.")
    limit: int = Field(100, ge=1, le=500)


class StatusData(BaseModel):
    """What became of one hand-over."""

    status: Literal["received", "read"]
    revision: int = Field(description="The revision it is said of; she may have sent a newer one since.")


class CampaignData(BaseModel):
    """A campaign as it is now. Its link works from the first day to the last, unless it is closed or full."""

    code: str
    languages: list[str] = Field(description="Offered first, in this order.")
    opens_on: date = Field(description="The first day, in Denmark.")
    closes_on: date | None = Field(description="The last day; null: no end.")
    limit: int | None = Field(description="So many may start; null: any number.")
    unit: str = Field(description="Who gets the cases; empty: the usual unit.")
    closed: bool


class CaseEntry(BaseModel):
    """What became of a case."""

    cursor: int
    journey: str
    kind: Literal["status"]
    data: StatusData
    created_at: datetime


class CampaignEntry(BaseModel):
    """A campaign was made or changed; a later entry of the same code replaces an earlier one."""

    cursor: int
    kind: Literal["campaign"]
    data: CampaignData
    created_at: datetime


Entry = Annotated[CaseEntry | CampaignEntry, Field(discriminator="kind")]


class Page(BaseModel):
    """Entries in order. Asking again with `after=next` says that they have arrived."""

    entries: list[Entry]
    next: int = Field(description="The cursor to ask with next time; unchanged when there was nothing.")
