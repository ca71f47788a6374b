"""What is handed over is Danish to the last Text, and her own words are left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.catalogue import DANISH, Catalogue
from actions.journey.model import Text

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

"""
BOT = {"a": "Hun vil {what}.", "b": "arbejde", "d": "{missing}|{what.__class__}"}
CASE = {"c": "lære"}


@pytest.fixture
def danish(tmp_path: Path) -> Any:
    folder = tmp_path / "da" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain, texts in (("bot", BOT), ("case", CASE)):
        entries = "\n".join(f'msgid "{msgid}"\nmsgstr "{text}"\n' for msgid, text in texts.items())
        (folder / f"{domain}.po").write_text(PO + entries, "utf-8")
    texts = Catalogue(tmp_path, ("bot", "case"), missing=None)
    return lambda value: texts.rendered(value, DANISH)


def test_every_text_is_rendered_wherever_it_stands(danish: Any) -> None:
    body = {"display": Text("b"), "list": [Text("a", {"what": Text("c")})], "n": 3, "none": None}
    assert danish(body) == {"display": "arbejde", "list": ["Hun vil lære."], "n": 3, "none": None}


def test_a_tuple_of_texts_is_a_danish_list(danish: Any) -> None:
    assert danish(Text("a", {"what": (Text("b"), Text("c"))})) == "Hun vil arbejde og lære."


@pytest.mark.parametrize("words", ["{what}", "{0.__class__}", "a", "%s"])
def test_her_words_are_never_read_as_a_template(danish: Any, words: str) -> None:
    assert danish({"words": {"text": words}}) == {"words": {"text": words}}
    assert danish(Text("a", {"what": words})) == f"Hun vil {words}."


def test_placeholders_reach_no_attributes_and_a_missing_argument_is_empty(danish: Any) -> None:
    assert danish(Text("d", {"what": "x"})) == "|{what.__class__}"


def test_a_missing_label_does_not_lose_the_case_and_is_logged(danish: Any, caplog: pytest.LogCaptureFixture) -> None:
    assert danish({"display": Text("nowhere")}) == {"display": "nowhere"}
    assert "nowhere" in caplog.text
