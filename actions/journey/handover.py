"""From the summary to the municipality: how to be reached, her consent as a step of its own, the receipt.

Nothing leaves before `send` (or `send_contact`, for a contact wish alone) is answered with yes, and whatever she
changes afterwards is sent only after another yes, as a new revision of the same case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actions.journey import case, review
from actions.journey.flow import put
from actions.journey.model import Answer, Button, Effect, Journey, Line, Question, Reply, Text
from actions.journey.speech import facts, menu, payload, say

if TYPE_CHECKING:
    from actions.journey.turn import Turn

CONTACT = ("name", "phone", "email", "reach", "time", "interpreter")
SENDING = ("send", "send_contact")
CLOSING = {"adult": "young", "keep": "refused"}  # a no to these closes the journey, as what


def reviewed(turn: Turn) -> None:
    """She says the summary is right: on to being reached, or to what is still open."""
    revisit = tuple(q for q in turn.journey.revisit if q not in ("review", "differ"))
    turn.change(revisit=revisit, misses=0)
    question = turn.next()
    if question and question.type == "review":
        turn.journey = put(turn.content, turn.journey, question, Answer(value="ok"), turn.context.now.isoformat())
    if not _agreed(turn.journey):  # an earlier "not now" is asked again: she can send when she likes
        nobody = turn.journey.answers.get("reach", Answer()).value == "nobody" and not turn.journey.sent_revision
        again = ("send", "reach") if nobody else ("send",)
        turn.change(answers={q: a for q, a in turn.journey.answers.items() if q not in again})
    turn.ask_next()


def changed(turn: Turn) -> None:
    """Something was changed after the summary: it is shown again, and what was sent needs her yes again."""
    again = {"review"} | (set(SENDING) if turn.journey.sent_revision else set())
    turn.change(answers={q: a for q, a in turn.journey.answers.items() if q not in again})


def before(turn: Turn, question: Question) -> list[Reply]:
    """What she must see before a question: before her consent, what would be sent to whom."""
    if question.id not in SENDING:
        return []
    return [Reply(Text("handoff.what", facts(turn.content)), question=question.id, lines=_contact_lines(turn))]


def answered(turn: Turn, question: Question, answer: Answer) -> bool:
    """What an answer sets off beside the next question; True when all has been said."""
    if question.id in CLOSING:
        return _closed(turn)
    if question.id in SENDING:
        _send(turn, question, answer)
        return True
    alone = turn.journey.flow == "contact" and question.id in CONTACT  # sent under a consent of its own
    # What she has not seen in the summary is not sent.
    unseen = "review" in turn.journey.answers and (review.has_line(question) or bool(question.template))
    if question.id == "differ" or unseen or (turn.journey.sent_revision and question.id != "review" and not alone):
        changed(turn)
    if question.id in ("phone", "email") and answer.status != "answered":
        _other_way(turn, question)
        return True
    if turn.journey.flow == "contact" and question.id == "reach" and answer.value == "nobody":
        _leave_contact(turn)
        turn.say("contact.dropped")
        turn.ask_next()
        return True
    return False


def begin_contact(turn: Turn) -> None:
    """Leave the questions for a moment: only name, way and time."""
    answers = dict(turn.journey.answers)
    answers.pop("send_contact", None)
    if "reach" in answers and answers["reach"].value == "nobody":
        del answers["reach"]
    turn.change(flow="contact", answers=answers, misses=0)
    turn.say("contact.start", None, args=facts(turn.content))
    turn.ask_next()


def hand_receipt(turn: Turn, text_id: str, buttons: tuple[Button, ...] = ()) -> None:
    """Twelve digits to write down, in groups of four."""
    digits = turn.context.receipt
    receipt = " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    turn.effects.append(Effect("receipt"))
    turn.replies.append(say(text_id, None, buttons, args={"receipt": receipt}))
    if turn.journey.events and not turn.context.masked:
        turn.say("pause.pin")


def finish(turn: Turn) -> None:
    """Nothing is open: say where she stands and what she can still do. Never a dead end."""
    journey = turn.journey
    if journey.closed == "young":
        turn.replies.append(say("closed.young", None, menu("person", "help"), args=facts(turn.content)))
    elif journey.closed == "refused":
        start = Button(Text("closed.start"), payload("keep", "yes"), "▶️")
        turn.replies.append(say("closed.refused", None, (start, *menu("person", "help")), args=facts(turn.content)))
    elif journey.flow == "contact":
        _leave_contact(turn)
        turn.ask_next()
    elif journey.sent_revision:
        status = "done.contact" if journey.sent_kind == "contact" else f"done.{journey.status or 'sent'}"
        turn.replies.append(say(status, None, menu("summary", "person", "pause", "erase"), args=facts(turn.content)))
    else:
        send = Button(Text("done.send_answers"), payload("review", "ok"), "📨")
        contact = Button(Text("done.send"), payload("menu", "contact"), "📞")
        first = (send, contact) if "review" in journey.answers else (contact,)
        turn.replies.append(say("done.kept", None, (*first, *menu("summary", "person", "pause", "erase"))))


def _closed(turn: Turn) -> bool:
    """Whether she is too young, or wants nothing kept. Then all that remains is that she said so, and what it takes to
    have erased what the municipality has already got."""
    before = turn.journey
    said_no = next((q for q in CLOSING if q in before.answers and before.answers[q].value != "yes"), None)
    if said_no is None:
        turn.change(closed="")
        return False
    asked = ("adult",) if said_no == "adult" else tuple(CLOSING)
    turn.journey = Journey(
        id=before.id,
        language=before.language,
        campaign=before.campaign,
        answers={q: a for q, a in before.answers.items() if q in asked},
        closed=CLOSING[said_no],  # type: ignore[arg-type]
        sent_revision=before.sent_revision,
        sent_kind=before.sent_kind,
        status=before.status,
        turn=before.turn,
    )
    finish(turn)
    return True


def _agreed(journey: Journey) -> bool:
    """Whether her yes to sending what she has answered stands: nothing was changed since."""
    return "send" in journey.answers and journey.answers["send"].value == "yes"


def _send(turn: Turn, question: Question, answer: Answer) -> None:
    if answer.value != "yes":
        turn.change(asking=None)
        turn.say("handoff.not_updated" if turn.journey.sent_revision else "handoff.not_sent")
        if question.id == "send" and not turn.journey.sent_revision:
            hand_receipt(turn, "handoff.kept_receipt")
        if turn.journey.flow == "contact":
            _leave_contact(turn)
            turn.ask_next()
        return
    first = not turn.journey.sent_revision
    # A yes to a contact wish is no yes to answers: they go along only under the yes that they were sent with before.
    kind = "screening" if _agreed(turn.journey) else "contact"
    turn.change(sent_revision=turn.journey.sent_revision + 1, sent_kind=kind, status="sent", asking=None)
    turn.effects.append(Effect("send", case.build(turn.content, turn.journey, turn.context.now)))
    turn.say("handoff.sent" if first else "handoff.updated", None, args=facts(turn.content))
    if first:
        hand_receipt(turn, "handoff.receipt")
        turn.say("handoff.next", None, args=facts(turn.content))
    if turn.journey.flow == "contact":
        _leave_contact(turn)
        turn.ask_next()


def _other_way(turn: Turn, question: Question) -> None:
    answers = {q: a for q, a in turn.journey.answers.items() if q != question.id}
    turn.change(answers=answers, revisit=("reach", *turn.journey.revisit))
    turn.say("contact.other_way")
    turn.ask_next()


def _leave_contact(turn: Turn) -> None:
    """Back to the questions. Without consent to keep, her name and number are not kept either."""
    answers = dict(turn.journey.answers)
    if not turn.journey.consents.get("keep"):
        answers = {q: a for q, a in answers.items() if q not in CONTACT}
    revisit = tuple(q for q in turn.journey.revisit if q not in CONTACT)
    turn.change(flow="main", answers=answers, revisit=revisit)


def _contact_lines(turn: Turn) -> tuple[Line, ...]:
    lines = []
    for question in turn.content.questions:
        answer = turn.journey.answers.get(question.id)
        if question.personal == "contact" and answer is not None and answer.status == "answered":
            values = (Text("answer.given"),) if turn.context.masked else review.answer_texts(question, turn.journey)
            words = None if turn.context.masked else answer.words
            lines.append(Line(question.id, Text(f"q.{question.id}.label"), values, words))
    return tuple(lines)
