"""Which question is next, how far she has come, and what a changed answer takes with it.

The journey is data: the order is the order of the content, a question is asked when its condition holds. Nothing here
depends on what any single question is about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actions.journey import explore, path
from actions.journey.competences import COMPETENCE, competence_question, more_question, unseen
from actions.journey.lifeline import STAGE, event_of, lasting, part_named, parts, placed, stage_question
from actions.journey.model import Answer, Content, Journey, Question
from actions.journey.rules import holds, mentioned

HERS = ("lifeline", "more", "explore", "words", "asked")  # modules whose questions tell what she has told
STEPS = 10  # of the progress bar, for a stage of the life line or the sectors: events and visits move it on
LOOPS = ("stage", "visit")  # asked again and again, until she goes on


def ordered(content: Content, flow: str) -> tuple[Question, ...]:
    """The questions of a flow, in order. A flow names modules or single questions."""
    found: list[Question] = []
    for name in content.flows[flow]:
        found += [q for q in content.questions if q.module == name or q.id == name]
    return tuple(found)


def asked(content: Content, journey: Journey, flow: str = "") -> Iterator[Question]:
    """The questions of a flow (the one she is in) as they are for her, in order. What an event brings stands before its
    stage, which is asked again ("is there more?") until she goes on; so do the questions of a visit. With a no to all
    of it they are not asked. Each is made when it is come to: suggesting competences takes a look at the whole life."""
    for question in ordered(content, flow or journey.flow):
        if question.type in LOOPS and not holds(question.when, journey.answers):
            continue
        if question.type == "stage":
            told = (e for e in journey.events if STAGE + e.stage == question.id and e.id not in journey.struck)
            for event in told:
                yield from parts(content, journey, event)
        elif question.type == "visit":
            for sector in journey.visits:
                if sector in content.sectors:
                    yield from explore.parts(content, journey, sector)
        elif question.type == "path":
            yield from path.cards(content, journey)
            continue
        yield _made(content, journey, question)


def find(content: Content, journey: Journey, question_id: str | None) -> Question | None:
    """The question of this id as it is for her: one of the content, or one that an event of hers brings."""
    if not question_id:
        return None
    question = content.question(question_id)
    if question:
        return _made(content, journey, question)
    return (
        part_named(content, journey, question_id)
        or more_question(content, journey, question_id)
        or explore.part_named(content, journey, question_id)
        or path.card_named(content, journey, question_id)
        or explore.word_named(content, journey, question_id)
    )


def _made(content: Content, journey: Journey, question: Question) -> Question:
    if question.type == "stage":
        return stage_question(content, journey, question)
    if question.id.startswith(COMPETENCE):
        return competence_question(content, journey, question)
    if question.module == explore.MODULE and question.id in _SECTORS:
        return _SECTORS[question.id](content, journey, question)
    if question.id == "spoken":
        said = (h.partition("/")[2] for a in journey.answers.values() for h in a.heard if h.startswith("spoken/"))
        named = dict.fromkeys((journey.language or "", *said))
        return replace(question, ticked=tuple(code for code in named if question.option(code)))
    return question


_SECTORS = {explore.VISIT: explore.hub, explore.CHOSEN: explore.choice, explore.COMPANY: explore.companies}


def applies(journey: Journey, question: Question) -> bool:
    """Whether the question is for her, by her answers so far. Health only under its own consent, a photo only where
    there is one, tiles only where there are some."""
    if question.id == "language" and journey.language:
        return False
    if question.personal == "health" and not journey.consents.get("health"):
        return False
    if question.personal == "photo" and not journey.photo:
        return False
    if question.type in ("several", "one", "visit", "path") and not question.options:
        return False
    return holds(question.when, journey.answers)


def next_question(content: Content, journey: Journey, masked: bool = False) -> Question | None:
    """The question to ask now: the first, in the order of the flow, that is open or to be asked again. None: the flow
    is at its end, or she said no (or is too young) and only a contact wish is open to her. Masked, nothing of her life
    or of sectors is asked: the questions tell what she has told."""
    if journey.closed and journey.flow == "main":
        return None
    for question_id in journey.revisit:
        question = find(content, journey, question_id)
        if masked and question and question.module in HERS:
            continue
        if question and question.module not in content.flows["main"] and question_id not in content.flows["contact"]:
            return question  # outside every flow: asked because she wants to say it now ("I see it differently")
    for question in asked(content, journey):
        if masked and question.module in HERS:
            continue
        if (question.id not in journey.answers or question.id in journey.revisit) and applies(journey, question):
            return question
    return None


def reachable(content: Content, journey: Journey, question: Question, masked: bool = False) -> bool:
    """Whether a button for this question may answer it: it is open, or was answered. No button jumps over a consent."""
    if masked and question.module in HERS:
        return False
    open_ = next_question(content, journey, masked)
    return (
        question.id in journey.answers or question.id == "language" or (open_ is not None and open_.id == question.id)
    )


def previous_question(content: Content, journey: Journey, masked: bool = False) -> Question | None:
    """The last answered question before the open one, in the order of the flow."""
    before: list[Question] = []
    for question in asked(content, journey):
        if question.id == journey.asking:
            break
        if masked and question.module in HERS:
            continue
        if question.id in journey.answers and applies(journey, question):
            before.append(question)
    return before[-1] if before else None


def progress(content: Content, journey: Journey) -> tuple[int, int]:
    """(position, length) of the open question among all questions of the main flow.

    By position and not by what is answered: a question that turns out not to be needed is a step forward, and nothing
    but her own going back (or telling more) makes it smaller. A stage of the life line is as long as several questions.
    """
    order = ordered(content, "main")
    ends, length = [], 0
    for question in order:
        length += STEPS if question.type in LOOPS else 1
        ends.append(length)
    for question, end in zip(order, ends, strict=True):
        if question.id in journey.answers or not applies(journey, _made(content, journey, question)):
            continue
        if question.type not in LOOPS:
            return end - 1, length
        return end - STEPS + _within(content, journey, question), length
    return length, length


def _within(content: Content, journey: Journey, stage: Question) -> int:
    """How much of its steps is behind her: each event told, each sector looked at, brings half of what is left."""
    left = 1.0
    if stage.type == "visit":
        told = [explore.parts(content, journey, s) for s in journey.visits if s in content.sectors]
    else:
        events = (e for e in journey.events if STAGE + e.stage == stage.id and e.id not in journey.struck)
        told = [parts(content, journey, event) for event in events]
    for brought in told:
        done = sum(question.id in journey.answers for question in brought)
        left *= 1 - 0.5 * done / len(brought)
    return int(STEPS * (1 - left))


def put(content: Content, journey: Journey, question: Question, answer: Answer, now: str) -> Journey:
    """The journey with this answer. A corrected answer drops answers that no longer apply and has those that hang
    on it asked again (they stand until replaced, so nothing is lost)."""
    before = journey.answers.get(question.id)
    if question.ticked and question.id.startswith(COMPETENCE):
        # What she was shown, so that only what is new is asked about later.
        shown = (*(before.heard if before else ()), *(o.id for o in question.options))
        answer = replace(answer, heard=tuple(dict.fromkeys(shown)))
    answers = {**journey.answers, question.id: answer}
    consents = dict(journey.consents)
    if question.consent:
        consents[question.consent] = now if answer.value == "yes" else None
    revisit = tuple(q for q in journey.revisit if q != question.id)
    changed = replace(journey, answers=answers, consents=consents, revisit=revisit, picked=(), said=None, misses=0)
    if question.template == "when":
        changed = placed(content, lasting(changed, int(now[:4])), question.event, int(now[:4]))
    if question.id == "born":
        changed = lasting(changed, int(now[:4]))
    if question.event:
        again = (q for q in unseen(content, changed) if q not in changed.revisit)
        changed = replace(changed, revisit=(*changed.revisit, *again))
    if before is None or before.options == answer.options:
        return changed
    return _carry(content, changed, question)


def _carry(content: Content, journey: Journey, corrected: Question) -> Journey:
    answers = dict(journey.answers)
    again: list[str] = []
    for question in content.questions:
        if question.id not in answers or question.id == corrected.id:
            continue
        there = replace(journey, answers=answers)
        made = _made(content, there, question)  # its tiles may come from what she has told
        gone = question.id == explore.COMPANY and not all(made.option(o) for o in answers[question.id].options)
        if question.id != "language" and (gone or not applies(there, made)):
            del answers[question.id]
        elif corrected.id in mentioned(question.when):
            again.append(question.id)
    revisit = tuple(dict.fromkeys([*again, *(q for q in journey.revisit if q not in again)]))
    struck = tuple(q for q in journey.struck if q in answers or event_of(journey, q))
    return replace(journey, answers=answers, revisit=revisit, struck=struck)
