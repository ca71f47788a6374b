"""Talks with the real bot over its REST channel, as a citizen would, and looks into the journey store afterwards.

What the bot says is recognised by message id, in the language of the talk, whatever its arguments are; what a citizen
taps is named by the button's message id. So a conversation can be read and written without knowing any payload.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from actions.catalogue import Catalogue
from actions.content_loader import load_content
from actions.journey.model import Content, Journey, Text
from actions.settings import Settings
from actions.store import Store, open_store
from bot.nlg import CHOSEN

SLOT = "\ue000"  # stands for any argument


class AnyArguments(Mapping[str, str]):
    """Arguments that have every name, so that a message can be recognised by what stands around them."""

    def __getitem__(self, name: str) -> str:
        return SLOT

    def __contains__(self, name: object) -> bool:
        return True

    def get(self, name: str, default: Any = None) -> Any:
        return default

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Talk:
    """One conversation. `replies` are the bot's answers to the last message, `buttons` what can be tapped now."""

    def __init__(self, url: str, given: Mapping[str, Any], catalogue: Catalogue, store: Store) -> None:
        self.sender = f"test-{uuid.uuid4()}"
        self._url, self._catalogue, self._store = f"{url}/webhooks/rest/webhook", catalogue, store
        self.language = given.get("language") or "da"
        self._metadata = {name: given[name] for name in ("language", "campaign") if name in given}
        self.replies: list[dict[str, Any]] = []

    def send(self, message: str) -> None:
        """Say or send anything; the bot must answer."""
        body = {"sender": self.sender, "message": message, "metadata": self._metadata}
        response = httpx.post(self._url, json=body, timeout=30)
        assert response.status_code == 200
        self.replies = response.json()
        assert self.replies, f"silence after {message!r}"

    def tap(self, text_id: str) -> None:
        """Tap the button with this message id."""
        title = self._catalogue.text(Text(text_id, AnyArguments()), self.language)
        wanted = pattern(title)
        buttons = [b for reply in self.replies for b in reply.get("buttons", [])]
        fitting = [b["payload"] for b in buttons if wanted.fullmatch(b["title"].removeprefix(CHOSEN))]
        assert fitting, f"no button {text_id} ({title!r}) among {[b['title'] for b in buttons]}"
        self.send(fitting[-1])

    def says(self, text_id: str) -> list[int]:
        """At which places among the replies this message was said."""
        wanted = pattern(self._catalogue.text(Text(text_id, AnyArguments()), self.language))
        return [place for place, reply in enumerate(self.replies) if wanted.fullmatch(reply["text"].split("\n")[0])]

    @property
    def question(self) -> str | None:
        """What the last reply asks."""
        return self.replies[-1]["metadata"]["question"]

    @property
    def journey(self) -> Journey:
        """What is stored of this conversation."""
        found = self._store.find("rest", self.sender)
        assert found is not None, "nothing is stored of this conversation"
        return found.journey


def pattern(text: str) -> re.Pattern[str]:
    """The first line of a text with anything in its argument's places, isolated or not."""
    return re.compile(re.sub(f"\u2068?{SLOT}\u2069?", ".*", re.escape(text.split("\n")[0])))


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content()


@pytest.fixture(scope="session")
def talk(bot_server: str, house: Any) -> Callable[[Mapping[str, Any]], Talk]:
    """Begin a conversation: `talk({"language": …, "campaign": …})`."""
    catalogue = Catalogue()
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    store = open_store(Settings(environment="development", data=house.data, journey_key=key))
    return lambda given: Talk(bot_server, given, catalogue, store)
