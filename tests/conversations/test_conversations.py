"""The conversations in this folder, through real Rasa over REST. The files are written to be read by a caseworker:

name:   what it shows
given:  {language: ar, campaign: sprogskole}     what the link or the channel states
steps:  in turn
  - citizen: "ja, lidt"                  she writes
  - taps: q.worked.o.abroad              she taps a button, named by its message id (or a list of taps)
  - bot: [unclear.once, q.worked.ask]    it says these, in this order; the last is the last it says
    not: [urgent.offer]                  and does not say these
then:   what is stored
  answers:   {worked: abroad, worked_years: {number: 60}, network: {status: skipped}}
  consents:  {keep: true, health: false}
  language, campaign, sent, status, closed, struck: as in the journey
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.journey.model import Answer, Journey

FILES = sorted(Path(__file__).parent.glob("*.yml"))
PLAIN = ("language", "campaign", "status", "closed", "flow")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation(path: Path, talk: Callable[[Mapping[str, Any]], Any]) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    chat = talk(script.get("given", {}))
    for number, step in enumerate(script["steps"], 1):
        assert set(step) <= {"citizen", "taps", "bot", "not"}, f"step {number} of {path.name}: {sorted(step)}"
        if "citizen" in step:
            chat.send(step["citizen"])
        for button in _listed(step.get("taps", [])):
            chat.tap(button)
        check_said(chat, step, f"step {number} of {path.name}")
    if "then" in script:
        check_stored(chat.journey, script["then"])


def check_said(chat: Any, step: Mapping[str, Any], where: str) -> None:
    said = [reply["text"] for reply in chat.replies]
    place = -1
    for text_id in step.get("bot", []):
        later = [p for p in chat.says(text_id) if p > place]
        assert later, f"{where}: {text_id} was not said, or not in this order, in {said}"
        place = later[0]
    if step.get("bot"):
        assert chat.says(step["bot"][-1])[-1] == len(said) - 1, f"{where}: {step['bot'][-1]} is not last in {said}"
    for text_id in step.get("not", []):
        assert not chat.says(text_id), f"{where}: {text_id} was said in {said}"


def check_stored(journey: Journey, expected: Mapping[str, Any]) -> None:
    assert set(expected) <= {*PLAIN, "answers", "consents", "sent", "struck"}
    for question, answer in expected.get("answers", {}).items():
        assert question in journey.answers, f"{question} was not answered"
        _check_answer(question, journey.answers[question], answer)
    for scope, given in expected.get("consents", {}).items():
        assert bool(journey.consents.get(scope)) is given, f"consent {scope}"
    for name in PLAIN:
        if name in expected:
            assert getattr(journey, name) == expected[name], name
    if "sent" in expected:
        assert journey.sent_revision == expected["sent"]
    if "struck" in expected:
        assert list(journey.struck) == expected["struck"]


def _check_answer(question: str, actual: Answer, expected: Any) -> None:
    if isinstance(expected, Mapping):
        assert set(expected) <= {"status", "value", "number", "words", "language"}
        for name, value in expected.items():
            found = list(actual.options) if isinstance(value, list) else getattr(actual, name)
            assert found == value, f"{question}.{name}"
    else:
        assert list(actual.options) == _listed(expected), question


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
