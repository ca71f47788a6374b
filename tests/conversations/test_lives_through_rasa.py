"""The lives of lives/*.yml through real Rasa over REST, each in every live language: here the words also pass the
channel, the NLU, the action and the store. What is suggested and handed over is checked by tests/unit/journey."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from actions.journey.lifeline import year
from actions.journey.model import Content, Journey
from tests.conversations.life_player import CONTENT, FILES, Player, read_life

LIVES = [pytest.param(path, language, id=f"{path.stem}-{language}") for path in FILES for language in CONTENT.languages]


@pytest.mark.parametrize(("path", "language"), LIVES)
def test_life(path: Path, language: str, talk: Callable[[Mapping[str, Any]], Any], content: Content) -> None:
    life = read_life(path)
    chat = talk({**life["given"], "language": language})

    def send(text: str = "", question: str = "", value: Any = None, **_: Any) -> Journey:
        chat.send(text or "/answer" + json.dumps({"q": question, "v": value}))
        journey: Journey = chat.journey
        return journey

    player = Player(life, language, send)
    player.play()
    journey, expected = chat.journey, life["expect"]
    assert journey.sent_revision == 1 and journey.campaign == life["given"].get("campaign")
    assert player.link
    kept = (e for e in journey.events if e.id not in journey.struck)
    assert [f"{e.kind} {year(journey, e.id) or ''}".strip() for e in kept] == expected["line"]
    assert set(expected["case"]["competences"]) <= {*player.offered, *expected["case"].get("added", ())}
    assert {player.event(kind).id for kind in expected.get("struck", ())} == set(journey.struck)
