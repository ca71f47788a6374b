"""What Rasa keeps between messages: nothing; and who may handle a journey's message: one at a time.

The journey store is the only truth (actions/store). A tracker that remembers would hold what was said before consent,
grow slower with every turn, and be a second copy to erase.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore, RedisLockStore
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Every turn begins with an empty tracker, and nothing of it outlives the turn."""

    def __init__(self, domain: Domain | None = None, event_broker: Any = None, host: str | None = None) -> None:
        """The arguments are what Rasa gives a store named in endpoints.yml."""
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return None

    async def save(self, tracker: DialogueStateTracker) -> None:
        return None

    async def keys(self) -> Iterable[str]:
        return ()


class ProcessLocks(LockStore):
    """One turn at a time for each journey, first come first served, within this process.

    Rasa's own store polls once a second: a doubled tap would wait a whole second for its answer.
    """

    def __init__(self, endpoint_config: Any = None) -> None:
        super().__init__()
        self._locks: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the journey's lock; LockError after `lock_lifetime` seconds of waiting."""
        lock, users = self._locks.get(conversation_id, (asyncio.Lock(), 0))
        self._locks[conversation_id] = (lock, users + 1)
        try:
            try:
                await asyncio.wait_for(lock.acquire(), lock_lifetime)
            except asyncio.TimeoutError:
                raise LockError("this journey's earlier message is still being handled") from None
            try:
                yield TicketLock(conversation_id)
            finally:
                lock.release()
        finally:
            lock, users = self._locks[conversation_id]
            if users > 1:
                self._locks[conversation_id] = (lock, users - 1)
            else:
                del self._locks[conversation_id]


class RedisLocks(RedisLockStore):
    """The same over several processes, by Redis; looked at ten times a second instead of once."""

    def __init__(self, url: str) -> None:
        """`url` as redis://[user:password@]host[:port][/db], or rediss:// for TLS."""
        parts = urlsplit(url)
        super().__init__(
            host=parts.hostname or "localhost",
            port=parts.port or 6379,
            db=int(parts.path.strip("/") or 0),
            username=parts.username,
            password=parts.password,
            use_ssl=parts.scheme == "rediss",
            key_prefix="minvej",
        )

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LOCK_LIFETIME, wait_time_in_seconds: float = 0.1
    ) -> AsyncGenerator[TicketLock, None]:
        """Hold the journey's lock; LockError when the ticket expires first."""
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as ticket:
            yield ticket
