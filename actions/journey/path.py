"""The path to a job in a sector: Vejle's modules as a staircase (DBI), where she could begin on it, and why.

Everyone begins at the introduction; what she has done or can do lets her begin higher. Nothing lowers a step: nobody is
held on one they are past (VIP, DBI). Danish that is missing goes along with the way. It suggests; she and the
caseworker decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actions.journey.explore import CARD, MODULE, NEXT, called, chosen, worked
from actions.journey.model import Answer, Content, Journey, Line, Question, Text
from actions.journey.sector import STEPS, Sector

# How many of a sector's skills are ticked by who is past the introduction, or the basic skills (Gribskov's points).
SOME, MANY = 1 / 4, 2 / 3
RECENT = ("now", "recent", "some_years")  # worked in the last five years (IPL ch. 4)
DANISH = ("none", "few", "everyday", "work")  # of the screening's question, least first


@dataclass(frozen=True)
class Place:
    """Where on the staircase she could begin. `besides` goes along with it, on whatever step."""

    sector: str
    step: str
    reasons: tuple[Text, ...]
    besides: tuple[Text, ...] = ()

    @property
    def after(self) -> str | None:
        """The step that comes next."""
        at = STEPS.index(self.step) + 1
        return STEPS[at] if at < len(STEPS) else None


def place(content: Content, journey: Journey, sector: Sector) -> Place:
    """Where she could begin, by what she has said of the sector, her work and her life. Struck answers say nothing."""
    found = list(_signs(content, journey, sector))
    step = max((step for step, _ in found), key=STEPS.index, default="intro")
    why = tuple(text for at, text in found if at == step) or (_nothing(journey, sector),)
    return Place(sector.id, step, why, tuple(_besides(journey, sector)))


def _nothing(journey: Journey, sector: Sector) -> Text:
    """Why she begins at the beginning: she has said that it is new to her, or has said nothing, which is no "no"."""
    line, before = (f"s_{sector.id}_{part}" for part in ("like", "before"))
    new = line not in journey.struck and journey.answers.get(before, Answer()).options == ("no",)
    return Text("path.why.new" if new else "path.why.start")


def _signs(content: Content, journey: Journey, sector: Sector) -> Iterator[tuple[str, Text]]:
    """What speaks for a step, with the reason."""
    told = {q: a for q, a in journey.answers.items() if q not in journey.struck}
    if f"s_{sector.id}_like" in journey.struck:  # her line about this sector
        told = {q: a for q, a in told.items() if not q.startswith(f"s_{sector.id}_")}
    before = told.get(f"s_{sector.id}_before", Answer()).options
    like = told.get(f"s_{sector.id}_like")
    unwanted = like is not None and not {"yes", "maybe"} & set(like.options)  # then it is not asked what she can
    can = 0 if unwanted else len(told.get(f"s_{sector.id}_can", Answer()).options)
    job = worked(content, journey).get(sector.id)
    if "home" in before:
        yield "visit", Text("path.why.home")
    if can >= SOME * len(sector.skills):
        step = "placement2" if can >= MANY * len(sector.skills) else "placement1"
        yield step, Text("path.why.skills", {"n": can})
    if job:
        yield "placement2", Text("path.why.job", {"job": Text(f"occupation.{job}")})
    if "paid" in before:
        here = set(told.get("worked", Answer()).options) & {"denmark", "both"}
        recent = set(told.get("worked_last", Answer()).options) & set(RECENT)
        yield ("placement3", Text("path.why.paid_here")) if here and recent else ("placement2", Text("path.why.paid"))


def _besides(journey: Journey, sector: Sector) -> Iterator[Text]:
    danish = journey.answers.get("danish", Answer()).options
    if danish and "danish" not in journey.struck and DANISH.index(danish[0]) < DANISH.index(sector.speak):
        yield Text("path.danish")


def cards(content: Content, journey: Journey) -> tuple[Question, ...]:
    """A card for each sector she has chosen: the staircase, where she could begin, and why."""
    return tuple(_card(content, journey, content.sectors[sector]) for sector in chosen(content, journey))


def card_named(content: Content, journey: Journey, question_id: str) -> Question | None:
    """The card of this id."""
    return next((card for card in cards(content, journey) if card.id == question_id), None)


def _card(content: Content, journey: Journey, sector: Sector) -> Question:
    here = place(content, journey, sector)
    at = STEPS.index(here.step)
    return Question(
        id=f"p_{sector.id}",
        type="one",
        module=MODULE,
        options=(NEXT,),
        template=CARD,
        about={
            "sector": called(sector.id),
            "step": Text(f"path.step.{here.step}"),
            "why": (*here.reasons, *here.besides),
        },
        asks="path.drawn",
        lines=tuple(
            Line(step, Text(f"path.step.{step}"), (Text(f"sector.{sector.id}.path.{step}"),), picture=_mark(i, at))
            for i, step in enumerate(STEPS)
        ),
    )


def _mark(step: int, at: int) -> str:
    return "📍" if step == at else "✅" if step < at else "⚪"
