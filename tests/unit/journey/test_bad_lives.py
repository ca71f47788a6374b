"""What cannot be so, or is no answer, told of a life: a friendly answer each time, and nothing told is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from chat import CONTENT, Chat
from jsonschema import Draft202012Validator

from actions.catalogue import localised
from actions.journey import drawing, papers
from actions.journey.flow import find

CONTRACT = Path(__file__).parents[3] / "actions" / "contract" / "screening-1.json"
VALIDATOR = Draft202012Validator(json.loads(CONTRACT.read_text(encoding="utf-8")))
STORY = "Min mormor lærte mig det hele, og jeg har aldrig glemt det. " * 80  # longer than a message may be


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


def sent(chat: Chat) -> dict:
    """On to the hand-over, with all that is suggested; the case in words."""
    for _ in range(90):
        asked = chat.journey.asking or ""
        if chat.journey.sent_revision:
            break
        question = find(CONTENT, chat.journey, asked)
        if asked in ("line", "review", "reach"):
            chat.tap(asked, "school" if asked == "reach" else "ok")
        elif asked.startswith("comp_"):
            chat.tap(asked, "!done")
        elif asked.startswith("stage_"):
            chat.tap(asked, "!done" if "stage" in chat.said[-1] and chat.said[-1].endswith(".more") else "!skip")
        elif question and question.required:
            chat.tap(asked, question.options[0].id if question.options else "yes")
        else:
            chat.tap(asked, "!skip")
    return localised(next(e.case for e in chat.last.effects if e.kind == "send"))


def tell(chat: Chat, until: str) -> None:
    """Tick every tile and write a story wherever one can."""
    while chat.journey.asking != until:
        question = find(CONTENT, chat.journey, chat.journey.asking)
        assert question is not None
        if question.type == "several":
            chat.tap(question.id, tuple(o.id for o in question.options))
        elif question.template in ("title", "when", "words"):
            chat.send(text=STORY)
        else:
            chat.tap(question.id, "!skip")


def test_the_municipality_takes_in_a_life_told_at_the_greatest_length() -> None:
    """What the contract has no room for would be refused, and she would wait for an answer that never comes."""
    chat = at_part("title", kind="other")
    tell(chat, "stage_childhood")
    chat.tap("stage_childhood", "!done")
    while chat.journey.asking != "stage_adult":
        chat.tap(chat.journey.asking or "", "!skip")
    for _ in range(20):
        chat.tap("stage_adult", "paid_work")
        tell(chat, "stage_adult")
    case = sent(chat)
    assert len(case["life_line"]["events"]) == 21
    assert [f"{'/'.join(map(str, e.absolute_path))}: {e.validator}" for e in VALIDATOR.iter_errors(case)] == []
    assert case["life_line"]["events"][0]["words"]["text"].count("mormor") >= 2, "a title that is cut stands in full"


@pytest.mark.parametrize("said", ["900 år", "2045", "i 500 år"])
def test_nothing_lasts_longer_than_a_life(said: str) -> None:
    chat = at_part("long")
    chat.send(text=said)
    assert "e1_long" not in chat.journey.answers and chat.said[0] == "unclear.years"


def test_nothing_has_lasted_longer_than_the_time_since() -> None:
    chat = at_part("when", kind="help_home")
    chat.send(text="1988")
    chat.send(text="60 år")
    assert "e1_long" not in chat.journey.answers and chat.said == ["unclear.too_long", "q.long.ask"]
    chat.send(text="7 år")
    assert chat.journey.answers["e1_long"].number == 84


@pytest.mark.parametrize("said", ["2045", "12", "🙂🙂🙂", "...", "!!!", "_*_", "0"])
def test_a_number_or_a_sign_is_no_event(said: str) -> None:
    chat = at_stage("adult")
    chat.send(text=said)
    assert not chat.journey.events and chat.said == ["unclear.once", "stage.adult.ask"]


@pytest.mark.parametrize(
    ("said", "friendly"),
    [("2045", "unclear.future"), ("1950", "unclear.before_birth"), ("15", "unclear.when"), ("🙂", "unclear.when")],
)
def test_a_time_that_cannot_be_is_asked_about(said: str, friendly: str) -> None:
    chat = at_part("when")
    chat.send(text=said)
    assert chat.said == [friendly, "q.when.ask"] and "e1_when" not in chat.journey.answers
    chat.send(text="1990")
    assert chat.journey.answers["e1_when"].number == 1990


ODD = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raise %} ${x} {0.__class__}",
    '#eval("1") $ sqrt(x) $ *b* _i_ @ref',
    "%(asctime)s %s %n",
    "'; DROP TABLE journeys; --",
)


@pytest.mark.parametrize("said", ODD)
@pytest.mark.parametrize("part", ["title", "job", "did", "words"])
def test_what_only_looks_like_a_program_is_her_words_and_nothing_else(part: str, said: str) -> None:
    chat = at_part(part, "adult", "other" if part == "title" else "paid_work")
    chat.send(text=said)
    if chat.said[0] == "line.heard":
        chat.tap(chat.journey.asking or "", ())
    assert chat.journey.answers[f"e1_{part}"].words == said
    case = sent(chat)
    event = case["life_line"]["events"][0]
    shown = event["title"]["da"] if part == "title" else event["words"]["text"]
    assert shown == said
    assert not list(VALIDATOR.iter_errors(case))
