"""Tapped buttons: answers, ticks, old buttons that correct, and what can be done with the summary."""

from __future__ import annotations

from collections.abc import Callable

from actions.journey import commands, drawing, guidance, handover, review, stages, visiting
from actions.journey.answers import give, pass_over, together
from actions.journey.explore import CARD
from actions.journey.flow import HERS, find, reachable
from actions.journey.lifeline import event_of
from actions.journey.model import (
    ASKED,
    DONE,
    ERASE,
    LINE,
    MENU,
    PAPERS,
    REVIEW,
    SECTOR,
    SKIP,
    TOPIC,
    UNKNOWN,
    URGENT,
    Answer,
    Question,
)
from actions.journey.rules import mentioned
from actions.journey.speech import NOTHING, options, standing, ticks
from actions.journey.turn import Turn


def button(turn: Turn, question_id: str, value: str | tuple[str, ...]) -> None:
    """A tapped button; one that fits nothing any more is answered kindly."""
    special: dict[str, Callable[[Turn, str], None]] = {
        MENU: commands.run,
        ERASE: commands.erase,
        URGENT: commands.urgent,
        TOPIC: guidance.tap,
        ASKED: guidance.keep,
        SECTOR: visiting.act,
        REVIEW: correct,
        LINE: stages.act,
        PAPERS: stages.papers,
    }
    question = find(turn.content, turn.journey, question_id)
    if question_id in special and isinstance(value, str):
        special[question_id](turn, value)
    elif question is None or not choose(turn, question, value):
        turn.say("button.old")
        turn.ask_again()


def choose(turn: Turn, question: Question, value: str | tuple[str, ...]) -> bool:
    """Take a tapped answer; False when the question is not hers to answer yet, or has no such option."""
    if not reachable(turn.content, turn.journey, question, turn.context.masked):
        return False
    known = {o.id for o in options(question)}
    if question.type == "stage" and value in (DONE, *known, *turn.content.life.events):  # heard: in any stage
        stages.tap(turn, question, str(value))
    elif question.type == "visit" and (value in known or (value == DONE and turn.journey.visits)):
        visiting.tap(turn, question, str(value))
    elif question.type == "carpet" and value == DONE:
        turn.go_on(question, DONE)
    elif question.template == CARD and value in known:
        turn.go_on(question, str(value))
    elif value in (SKIP, UNKNOWN):
        pass_over(turn, question, "skipped" if value == SKIP else "unknown")
    elif value == DONE and ticks(question):
        done(turn, question, standing(turn.journey, question))
    elif isinstance(value, tuple) and ticks(question) and known.issuperset(value):
        done(turn, question, together(question, value))
    elif isinstance(value, str) and ticks(question) and value[:1] in "+-" and value[1:] in known:
        _tick(turn, question, value)
    elif isinstance(value, str) and value in known:
        give(turn, question, Answer(value=(value,) if ticks(question) else value))
    else:
        return False
    return True


def _tick(turn: Turn, question: Question, value: str) -> None:
    picked = standing(turn.journey, question)
    if value[0] == "-":
        picked = tuple(p for p in picked if p != value[1:])
    else:
        picked = together(question, (*(p for p in picked if p != value[1:]), value[1:]))
    if turn.journey.asking != question.id:
        turn.change(revisit=(question.id, *turn.journey.revisit), said=None)
    turn.change(asking=question.id, picked=picked or (NOTHING,))
    turn.replies.append(turn.asked(question))


def done(turn: Turn, question: Question, picked: tuple[str, ...]) -> None:
    """What is ticked is her answer; nothing ticked is one too, where something was suggested."""
    before = turn.journey.answers.get(question.id)
    said = turn.journey.said if turn.journey.asking == question.id else None
    told = said or before or Answer()
    if picked or question.ticked or (said and said.words):
        give(turn, question, Answer(value=picked, words=told.words, language=told.language, heard=told.heard))
    elif before:
        pass_over(turn, question, "skipped")
    else:
        turn.say("unclear.pick", question.id)
        turn.ask_again()


def correct(turn: Turn, value: str) -> None:
    """What she does with the summary; `value` is one of model.REVIEW's."""
    action, _, question_id = value.partition(":")
    question = find(turn.content, turn.journey, question_id)
    answered = question is not None and question_id in turn.journey.answers
    event = event_of(turn.journey, question_id)
    if action == "ok":
        handover.reviewed(turn)
    elif action == "differ":
        turn.change(revisit=("differ", *(q for q in turn.journey.revisit if q != "differ")), misses=0)
        turn.ask_next()
    elif turn.context.masked and (event or (question and question.module in HERS)):
        turn.say("line.masked")
        turn.ask_again()
    elif event and action in ("line", "fix"):
        turn.replies.append(drawing.choice(turn.content, turn.journey, event))
    elif event and action in ("strike", "restore"):
        stages.strike(turn, event.id, action == "strike")
        turn.say(f"review.{action}.done", REVIEW)
        turn.replies += review.show(turn.content, turn.journey, turn.context)
    elif question and answered and (action == "line" or (action == "fix" and question.module == review.HER_QUESTIONS)):
        turn.replies.append(review.line_choice(turn.content, question, turn.journey))
    elif action == "fix" and question and answered:
        turn.change(revisit=(question_id, *(q for q in turn.journey.revisit if q != question_id)), misses=0)
        turn.ask_next()
    elif action in ("strike", "restore") and question and answered:
        others = tuple(q for q in turn.journey.struck if q != question_id)
        # A line that was struck along with another comes back with it.
        back = tuple(q for q in others if q not in mentioned(question.when))
        turn.change(struck=(*others, question_id) if action == "strike" else back)
        turn.say(f"review.{action}.done", REVIEW)
        handover.changed(turn)
        turn.replies += review.show(turn.content, turn.journey, turn.context)
    else:
        turn.replies.append(review.fix_list(turn.content, turn.journey, turn.context.masked))
