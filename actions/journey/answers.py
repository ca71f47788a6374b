"""What becomes of an answer, however it came: it is kept, or passed over, and the conversation goes on."""

from __future__ import annotations

from dataclasses import replace

from actions.journey import handover, visiting
from actions.journey.explore import CHOSEN
from actions.journey.flow import find, put
from actions.journey.lifeline import event_of, heard
from actions.journey.model import Answer, Question
from actions.journey.speech import say, standing
from actions.journey.turn import Turn


def give(turn: Turn, question: Question, answer: Answer) -> None:
    """Keep the answer, say what there is to say to it, and go on."""
    if question.id == "language" and isinstance(answer.value, str):
        speak(turn, answer.value)
        return
    if visiting.one_more(turn, question, answer):
        return
    before = turn.journey.answers.get(question.id)
    if before is not None and question.id != turn.journey.asking and before.options != answer.options:
        turn.say("answer.corrected", question.id)
    now = turn.context.now.isoformat()
    turn.journey = put(turn.content, turn.journey, question, answer, now)
    if handover.answered(turn, question, answer):
        return
    if question.template == "word":
        visiting.named(turn, question, answer)
    chosen = [question.option(o) for o in answer.options]
    texts = [o.say for o in chosen if o and o.say] or ([question.thanks] if question.thanks else [])
    turn.replies += [say(text, question.id) for text in texts[:1]]
    if not _told_more(turn, question):
        turn.ask_next()


def _told_more(turn: Turn, question: Question) -> bool:
    """Whether her sentence tells of something that she has not ticked: then it is offered, ticked, to confirm."""
    event = event_of(turn.journey, question.event)
    if event is None or question.template != "words":
        return False
    did = find(turn.content, turn.journey, f"{event.id}_did")
    before = turn.journey.answers.get(f"{event.id}_did")
    new = [a for a in heard(turn.journey, event, "did") if did and did.option(a)]
    if did is None or before is None or set(new) <= set(before.options):
        return False
    turn.change(revisit=(did.id, *turn.journey.revisit), asking=did.id)
    offer(turn, did, Answer(value=tuple(new), words=before.words, language=before.language))
    return True


def pass_over(turn: Turn, question: Question, status: str) -> None:
    """Skipped or unknown: kept as such, never as a no. Skipping leaves an earlier answer as it is; what must be
    answered is asked again; and who wants no second sector keeps the first."""
    before = turn.journey.answers.get(question.id)
    if question.id == CHOSEN and turn.journey.picked and status == "skipped":
        give(turn, question, Answer(value=standing(turn.journey, question)))
    elif before and status == "skipped":
        turn.change(revisit=tuple(q for q in turn.journey.revisit if q != question.id), misses=0, picked=())
        turn.ask_next()
    elif question.required:
        turn.say("skip.required", question.id)
        turn.ask_again()
    else:
        answer = Answer(status=status)  # type: ignore[arg-type]
        turn.journey = put(turn.content, turn.journey, question, answer, turn.context.now.isoformat())
        if not handover.answered(turn, question, answer):
            turn.ask_next()


def speak(turn: Turn, code: str) -> None:
    """Go on in another language. Answers stay; nothing starts over."""
    first = turn.journey.language is None
    turn.change(language=code, misses=0)
    if not first:
        turn.say("language.changed")
    question = turn.next()
    if question is not None and (turn.journey.picked or turn.journey.said):  # ticked, or told, and not yet confirmed
        turn.change(asking=question.id)
        turn.ask_again()
    else:
        turn.ask_next()


def offer(turn: Turn, question: Question, answer: Answer) -> None:
    """What was heard in her words, ticked for her to confirm; the words wait with it."""
    picked = together(question, (*standing(turn.journey, question), *answer.options))
    turn.change(picked=picked, said=replace(answer, value=None), misses=0)
    turn.say("line.heard", question.id)
    # Asked anew, for what was heard has a tile now.
    again = find(turn.content, turn.journey, question.id) or question
    turn.replies.append(turn.asked(again))


def together(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    """Options picked together: one that is exclusive stands alone, and the last tap decides."""
    last = question.option(picked[-1]) if picked else None
    if last and last.exclusive:
        return (last.id,)
    kept = (p for p in dict.fromkeys(picked) if not (o := question.option(p)) or not o.exclusive)
    return tuple(kept)
