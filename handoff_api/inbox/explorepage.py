"""What she explored and asked, as the case page shows it: first what she chose and where she could begin.

    ExploredView
      StartView      a sector she chose, with the step she could begin on and why
      SectorView     a sector she looked at; the chosen ones first, then those she would most like

Texts are the Danish ones of the case; only what she asked is in her own words (quotes.py). Pure: no SQL, no HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handoff_api.inbox.quotes import Quote, Quotes

Payload = Mapping[str, Any]
LIKES = ("yes", "maybe", "", "no")  # "": not said


@dataclass(frozen=True)
class StartView:
    code: str
    name: str
    looked_at: bool  # she may choose without having looked
    step: str
    about: str
    after: str  # "" when there is no step after it
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class SectorView:
    code: str
    name: str
    chosen: bool
    like: str  # a code of LIKES
    like_name: str  # "" when not said, as in the two below
    before: str
    demand: str
    reasons: tuple[str, ...]
    skills: tuple[str, ...]
    of_skills: int
    words: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return f"sector-{self.code}"


@dataclass(frozen=True)
class ExploredView:
    starts: tuple[StartView, ...]
    visit: str  # the company she would like to see first; "" when she has not said
    visit_sector: str
    sectors: tuple[SectorView, ...]
    topics: tuple[str, ...]
    asked: Quote | None

    @property
    def questions(self) -> int:
        """How many questions she has asked: they stand on a line each."""
        return len(self.asked.text.splitlines()) if self.asked else 0


def explored(payload: Payload, quotes: Quotes) -> ExploredView | None:
    """What she explored; None where the case brings nothing of it."""
    found = payload.get("explored")
    if not found:
        return None
    chosen = [sector["code"] for sector in found["chosen"]]
    sectors = [_sector(sector, chosen) for sector in found["sectors"]]
    seen = {sector.code for sector in sectors}
    visit = found["first_visit"]
    return ExploredView(
        starts=tuple(_start(p, seen) for p in sorted(found["paths"], key=lambda p: chosen.index(p["sector"]["code"]))),
        visit=_name(visit and visit["employer"]),
        visit_sector=_name(visit and visit["sector"]),
        sectors=tuple(sorted(sectors, key=lambda s: (not s.chosen, LIKES.index(s.like)))),
        topics=tuple(topic["display"] for topic in found["topics"]),
        asked=quotes.of(found["asked"]) if found["asked"] else None,
    )


def _start(path: Payload, seen: set[str]) -> StartView:
    return StartView(
        code=path["sector"]["code"],
        name=path["sector"]["display"],
        looked_at=path["sector"]["code"] in seen,
        step=path["step"]["display"],
        about=path["about"],
        after=_name(path["after"]),
        reasons=tuple(path["reasons"]),
    )


def _sector(sector: Payload, chosen: list[str]) -> SectorView:
    like = sector["like"]["code"] if sector["like"] else ""
    return SectorView(
        code=sector["sector"]["code"],
        name=sector["sector"]["display"],
        chosen=sector["sector"]["code"] in chosen,
        like=like if like in LIKES else "",
        like_name=_name(sector["like"]),
        before=_name(sector["before"]),
        demand=_name(sector["demand"]),
        reasons=tuple(sector["reasons"]),
        skills=tuple(skill["display"] for skill in sector["skills"]),
        of_skills=sector["of_skills"],
        words=tuple(sector["words"]),
    )


def _name(coding: Payload | None) -> str:
    return str(coding["display"]) if coding else ""
