"""The words that work anywhere: back, skip, why, a person ... Only when they are the whole message."""

from __future__ import annotations

from actions.journey.model import Content
from actions.journey.readers.vocabulary import vocabularies


def command(text: str, language: str | None, content: Content) -> str | None:
    """The command a text is, in the chosen language or another; None when it is anything else."""
    for words in vocabularies(content.lexicon, language):
        name = words.commands.get(words.key(text))
        if name:
            return name
    return None
