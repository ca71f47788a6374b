"""What is handed over is Danish to the last Text, and her own words are left alone."""

from __future__ import annotations

import pytest

from actions import catalogue
from actions.journey.model import Text


@pytest.fixture(autouse=True)
def given_strings(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a": "Hun vil {what}.", "b": "arbejde", "c": "lære", "d": "{missing}|{what.__class__}"}
    monkeypatch.setattr(catalogue, "strings", lambda language: texts if language == "da" else {})


def test_every_text_is_rendered_wherever_it_stands() -> None:
    body = {"display": Text("b"), "list": [Text("a", {"what": Text("c")})], "n": 3, "none": None}
    assert catalogue.danish(body) == {"display": "arbejde", "list": ["Hun vil lære."], "n": 3, "none": None}


def test_a_tuple_of_texts_is_a_danish_list() -> None:
    assert catalogue.danish(Text("a", {"what": (Text("b"), Text("c"))})) == "Hun vil arbejde og lære."


@pytest.mark.parametrize("words", ["{what}", "{0.__class__}", "a", "%s"])
def test_her_words_are_never_read_as_a_template(words: str) -> None:
    assert catalogue.danish({"words": {"text": words}}) == {"words": {"text": words}}
    assert catalogue.danish(Text("a", {"what": words})) == f"Hun vil {words}."


def test_placeholders_reach_no_attributes_and_a_missing_argument_is_empty() -> None:
    assert catalogue.danish(Text("d", {"what": "x"})) == "|{what.__class__}"


def test_a_missing_label_does_not_lose_the_case_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert catalogue.danish({"display": Text("nowhere")}) == {"display": "nowhere"}
    assert "nowhere" in caplog.text
