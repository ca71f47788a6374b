"""The conversation as bubbles, rebuilt from state: what was asked, what she answered. Nothing is stored for it.

The page shows these above the last replies, so Back, reload and a phone without JavaScript all see the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.journey.explore import CARD
from actions.journey.flow import find
from actions.journey.model import Content, Journey, Text
from actions.journey.review import HER_QUESTIONS, STEERING, answer_texts, telling
from actions.journey.speech import asks, name


@dataclass(frozen=True)
class Bubble:
    """One bubble; `words` are her own, in `language`."""

    side: Literal["bot", "me"]
    question: str
    texts: tuple[Text, ...]
    words: str | None = None
    language: str | None = None


def bubbles(content: Content, journey: Journey, masked: bool) -> tuple[Bubble, ...]:
    """Asked and answered so far, in the order of her answers. Masked: that she answered, not what."""
    shown: list[Bubble] = []
    for question_id, answer in journey.answers.items():
        question = find(content, journey, question_id)
        if question is None or question.type in STEERING or question_id == journey.asking:
            continue
        if masked and telling(question):
            continue
        said = name(question) if question.module == HER_QUESTIONS else asks(content, question)
        shown.append(Bubble("bot", question_id, (said,)))
        if question.template == CARD:  # read, not answered
            continue
        if masked and answer.status == "answered":
            shown.append(Bubble("me", question_id, (Text("answer.given"),)))
        else:
            texts = answer_texts(question, journey)
            shown.append(Bubble("me", question_id, texts, answer.words, answer.language))
    return tuple(shown)
