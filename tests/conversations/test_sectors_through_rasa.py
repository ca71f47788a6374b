"""The conversations of sectors/*.yml through real Rasa over REST: looking at work, asking on the way, handing over.

Written like those of test_conversations.py, and what only they have:
  - until: q.explore.ask     a step: she skips until this is asked (what cannot be skipped she says yes to)
then:
  explored:                  what goes to the caseworker of it; what is named here must be so, and `chosen`, `topics`
    sectors: {hotel: {before: paid, like: "yes", skills: [make_bed], words: 2}}      and the names of sectors are all
    chosen: [hotel, childcare]
    steps: {hotel: visit}    where on the path she could begin
    first_visit: nursing_home
    topics: [hours, amu]
    asked: "…"
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.catalogue import localised
from actions.journey import explored
from actions.journey.model import Content
from tests.conversations.test_conversations import check_said, check_stored

FILES = sorted((Path(__file__).parent / "sectors").glob("*.yml"))
REQUIRED = {"adult": "yes", "keep": "yes", "review": "ok", "reach": "school", "send": "yes"}
MOST = 60  # questions; more would be a loop


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_sectors(path: Path, talk: Callable[[Mapping[str, Any]], Any], content: Content) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    chat = talk(script["given"])
    for number, step in enumerate(script["steps"], 1):
        where = f"step {number} of {path.name}: {step}"
        assert set(step) <= {"citizen", "taps", "until", "bot", "not"}, where
        if "citizen" in step:
            chat.send(step["citizen"])
        taps = step.get("taps", [])
        for button in taps if isinstance(taps, list) else [taps]:
            chat.tap(button)
        if "until" in step:
            _until(chat, step["until"])
        check_said(chat, step, where)
    expected = dict(script["then"])
    _check_explored(content, chat.journey, expected.pop("explored"))
    check_stored(chat.journey, expected)


def _until(chat: Any, text_id: str) -> None:
    for _ in range(MOST):
        if chat.says(text_id):
            return
        asked = chat.question
        assert asked is not None, f"{text_id} was never said"
        chat.send("/answer" + json.dumps({"q": asked, "v": REQUIRED.get(asked, "!skip")}))
    raise AssertionError(f"{text_id} was never said")


def _check_explored(content: Content, journey: Any, expected: Mapping[str, Any] | None) -> None:
    found = localised(explored.build(content, journey))
    if expected is None:
        assert found is None
        return
    assert set(expected) <= {"sectors", "chosen", "steps", "first_visit", "topics", "asked"}
    sectors = {sector["sector"]["code"]: sector for sector in found["sectors"]}
    assert list(sectors) == list(expected.get("sectors", {}))
    for name, said in expected.get("sectors", {}).items():
        assert {part: _plain(sectors[name], part) for part in said} == said, name
    assert [sector["code"] for sector in found["chosen"]] == expected.get("chosen", [])
    assert {path["sector"]["code"]: path["step"]["code"] for path in found["paths"]} == expected.get("steps", {})
    assert (found["first_visit"] or {"employer": {"code": None}})["employer"]["code"] == expected.get("first_visit")
    assert [topic["code"] for topic in found["topics"]] == expected.get("topics", [])
    assert (found["asked"] or {"text": None})["text"] == expected.get("asked")


def _plain(sector: Mapping[str, Any], part: str) -> Any:
    told = sector[part]
    if part == "words":
        return len(told)
    return [coded["code"] for coded in told] if part == "skills" else told and told["code"]
