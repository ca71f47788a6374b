"""Julia, Lisa and Mitra of Futura and nine more: what each answers, and the case a caseworker would expect.

The same files are played through real Rasa in tests/conversations; here the core alone shows the result in
milliseconds."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.content_loader import load_content
from actions.journey.model import DONE, Context, Effect, Journey, Message
from actions.journey.review import assessed
from actions.journey.step import step

CONTENT = load_content()
PERSONS = sorted((Path(__file__).parents[2] / "conversations" / "persons").glob("*.yml"))
# The life line and the sectors are conversations of their own: here she says "not now".
AROUND = {"lifeline": {"tap": "no"}, "explore": {"tap": "no"}, "carpet": {"tap": DONE}}
BEFORE = {"adult": {"tap": "yes"}, "keep": {"tap": "yes"}, **AROUND}
START = datetime(2026, 11, 21, 9, 0, tzinfo=timezone.utc)


class Chat:
    """A citizen answering whatever is asked, from her file."""

    def __init__(self, person: dict[str, Any]) -> None:
        given = person["given"]
        self.journey = Journey(id="0b0e7a56-0000-4000-8000-000000000001")
        self.language, self.campaign = given["language"], given.get("campaign")
        self.answers = {**BEFORE, **person["answers"], **person["contact"]}
        self.at, self.effects, self.used = START, list[Effect](), set[str]()

    def send(self, message: Message) -> None:
        self.at += timedelta(seconds=1)
        outcome = step(CONTENT, self.journey, message, Context(self.at, "123456789012"))
        self.journey = outcome.journey
        self.effects += outcome.effects

    def say(self, question: str, reply: dict[str, Any]) -> None:
        self.used.add(question)
        if reply.get("say") == "!skip":
            self.send(Message(question=question, value="!skip"))
        elif "say" in reply:
            self.send(Message(text=reply["say"]))
        else:
            tapped = reply["tap"]
            self.send(Message(question=question, value=tuple(tapped) if isinstance(tapped, list) else tapped))
        assert question in self.journey.answers, f"{question}: {reply} was not understood"

    def play(self) -> None:
        self.send(Message(text="hej", language=self.language, campaign=self.campaign))
        for _ in range(60):
            asked = self.journey.asking
            if asked == "review":
                self.send(Message(question="review", value="ok"))
            elif asked == "send":
                self.send(Message(question="send", value="yes"))
                return
            else:
                assert asked in self.answers, f"asked {asked}, for which the file has no answer"
                self.say(asked, self.answers[asked])
        raise AssertionError("the conversation did not end")


@pytest.mark.parametrize("path", PERSONS, ids=lambda p: p.stem)
def test_person(path: Path) -> None:
    person = yaml.safe_load(path.read_text(encoding="utf-8"))
    expected = person["then"]
    chat = Chat(person)
    chat.play()
    actual = assessed(CONTENT, chat.journey)
    assert chat.used == set(chat.answers), "every answer in the file was asked for"
    assert actual.subgroup.value == expected["subgroup"]
    assert actual.effort.value == expected["effort"]
    assert actual.legal_group.value == expected["legal_group"]
    assert {p.id: p.value for p in actual.parameters} == expected["parameters"]
    assert [s.value for s in actual.needs] == expected["needs"]
    if "against_subgroup" in expected:
        assert [r.rule for r in actual.subgroup.against] == expected["against_subgroup"]
    case = next(e.case for e in chat.effects if e.kind == "send")
    assert case is not None
    assert case["language"] == person["given"]["language"]
    assert case["campaign"] == person["given"].get("campaign")
    assert {a["question"]["code"] for a in case["answers"]} <= set(person["answers"])


def test_the_persons_cover_the_subgroups_and_the_legal_groups() -> None:
    expected = [yaml.safe_load(p.read_text(encoding="utf-8"))["then"] for p in PERSONS]
    assert len(expected) >= 12
    covered = {(e["subgroup"], e["legal_group"]) for e in expected}
    assert {s for s, _ in covered} >= {"1", "2", "3"}
    assert {g for _, g in covered} >= {"inl_2_3", "inl_2_4", "lab_2_10"}
    assert covered >= {(s, g) for s in "123" for g in ("inl_2_3", "inl_2_4", "lab_2_10")}
