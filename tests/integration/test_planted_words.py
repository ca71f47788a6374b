"""Planted words through the whole house, both sides running: no log and no second store holds what she said.

What she says yes to stands in the municipality's case, once; what she struck, what was urgent, what was not
understood and a CPR number stand nowhere; on the citizen's side nothing is readable at all, and after erasing it is
gone on both sides. The same holds of her life, whose words go into papers too: they are in no log and no address."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.journey.model import Journey
from actions.store import Store
from tests.integration.handoff.pdftext import pages
from tests.integration.web.lives import store_of

SENT, NAME = "tiurfjer-marmelade", "Zyphrodite"
STRUCK, UNCLEAR, URGENT, CPR = "kvarkbolle-symfoni", "blåmejse-traktor", "min mand slår mig, quxbrik", "0708901234"

TITLE, DID, SENTENCE, DATED = "zumbaflet", "snurrekragl", "kvitterfjong", "lampretsommeren"
STRUCK_TITLE, STRUCK_SENTENCE = "hejrekvadrille", "pindsvinepolka"


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

    def stored(self, store: Store) -> Journey:
        """Her journey as the bot's side keeps it, unsealed."""
        found = store.find("rest", self._sender)
        assert found is not None
        return found.journey

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


@pytest.mark.usefixtures("exchange_worker")
def test_planted_words_of_a_life_are_in_no_log_no_address_and_no_other_store(house: Any, bot_server: str) -> None:
    citizen = House(house.data, bot_server)
    citizen.say("hej")
    for question, value in (("adult", "yes"), ("keep", "yes")):
        answers = citizen.tap(question, value)
    while list(_asked(answers))[-1] != "lifeline":
        answers = citizen.tap(list(_asked(answers))[-1], "!skip")
    citizen.tap("lifeline", "yes")
    citizen.tap("born", "!skip")
    for title, sentence in ((TITLE, SENTENCE), (STRUCK_TITLE, STRUCK_SENTENCE)):
        citizen.tap("stage_childhood", "other")
        citizen.say(f"Min {title}")
        event = list(_asked(citizen.say(f"i {DATED}")))[-1].partition("_")[0]
        citizen.tap(f"{event}_long", "!skip")
        citizen.say(f"Jeg fandt en {DID}")
        citizen.tap(f"{event}_how", "!skip")
        answers = citizen.say(f"Det var en {sentence}")
    while list(_asked(answers))[-1] != "line":
        asked = list(_asked(answers))[-1]
        answers = citizen.tap(asked, "!done" if asked == "stage_childhood" else "!skip")
    citizen.tap("line", "strike:e2")
    answers = citizen.tap("line", "ok")
    while list(_asked(answers))[-1] != "papers":
        answers = citizen.tap(list(_asked(answers))[-1], "!skip")
    citizen.tap("papers", "make")

    store = store_of(house)
    link = str(citizen.stored(store).replies[0].text.args["link"])
    store.database.engine.dispose()
    with httpx.Client(base_url=bot_server, headers={"Origin": bot_server}, timeout=60) as browser:
        page = browser.get(f"/p/{link}")
        made = {name: browser.post(f"/p/{link}/{name}") for name in ("life_line.pdf", "cv.pdf", "cv.docx")}
        assert [answer.status_code for answer in (page, *made.values())] == [200] * 4
        written = "".join(pages(made["life_line.pdf"].content))
        assert TITLE in written and DID in written and SENTENCE in written
        assert STRUCK_TITLE not in written and STRUCK_SENTENCE not in written
        addresses = "".join(re.findall(r'(?:href|src|action|formaction)="([^"]*)"', page.text))
        addresses += "".join(str(value) for answer in made.values() for value in answer.headers.values())
        planted = (TITLE, DID, SENTENCE, DATED, STRUCK_TITLE, STRUCK_SENTENCE)
        assert not [words for words in planted if words in addresses]
        assert not [words for words in planted if citizen.holding(words)], "nothing is handed over yet"

        for question, value in (("explore", "no"), ("carpet", "!done"), ("review", "ok"), ("reach", "school")):
            citizen.tap(question, value)
        for question in ("name", "time"):
            citizen.tap(question, "!skip")
        for question, value in (("interpreter", "!skip"), ("send", "yes")):
            citizen.tap(question, value)
        assert _until(lambda: bool(citizen.holding(SENTENCE))), "her case did not arrive"
        for words in (TITLE, DID, SENTENCE, DATED):
            assert citizen.holding(words) <= {"handoff.sqlite3", "handoff.sqlite3-wal"}, words
        for words in (STRUCK_TITLE, STRUCK_SENTENCE):
            assert citizen.holding(words) == set(), words

        citizen.say("slet alt")
        citizen.say("ja")
        assert browser.get(f"/p/{link}").status_code == 404
        assert browser.post(f"/p/{link}/cv.pdf").status_code == 404
    assert _until(lambda: not citizen.holding(SENTENCE) and not citizen.holding(TITLE)), "erased, and still in a file"
