"""One turn of the conversation: a journey and a message go in, a journey, replies and effects come out.

The order of reading: a repeat is answered as before -> a button -> words that may be urgent -> a command, whole text ->
an answer to the question at hand -> a question about the service, where Rasa is confident -> else asked once more with
buttons, then skipped politely. Something is always said, and nothing she answered is lost unless she asks for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.journey import commands, handover, review
from actions.journey.flow import next_question, put, reachable
from actions.journey.model import (
    DONE,
    ERASE,
    MENU,
    REVIEW,
    SKIP,
    TOPIC,
    UNKNOWN,
    URGENT,
    Answer,
    Content,
    Context,
    Effect,
    Journey,
    Message,
    Outcome,
    Question,
    Reply,
)
from actions.journey.readers import Reading, read
from actions.journey.readers.commands import command
from actions.journey.speech import Args, ask, facts, menu, options, say, ticks, urgent_numbers, urgent_offer

# Below these Rasa's guess does not interrupt: chosen on the cross-validated confidences (docs/figures.md).
SURE = 0.6
# Words that would otherwise be kept as her own must look even more like a question about the service.
VERY_SURE = 0.8
# Longer than this, in words, she is telling something; a command or a question about the service is shorter.
TELLING = 8


class Turn:
    """The state of one step while it is being made: what is said and what the adapters must do."""

    def __init__(self, content: Content, journey: Journey, message: Message, context: Context) -> None:
        self.content, self.journey, self.message, self.context = content, journey, message, context
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []

    def say(self, text_id: str, question: str | None = None, args: Args | None = None) -> None:
        self.replies.append(say(text_id, question, args=args))

    def change(self, **fields: object) -> None:
        self.journey = replace(self.journey, **fields)  # type: ignore[arg-type]

    def ask_next(self) -> None:
        """Ask the next question, or say that all is done."""
        question = next_question(self.content, self.journey)
        self.change(asking=question.id if question else None, picked=())
        if question is None:
            handover.finish(self)
        elif question.type == "review":
            self.replies += review.show(self.content, self.journey, self.context)
        else:
            if question.id not in self.journey.answers and self.journey.misses == 0:
                self.replies += [say(text, question.id, args=facts(self.content)) for text in question.say]
            self.replies += handover.before(self, question)
            self.replies.append(self.asked(question))

    def ask_again(self) -> None:
        """The open question once more, after an aside."""
        question = self.open_question()
        if question is None or question.type == "review":
            self.ask_next()
        else:
            self.replies.append(self.asked(question))

    def choose(self, question: Question, value: str) -> None:
        _choose(self, question, value)

    def asked(self, question: Question) -> Reply:
        return ask(self.content, self.journey, question, self.context.masked)

    def open_question(self) -> Question | None:
        return self.content.question(self.journey.asking) if self.journey.asking else None


def step(content: Content, journey: Journey, message: Message, context: Context) -> Outcome:
    """One turn. Pure and total: any journey and any message have an outcome, with at least one reply."""
    key = _fingerprint(message)
    if _repeated(journey, message, key):
        return Outcome(journey, journey.replies)
    turn = Turn(content, _greeted(content, journey, message), message, context)
    if message.masked_cpr:
        turn.say("cpr.masked")
    _respond(turn)
    if not turn.replies:
        turn.ask_next()
    turn.change(turn=journey.turn + 1, last_key=key, replies=tuple(turn.replies))
    return Outcome(turn.journey, tuple(turn.replies), tuple(turn.effects))


def _fingerprint(message: Message) -> str:
    value = message.value if isinstance(message.value, str) else ",".join(message.value or ())
    return message.id or f"{message.question or ''}|{value}|{message.text}"


def _repeated(journey: Journey, message: Message, key: str) -> bool:
    """A doubled or re-sent message: same id, or the same words from a page that had not yet moved on."""
    if not journey.turn or key != journey.last_key:
        return False
    return bool(message.id) or (message.turn is not None and message.turn < journey.turn)


def _greeted(content: Content, journey: Journey, message: Message) -> Journey:
    """What the channel states of language and campaign counts only until she has chosen herself."""
    language = journey.language or (message.language if message.language in content.languages else None)
    return replace(journey, language=language, campaign=journey.campaign or message.campaign)


def _respond(turn: Turn) -> None:
    message, journey = turn.message, turn.journey
    if message.question:
        _button(turn, message.question, message.value if message.value is not None else "")
    elif not message.text.strip():
        if journey.turn:
            turn.say("unclear.empty")
        turn.ask_again() if journey.turn else turn.ask_next()
    elif message.urgent:
        turn.change(asking=f"{URGENT}:{message.urgent}")
        turn.replies.append(urgent_offer(message.urgent))
    elif name := command(message.text, journey.language or turn.content.languages[0], turn.content):
        commands.run(turn, name)
    elif journey.turn == 0:
        _first_words(turn)
    else:
        _words(turn)


def _first_words(turn: Turn) -> None:
    """A chat that begins with a question gets its answer; any other first words are a greeting."""
    if not _aside(turn, VERY_SURE):
        turn.ask_next()


# --- buttons -----------------------------------------------------------------------------------------


def _button(turn: Turn, question_id: str, value: str | tuple[str, ...]) -> None:
    special: dict[str, Callable[[Turn, str], None]] = {
        MENU: commands.run,
        ERASE: commands.erase,
        URGENT: _urgent,
        TOPIC: _topic,
        REVIEW: _review,
    }
    question = turn.content.question(question_id)
    if question_id in special and isinstance(value, str):
        special[question_id](turn, value)
    elif question is None or not _choose(turn, question, value):
        turn.say("button.old")
        turn.ask_again()


def _choose(turn: Turn, question: Question, value: str | tuple[str, ...]) -> bool:
    """Take a tapped answer; False when the question is not hers to answer yet, or has no such option."""
    if not reachable(turn.content, turn.journey, question):
        return False
    known = {o.id for o in options(question)}
    if value in (SKIP, UNKNOWN):
        _pass_over(turn, question, "skipped" if value == SKIP else "unknown")
    elif value == DONE and ticks(question):
        _done(turn, question, turn.journey.picked)
    elif isinstance(value, tuple) and ticks(question) and known.issuperset(value):
        _done(turn, question, _together(question, value))
    elif isinstance(value, str) and ticks(question) and value[:1] in "+-" and value[1:] in known:
        _tick(turn, question, value)
    elif isinstance(value, str) and value in known:
        _give(turn, question, Answer(value=(value,) if ticks(question) else value))
    else:
        return False
    return True


def _tick(turn: Turn, question: Question, value: str) -> None:
    before = turn.journey.answers.get(question.id)
    picked = turn.journey.picked if turn.journey.asking == question.id else ()
    picked = picked or (before.options if before else ())
    if value[0] == "-":
        picked = tuple(p for p in picked if p != value[1:])
    else:
        picked = _together(question, (*(p for p in picked if p != value[1:]), value[1:]))
    if turn.journey.asking != question.id:
        turn.change(revisit=(question.id, *turn.journey.revisit))
    turn.change(asking=question.id, picked=picked)
    turn.replies.append(turn.asked(question))


def _together(question: Question, picked: tuple[str, ...]) -> tuple[str, ...]:
    """An exclusive option stands alone: the last tap decides."""
    last = question.option(picked[-1]) if picked else None
    if last and last.exclusive:
        return (last.id,)
    kept = (p for p in dict.fromkeys(picked) if not (o := question.option(p)) or not o.exclusive)
    return tuple(kept)


def _done(turn: Turn, question: Question, picked: tuple[str, ...]) -> None:
    before = turn.journey.answers.get(question.id)
    if picked:
        _give(
            turn,
            question,
            Answer(value=picked, words=before.words if before else None, language=before.language if before else None),
        )
    elif before:
        _pass_over(turn, question, "skipped")
    else:
        turn.say("unclear.pick", question.id)
        turn.ask_again()


def _urgent(turn: Turn, value: str) -> None:
    if value in turn.content.municipality["help_numbers"]:
        turn.replies += urgent_numbers(turn.content, value)
    turn.ask_again()


def _topic(turn: Turn, value: str) -> None:
    if value in {t.id for t in turn.content.topics}:
        turn.say(f"topic.{value}.answer", TOPIC, args=facts(turn.content))
    turn.ask_again()


def _review(turn: Turn, value: str) -> None:
    action, _, question_id = value.partition(":")
    question = turn.content.question(question_id)
    answered = question is not None and question_id in turn.journey.answers
    if action == "ok":
        handover.reviewed(turn)
    elif action == "differ":
        turn.change(revisit=("differ", *(q for q in turn.journey.revisit if q != "differ")), misses=0)
        turn.ask_next()
    elif action == "line" and question and answered:
        turn.replies.append(review.line_choice(question, turn.journey))
    elif action == "fix" and question and answered:
        turn.change(revisit=(question_id, *(q for q in turn.journey.revisit if q != question_id)), misses=0)
        turn.ask_next()
    elif action in ("strike", "restore") and answered:
        others = tuple(q for q in turn.journey.struck if q != question_id)
        turn.change(struck=(*others, question_id) if action == "strike" else others)
        turn.say(f"review.{action}.done", REVIEW)
        handover.changed(turn)
        turn.replies += review.show(turn.content, turn.journey, turn.context)
    else:
        turn.replies.append(review.fix_list(turn.content, turn.journey))


# --- words -------------------------------------------------------------------------------------------


def _words(turn: Turn) -> None:
    if _confirmed(turn):
        return
    question = turn.open_question()
    keeps = question is not None and (
        question.own_words or (question.type == "words" and question.personal != "contact")
    )
    if keeps and question is not None and _told(turn, question):
        return
    if keeps and _aside(turn, VERY_SURE):
        return
    if question is not None and _answered(turn, question):
        return
    if _aside(turn, SURE):
        return
    if question is None:
        handover.finish(turn)
    elif question.type == "review":
        turn.say("unclear.once", question.id)
        turn.ask_next()
    else:
        _unclear(turn, question)


def _told(turn: Turn, question: Question) -> bool:
    """A long sentence is kept as her own words also when it sounds like a command or a question: it gets both."""
    if len(turn.message.text.split()) <= TELLING or not _answered(turn, question):
        return False
    went_on, turn.replies = turn.replies, []
    if not _aside(turn, VERY_SURE):
        turn.replies = went_on
    return True


def _confirmed(turn: Turn) -> bool:
    """Yes or no, in words, to an offer (erase, help numbers). Any other words are read as if it had not been made."""
    offer, _, kind = (turn.journey.asking or "").partition(":")
    if offer not in (ERASE, URGENT):
        return False
    language = turn.journey.language or turn.content.languages[0]
    yes_no = Question(id=offer, type="yes_no", module="")
    reading = read(yes_no, turn.message.text, language, turn.content, turn.context.now)
    question = next_question(turn.content, turn.journey)
    turn.change(asking=question.id if question else None)
    if reading.kind != "answer" or reading.answer is None:
        return False
    said_yes = reading.answer.value == "yes"
    if offer == ERASE:
        commands.erase(turn, "yes" if said_yes else "no")
    else:
        _urgent(turn, kind if said_yes else "no")
    return True


def _answered(turn: Turn, question: Question) -> bool:
    """Whether the words were an answer to the open question; if so it is taken."""
    message, language = turn.message, turn.journey.language or turn.content.languages[0]
    reading = read(question, message.text, language, turn.content, turn.context.now, message.found.get(question.id, ()))
    if question.type == "review":
        return _reviewed(turn, reading)
    if reading.kind in ("skip", "unknown"):
        _pass_over(turn, question, "skipped" if reading.kind == "skip" else "unknown")
    elif reading.kind == "answer" and reading.answer is not None:
        answer = reading.answer
        if ticks(question) and turn.journey.picked:
            answer = replace(answer, value=_together(question, (*turn.journey.picked, *answer.options)))
        _give(turn, question, answer)
    elif question.type == "yes_no" and message.intent in ("affirm", "deny") and message.confidence >= SURE:
        _give(turn, question, Answer(value="yes" if message.intent == "affirm" else "no"))
    elif reading.kind == "need_year" or reading.hint:
        turn.say(f"unclear.{reading.hint or reading.kind}", question.id)
        _miss(turn, question)
    else:
        return False
    return True


def _reviewed(turn: Turn, reading: Reading) -> bool:
    """Words to the summary: it is right, something is to be corrected, or she sees it differently."""
    message = turn.message
    if reading.kind == "answer" and reading.answer and isinstance(reading.answer.value, str):
        _review(turn, reading.answer.value)
    elif message.intent in ("affirm", "deny") and message.confidence >= SURE:
        _review(turn, "ok" if message.intent == "affirm" else "fix")
    else:
        return False
    return True


def _aside(turn: Turn, threshold: float) -> bool:
    """A question about the service or a command in a whole sentence, where Rasa is sure enough."""
    message = turn.message
    if message.confidence < threshold:
        return False
    topic = next((t for t in turn.content.topics if t.intent == message.intent), None)
    if topic:
        _topic(turn, topic.id)
    elif message.intent.startswith("cmd_"):
        commands.run(turn, message.intent.removeprefix("cmd_"))
    elif message.intent in ("greet", "thanks") and turn.journey.turn:
        turn.say(f"{message.intent}.back")
        turn.ask_again()
    else:
        return False
    return True


def _unclear(turn: Turn, question: Question) -> None:
    turn.say("unclear.once" if not turn.journey.misses else "unclear.twice", question.id)
    _miss(turn, question)


def _miss(turn: Turn, question: Question) -> None:
    """Asked once more with its buttons; the second time it is skipped, unless it must be answered."""
    turn.change(misses=turn.journey.misses + 1)
    if turn.journey.misses < 2:
        turn.ask_again()
    elif question.required:
        turn.replies.append(say("unclear.person", question.id, menu("person")))
        turn.ask_again()
    else:
        turn.say("unclear.skipped", question.id)
        _pass_over(turn, question, "skipped")


# --- answers -----------------------------------------------------------------------------------------


def _give(turn: Turn, question: Question, answer: Answer) -> None:
    """Keep the answer, say what there is to say to it, and go on."""
    if question.id == "language" and isinstance(answer.value, str):
        commands.speak(turn, answer.value)
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


def _pass_over(turn: Turn, question: Question, status: str) -> None:
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
