"""What taps and words do to the life line: an event begins, the line is changed, the papers are made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.journey import drawing, handover
from actions.journey.competences import COMPETENCE, GROUPS, MORE, kept, unseen
from actions.journey.flow import find, reachable
from actions.journey.lifeline import MOST, STAGE, begin, event_of, moved
from actions.journey.model import DONE, LINE, OTHER, PAPERS, Answer, Button, Effect, Question, Text
from actions.journey.speech import label, payload, say

FEW = 3  # words that choose between what was offered; more tell something new

if TYPE_CHECKING:
    from actions.journey.turn import Turn


def tap(turn: Turn, question: Question, value: str) -> None:
    """A tile of a stage, or going on to the next."""
    if value == DONE:
        turn.go_on(question, DONE)
    else:
        # Words that wait are about the stage that is open, not about an older one.
        _begin(turn, question, value, turn.journey.said if turn.journey.asking == question.id else None)


def told(turn: Turn, question: Question, answer: Answer, kinds: tuple[str, ...]) -> None:
    """Her words at a stage. A tile's own name is a tap; what is heard in a sentence is offered, and her words wait for
    her choice; what no tile knows is an event of her own."""
    every = (*kinds, *_work(turn, question, answer))
    known = tuple(dict.fromkeys(kind for kind in every if kind in turn.content.life.events))
    waiting = turn.journey.said
    if known and (not answer.words or (waiting and len(answer.words.split()) <= FEW)):
        _begin(turn, question, known[0], waiting)
    elif known:
        heard = (*answer.heard, *(f"event/{kind}" for kind in known))
        turn.change(said=replace(answer, value=None, heard=tuple(dict.fromkeys(heard))))
        stage = turn.content.life.events
        tiles = [Button(Text(f"event.{k}.title"), payload(question.id, k), stage[k].picture) for k in known[:4]]
        own = Button(label(question, OTHER), payload(question.id, OTHER), "✨")
        turn.replies.append(say("line.is_it", question.id, (*tiles, own)))
    else:
        _begin(turn, question, OTHER, replace(answer, value=None))


def agreed(turn: Turn, question: Question, said: str | None) -> bool:
    """Yes or no in words at a stage: to what was heard, or to "is there more?". False when it was neither."""
    waiting = turn.journey.said
    offered = [h.partition("/")[2] for h in waiting.heard if h.startswith("event/")] if waiting else []
    if said == "yes" and offered:
        _begin(turn, question, offered[0], waiting)
    elif said == "yes":
        turn.say("unclear.pick", question.id)
        turn.ask_again()
    elif said == "no" and waiting:
        _begin(turn, question, OTHER, waiting)
    elif said == "no":
        tap(turn, question, DONE)
    return said is not None


def _work(turn: Turn, question: Question, answer: Answer) -> tuple[str, ...]:
    """An occupation that is heard is work of this stage, whatever else it sounds like."""
    if not any(h.startswith("job/") for h in answer.heard):
        return ()
    kinds = (turn.content.life.events.get(option.id) for option in question.options)
    return tuple(kind.id for kind in kinds if kind and kind.work == "paid" and "job" in kind.parts)[:1]


def _begin(turn: Turn, question: Question, kind: str, words: Answer | None) -> None:
    if len(turn.journey.events) >= MOST:
        turn.say("line.full", question.id)
        turn.ask_again()
        return
    stage = question.id.removeprefix(STAGE)
    # A stage that was left is open again until she goes on from it.
    answers = {q: a for q, a in turn.journey.answers.items() if q != question.id}
    turn.journey = begin(turn.content, replace(turn.journey, answers=answers), stage, kind, words)
    turn.change(misses=0)
    _changed(turn)
    turn.ask_next()


def act(turn: Turn, value: str) -> None:
    """What she does with the line; `value` is one of model.LINE's."""
    action, _, name = value.partition(":")
    event = event_of(turn.journey, name)
    if turn.context.masked:
        turn.say("line.masked")
        turn.ask_again()
    elif action == "ok":
        said(turn, _line(turn), True)
    elif action == "add" and name in turn.content.life.stages:
        turn.change(revisit=(STAGE + name, *(q for q in turn.journey.revisit if q != STAGE + name)), misses=0)
        turn.ask_next()
    elif action == "add":
        turn.replies.append(drawing.which_stage(turn.content))
    elif action == "more" and name in GROUPS and _open(turn, COMPETENCE + name):
        turn.change(revisit=(MORE + name, *turn.journey.revisit), misses=0)
        turn.ask_next()
    elif action == "show":
        turn.replies += drawing.show(turn.content, turn.journey)
    elif event and action == "edit":
        turn.replies.append(drawing.choice(turn.content, turn.journey, event))
    elif event and action in ("up", "down"):
        turn.journey = moved(turn.journey, event.id, -1 if action == "up" else 1)
        _changed(turn)
        turn.replies += drawing.show(turn.content, turn.journey)
    elif event and action in ("strike", "restore"):
        strike(turn, event.id, action == "strike")
        turn.say(f"line.{action}.done", LINE)
        if "line" in turn.journey.answers or turn.journey.asking == LINE:
            turn.replies += drawing.show(turn.content, turn.journey)
        else:
            turn.ask_next()
    else:
        turn.say("button.old")
        turn.ask_again()


def strike(turn: Turn, event_id: str, out: bool) -> None:
    """An event is struck, with all that it suggested, or taken back in. One of which nothing is told is gone."""
    others = tuple(q for q in turn.journey.struck if q != event_id)
    told_of = any(q.startswith(f"{event_id}_") for q in turn.journey.answers)
    if out and not told_of:
        turn.change(events=tuple(e for e in turn.journey.events if e.id != event_id), struck=others)
    else:
        turn.change(struck=(*others, event_id) if out else others)
    turn.change(picked=(), said=None)
    _changed(turn)


def said(turn: Turn, question: Question | None, yes: bool) -> None:
    """Yes or no, tapped or said, to the drawn line ("does it look right?") and to the papers ("shall I make them?")."""
    if question is None:
        turn.ask_again()
    elif question.type == "papers":
        papers(turn, "make" if yes else "ok")
    elif yes:
        turn.go_on(question, "ok")
    else:
        turn.replies += drawing.show(turn.content, turn.journey)


def papers(turn: Turn, value: str) -> None:
    """The link to her papers, where there is something to print; or on without them."""
    question = turn.content.question(PAPERS)
    asked = turn.journey.asking == PAPERS
    if value == "make" and turn.context.masked:
        turn.say("line.masked")
        turn.ask_again()
        return
    if value == "make" and not (turn.journey.events or kept(turn.content, turn.journey)):
        turn.say("papers.nothing")
        turn.ask_again()
        return
    if value == "make":
        turn.effects.append(Effect("papers"))
        turn.replies.append(say("papers.ready", PAPERS, args={"link": turn.context.link}))
    if asked and question:
        turn.go_on(question, "ok")
    else:
        turn.ask_again()


def _open(turn: Turn, question_id: str) -> bool:
    question = find(turn.content, turn.journey, question_id)
    return question is not None and reachable(turn.content, turn.journey, question)


def _line(turn: Turn) -> Question | None:
    return turn.content.question(LINE)


def _changed(turn: Turn) -> None:
    """The line is not what she has agreed to: the summary is shown again, and new suggestions are asked about."""
    again = (q for q in unseen(turn.content, turn.journey) if q not in turn.journey.revisit)
    turn.change(revisit=(*turn.journey.revisit, *again))
    if "review" in turn.journey.answers:
        handover.changed(turn)
