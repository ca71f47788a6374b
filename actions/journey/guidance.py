"""The carpet: questions about working life, answered at any time; what nobody here knows is passed on if she wants.

Each topic has a short answer, an example, a next step and who to ask (brief § 6). Asked while she looks at a sector, a
topic that one of its cards answers is answered for that sector. Beside the topics stand three women's stories (FUT).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zlib import crc32

from actions.journey import handover
from actions.journey.lifeline import short
from actions.journey.model import (
    ASKED,
    DONE,
    QUERIES,
    TOPIC,
    TOPICS,
    Answer,
    Button,
    Content,
    Message,
    Question,
    Reply,
    Text,
    Topic,
)
from actions.journey.offers import offers
from actions.journey.readers import asking
from actions.journey.speech import facts, menu, payload, say

if TYPE_CHECKING:
    from actions.journey.turn import Turn

STORY = 4  # bubbles of a story
BRIEF = 4  # words of an answer, where the lexicon of a language says no other number
LONGEST, MOST = 300, 2000  # characters of a question that is passed on, and of all of them


def tiles(content: Content) -> tuple[Button, ...]:
    """The groups of topics, and the stories."""
    groups = tuple(
        Button(Text(f"guide.group.{g.id}"), payload(TOPIC, f"group:{g.id}"), g.picture) for g in content.groups
    )
    stories = tuple(
        Button(Text(f"story.{s.id}.title"), payload(TOPIC, f"story:{s.id}"), s.picture) for s in content.stories
    )
    return (*groups, *stories)


def offer(content: Content) -> tuple[Reply, ...]:
    """What can be asked: about the service itself, and about working life."""
    service = tuple(Button(Text(f"topic.{t.id}.title"), payload(TOPIC, t.id)) for t in content.topics if not t.group)
    about_work = (say("guide.groups", TOPIC, tiles(content)),) if content.groups else ()
    return (say("help.topics", TOPIC, service), *about_work)


def tap(turn: Turn, value: str) -> None:
    """A tile of the carpet; `value` is one of model.TOPIC's."""
    kind, _, name = value.partition(":")
    topic = next((t for t in turn.content.topics if t.id == value), None)
    if topic:
        answer(turn, topic)
    elif kind == "group" and name in {g.id for g in turn.content.groups}:
        turn.replies.append(_group(turn, name))
    elif kind == "story" and name in {s.id for s in turn.content.stories}:
        for number in range(1, STORY + 1):
            turn.say(f"story.{name}.text.{number}", TOPIC)
        turn.ask_again()
    else:
        turn.say("button.old")
        turn.ask_again()


def _group(turn: Turn, group: str) -> Reply:
    """The topics of a group; then back to what was open."""
    listed = (t for t in turn.content.topics if t.group == group)
    buttons = tuple(Button(Text(f"topic.{t.id}.title"), payload(TOPIC, t.id), t.picture) for t in listed)
    return say("guide.which", TOPIC, (*buttons, *(replace(b, quiet=True) for b in menu("go_on"))))


def meant(
    content: Content, message: Message, language: str | None, carpet: bool = False, kept: bool = False
) -> Topic | None:
    """The topic that Rasa has heard, if the words ask for it: they are written as a question, are longer than an
    answer to what was asked ("25 hours a week", "I can lift"), or she is on the `carpet`, where one asks. Where words
    of any length would be `kept` as her answer ("I want to meet people"), only a question's form asks."""
    topic = next((t for t in content.topics if t.intent == message.intent), None)
    brief = content.lexicon.get(language or "", {}).get("brief", BRIEF)
    long = len(message.text.split()) > brief and not kept
    asks = carpet or long or asking(message.text, language, content)
    return topic if topic and (asks or not topic.group) else None


def answer(turn: Turn, topic: Topic) -> None:
    """The topic, in small bites; then the open question."""
    known = facts(turn.content)
    open_ = turn.open_question()
    sector = _sector(open_) if topic.card and not turn.hidden() else None
    if sector:
        turn.say(f"sector.{sector}.card.{topic.card}", TOPIC)
    else:
        turn.say(f"topic.{topic.id}.answer", TOPIC, args=known)
    if topic.group:
        turn.say(f"topic.{topic.id}.example", TOPIC, args=known)
        then = {part: Text(f"topic.{topic.id}.{part}", known) for part in ("next", "who")}
        turn.say("guide.then", TOPIC, args=then)
        turn.replies += offers(turn.content, topic.offers)
        _keep_topic(turn, topic)
    turn.ask_again()


def _sector(question: Question | None) -> str | None:
    """The sector she is looking at."""
    about = question.about.get("sector") if question else None
    return about.id.rpartition(".")[2] if isinstance(about, Text) else None


def _keep_topic(turn: Turn, topic: Topic) -> None:
    """What she asked about tells what occupies her: it stands in the summary, where she can strike it. After the
    summary nothing is added that she has not seen there."""
    if turn.journey.consents.get("keep") and "review" not in turn.journey.answers:
        before = turn.journey.answers.get(TOPICS, Answer()).options
        asked = Answer(value=tuple(dict.fromkeys((*before, topic.id))))
        turn.change(answers={**turn.journey.answers, TOPICS: asked})


def spread(content: Content, question: Question) -> Reply:
    """The carpet as a question of its own: what would she like to know?"""
    on = Button(Text("guide.enough"), payload(question.id, DONE), "➡️")
    return say(f"q.{question.id}.ask", question.id, (*tiles(content), on))


# --- what is not known -------------------------------------------------------------------------------


def wonder(turn: Turn, likely: tuple[Topic, ...] = ()) -> None:
    """A question without an answer here: said so, a person offered, and, if she wants, kept for the caseworker.
    `likely` are topics that it may be about."""
    buttons, said = [*menu("person")], "asked.unknown_free"
    if turn.journey.consents.get("keep") and not turn.context.masked:
        turn.change(wondered=turn.message.text)
        buttons.insert(0, Button(Text("asked.keep"), payload(ASKED, mark(turn.message.text)), "📨"))
        said = "asked.unknown"
    if likely:
        said = "asked.maybe"
        tiles = (Button(Text(f"topic.{t.id}.title"), payload(TOPIC, t.id), t.picture) for t in likely)
        buttons = [*tiles, *buttons]
    turn.replies.append(say(said, ASKED, tuple(buttons)))
    turn.ask_again()


def mark(words: str) -> str:
    """What a button to keep a question sends: which question it is, so that an old button keeps no other."""
    return f"keep:q{crc32(words.encode()):08x}"


def keep(turn: Turn, value: str) -> None:
    """She wants the caseworker to know what she asked: it stands in the summary, and goes with her yes."""
    words = turn.journey.wondered
    if not words or value != mark(words):
        turn.say("button.old")
        turn.ask_again()
        return
    struck = QUERIES in turn.journey.struck  # what she struck does not come back with a new one
    before = None if struck else turn.journey.answers.get(QUERIES, Answer()).words
    every = "\n".join((*([before] if before else ()), short(" ".join(words.split()), LONGEST)))
    if len(every) > MOST:
        turn.say("asked.full", ASKED)
        turn.ask_again()
        return
    kept = Answer(words=every, language=turn.journey.language)
    left = tuple(q for q in turn.journey.struck if q != QUERIES)
    turn.change(answers={**turn.journey.answers, QUERIES: kept}, struck=left, wondered=None)
    handover.changed(turn)
    turn.say("asked.kept", ASKED)
    turn.ask_again()
