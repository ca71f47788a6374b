"""What a case says of the sectors: which she looked at, liked and chose, what she can, the path, what she asked.

Part of the body of `POST /v1/screenings` (case.py). What she struck is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.journey import explore, path
from actions.journey.model import QUERIES, TOPICS, Answer, Content, Journey, Text
from actions.journey.review import unsent

Coding = Mapping[str, Any]


def build(content: Content, journey: Journey) -> Mapping[str, Any] | None:
    """The `explored` of a case; None where she looked at nothing, chose nothing and asked nothing."""
    out = unsent(content, journey)
    told = {q: a for q, a in journey.answers.items() if q not in out and a.status == "answered"}
    chosen = explore.chosen(content, journey) if explore.CHOSEN in told else ()
    sectors = [s for s in explore.seen(content, journey) if f"s_{s}_like" not in out]
    queries = told.get(QUERIES)
    found = {
        "sectors": [_sector(content, journey, sector) for sector in sectors],
        "chosen": [_called(sector) for sector in chosen],
        "paths": [_path(content, journey, sector) for sector in chosen],
        "first_visit": _first_visit(content, told.get(explore.COMPANY, Answer()), chosen),
        "topics": [_coding(t, Text(f"topic.{t}.title")) for t in told.get(TOPICS, Answer()).options],
        "asked": {"text": queries.words, "language": queries.language or "und"} if queries else None,
    }
    return found if any(found.values()) else None


def _sector(content: Content, journey: Journey, sector_id: str) -> Mapping[str, Any]:
    sector = content.sectors[sector_id]
    demand = explore.shown(content).get(sector_id)
    can = {s.id for s in sector.skills}
    why = explore.suggested(content, journey).get(sector_id, ())
    return {
        "sector": _called(sector_id),
        "demand": _coding(demand, Text(f"sector.demand.{demand}")) if demand else None,
        "reasons": [_told(text) for text in why],
        **{name: _one(journey, sector_id, name) for name in explore.ASKS},
        "skills": [
            _coding(skill, Text(f"sector.{sector_id}.skill.{skill}"))
            for skill in journey.answers.get(f"s_{sector_id}_can", Answer()).options
            if skill in can and sector_id in explore.likes(journey, "yes", "maybe")
        ],
        "of_skills": len(sector.skills),
        "words": list(explore.learnt(journey, sector)),
    }


def _one(journey: Journey, sector_id: str, name: str) -> Coding | None:
    chosen = journey.answers.get(f"s_{sector_id}_{name}", Answer()).options
    return _coding(chosen[0], Text(f"q.{name}.o.{chosen[0]}")) if chosen else None


def _path(content: Content, journey: Journey, sector_id: str) -> Mapping[str, Any]:
    here = path.place(content, journey, content.sectors[sector_id])
    return {
        "sector": _called(sector_id),
        "step": _coding(here.step, Text(f"path.step.{here.step}")),
        "about": Text(f"sector.{sector_id}.path.{here.step}"),
        "after": _coding(here.after, Text(f"path.step.{here.after}")) if here.after else None,
        "reasons": [_told(text) for text in (*here.reasons, *here.besides)],
    }


def _first_visit(content: Content, answer: Answer, chosen: tuple[str, ...]) -> Mapping[str, Any] | None:
    sector, _, employer = (answer.options or ("",))[0].partition(":")
    if sector not in chosen or employer not in content.sectors[sector].employers:
        return None
    return {"sector": _called(sector), "employer": _coding(employer, Text(f"sector.{sector}.employer.{employer}"))}


def _told(text: Text) -> Text:
    """A reason that was said to her ("you have ..."), as it is said of her."""
    return Text(f"told.{text.id}", text.args)


def _called(sector_id: str) -> Coding:
    return _coding(sector_id, explore.called(sector_id))


def _coding(code: str | None, text: Text) -> Coding:
    return {"code": code, "display": text}
