"""One turn of the conversation: a journey and a message go in, a journey, replies and effects come out.

The order of reading: a repeat is answered as before -> a button -> words that may be urgent -> a command, whole text ->
an answer to the question at hand -> a question that a topic answers, where Rasa is confident -> a question that nobody
here knows -> else asked once more with buttons, then skipped politely. Something is always said, and nothing she
answered is lost unless she asks for it.
"""

from __future__ import annotations

from dataclasses import replace

from actions.journey import commands
from actions.journey.buttons import button
from actions.journey.model import URGENT, Content, Context, Journey, Message, Outcome
from actions.journey.readers.commands import command
from actions.journey.speech import urgent_offer
from actions.journey.turn import Turn
from actions.journey.words import VERY_SURE, aside, words


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
        button(turn, message.question, message.value if message.value is not None else "")
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
    elif (message.turn is not None and message.turn < journey.turn) or turn.hidden():
        # From a page that shows another question: her words are no answer to the one that is open now.
        turn.say("words.late")
        turn.ask_again()
    else:
        words(turn)


def _first_words(turn: Turn) -> None:
    """A chat that begins with a question gets its answer; any other first words are a greeting."""
    if not aside(turn, VERY_SURE):
        turn.ask_next()
