"""Conversations through real Rasa in a chat of Telegram (the stand-in of its Bot API). The same steps as in the folder
above, to be read by a caseworker, and what only Telegram has:

name, given {language: of her Telegram}, then      as above; her journey is found by her chat
steps:
  - citizen: "/start skole-1"            she writes
  - taps: q.adult.o.yes                  she taps a button, named by its message id or its picture (or a list)
  - until: q.lifeline.ask                 she skips until it says this
  - sends: {sticker: {…}}                she sends something else than words; edits: "…" changes her last message
  - bot: [q.keep.ask]                    in what is new in the chat, sent or changed, it says these, in this order; the
                                         last is the last it says. `not`: it does not say these
    in_place: true                       nothing new was sent: the message she tapped has changed
    chosen: [q.hope.o.money]             the message she tapped shows these, and has no buttons any more
    buttons: 1                           so many messages in the chat have buttons
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions.catalogue import Catalogue
from actions.journey.model import Journey, Text
from actions.settings import Settings
from actions.store import Store, open_store
from bot.channels.telegram.outbound import RLM
from bot.nlg import CHOSEN
from tests.conftest import House
from tests.conversations.conftest import AnyArguments, pattern
from tests.conversations.test_conversations import check_stored
from tests.standins.botapi import BotApi, Json
from tests.standins.botapi_people import Person, keys

FILES = sorted(Path(__file__).parent.glob("*.yml"))
STEP = {"citizen", "taps", "until", "sends", "edits", "bot", "not", "in_place", "chosen", "buttons"}

MOST = 40  # questions that are skipped


class Chat:
    """One conversation in Telegram; `new` is what the bot has said or changed at the last step."""

    def __init__(self, api: BotApi, store: Store, given: Mapping[str, Any]) -> None:
        self.person = Person(api, given.get("telegram", "da"))
        self.language = given["language"]
        self._catalogue, self._store = Catalogue(), store
        self.new: list[Json] = []
        self._last: Json = {}
        self._known: set[int] = set()
        self.tapped: Json = {}

    def does(self, step: Mapping[str, Any]) -> None:
        """Write, send, change or tap."""
        self._known = {m["message_id"] for m in self.person.bots}
        if "citizen" in step:
            self._last = self.person.send(text=step["citizen"])
        if "sends" in step:
            self._last = self.person.send(**step["sends"])
        if "edits" in step:
            self.person.edit(self._last, step["edits"])
        for text_id in _listed(step.get("taps", [])):
            self._tap(text_id)
        self.new = self.person.look()
        for _ in range(MOST if "until" in step else 0):
            if self.says(step["until"]):
                break
            self.person.send(text="/skip")
            self.new = self.person.look()

    def _tap(self, text_id: str) -> None:
        wanted = pattern(self.text(text_id))
        for message in reversed(self.person.bots):
            for key in keys(message):
                title = key["text"].removeprefix(CHOSEN)
                without_picture = title.partition(" ")[2]
                if text_id == title or wanted.fullmatch(title) or wanted.fullmatch(without_picture):
                    self.tapped = message
                    self.person.tap_on(message, key["callback_data"])
                    return
        pytest.fail(f"no button {text_id} among {[key['text'] for m in self.person.bots for key in keys(m)]}")

    def text(self, text_id: str) -> str:
        """A message in the language of the conversation, with any arguments."""
        return self._catalogue.text(Text(text_id, AnyArguments()), self.language)

    @property
    def said(self) -> list[str]:
        """The paragraphs that are new in the chat, or stand over new buttons; a file that came by then says nothing."""
        messages = [m for m in self.new if "text" in m and (keys(m) or m["message_id"] not in self._known)]
        return [part for m in messages for part in m["text"].replace(RLM, "").strip().split("\n\n")]

    def says(self, text_id: str) -> list[int]:
        """At which places this message was said, with a picture before it or without."""
        wanted = pattern(self.text(text_id))
        firsts = [part.split("\n")[0] for part in self.said]
        return [n for n, said in enumerate(firsts) if any(map(wanted.fullmatch, (said, said.partition(" ")[2])))]

    @property
    def journey(self) -> Journey:
        """What is stored of this conversation."""
        found = self._store.find("telegram", str(self.person.number))
        assert found is not None, "nothing is stored of this conversation"
        return found.journey


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation_in_telegram(path: Path, telegram: BotApi, house: House) -> None:
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    store = open_store(Settings(environment="development", data=house.data, journey_key=key))
    before, refused = len(telegram.calls), len(telegram.answers)
    chat = Chat(telegram, store, script["given"])
    for number, step in enumerate(script["steps"], 1):
        assert set(step) <= STEP, f"step {number} of {path.name}: {sorted(step)}"
        chat.does(step)
        _check(chat, step, f"step {number} of {path.name}")
    if "then" in script:
        check_stored(chat.journey, script["then"])
    assert [(c.method, c.given) for c in telegram.calls[before:] if c.status != 200] == []
    assert set(telegram.answers[refused:]) == {200}


def _check(chat: Chat, step: Mapping[str, Any], where: str) -> None:
    place = -1
    for text_id in step.get("bot", []):
        later = [p for p in chat.says(text_id) if p > place]
        assert later, f"{where}: {text_id} was not said, or not in this order, in {chat.said}"
        place = later[0]
    if step.get("bot"):
        assert chat.says(step["bot"][-1])[-1] == len(chat.said) - 1, f"{where}: {step['bot'][-1]} is not last"
    for text_id in step.get("not", []):
        assert not chat.says(text_id), f"{where}: {text_id} was said in {chat.said}"
    if step.get("in_place"):
        assert [m["message_id"] for m in chat.new] == [chat.tapped["message_id"]], f"{where}: {chat.said}"
    for text_id in step.get("chosen", []):
        assert not keys(chat.tapped), f"{where}: what was tapped still has its buttons"
        assert chat.text(text_id) in chat.tapped["text"].splitlines()[-1], f"{where}: {chat.tapped['text']}"
    if "buttons" in step:
        assert sum(bool(keys(m)) for m in chat.person.bots) == step["buttons"], where


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
