"""Plays conversations through a REST channel, many at once, and keeps the time of every message."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Load:
    """What one load gave: seconds per message, the wall time, and messages that were not answered."""

    chats: int
    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    unanswered: int = 0

    @property
    def rate(self) -> float:
        """Messages per second."""
        return len(self.seconds) / self.wall if self.wall else 0.0

    def percentile(self, share: float) -> float:
        """The share-th smallest time of a message, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000


async def _chat(
    session: aiohttp.ClientSession, url: str, script: Sequence[str], metadata: Mapping[str, Any], load: Load
) -> None:
    sender = uuid.uuid4().hex
    for text in script:
        started = time.perf_counter()
        async with session.post(url, json={"sender": sender, "message": text, "metadata": dict(metadata)}) as response:
            answers = await response.json()
            if response.status != 200 or not answers:
                load.unanswered += 1
        load.seconds.append(time.perf_counter() - started)


async def _play(url: str, script: Sequence[str], metadata: Mapping[str, Any], at_once: int, chats: int) -> Load:
    load, waiting = Load(at_once), list(range(chats))
    timeout = aiohttp.ClientTimeout(total=300)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as session:

        async def worker() -> None:
            while waiting:
                waiting.pop()
                await _chat(session, url, script, metadata, load)

        started = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(at_once)))
        load.wall = time.perf_counter() - started
    return load


def play(url: str, script: Sequence[str], metadata: Mapping[str, Any], at_once: int, chats: int) -> Load:
    """`chats` conversations of `script` (texts), `at_once` of them in parallel, each under a sender of its own."""
    return asyncio.run(_play(url, script, metadata, at_once, chats))
