"""Words of her own: a yes or no to an offer, an answer, a question about the service or working life, or not
understood."""

from __future__ import annotations

from dataclasses import replace

from actions.journey import commands, explore, guidance, handover, stages, visiting
from actions.journey.answers import give, offer, pass_over, together
from actions.journey.buttons import correct, done
from actions.journey.explore import CARD, NEXT
from actions.journey.flow import LOOPS
from actions.journey.lifeline import OFFERED, birth_year, year
from actions.journey.model import DONE, ERASE, URGENT, Answer, Option, Question, Text
from actions.journey.readers import Reading, asking, lexicon_key, option_named, read
from actions.journey.speech import NOTHING, menu, say, standing, ticks
from actions.journey.turn import Turn

# Below these Rasa's guess does not interrupt: chosen on the cross-validated confidences (docs/figures.md).
SURE = 0.6
# Words that would otherwise be kept as her own must look even more like a question or a command.
VERY_SURE = 0.8
UNKNOWN_TOPIC = "ask_other"  # the intent of questions that no topic answers
GUESSES = 3  # topics offered when it is not clear which is meant: that often one of them is right (docs/figures.md)
# Longer than this, in words, she is telling something; a command or a question is shorter.
TELLING = 8
# What can be said instead of answering, as a question for the readers.
ASIDE = Question(
    id=explore.BESIDE, type="one", module=explore.MODULE, options=tuple(Option(what) for what in explore.ASIDES)
)
# A yes or a no with a few words around it: "nej ikke mere", "yes that is right".
FEW = 5


def words(turn: Turn) -> None:
    """Read what she wrote; something always comes of it."""
    if _confirmed(turn):
        return
    question = turn.open_question()
    keeps = question is not None and (
        question.own_words
        or question.type in ("stage", "when")
        or (question.type == "words" and question.personal != "contact")
    )
    if keeps and question is not None and _told(turn, question):
        return
    if keeps and not _named(turn, question) and not _just_named(turn, question) and aside(turn, VERY_SURE):
        return
    if question is not None and _answered(turn, question):
        return
    if aside(turn, SURE) or _wondered(turn):
        return
    if question is None:
        handover.finish(turn)
    elif question.type in ("review", "line"):
        turn.say("unclear.once", question.id)
        turn.ask_next()
    else:
        _unclear(turn, question)


def _wondered(turn: Turn) -> bool:
    """Whether it is a question that nobody here knows, or words that only sound like one of those that are known. What
    it may be about is offered, unless it is surely about something else."""
    message = turn.message
    by_intent = {topic.intent: topic for topic in turn.content.topics}
    sure = message.confidence >= SURE
    other = message.intent == UNKNOWN_TOPIC and sure
    asks = _on_carpet(turn) or asking(message.text, turn.journey.language, turn.content)
    if not (other or asks or (message.intent in by_intent and sure)):
        return False
    guidance.wonder(turn, () if other else tuple(by_intent[i] for i in message.likely if i in by_intent)[:GUESSES])
    return True


def _on_carpet(turn: Turn) -> bool:
    question = turn.open_question()
    return question is not None and question.type == "carpet"


def _told(turn: Turn, question: Question) -> bool:
    """A long sentence is kept as her own words also when it sounds like a command or a question: it gets both."""
    if len(turn.message.text.split()) <= TELLING or not _answered(turn, question):
        return False
    went_on, turn.replies = turn.replies, []
    if not aside(turn, VERY_SURE):
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
    question = turn.next()
    turn.change(asking=question.id if question else None)
    if reading.kind != "answer" or reading.answer is None:
        return False
    said_yes = reading.answer.value == "yes"
    if offer == ERASE:
        commands.erase(turn, "yes" if said_yes else "no")
    else:
        commands.urgent(turn, kind if said_yes else "no")
    return True


def _answered(turn: Turn, question: Question) -> bool:
    """Whether the words were an answer to the open question; if so it is taken."""
    message, language = turn.message, turn.journey.language or turn.content.languages[0]
    found = message.found.get(lexicon_key(question), ())
    born = birth_year(turn.journey)
    reading = read(_readable(question), message.text, language, turn.content, turn.context.now, found, born)
    if question.type in ("review", "line", "papers"):
        return _reviewed(turn, question, reading)
    if _agreed(turn, question) or _went_on(turn, question):
        return True
    if reading.answer and _too_long(turn, question, reading.answer):
        reading = Reading("unclear", hint="too_long")
    if reading.kind in ("skip", "unknown"):
        pass_over(turn, question, "skipped" if reading.kind == "skip" else "unknown")
    elif reading.kind == "answer" and reading.answer is not None:
        _take(turn, question, reading.answer)
    elif question.type == "yes_no" and message.intent in _guesses(question) and message.confidence >= SURE:
        give(turn, question, Answer(value="yes" if message.intent == "affirm" else "no"))
    elif reading.kind == "need_year" or reading.hint:
        # Nothing is asked in the breath in which it is skipped.
        turn.say("unclear.twice" if turn.journey.misses else f"unclear.{reading.hint or reading.kind}", question.id)
        _miss(turn, question)
    else:
        return False
    return True


def _too_long(turn: Turn, question: Question, answer: Answer) -> bool:
    """Whether an event would have lasted longer than the time since."""
    begun = year(turn.journey, question.event) if question.template == "long" else None
    return begun is not None and answer.number is not None and begun + answer.number // 12 > turn.context.now.year


def _agreed(turn: Turn, question: Question) -> bool:
    """Whether she says yes or no to what is proposed in words: to what is ticked ("does it fit?"), to what was heard
    ("is it one of these?"), to "is there more?"."""
    if question.type != "stage" and not (question.module in ("lifeline", explore.MODULE) and ticks(question)):
        return False
    said = _yes_or_no(turn)
    if question.type == "stage":
        return stages.agreed(turn, question, said)
    proposed = bool(turn.journey.said) or (bool(question.ticked) and question.id not in turn.journey.answers)
    if not proposed or said is None or (said == "no" and not turn.journey.said):
        return False
    if said == "yes":
        done(turn, question, standing(turn.journey, question))
    else:  # what was heard is wrong: her words stay, and she ticks for herself
        before = turn.journey.answers.get(question.id)
        turn.change(picked=before.options if before and before.options else (NOTHING,))
        turn.ask_again()
    return True


def _went_on(turn: Turn, question: Question) -> bool:
    """A card is read, with "ok" or "no thanks"; no more sectors, no more questions."""
    if _beside(turn, question):
        return True
    said = _yes_or_no(turn)
    sector = question.about.get("sector")
    if question.template == CARD and said == "no" and question.id.startswith("s_") and isinstance(sector, Text):
        visiting.leave(turn, sector.id.rpartition(".")[2])
    elif question.template == CARD and said:
        turn.go_on(question, NEXT.id)
    elif question.template == "word" and said == "no":
        visiting.act(turn, "stop")
    elif question.id == explore.CHOSEN and said == "no":
        pass_over(turn, question, "skipped")
    elif question.type == "carpet" and said == "no":
        turn.go_on(question, DONE)
    elif question.type == "visit" and said == "no":
        visiting.tap(turn, question, DONE)
    elif question.type in ("visit", "carpet") and said == "yes":
        turn.say("unclear.which", question.id)
        turn.ask_again()
    else:
        return False
    return True


def _beside(turn: Turn, question: Question) -> bool:
    """The buttons beside a visit, the sectors, the game and the carpet, said in words: enough of it, play, compare."""
    said = option_named(ASIDE, turn.message.text, turn.journey.language, turn.content)
    enough = said in ("leave", "enough", "stop")
    sector = question.about.get("sector")
    visit = question.id.startswith("s_") and isinstance(sector, Text)
    if question.template == "word" and enough:
        visiting.act(turn, "stop")
    elif visit and isinstance(sector, Text) and enough:
        visiting.leave(turn, sector.id.rpartition(".")[2])
    elif question.type == "visit" and enough:
        visiting.tap(turn, question, DONE)
    elif question.type == "carpet" and enough:
        turn.go_on(question, DONE)
    elif (visit or question.type == "visit") and len(turn.journey.visits) >= {"play": 1, "compare": 2}.get(said, 99):
        visiting.act(turn, said)
    else:
        return False
    return True


def _yes_or_no(turn: Turn) -> str | None:
    """A short yes or no; a longer sentence tells something."""
    message = turn.message
    if len(message.text.split()) > FEW:
        return None
    asked = Question(id="yes_no", type="yes_no", module="")
    reading = read(asked, message.text, turn.journey.language, turn.content, turn.context.now)
    if reading.answer is not None and isinstance(reading.answer.value, str):
        return reading.answer.value
    sure = message.confidence >= SURE and message.found == {}
    return {"affirm": "yes", "deny": "no", "cmd_skip": "no"}.get(message.intent) if sure else None


def _named(turn: Turn, question: Question | None) -> bool:
    """Whether the sentence names what the open question of her life asks for: then it is no command."""
    return question is not None and question.key in OFFERED and bool(turn.message.found.get(lexicon_key(question)))


def _just_named(turn: Turn, question: Question | None) -> bool:
    """Whether all that she wrote is the name of an answer: "Danish" is no question about Danish then."""
    return question is not None and option_named(question, turn.message.text, turn.journey.language, turn.content) != ""


def _readable(question: Question) -> Question:
    """The question as the readers know it: words about a stage name events, about a visit sectors; the rest is yes or
    no."""
    if question.type in ("stage", "visit"):
        return replace(question, type="several", own_words=question.type == "stage")
    return replace(question, type="yes_no", options=()) if question.type in ("line", "papers", "carpet") else question


def _take(turn: Turn, question: Question, answer: Answer) -> None:
    """Keep what was read; of the life line, what was heard in a sentence is offered before it is kept."""
    if question.module == "lifeline" and answer.words:
        answer = replace(answer, heard=_heard(turn))
    sectors = [sector for sector in answer.options if sector in turn.content.sectors]
    if question.type == "stage":
        stages.told(turn, question, answer, answer.options)
    elif question.type == "visit" and sectors:
        new = [sector for sector in sectors if sector not in turn.journey.visits]
        visiting.begin(turn, (new or sectors)[0])
    elif question.type == "visit":  # "none", "I do not know yet"
        visiting.tap(turn, question, DONE)
    elif question.id == explore.CHOSEN and not sectors:
        pass_over(turn, question, "skipped")
    elif question.key in OFFERED and (offered := _offered(turn, question, answer)):
        offer(turn, question, offered)
    else:
        if ticks(question) and turn.journey.picked:
            answer = replace(answer, value=together(question, (*turn.journey.picked, *answer.options)))
        give(turn, question, answer)


def _offered(turn: Turn, question: Question, answer: Answer) -> Answer | None:
    """What was heard in a sentence, also what has no tile yet, to be confirmed; None where she named just tiles."""
    life = turn.content.life
    known = {"did": life.activities, "job": life.occupations, "where": life.countries}.get(question.key)
    named = dict.fromkeys((*answer.options, *turn.message.found.get(lexicon_key(question), ())))
    every = tuple(n for n in named if (n in known if known is not None else question.option(n)))
    if not every or (not answer.words and set(every) == set(answer.options)):
        return None
    language = answer.language or turn.journey.language
    return replace(answer, value=every, words=turn.message.text, language=language, heard=_heard(turn))


def _heard(turn: Turn) -> tuple[str, ...]:
    """All that the gazetteer saw in her words, whatever question is open."""
    return tuple(f"{key}/{name}" for key, names in turn.message.found.items() for name in names)


def _guesses(question: Question) -> tuple[str, ...]:
    """The intents that answer a yes/no question. A consent takes a tap or a plain yes, never a guess."""
    return ("deny",) if question.consent else ("affirm", "deny")


def _reviewed(turn: Turn, question: Question, reading: Reading) -> bool:
    """Words to the summary: it is right, something is to be corrected, or she sees it differently. To the life line
    and the papers: yes or no."""
    message = turn.message
    if question.type in ("line", "papers"):
        said = reading.answer.value if reading.kind == "answer" and reading.answer else None
        if said is None and message.confidence >= SURE:
            said = {"affirm": "yes", "deny": "no"}.get(message.intent)
        if said is None:
            return False
        stages.said(turn, question, said == "yes")
    elif reading.kind == "answer" and reading.answer and isinstance(reading.answer.value, str):
        correct(turn, reading.answer.value)
    elif message.intent in ("affirm", "deny") and message.confidence >= SURE:
        correct(turn, "ok" if message.intent == "affirm" else "fix")
    else:
        return False
    return True


def aside(turn: Turn, threshold: float) -> bool:
    """A question that a topic answers, or a command, in a whole sentence, where Rasa is sure enough."""
    message = turn.message
    if message.confidence < threshold:
        return False
    kept = threshold > SURE
    topic = guidance.meant(turn.content, message, turn.journey.language, _on_carpet(turn), kept)
    if topic:
        guidance.answer(turn, topic)
    elif message.intent.startswith("cmd_"):
        commands.run(turn, message.intent.removeprefix("cmd_"))
    elif message.intent in ("greet", "thanks") and turn.journey.turn:
        turn.say(f"{message.intent}.back")
        turn.ask_again()
    else:
        return False
    return True


def _unclear(turn: Turn, question: Question) -> None:
    once = f"unclear.{question.type}" if question.type in ("phone", "email") else "unclear.once"
    if question.options and _yes_or_no(turn) == "yes":  # "have you done this before?" "yes"
        once = "unclear.which"
    turn.say("unclear.twice" if turn.journey.misses else once, question.id)
    _miss(turn, question)


def _miss(turn: Turn, question: Question) -> None:
    """Asked once more with its buttons; the second time it is skipped, unless it must be answered."""
    turn.change(misses=turn.journey.misses + 1)
    if turn.journey.misses < 2:
        turn.ask_again()
    elif question.required or question.type in LOOPS:  # a whole module hangs on it
        turn.replies.append(say("unclear.person", question.id, menu("person")))
        turn.ask_again()
    else:
        turn.say("unclear.skipped", question.id)
        pass_over(turn, question, "skipped")
