"""Replies into a chat that stays tidy: below the last message there is one question, and its buttons are the only ones.

A tapped message shows what she chose and loses its buttons. Where the tap leads to the same question again (a tick, the
life line rearranged), that message changes in place. After a failure nothing is taken away: she can tap again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any

from actions.catalogue import FAILED
from actions.journey.model import DONE, Reply, Text
from bot.channels.grammar import payload
from bot.channels.telegram.api import Api
from bot.channels.telegram.chats import Chat
from bot.channels.telegram.outbound import Out, Rows, Speaker, settled
from bot.channels.telegram.updates import Tap
from bot.nlg import CHOSEN


class Delivery:
    """Says things in chats."""

    def __init__(self, api: Api, speaker: Speaker) -> None:
        self._api, self.speaker = api, speaker

    async def deliver(
        self, chat_id: int, chat: Chat, replies: Sequence[Reply], language: str | None, tap: Tap | None = None
    ) -> None:
        """Say the replies, in answer to a tap or to anything else."""
        outs = self.speaker.messages(replies, language)
        if any(reply.text.id == FAILED for reply in replies):
            await self._send(chat_id, chat, outs, [])
        elif not (tap and await self._changed(chat_id, chat, outs, tap)):
            old = [m for m in chat.open if tap is None or m != tap.message]
            settling: list[Coroutine[Any, Any, object]] = [self._api.strip(chat_id, message) for message in old]
            if tap:
                settling.append(self.settle(chat_id, tap))
            chat.open.clear()
            await self._send(chat_id, chat, outs, settling)

    async def remark(
        self, chat_id: int, chat: Chat, text_id: str, language: str | None, keys: Rows = (), about: int | None = None
    ) -> None:
        """Say what belongs to no turn of a journey; what is open stays open. `about` is the message it answers."""
        for out in self.speaker.messages([Reply(Text(text_id))], language):
            chat.keep(await self._api.send(chat_id, replace(out, keys=keys), about))

    async def _send(
        self, chat_id: int, chat: Chat, outs: Sequence[Out], beside: Sequence[Coroutine[Any, Any, object]]
    ) -> None:
        settling = asyncio.gather(*beside)
        for out in outs:
            sent = await self._api.send(chat_id, out)
            chat.keep(sent)
            if sent is not None and out.keys:
                chat.open.append(sent)
        await settling

    async def _changed(self, chat_id: int, chat: Chat, outs: Sequence[Out], tap: Tap) -> bool:
        """Whether the tapped message could become what is asked now."""
        tapped, last = payload(tap.data), outs[-1]
        # What is too long for one message stands in several, and only the last has changed: it holds the buttons.
        same = len(outs) == 1 or last.text.strip() == tap.text
        if not (same and last.keys and tapped and last.question == tapped[0]):
            return False
        if not await self._api.edit(chat_id, tap.message, last.text, last.keys):
            return False
        if tap.message not in chat.open:
            chat.open.append(tap.message)
        return True

    async def settle(self, chat_id: int, tap: Tap) -> None:
        """What she chose, on the old message, instead of its buttons."""
        text = settled(tap.text, _chosen(tap)) if tap.text else None
        if text is None:
            await self._api.strip(chat_id, tap.message)
        else:
            await self._api.edit(chat_id, tap.message, text, entities=tap.entities)


def _chosen(tap: Tap) -> list[str]:
    """The title that was tapped; for "done", the titles that were ticked."""
    read = payload(tap.data)
    ticked = [title for title, _ in tap.keys if title.startswith(CHOSEN)]
    if read and read[1] == DONE and ticked:
        return ticked
    return [title for title, data in tap.keys if data == tap.data][:1]
