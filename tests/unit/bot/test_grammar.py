"""What may come in: a button's payload keeps its slash, everything else is words, and nothing makes it raise."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.content_loader import load_content
from actions.journey.model import Journey
from actions.journey.speech import ask, options
from actions.journey.speech import payload as button_payload
from bot.channels.grammar import MAX_TEXT, inbound, payload, stated


def _entities(text: str) -> dict[str, object]:
    parsed = inbound(text).parse_data
    assert parsed is not None and parsed["intent"]["name"] == "answer"
    return {entity["entity"]: entity["value"] for entity in parsed["entities"]}


def test_every_button_of_every_question_is_a_payload() -> None:
    content = load_content()
    for question in content.questions:
        for button in ask(content, Journey("j"), question, masked=False).buttons:
            data = json.loads(button.payload.removeprefix("/answer"))
            assert _entities(button.payload) == {"q": data["q"], "v": data["v"]}
        for option in options(question):
            assert payload(button_payload(question.id, option.id)) == (question.id, option.id)


@pytest.mark.parametrize(
    "text",
    [
        '/answer{"q":"menu","v":"why"}',
        '/answer{"q":"review","v":"strike:worked"}',
        '/answer{"q": "hope", "v": ["money", "people"]}',
        '  /answer{"q":"urgent","v":"violence"}  ',
        '/answer{"q":"worked","v":"!skip"}',
        '/answer{"q":"hope","v":"+money"}',
    ],
)
def test_payloads(text: str) -> None:
    assert set(_entities(text)) == {"q", "v"}


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        "//restart",
        " / /restart",
        "／restart",
        "/session_start",
        "/action_step",
        "/cmd_erase",
        "/inform{}",
        '/answer{"q":"worked"}',
        '/answer{"q":"worked","v":"abroad","x":1}',
        '/answer{"q":"worked","v":{"a":1}}',
        '/answer{"q":"worked","v":"<script>"}',
        '/answer{"q":"Worked; drop","v":"abroad"}',
        '/answer{"q":"worked","v":["abroad",1]}',
        '/answer{"q":"worked","v":"abroad"} and more',
        "/answer" + "[" * 5000,
        '/answer{"q":' + "[" * 1500 + "}",
    ],
)
def test_anything_else_with_a_slash_is_words(text: str) -> None:
    read = inbound(text)
    assert read.parse_data is None
    assert read.text and not read.text.startswith("/")


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "/", " // ", None, 7, ["ja"], {"a": 1}])
def test_nothing_said_is_read_as_nothing_and_still_answered(text: object) -> None:
    read = inbound(text)
    assert read.text == ""
    assert read.parse_data is not None and read.parse_data["intent"]["name"] == "nlu_fallback"


def test_long_words_are_cut() -> None:
    assert len(inbound("a" * 100_000).text) == MAX_TEXT


def test_a_cpr_number_is_masked_before_rasa_sees_it() -> None:
    read = inbound("mit nummer er 010190-1234 tak")
    assert read.masked_cpr
    assert "1234" not in read.text and "0101" not in read.text


@given(st.text())
def test_whatever_is_typed_never_steers_rasa(text: str) -> None:
    read = inbound(text)
    assert read.parse_data is not None or not read.text.lstrip().startswith("/")
    assert len(read.text) <= MAX_TEXT


@given(st.text())
def test_whatever_is_put_in_an_envelope(text: str) -> None:
    read = inbound("/answer" + text)
    if read.parse_data and read.parse_data["intent"]["name"] == "answer":
        assert payload("/answer" + text)


def test_stated_keeps_only_what_is_well_formed() -> None:
    good = {"language": "ar", "campaign": "sprogskole-1", "message_id": "a1", "turn": 4, "masked": False}
    assert stated({**good, "intent": "cmd_erase", "masked_cpr": True}) == good
    assert stated({"language": "ar\n", "campaign": "x" * 65, "message_id": {}, "turn": True, "masked": 0}) == {}
    assert stated(None) == stated("x") == stated([1]) == {}
