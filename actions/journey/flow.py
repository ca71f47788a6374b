"""Which question is next, how far she has come, and what a changed answer takes with it.

The journey is data: the order is the order of the content, a question is asked when its condition holds. Nothing here
depends on what any single question is about.
"""

from __future__ import annotations

from dataclasses import replace

from actions.journey.model import Answer, Content, Journey, Question
from actions.journey.rules import holds, mentioned


def ordered(content: Content, flow: str) -> tuple[Question, ...]:
    """The questions of a flow, in order. A flow names modules or single questions."""
    found: list[Question] = []
    for name in content.flows[flow]:
        found += [q for q in content.questions if q.module == name or q.id == name]
    return tuple(found)


def applies(journey: Journey, question: Question) -> bool:
    """Whether the question is for her, by her answers so far. Health only under its own consent."""
    if question.id == "language" and journey.language:
        return False
    if question.personal == "health" and not journey.consents.get("health"):
        return False
    return holds(question.when, journey.answers)


def next_question(content: Content, journey: Journey) -> Question | None:
    """The question to ask now: the first, in the order of the flow, that is open or to be asked again. None: the flow
    is at its end, or she said no (or is too young) and only a contact wish is open to her."""
    if journey.closed and journey.flow == "main":
        return None
    for question_id in journey.revisit:
        question = content.question(question_id)
        if question and question.module not in content.flows["main"] and question_id not in content.flows["contact"]:
            return question  # outside every flow: asked because she wants to say it now ("I see it differently")
    for question in ordered(content, journey.flow):
        if (question.id not in journey.answers or question.id in journey.revisit) and applies(journey, question):
            return question
    return None


def reachable(content: Content, journey: Journey, question: Question) -> bool:
    """Whether a button for this question may answer it: it is open, or was answered. No button jumps over a consent."""
    open_ = next_question(content, journey)
    return (
        question.id in journey.answers or question.id == "language" or (open_ is not None and open_.id == question.id)
    )


def previous_question(content: Content, journey: Journey) -> Question | None:
    """The last answered question before the open one, in the order of the flow."""
    before: list[Question] = []
    for question in ordered(content, journey.flow):
        if question.id == journey.asking:
            break
        if question.id in journey.answers and applies(journey, question):
            before.append(question)
    return before[-1] if before else None


def progress(content: Content, journey: Journey) -> tuple[int, int]:
    """(position, length) of the open question among all questions of the main flow.

    By position and not by what is answered: a question that turns out not to be needed is a step forward, and nothing
    but her own going back makes it smaller.
    """
    order = [q.id for q in ordered(content, "main")]
    for position, question_id in enumerate(order):
        question = content.question(question_id)
        if question_id not in journey.answers and question and applies(journey, question):
            return position, len(order)
    return len(order), len(order)


def put(content: Content, journey: Journey, question: Question, answer: Answer, now: str) -> Journey:
    """The journey with this answer. A corrected answer drops answers that no longer apply and has those that hang
    on it asked again (they stand until replaced, so nothing is lost)."""
    before = journey.answers.get(question.id)
    answers = {**journey.answers, question.id: answer}
    consents = dict(journey.consents)
    if question.consent:
        consents[question.consent] = now if answer.value == "yes" else None
    revisit = tuple(q for q in journey.revisit if q != question.id)
    changed = replace(journey, answers=answers, consents=consents, revisit=revisit, picked=(), misses=0)
    if before is None or before.options == answer.options:
        return changed
    return _carry(content, changed, question)


def _carry(content: Content, journey: Journey, corrected: Question) -> Journey:
    answers = dict(journey.answers)
    again: list[str] = []
    for question in content.questions:
        if question.id not in answers or question.id == corrected.id:
            continue
        if question.id != "language" and not applies(replace(journey, answers=answers), question):
            del answers[question.id]
        elif corrected.id in mentioned(question.when):
            again.append(question.id)
    revisit = tuple(dict.fromkeys([*again, *(q for q in journey.revisit if q not in again)]))
    struck = tuple(q for q in journey.struck if q in answers)
    return replace(journey, answers=answers, revisit=revisit, struck=struck)
