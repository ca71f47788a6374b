"""Whole lives (tests/conversations/lives) through the core alone, with the gazetteer but without a model: what is
suggested and why, what is handed over, and how long it takes to tell.

Futura's Julia, Lisa and Mitra, and three homemakers without paid work, each in every live language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest
from chat import CONTENT, START

from actions.journey.competences import suggestions
from actions.journey.lifeline import TYPES, year
from actions.journey.model import OTHER, Context, Journey, Message
from actions.journey.speech import ticks
from actions.journey.step import step
from actions.turn import read_message
from bot.nlu.gazetteer import Phrases
from bot.nlu.urgent import urgent_kind
from tests.conversations.life_player import FILES, Player, read_life

PHRASES = Phrases(CONTENT.lexicon, {q.id for q in CONTENT.questions if ticks(q)})
# Six events in 12 minutes: messages at 9-10 seconds each, and taps (ticking three tiles is one message) at 9.
EVENTS, TURNS, TAPS = 6, 75, 80


class Alone:
    """The core, as a `send` for the player. `case` is what was handed over."""

    def __init__(self) -> None:
        self.journey, self.at = Journey(id="0b0e7a56-0000-4000-8000-000000000001"), START
        self.case: Mapping[str, Any] = {}
        self.links = 0

    def send(self, **message: Any) -> Journey:
        """Take a turn."""
        self.at += timedelta(seconds=1)
        heard = Message(**message) if "question" in message else hear(**message)
        outcome = step(CONTENT, self.journey, heard, Context(self.at, "123456789012", "link"))
        self.journey = outcome.journey
        self.case = next((e.case for e in outcome.effects if e.kind == "send" and e.case), self.case)
        self.links += sum(e.kind == "papers" for e in outcome.effects)
        return self.journey


def hear(text: str, **stated: Any) -> Message:
    """What the core is given for these words, but for the model's guess."""
    entities = [{"entity": "option", "value": value} for value in PHRASES.find(text)]
    if kind := urgent_kind(text):
        entities.append({"entity": "urgent", "value": kind})
    return read_message({"text": text, "entities": entities, "metadata": stated})


def played(path: Any, language: str) -> tuple[Player, Alone]:
    alone = Alone()
    player = Player(read_life(path), language, alone.send)
    player.play()
    return player, alone


LIVES = [pytest.param(path, language, id=f"{path.stem}-{language}") for path in FILES for language in CONTENT.languages]


@pytest.mark.parametrize(("path", "language"), LIVES)
def test_life(path: Any, language: str) -> None:
    player, alone = played(path, language)
    expected = player.life["expect"]
    assert alone.journey.sent_revision == 1 and alone.links == 1
    assert drawn(alone.journey) == expected["line"]
    check_suggested(alone.journey, player, expected)
    check_case(alone.journey, alone.case, player, expected["case"])
    told = len(alone.journey.events)
    assert told >= EVENTS and player.cost.turns <= TURNS and player.cost.taps * EVENTS / told <= TAPS, player.cost


def test_the_lives_cover_every_event_and_every_part_and_calendar() -> None:
    lives = [read_life(path) for path in FILES]
    told = [event for life in lives for event in (*life["events"], *added(life))]
    assert {e.get("tap") or e["is"] for e in told} == {*CONTENT.life.events, OTHER}
    assert {part for e in told for part in e} >= set(TYPES) - {"title"}
    whens = " ".join(str(e.get("when")) for e in told)
    assert "hijri" in whens and "shamsi" in whens and "1389" in whens
    assert any("speaks" in e for e in told) and any(e.get("words") == "skip" for e in told)
    done = {verb for life in lives for action in life["then"].get("line", ()) for verb in action}
    assert done >= {"strike", "restore", "up", "edit", "add"}


def added(life: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (action["add"] for action in life["then"].get("line", ()) if "add" in action)


def drawn(journey: Journey) -> list[str]:
    """The events of the line that are not struck, each with its year where it is known."""
    kept = (e for e in journey.events if e.id not in journey.struck)
    return [f"{e.kind} {year(journey, e.id) or ''}".strip() for e in kept]


def check_suggested(journey: Journey, player: Player, expected: Mapping[str, Any]) -> None:
    """Each suggestion rests on the event and activity it should, and was shown with its reason."""
    kinds = {e.id: e.kind for e in journey.events}
    reasons = {
        s.competence.id: {
            f"{kinds[e.event]} {e.text.args['activity'].id.partition('.')[2]}" if e.event else "screening"
            for e in s.evidence
        }
        for s in suggestions(CONTENT, journey)
    }
    for competence, why in expected["suggested"].items():
        assert set(why) <= reasons.get(competence, set()), competence
    for competence in expected["not_suggested"]:
        assert competence not in reasons, reasons.get(competence)
    for competence, button in player.offered.items():
        assert competence in reasons and len(button.notes) >= 2, competence


def check_case(journey: Journey, case: Mapping[str, Any], player: Player, expected: Mapping[str, Any]) -> None:
    life = case["life_line"]
    events = {e["id"]: e for e in life["events"]}
    assert [e["kind"] for e in life["events"]] == [line.split()[0] for line in player.life["expect"]["line"]]
    competences = {c["code"]: c for c in life["competences"]}
    assert set(expected["competences"]) <= set(competences)
    assert not set(expected.get("without", ())) & set(competences)
    assert {c for c, held in competences.items() if held["added"]} == set(expected.get("added", ()))
    for kind, codes in expected.get("jobs", {}).items():
        assert [job["isco"] for job in events[player.event(kind).id]["jobs"]] == codes
    assert {e["id"] for e in life["events"] if e["words"]} == {player.event(k).id for k in expected.get("words", ())}
    for kind in expected.get("untold", ()):
        told = events[player.event(kind).id]
        assert not (told["activities"] or told["words"] or told["when"] or told["long"] or told["how"])
    assert set(journey.struck) == {player.event(k).id for k in player.life["expect"].get("struck", ())}
