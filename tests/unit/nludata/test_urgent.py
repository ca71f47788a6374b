"""Every urgent sentence is heard with its kind, no innocent one is, through the bot's own component and real spaCy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.nlu.urgent import PATTERNS, urgent_kind
from tests.unit.nludata.test_examples import examples

LANGUAGES = ("da", "en", "ar")
KINDS = {"violence", "suicide", "homeless"}


def sentences(language: str) -> dict[str, Any]:
    """The test sentences of a language: `urgent` pairs of kind and sentence, `innocent` sentences."""
    return dict(yaml.safe_load((Path(__file__).parent / f"urgent_{language}.yml").read_text(encoding="utf-8")))


def without_marks(text: str) -> str:
    """Danish as typed on a phone without æ, ø and å."""
    return text.translate(str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_urgent_sentence_is_heard_with_its_kind(language: str) -> None:
    missed = [
        (kind, sentence, heard)
        for kind, sentence in sentences(language)["urgent"]
        for form in {sentence, without_marks(sentence), sentence.upper(), sentence + " ..."}
        if (heard := urgent_kind(form)) != kind
    ]
    assert missed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_innocent_sentence_sets_nothing_off(language: str) -> None:
    false_alarms = [
        (sentence, heard)
        for sentence in sentences(language)["innocent"]
        for form in {sentence, without_marks(sentence), sentence.upper(), sentence + "."}
        if (heard := urgent_kind(form))
    ]
    assert false_alarms == []


def test_no_training_sentence_sets_anything_off() -> None:
    false_alarms = [(line, heard) for _, _, line in examples() if (heard := urgent_kind(line))]
    assert false_alarms == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_enough_to_judge_by(language: str) -> None:
    given = sentences(language)
    kinds = [kind for kind, _ in given["urgent"]]
    patterns = yaml.safe_load((PATTERNS / f"{language}.yml").read_text(encoding="utf-8"))

    assert set(kinds) == KINDS <= set(patterns)
    assert len(kinds) >= 40 and min(kinds.count(kind) for kind in KINDS) >= 10
    assert len(given["innocent"]) >= 60
