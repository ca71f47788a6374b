"""The words that work anywhere, in any module: language, back, skip, why, a person, pause, summary, erase, hide, help.

Each is reached by the menu, by whole words, or by a sentence Rasa is sure of; all three end here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.journey import guidance, handover, review, stages, visiting
from actions.journey.answers import pass_over
from actions.journey.explore import CARD, NEXT
from actions.journey.flow import find, previous_question
from actions.journey.model import DONE, ERASE, Effect, Journey, Question
from actions.journey.speech import erase_offer, facts, menu, payload, say, urgent_numbers
from actions.journey.speech import why as why_text
from actions.journey.turn import Turn


def run(turn: Turn, name: str) -> None:
    """Do the command; an unknown name is answered with the menu."""
    COMMANDS.get(name, help_)(turn)


def language(turn: Turn) -> None:
    """Ask for the language; what was open stays open."""
    question = turn.content.question("language")
    if question:
        turn.change(asking=question.id)
        turn.replies.append(turn.asked(question))


def back(turn: Turn) -> None:
    """The question before, with its answer marked. Nothing is deleted."""
    if turn.journey.asking is None:
        summary(turn)
        return
    open_ = turn.open_question()
    if open_ is not None and open_.module in ("more", "words"):  # what she might add, a game: back to where she was
        turn.change(revisit=tuple(q for q in turn.journey.revisit if not _beside(turn, q, open_)), misses=0)
        turn.ask_next()
        return
    question = previous_question(turn.content, turn.journey, turn.context.masked)
    if question is None:
        turn.say("back.first")
        turn.ask_again()
        return
    rest = tuple(q for q in turn.journey.revisit if q != question.id)
    turn.change(revisit=(question.id, *rest), misses=0)
    turn.ask_next()


def _beside(turn: Turn, question_id: str, open_: Question) -> bool:
    """Whether it is asked beside the way, as the open question is."""
    question = find(turn.content, turn.journey, question_id)
    return question is not None and question.module == open_.module


def skip(turn: Turn) -> None:
    """Skip the open question."""
    question = turn.next()
    if question is None or question.type == "review":
        turn.ask_next()
    elif question.type in ("line", "papers"):
        stages.said(turn, question, question.type == "line")
    elif question.type == "carpet":
        turn.go_on(question, DONE)
    elif question.template == CARD:
        turn.go_on(question, NEXT.id)
    elif question.type == "visit" and turn.journey.visits:
        visiting.tap(turn, question, DONE)
    else:
        pass_over(turn, question, "skipped")


def why(turn: Turn) -> None:
    """Why the open question is asked, then the question again."""
    question = turn.next()
    if question is None or question.id == "language":
        help_(turn)
        return
    text = why_text(turn.content, question, turn.context.masked)
    turn.say(text.id, question.id, args=text.args)
    turn.ask_again()


def person(turn: Turn) -> None:
    """Phone, hours and place; no live chat is promised. A contact wish can be left, but not by someone under 18."""
    buttons = () if turn.journey.closed == "young" else menu("contact")
    turn.replies.append(say("person.info", None, buttons, args=facts(turn.content)))
    turn.ask_again()


def contact(turn: Turn) -> None:
    """A contact wish alone: how to reach her, with a consent of its own."""
    if turn.journey.closed == "young":
        person(turn)
    else:
        handover.begin_contact(turn)


def pause(turn: Turn) -> None:
    """A receipt to come back with, where there is something kept to come back to."""
    if not turn.journey.consents.get("keep"):
        turn.say("pause.nothing")
        turn.ask_again()
        return
    handover.hand_receipt(turn, "pause.saved", menu("go_on"))


def go_on(turn: Turn) -> None:
    """After a pause that was none, or not a long one: the open question."""
    turn.ask_again()


def summary(turn: Turn) -> None:
    """The summary so far."""
    turn.replies += review.show(turn.content, turn.journey, turn.context)


def papers(turn: Turn) -> None:
    """The papers so far, at any time."""
    stages.papers(turn, "make")


def erase_ask(turn: Turn) -> None:
    """Erasing is offered; only a confirming tap or yes does it."""
    turn.change(asking=ERASE)
    turn.replies.append(erase_offer())


def erase(turn: Turn, answer: str) -> None:
    """After the confirmation: all of it goes, here and (if it was sent) at the municipality."""
    if answer != "yes":
        turn.say("erase.kept")
        turn.change(asking=None)
        turn.ask_next()
        return
    sent = turn.journey.sent_revision
    turn.effects.append(Effect("erase"))
    turn.journey = Journey(id=turn.journey.id, language=turn.journey.language, closed="erased", turn=turn.journey.turn)
    again = replace(menu("help")[0], payload=payload("menu", "help"))
    turn.replies.append(say("erase.done_sent" if sent else "erase.done", ERASE, (again,)))


def hide(turn: Turn) -> None:
    """End the session on this device. The page leaves for a neutral place; coming back needs the receipt."""
    turn.effects.append(Effect("leave"))
    turn.say("hide.done")


def help_(turn: Turn) -> None:
    """What can be done and asked; then the open question."""
    turn.replies.append(
        say("help.intro", "menu", menu("person", "back", "summary", "papers", "pause", "language", "erase", "hide"))
    )
    turn.replies += guidance.offer(turn.content)
    turn.ask_again()


def urgent(turn: Turn, value: str) -> None:
    """After the confirming tap: help numbers for what it may be about; then the open question."""
    if value in turn.content.municipality["help_numbers"]:
        turn.replies += urgent_numbers(turn.content, value)
    turn.ask_again()


COMMANDS: dict[str, Callable[[Turn], None]] = {
    "language": language,
    "back": back,
    "skip": skip,
    "why": why,
    "person": person,
    "contact": contact,
    "pause": pause,
    "go_on": go_on,
    "summary": summary,
    "papers": papers,
    "erase": erase_ask,
    "hide": hide,
    "help": help_,
}
