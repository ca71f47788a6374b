"""From what she did to what she can: suggestions with the event and the sentence they come from, and what she keeps.

Activities lead to competences by data (activities.yml, competences.yml); nothing is concluded about her but what she
confirms. The four groups are those of the competence card: professional, social, personal, language (VIP; DBI).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from actions.journey.lifeline import event_of, title
from actions.journey.model import OTHER, Answer, Competence, Content, Journey, Option, Question, Text
from actions.journey.rules import holds, mentioned

GROUPS = ("professional", "social", "personal", "language")
COMPETENCE, MORE = "comp_", "more_"  # how the questions about a group begin
SHOWN = 8  # suggestions of a group, the best founded first; she can add the others
REASONS = 2  # pieces of evidence shown with a suggestion


@dataclass(frozen=True)
class Evidence:
    """Why a competence is suggested: what she did at an event, or (without an event) what she answered."""

    event: str | None
    text: Text


@dataclass(frozen=True)
class Suggestion:
    competence: Competence
    evidence: tuple[Evidence, ...]

    def told(self) -> tuple[Text, ...]:
        """The evidence to be read: each thing she did once, at most REASONS of them."""
        once = {str(e.text.args.get("activity") or e.text): e.text for e in reversed(self.evidence)}
        return tuple(reversed(once.values()))[:REASONS]


def suggestions(content: Content, journey: Journey) -> tuple[Suggestion, ...]:
    """What her life line and answers suggest, the best founded first. Struck events and lines suggest nothing."""
    found: dict[str, list[Evidence]] = {}
    for event in journey.events:
        did = journey.answers.get(f"{event.id}_did")
        if event.id in journey.struck or did is None:
            continue
        for activity in (content.life.activities.get(a) for a in did.options):
            if activity:
                name = title(content, journey, event)
                did_it = {"activity": Text(f"activity.{activity.id}")}
                # What she has named herself is in one language only, and papers are in two.
                own = event.kind == OTHER
                text = Text("comp.evidence_own", did_it) if own else Text("comp.evidence", {**did_it, "event": name})
                for trained in activity.competences:
                    found.setdefault(trained, []).append(Evidence(event.id, text))
    answers = {q: a for q, a in journey.answers.items() if q not in journey.struck}
    for competence in content.life.competences.values():
        if competence.when and holds(competence.when, answers):
            label = Text(f"q.{next(mentioned(competence.when))}.label")
            found.setdefault(competence.id, []).append(Evidence(None, Text("comp.answered", {"label": label})))
    every = content.life.competences.values()
    for denied in (c.id for c in every if c.group == "language" and _denied(c, answers)):
        found.pop(denied, None)
    known = [
        Suggestion(content.life.competences[c], tuple(e)) for c, e in found.items() if c in content.life.competences
    ]
    order = list(content.life.competences)
    return tuple(sorted(known, key=lambda s: (-len(s.evidence), order.index(s.competence.id))))


def _denied(competence: Competence, answers: Mapping[str, Answer]) -> bool:
    """Whether she has answered otherwise: how well she reads and speaks, she knows better than any activity."""
    asked = list(mentioned(competence.when))
    answered = [q for q in asked if q in answers and answers[q].status == "answered"]
    return bool(asked) and answered == asked and not holds(competence.when, answers)


def of_group(content: Content, journey: Journey, group: str) -> tuple[Suggestion, ...]:
    """The suggestions of a group that are shown."""
    return tuple(s for s in suggestions(content, journey) if s.competence.group == group)[:SHOWN]


def kept(content: Content, journey: Journey) -> tuple[Suggestion, ...]:
    """The competences she has kept or added, with their evidence (none for what she added); struck groups are out. One
    that she kept goes with what spoke for it, and comes back with it."""
    suggested = {s.competence.id: s for s in suggestions(content, journey)}
    found: dict[str, Suggestion] = {}
    for group in GROUPS:
        if COMPETENCE + group in journey.struck:
            continue
        confirmed, added = (journey.answers.get(q, Answer()).options for q in (COMPETENCE + group, MORE + group))
        for competence_id in (*(c for c in confirmed if c in suggested), *added):
            competence = content.life.competences.get(competence_id)
            if competence:
                found[competence_id] = suggested.get(competence_id, Suggestion(competence, ()))
    return tuple(found.values())


def competence_question(content: Content, journey: Journey, question: Question) -> Question:
    """A group's question as it is now: its suggestions, ticked until she says otherwise."""
    group = question.id.removeprefix(COMPETENCE)
    shown = of_group(content, journey, group)
    return replace(
        question,
        options=tuple(_option(journey, s) for s in shown),
        ticked=tuple(s.competence.id for s in shown),
    )


def more_question(content: Content, journey: Journey, question_id: str) -> Question | None:
    """The rest of a group, to add from."""
    group = question_id.removeprefix(MORE)
    if not question_id.startswith(MORE) or group not in GROUPS:
        return None
    suggested = {s.competence.id for s in of_group(content, journey, group)}
    rest = (c for c in content.life.competences.values() if c.group == group and c.id not in suggested and not c.when)
    tiles = tuple(Option(c.id, text=Text(f"competence.{c.id}.name")) for c in rest)
    return Question(
        question_id, "several", "more", tiles, template="more", about={"group": Text(f"comp.group.{group}")}
    )


def unseen(content: Content, journey: Journey) -> tuple[str, ...]:
    """The groups' questions she has answered, to which her life line has since brought something new."""
    found = []
    for group in GROUPS:
        answer = journey.answers.get(COMPETENCE + group)
        if answer is None or answer.status != "answered":
            continue
        shown = {s.competence.id for s in of_group(content, journey, group)}
        if not shown <= {*answer.heard, *answer.options}:
            found.append(COMPETENCE + group)
    return tuple(found)


def _said(journey: Journey, evidence: Evidence) -> Answer | None:
    """Her sentence, where the activity was heard in it: what it does not speak of it does not speak for."""
    event = event_of(journey, evidence.event) if evidence.event else None
    activity = evidence.text.args.get("activity")
    if event is None or not isinstance(activity, Text):
        return None
    wanted = activity.id.replace("activity.", "did/", 1)
    own = (a for q, a in journey.answers.items() if q.startswith(f"{event.id}_"))
    return next((answer for answer in own if answer.words and wanted in answer.heard), None)


def _option(journey: Journey, suggestion: Suggestion) -> Option:
    competence = suggestion.competence
    told = next((a for e in suggestion.evidence if (a := _said(journey, e))), None)
    return Option(
        competence.id,
        text=Text(f"competence.{competence.id}.name"),
        notes=(Text(f"competence.{competence.id}.about"), *suggestion.told()),
        quote=told.words if told else None,
        quoted_in=told.language if told else None,
    )
