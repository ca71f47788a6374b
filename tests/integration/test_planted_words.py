"""Planted words through the whole house, both sides running: no log and no second store holds what she said.

What she says yes to stands in the municipality's case, once; what she struck, what was urgent, what was not
understood and a CPR number stand nowhere; on the citizen's side nothing is readable at all, and after erasing it is
gone on both sides."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

SENT, NAME = "tiurfjer-marmelade", "Zyphrodite"
STRUCK, UNCLEAR, URGENT, CPR = "kvarkbolle-symfoni", "blåmejse-traktor", "min mand slår mig, quxbrik", "0708901234"


class House:
    """The files of the running house, and a citizen in it."""

    def __init__(self, data: Path, url: str) -> None:
        self._data, self._url, self._sender = data, f"{url}/webhooks/rest/webhook", f"planted-{uuid.uuid4()}"

    def say(self, message: str) -> list[dict[str, Any]]:
        body = {"sender": self._sender, "message": message, "metadata": {"language": "da"}}
        answers: list[dict[str, Any]] = httpx.post(self._url, json=body, timeout=30).json()
        assert answers
        return answers

    def tap(self, question: str, value: str) -> list[dict[str, Any]]:
        return self.say("/answer" + json.dumps({"q": question, "v": value}))

    def holding(self, words: str) -> set[str]:
        """The files whose bytes hold the words, as text or as JSON writes it."""
        wanted = {words.encode(), json.dumps(words)[1:-1].encode()}
        files = (path for path in self._data.rglob("*") if path.is_file() and "models" not in path.parts)
        return {path.name for path in files if any(form in path.read_bytes() for form in wanted)}


def _until(holds: Callable[[], bool], seconds: float = 40) -> bool:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if holds():
            return True
        time.sleep(0.3)
    return False


def _asked(answers: list[dict[str, Any]]) -> Iterator[str]:
    for answer in answers:
        yield (answer.get("metadata") or {}).get("question") or ""


@pytest.mark.usefixtures("exchange_worker")
def test_planted_words_are_only_where_she_said_yes(house: Any, bot_server: str) -> None:
    citizen = House(house.data, bot_server)
    citizen.say("hej")
    citizen.tap("adult", "yes")
    citizen.tap("keep", "yes")
    citizen.say(URGENT)
    citizen.tap("urgent", "no")
    citizen.say(f"Jeg drømmer om {SENT}, mit nummer er {CPR}")
    citizen.say(UNCLEAR)
    answers = citizen.tap("belief", "soon")
    for _ in range(40):
        asked = list(_asked(answers))[-1]
        if asked == "review":
            break
        answers = citizen.say(f"{STRUCK} og rengøring") if asked == "sectors" else citizen.tap(asked, "!skip")
    citizen.tap("review", "strike:sectors")
    citizen.tap("review", "ok")
    citizen.tap("reach", "school")
    citizen.say(NAME)
    for question, value in (("time", "!skip"), ("interpreter", "yes"), ("send", "yes")):
        citizen.tap(question, value)

    assert _until(lambda: bool(citizen.holding(SENT))), "her case did not arrive"
    municipality = {"handoff.sqlite3", "handoff.sqlite3-wal"}
    for words in (SENT, NAME):
        assert citizen.holding(words) <= municipality, words
    for words in (STRUCK, UNCLEAR, "quxbrik", CPR):
        assert citizen.holding(words) == set(), words

    citizen.say("slet alt")
    citizen.say("ja")
    assert _until(lambda: not citizen.holding(SENT) and not citizen.holding(NAME)), "erased, and still in a file"
