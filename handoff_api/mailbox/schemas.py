"""The mailbox's question and answer, version 1 of the contract."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

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


class Entry(BaseModel):
    """One thing the citizen's side should know."""

    cursor: int
    journey: str
    kind: Literal["status"]
    data: StatusData
    created_at: datetime


class Page(BaseModel):
    """Entries in order. Asking again with `after=next` says that they have arrived."""

    entries: list[Entry]
    next: int = Field(description="The cursor to ask with next time; unchanged when there was nothing.")
