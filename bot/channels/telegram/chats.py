"""What is remembered of a chat while the process runs: whose turn it is, and ids of messages. Never a word.

Ids are kept so that old buttons can be taken away, and so that "hide" can delete what stands in the chat. Telegram lets
a bot delete for two days, so nothing older is kept; a restart forgets them all, and then she is told to delete the chat
herself. Several processes each remember their own part.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

DELETABLE = 47 * 3600.0  # seconds: Telegram's 48 hours, with time to spare
MOST_MESSAGES = 1_000  # of one chat
MOST_CHATS = 20_000
MOST_UPDATES = 10_000


@dataclass
class Chat:
    """One chat: `open` are messages whose buttons can still be tapped."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    open: list[int] = field(default_factory=list)
    messages: deque[tuple[int, float]] = field(default_factory=lambda: deque(maxlen=MOST_MESSAGES))

    def keep(self, message: int | None) -> None:
        """This message stands in the chat now."""
        if message is not None:
            self.messages.append((message, time.monotonic()))

    def taken(self) -> list[int]:
        """The messages that may still be deleted; they are forgotten here."""
        since = time.monotonic() - DELETABLE
        found = [message for message, at in self.messages if at > since]
        self.messages.clear()
        self.open.clear()
        return found


class Chats:
    """The chats of this process, the least recent forgotten first."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, Chat] = OrderedDict()
        self._updates: OrderedDict[int, None] = OrderedDict()

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[Chat]:
        """One thing at a time in each chat, first come first served."""
        known = self._chats.setdefault(chat, Chat())
        self._chats.move_to_end(chat)
        async with known.lock:
            yield known
        while len(self._chats) > MOST_CHATS:
            oldest, idle = next(iter(self._chats.items()))
            if idle.lock.locked():
                break
            del self._chats[oldest]

    def first(self, update: int) -> bool:
        """Whether this update is new. Telegram delivers one again when it did not hear our answer."""
        if update in self._updates:
            return False
        self._updates[update] = None
        if len(self._updates) > MOST_UPDATES:
            self._updates.popitem(last=False)
        return True
