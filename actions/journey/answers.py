"""What becomes of an answer, however it came: it is kept, or passed over, and the conversation goes on."""

from __future__ import annotations

from actions.journey import handover
from actions.journey.flow import put
from actions.journey.model import Answer, Question
from actions.journey.speech import say
from actions.journey.turn import Turn


def give(turn: Turn, question: Question, answer: Answer) -> None:
    """Keep the answer, say what there is to say to it, and go on."""
    if question.id == "language" and isinstance(answer.value, str):
        speak(turn, answer.value)
        return
    before = turn.journey.answers.get(question.id)
    if before is not None and question.id != turn.journey.asking and before.options != answer.options:
        turn.say("answer.corrected", question.id)
    now = turn.context.now.isoformat()
    turn.journey = put(turn.content, turn.journey, question, answer, now)
    if handover.answered(turn, question, answer):
        return
    chosen = [question.option(o) for o in answer.options]
    texts = [o.say for o in chosen if o and o.say] or ([question.thanks] if question.thanks else [])
    turn.replies += [say(text, question.id) for text in texts[:1]]
    turn.ask_next()


def pass_over(turn: Turn, question: Question, status: str) -> None:
    """Skipped or unknown: kept as such, never as a no. Skipping leaves an earlier answer as it is; what must be
    answered is asked again."""
    before = turn.journey.answers.get(question.id)
    if before and status == "skipped":
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
    turn.ask_next()


def together(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    """Options picked together: one that is exclusive stands alone, and the last tap decides."""
    last = question.option(picked[-1]) if picked else None
    if last and last.exclusive:
        return (last.id,)
    kept = (p for p in dict.fromkeys(picked) if not (o := question.option(p)) or not o.exclusive)
    return tuple(kept)
