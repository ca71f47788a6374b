"""A text in a language -> an answer to the question at hand, or "unclear". Never a guess.

    reading.py      what a reader says
    commands.py     the words that work anywhere
"""

from __future__ import annotations

from datetime import datetime

from actions.journey.clean import fold
from actions.journey.model import Answer, Content, Question
from actions.journey.readers.commands import command
from actions.journey.readers.reading import UNCLEAR, Kind, Reading

__all__ = ["Kind", "Reading", "command", "read"]


def read(
    question: Question, text: str, language: str | None, content: Content, now: datetime, found: tuple[str, ...] = ()
) -> Reading:
    """What `text` answers to `question`. The chosen language's words are tried first, then the others'.

    `found` holds the options that the gazetteer saw in the sentence for this question.
    """
    folded = fold(text)
    for code in dict.fromkeys([language, *content.lexicon]):
        options = content.lexicon.get(code or "", {}).get("options", {}).get(question.id, {})
        for option, phrases in options.items():
            if any(fold(phrase) == folded for phrase in phrases):
                several = question.type in ("several", "words")
                return Reading("answer", Answer(value=(option,) if several else option))
    if question.type == "words" and folded:
        return Reading("answer", Answer(words=text, language=language))
    return UNCLEAR
