"""One who looks at sectors, plays with words, chooses and asks, through the real core, until her case is sent.

She writes Arabic, has cooked and baked for her family all her life, looks at the kitchen, care and the office, and asks
two things that nobody here knows.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

from citizens import ANSWERS

from actions.catalogue import localised
from actions.journey.flow import find
from actions.journey.guidance import mark
from actions.journey.model import ASKED, DONE, SECTOR, TOPIC, Content, Context, Journey, Message
from actions.journey.speech import standing
from actions.journey.step import step

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)
ASKS = ("هل يجب أن أعمل في المطبخ ليلاً وأطفالي صغار؟", "هل يمكنني أن أحضر توابلي معي من البيت؟")
ABOUT = ("internship", "child_sick", "amu")  # topics
LOOKS: dict[str, dict[str, Any]] = {
    "kitchen": {"before": "home", "like": "yes", "can": ("busy_calm", "set_buffet")},
    "care": {"before": "no", "like": "maybe", "can": ("clean_hands",)},
    "office": {"before": "no", "like": "no"},
}
PLAYED = 4  # words of a round that she gets right
SAYS: dict[str, Any] = {
    **ANSWERS, "language": "ar", "danish": "few", "worked": "never", "sectors": ("kitchen",), "considerations": "!skip",
    "explore": "yes", "chosen": ("kitchen", "care"), "company": "kitchen:canteen", "lifeline": "yes",
    "stage_adult": "household", "e1_did": ("cook_family", "bake_bread", "plan_meals", "host_guests"), "e1_how": "daily",
    "line": "ok", "papers": "ok",
}  # fmt: skip


class Explorer:
    """Her side of the conversation; `case` is what is handed over at the end."""

    def __init__(self, content: Content) -> None:
        self.content, self.journey = content, Journey(id=str(uuid4()))
        self.case: dict[str, Any] = {}
        self.turns = 0
        self.send(Message(text="مرحبا", language="ar", campaign="skole"))
        while not self.case:
            self.send(self.next(self.journey.asking or ""))

    def send(self, message: Message) -> None:
        self.turns += 1
        assert self.turns < 200, f"no end; asking {self.journey.asking}"
        outcome = step(
            self.content, self.journey, message, Context(NOW + timedelta(seconds=self.turns), "123412341234")
        )
        self.journey = outcome.journey
        for effect in outcome.effects:
            if effect.case:
                self.case = json.loads(json.dumps(localised(effect.case)))

    def next(self, asking: str) -> Message:
        """What she answers to the open question."""
        kind, _, rest = asking.partition("_")
        question = find(self.content, self.journey, asking)
        if asking == "visit":
            return self.visit()
        if asking == "carpet":
            return self.carpet()
        if asking in ("hope", "name", "email"):
            return Message(text={"hope": "أحب الطبخ", "name": "Rima", "email": "rima@example.org"}[asking])
        if kind == "stage":
            told = any(e.stage == rest for e in self.journey.events)
            return Message(question=asking, value=DONE if told else SAYS.get(asking, DONE))
        if kind == "s" and question:
            sector, _, part = rest.rpartition("_")
            said = LOOKS[sector].get(part, "next")
            return Message(question=asking, value=(*standing(self.journey, question), *said) if part == "can" else said)
        if kind == "w":
            return self.word(asking, [o.id for o in question.options] if question else [])
        if kind == "p":
            return Message(question=asking, value="next")
        return Message(question=asking, value=SAYS.get(asking, "!skip"))

    def visit(self) -> Message:
        fresh = next((sector for sector in LOOKS if sector not in self.journey.visits), None)
        if fresh:
            return Message(question="visit", value=fresh)
        played = any(q.startswith("w_") for q in self.journey.answers)
        return Message(question="visit", value=DONE) if played else Message(question=SECTOR, value="play:kitchen")

    def word(self, asking: str, offered: list[str]) -> Message:
        """The right word, but for the last of the round."""
        right = next(o for o in offered if asking.endswith(f"_{o}"))
        before = sum(q.startswith("w_") for q in self.journey.answers)
        wrong = next(o for o in offered if o != right)
        return Message(question=asking, value=right if before < PLAYED else wrong)

    def carpet(self) -> Message:
        topics = self.journey.answers["topics"].options if "topics" in self.journey.answers else ()
        if len(topics) < len(ABOUT):
            return Message(question=TOPIC, value=ABOUT[len(topics)])
        if self.journey.wondered:
            return Message(question=ASKED, value=mark(self.journey.wondered))
        kept = (self.journey.answers["queries"].words or "") if "queries" in self.journey.answers else ""
        open_ = [asked for asked in ASKS if asked not in kept]
        return Message(text=open_[0]) if open_ else Message(question="carpet", value=DONE)
