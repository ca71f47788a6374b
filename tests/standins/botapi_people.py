"""Who writes to the bot in a test: a person with her chat as her Telegram would show it, or a group (for botapi.py)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from tests.standins.botapi import BOT, TWO_DAYS, BotApi, Chat, Json, membership


class Person:
    """Somebody in a private chat with the bot."""

    def __init__(self, api: BotApi, language: str = "da") -> None:
        self._api, self.number = api, api.new_number()
        number = self.number
        self.name = f"Navnlig{number}"
        self.user = {"id": number, "is_bot": False, "first_name": self.name, "language_code": language}
        self.chat = Chat({"id": number, "type": "private", "first_name": self.name, "username": f"brugernavn{number}"})
        self._seen: dict[int, Json] = {}

    def send(self, wait: bool = True, **what: Any) -> Json:
        """Send anything: text="…", sticker={…}. Returns the update."""
        self._api.chats[self.number] = self.chat
        self.chat.blocked = ""
        self.look()
        message = self._api.new_message(self.chat, what, self.user)
        return self._api.deliver({"message": message}, wait)

    def edit(self, update: Json, text: str) -> None:
        """Change a message that was sent."""
        self.look()
        message = self.chat.messages[update["message"]["message_id"]]
        message |= {"text": text, "edit_date": int(time.time())}
        self._api.deliver({"edited_message": message})

    def tap(self, title: str | Callable[[str], bool], wait: bool = True) -> Json:
        """Tap the lowest button with this title (or one that the function accepts)."""
        fits = title if callable(title) else lambda shown: shown == title
        for message in reversed(list(self.chat.messages.values())):
            for key in keys(message):
                if "callback_data" in key and fits(key["text"]):
                    return self.tap_on(message, key["callback_data"], wait)
        raise AssertionError(
            f"no such button among {[k['text'] for m in self.chat.messages.values() for k in keys(m)]}"
        )

    def tap_on(self, message: Json, data: str, wait: bool = True) -> Json:
        """Tap a button of this message."""
        self.look()
        about = json.loads(json.dumps(message))
        if message["date"] < time.time() - TWO_DAYS:
            about = {"chat": self.chat.info, "message_id": message["message_id"], "date": 0}
        query = {"id": self._api.new_query(), "from": self.user, "chat_instance": "1", "data": data, "message": about}
        return self._api.deliver({"callback_query": query}, wait)

    def block(self) -> None:
        """Block the bot: Telegram tells it, and lets it write no more."""
        self.chat.blocked = "bot was blocked by the user"
        self._api.deliver({"my_chat_member": membership(self.chat.info, "member", "kicked")})

    def look(self) -> list[Json]:
        """What the bot has said or changed since she looked last (also called before she does anything)."""
        new = [m for m in self.bots if self._seen.get(m["message_id"]) != m]
        self._seen = {m["message_id"]: json.loads(json.dumps(m)) for m in self.bots}
        return new

    @property
    def bots(self) -> list[Json]:
        """The bot's messages that stand in the chat."""
        return [m for m in list(self.chat.messages.values()) if m["from"]["id"] == BOT["id"]]

    def heard(self, count: int, seconds: float = 20.0) -> list[Json]:
        """Wait until the bot has said or changed so many messages: where nothing tells when it is done."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            new = [m for m in self.bots if self._seen.get(m["message_id"]) != m]
            if len(new) >= count:
                return self.look()
            time.sleep(0.02)
        raise AssertionError(f"only {[m.get('text') for m in self.look()]} in {seconds:.0f} s")


def keys(message: Json) -> list[Json]:
    """The buttons of a message, row after row."""
    return [key for row in (message.get("reply_markup") or {}).get("inline_keyboard", []) for key in row]


def group(api: BotApi, number: int, kind: str = "supergroup") -> Chat:
    """A group (or channel) that the bot is put into; it is told so."""
    chat = api.chats[number] = Chat({"id": number, "type": kind, "title": "Holdet"})
    api.deliver({"my_chat_member": membership(chat.info, "left", "member")})
    return chat
