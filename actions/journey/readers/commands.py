"""The words that work anywhere: back, skip, why, a person ... Only when they are the whole message."""

from __future__ import annotations

from actions.journey.clean import fold
from actions.journey.model import Content


def command(text: str, language: str | None, content: Content) -> str | None:
    """The command a text is, in the chosen language or another; None when it is anything else."""
    folded = fold(text)
    for code in dict.fromkeys([language, *content.lexicon]):
        for name, phrases in content.lexicon.get(code or "", {}).get("commands", {}).items():
            if any(fold(phrase) == folded for phrase in phrases):
                return str(name)
    return None
