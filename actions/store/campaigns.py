"""Campaigns as the municipality has told of them: whether a link takes anyone in, and which languages it offers first.

A code that is not known here works all the same: a campaign may be too new to have arrived, or a link older than all of
this. Only what is known to be closed, too early or full is said to be so, and even then she can begin without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update

from actions.store.database import Database
from actions.store.tables import campaigns

ZONE = ZoneInfo("Europe/Copenhagen")
State = Literal["open", "early", "closed", "full"]


@dataclass(frozen=True)
class Campaign:
    """A campaign as it is at this moment."""

    code: str
    languages: tuple[str, ...]
    state: State


class Campaigns:
    """The campaigns of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, code: str) -> Campaign | None:
        """The campaign of a code, however its letters were typed; None: not known here."""
        query = select(campaigns).where(campaigns.c.code == code.lower())
        with self.database.read() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return Campaign(row["code"], tuple(row["languages"].split()), self._state(row))

    def keep(self, data: Mapping[str, Any]) -> None:
        """What the mailbox says of a campaign, in the place of what it said before. Raises KeyError, ValueError or
        TypeError when it does not speak the contract."""
        values = {
            "languages": " ".join(data["languages"]),
            "opens_on": _day(data["opens_on"]),
            "closes_on": _day(data["closes_on"]) if data["closes_on"] is not None else None,
            "most": int(data["limit"]) if data["limit"] is not None else None,
            "closed": bool(data["closed"]),
        }
        code = str(data["code"])
        with self.database.write() as connection:
            if not connection.execute(update(campaigns).where(campaigns.c.code == code).values(values)).rowcount:
                connection.execute(insert(campaigns).values(code=code, started=0, **values))

    def _state(self, row: Mapping[Any, Any]) -> State:
        day = self.database.now().astimezone(ZONE).date().isoformat()
        if row["closed"] or (row["closes_on"] and day > row["closes_on"]):
            return "closed"
        if day < row["opens_on"]:
            return "early"
        return "full" if row["most"] is not None and row["started"] >= row["most"] else "open"


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()
