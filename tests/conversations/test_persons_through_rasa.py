"""The persons of persons/*.yml through real Rasa over REST: each says and taps her answers, and hands over.

The core's own test (tests/unit/journey) checks the same files in milliseconds; here the words also pass the channel,
the NLU, the action and the store.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.journey.model import DONE, Content
from actions.journey.review import assessed

PERSONS = sorted((Path(__file__).parent / "persons").glob("*.yml"))
WELCOME = {"adult": {"tap": "yes"}, "keep": {"tap": "yes"}}
AROUND = {"lifeline": {"tap": "no"}, "explore": {"tap": "no"}, "carpet": {"tap": DONE}}  # conversations of their own
HANDOVER = {"review": {"tap": "ok"}, "send": {"tap": "yes"}}
MOST = 60  # questions; more would be a loop


@pytest.mark.parametrize("path", PERSONS, ids=lambda path: path.stem)
def test_person(path: Path, talk: Callable[[Mapping[str, Any]], Any], content: Content) -> None:
    person = yaml.safe_load(path.read_text(encoding="utf-8"))
    answers = {**WELCOME, **AROUND, **person["answers"], **person["contact"], **HANDOVER}
    chat = talk(person["given"])
    chat.send({"da": "hej", "en": "hello", "ar": "مرحبا"}.get(person["given"]["language"], "hej"))
    for _ in range(MOST):
        asked = chat.question
        if asked is None:
            break
        assert asked in answers, f"asked {asked}, for which the file has no answer"
        chat.send(_message(asked, answers[asked]))
        assert chat.question != asked, f"{asked}: {answers[asked]} was not understood: {chat.replies}"
    journey = chat.journey
    actual, expected = assessed(content, journey), person["then"]
    assert journey.sent_revision == 1
    assert journey.campaign == person["given"].get("campaign")
    assert actual.subgroup.value == expected["subgroup"]
    assert actual.effort.value == expected["effort"]
    assert actual.legal_group.value == expected["legal_group"]
    assert {p.id: p.value for p in actual.parameters} == expected["parameters"]
    assert [s.value for s in actual.needs] == expected["needs"]


def _message(question: str, reply: Mapping[str, Any]) -> str:
    if "say" in reply and reply["say"] != "!skip":
        return str(reply["say"])
    return "/answer" + json.dumps({"q": question, "v": reply.get("tap", "!skip")})
