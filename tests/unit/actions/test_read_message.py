"""Rasa's latest message becomes the core's."""

from __future__ import annotations

from typing import Any

from actions.journey.model import Message
from actions.turn import read_message


def latest(text: str = "", intent: str = "inform", *entities: tuple[str, Any], **metadata: Any) -> dict[str, Any]:
    listed = [{"entity": entity, "value": value} for entity, value in entities]
    return {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": listed, "metadata": metadata}


def test_words_with_what_the_nlu_saw_and_the_channel_stated() -> None:
    given = latest(
        "jeg kan lide køkken og børn", "inform", ("option", "sectors/kitchen"), ("option", "sectors/childcare"),
        ("option", "sectors/kitchen"), ("option", "help/people"), ("urgent", "violence"),
        language="ar", campaign="sprogskole-1", message_id="m1", turn=7,
    )  # fmt: skip
    assert read_message(given) == Message(
        text="jeg kan lide køkken og børn",
        intent="inform",
        confidence=0.9,
        urgent="violence",
        found={"sectors": ("kitchen", "childcare"), "help": ("people",)},
        id="m1",
        turn=7,
        language="ar",
        campaign="sprogskole-1",
    )


def test_a_button() -> None:
    given = latest('/answer{"q":"worked","v":"abroad"}', "answer", ("q", "worked"), ("v", "abroad"), turn=3)
    assert read_message(given) == Message(question="worked", value="abroad", turn=3)


def test_ticked_boxes_from_our_channels_and_from_rasas_own_parser() -> None:
    expected = Message(question="sectors", value=("care", "kitchen"))
    assert read_message(latest("", "answer", ("q", "sectors"), ("v", ["care", "kitchen"]))) == expected
    assert read_message(latest("", "answer", ("q", "sectors"), ("v", "care"), ("v", "kitchen"))) == expected
    assert read_message(latest("", "answer", ("q", "sectors"), ("v", []))) == Message(question="sectors", value=())


def test_words_that_only_look_like_a_button_stay_words() -> None:
    assert read_message(latest("q", "inform", ("q", "worked"), ("v", "abroad"))).question is None


def test_a_cpr_number_goes_no_further_and_is_told_of() -> None:
    actual = read_message(latest("mit cpr er 010190-1234"))
    assert "1234" not in actual.text and "010190" not in actual.text
    assert actual.masked_cpr
    assert read_message(latest("jeg er 34", masked_cpr=True)).masked_cpr


def test_rasas_empty_message() -> None:
    assert read_message({"text": None, "intent": {}, "entities": None, "metadata": None}) == Message()
