"""The training data is what Rasa reads: every intent in every language, enough of each, nothing said twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from actions.content_loader import load_content
from actions.journey.clean import fold

DATA = Path(__file__).parents[3] / "nlu_data"
LANGUAGES = ("da", "en", "ar")
COMMANDS = ("language", "back", "skip", "why", "person", "pause", "summary", "papers", "erase", "hide", "help")
TALK = ("affirm", "deny", "dont_know", "greet", "thanks")
TOPICS = [topic.intent for topic in load_content().topics]  # of the service, and of working life
INTENTS = {*(f"cmd_{name}" for name in COMMANDS), *TALK, *TOPICS, "ask_other", "inform"}


def examples() -> list[tuple[str, str, str]]:
    """All training examples as (language, intent, text)."""
    found = []
    for path in sorted(DATA.glob("*/*.yml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert content["version"] == "3.1"
        for block in content["nlu"]:
            for line in block["examples"].splitlines():
                assert line.startswith("- ") and line[2:].strip(), f"{path}: {line!r} is not an example"
                found.append((path.parent.name, block["intent"], line[2:]))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_enough_examples(language: str) -> None:
    counts = Counter(intent for lang, intent, _ in examples() if lang == language)

    assert set(counts) == INTENTS
    assert all(count >= (150 if intent == "inform" else 30) for intent, count in counts.items()), counts


def test_one_sentence_has_one_meaning() -> None:
    intents: dict[str, set[str]] = {}
    for _, intent, text in examples():
        intents.setdefault(fold(text) or text, set()).add(intent)

    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


def test_nothing_is_said_twice_in_a_language() -> None:
    counts = Counter((language, text) for language, _, text in examples())

    assert [key for key, count in counts.items() if count > 1] == []


def test_no_example_holds_markup_that_rasa_would_read() -> None:
    assert [text for _, _, text in examples() if any(mark in text for mark in "[]{}")] == []
