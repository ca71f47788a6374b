"""What cannot be so, or is no answer, told of a life: a friendly answer each time, and nothing told is lost."""

from __future__ import annotations

import pytest
from chat import CONTENT, Chat

from actions.journey import drawing, papers


def at_stage(stage: str) -> Chat:
    """A chat at a stage, before any event; she was born in 1980."""
    chat = Chat().begun().until("lifeline")
    chat.tap("lifeline", "yes")
    chat.send(text="1980")
    while chat.journey.asking != f"stage_{stage}":
        chat.tap(chat.journey.asking or "", "!skip")
    return chat


def at_part(part: str, stage: str = "childhood", kind: str = "school") -> Chat:
    """A chat at a part of a first event."""
    chat = at_stage(stage)
    chat.tap(f"stage_{stage}", kind)
    while chat.journey.asking != f"e1_{part}":
        chat.tap(chat.journey.asking or "", "!skip")
    return chat


@pytest.mark.parametrize(("kind", "said"), [("help_home", "godt"), ("help_home", "meget godt"), ("school", "hver dag")])
def test_a_step_of_how_often_is_no_step_of_how_well(kind: str, said: str) -> None:
    chat = at_part("how", kind=kind)
    way = CONTENT.life.events[kind].how
    chat.send(text=said)
    assert "e1_how" not in chat.journey.answers
    assert chat.said == ["unclear.once", f"how.{way}.ask"]


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [("help_home", "af og til", "sometimes"), ("help_home", "hele tiden", "daily"), ("school", "ret godt", "well")],
)
def test_how_often_and_how_well_in_everyday_words(kind: str, said: str, expected: str) -> None:
    chat = at_part("how", kind=kind)
    chat.send(text=said)
    assert chat.journey.answers["e1_how"].value == expected


def test_what_is_heard_begins_an_event_in_a_stage_without_its_tile_too() -> None:
    chat = at_stage("youth")
    assert "sport" not in CONTENT.life.stages["youth"].events
    chat.send(text="jeg spillede fodbold med min bror", found={"event": ("sport",)})
    assert chat.said == ["line.is_it"]
    chat.tap("stage_youth", "sport")
    assert [(e.kind, e.stage) for e in chat.journey.events] == [("sport", "youth")]
    assert chat.journey.answers["e1_words"].words == "jeg spillede fodbold med min bror"


def test_what_she_wrote_that_she_did_is_lost_nowhere_though_no_tile_knows_it() -> None:
    chat = at_part("did")
    chat.send(text="Jeg samlede på frimærker")
    chat.tap("e1_how", "!skip")
    chat.send(text="Det var dejligt")
    expected = "Jeg samlede på frimærker. Det var dejligt"
    assert [line.words for line in drawing.lines(CONTENT, chat.journey)] == [expected]
    told = papers.life_line(CONTENT, chat.journey, ("da",))["events"][0]
    assert told["words"] == {"text": expected, "language": "da"}


def test_the_sentence_that_an_activity_was_heard_in_speaks_for_the_competence() -> None:
    chat = at_part("did")
    chat.send(text="Jeg lavede billeder af alle dyr", found={"did": ("draw_paint",)})
    chat.tap("e1_did", "!done")
    chat.until("line").tap("line", "ok")
    chat.until("comp_personal")
    button = next(b for b in chat.last.replies[-1].buttons if b.text.id == "competence.creative.name")
    assert button.words == "Jeg lavede billeder af alle dyr"
