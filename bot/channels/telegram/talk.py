"""What comes of what she does in a chat: turns of the journey, and what only Telegram has.

The journey is found by the chat's id, as on the page by the session's token; each turn is a real one of Rasa. A chat's
messages are handled one after the other, and the same delivery twice is answered once. Something is always said.

The store is asked beside the event loop: a database that lets one wait must not keep everyone waiting.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Literal
from uuid import uuid4

from rasa.core.channels.channel import OutputChannel, UserMessage
from telegram import Update

from actions.catalogue import FAILED
from actions.codec import load_reply
from actions.documents import Documents, NotMade, Wish
from actions.journey import papers
from actions.journey.flow import find
from actions.journey.model import URGENT, Content, Journey, Reply, Text
from actions.journey.speech import payload
from actions.store import Loaded, Stale, Store
from actions.store.photos import MAX_BYTES, NoPhoto, safe
from bot.channels.grammar import payload as pressed
from bot.channels.telegram.api import Api
from bot.channels.telegram.chats import Chat, Chats
from bot.channels.telegram.deliver import Delivery
from bot.channels.telegram.outbound import Key
from bot.channels.telegram.updates import PHOTO, Heard, Tap, read, receipt
from bot.channels.web.arrival import SHUT
from bot.logs import where

logger = logging.getLogger(__name__)

CHANNEL: Literal["telegram"] = "telegram"
GO_ON = payload(URGENT, "no")  # asks what is open, with nothing said before it


class Collected(OutputChannel):
    """The replies of one turn, and the language they are in."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.language: str | None = None

    @classmethod
    def name(cls) -> str:
        """Rasa's name for it."""
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Rasa's hook. What has no reply in it is the failure that Rasa's side speaks by itself."""
        self.replies.append(load_reply(message["reply"]) if message.get("reply") else Reply(Text(FAILED)))
        self.language = message.get("language") or self.language


class Talk:
    """The chats of this bot, over the journey store, Rasa and Telegram."""

    def __init__(
        self,
        store: Store,
        content: Content,
        api: Api,
        delivery: Delivery,
        say: Callable[[UserMessage], Awaitable[Any]],
        public_url: str,
        documents: Documents | None,
    ) -> None:
        self._store, self._content, self._api, self._delivery = store, content, api, delivery
        self._say, self._url, self._documents = say, public_url, documents
        self._chats = Chats()
        self._refused: set[int] = set()

    async def take(self, update: Update) -> None:
        """Answer what Telegram delivered. Never raises for anything a message could cause."""
        heard = read(update)
        if heard is None:
            return
        if heard.kind == "elsewhere":
            await self._refuse(heard)
            return
        answered = asyncio.create_task(self._api.acknowledge(heard.tap.call)) if heard.tap else None
        async with self._chats.turn(heard.chat) as chat:
            if self._chats.first(heard.id):
                chat.keep(heard.message)
                try:
                    await self._answer(heard, chat)
                except Exception as error:  # whatever it was, she must get an answer
                    logger.error("a message in Telegram was not handled: %s", where(error))
                    await self._delivery.deliver(heard.chat, chat, [Reply(Text(FAILED))], self._live(heard.language))
        if answered:
            await answered

    async def _answer(self, heard: Heard, chat: Chat) -> None:
        loaded = await asyncio.to_thread(self._store.find, CHANNEL, str(heard.chat))
        language = loaded.journey.language if loaded else self._live(heard.language)
        asking = find(self._content, loaded.journey, loaded.journey.asking) if loaded else None
        numbered = heard.kind == "words" and not (asking and asking.type == "phone")
        given = receipt(heard.text) if heard.kind == "receipt" or numbered else None
        if given:
            await self._resume(heard, chat, given, language)
        elif heard.kind == "receipt":
            await self._delivery.remark(heard.chat, chat, "telegram.receipt", language)
        elif heard.kind == "edited":
            await self._delivery.remark(heard.chat, chat, "telegram.edited", language)
        elif heard.kind == "start":
            code, shut = await self._campaign(heard.campaign)
            await self._turn(replace(heard, campaign=code), chat, loaded, GO_ON, shut)
        elif heard.kind == "unread":
            await self._turn(heard, chat, loaded, GO_ON, [Reply(Text(f"telegram.{heard.text}"))])
        elif heard.kind == "phone":
            asked = asking is not None and asking.type == "phone"
            number = heard.text if heard.text.startswith("+") else f"+{heard.text}"
            remark = [] if asked else [Reply(Text("telegram.contact"))]
            await self._turn(heard, chat, loaded, number if asked else GO_ON, remark)
        elif heard.kind == "photo":
            await self._offer(heard, chat, loaded)
        elif heard.tap and heard.text.startswith(PHOTO):
            await self._photo(heard, chat, loaded, heard.tap)
        elif heard.tap and pressed(heard.text) is None:  # no button of ours: never her own words
            await self._turn(heard, chat, loaded, GO_ON, [Reply(Text("button.old"))])
        else:
            await self._turn(heard, chat, loaded, heard.text)

    # --- turns ---------------------------------------------------------------------------------------

    async def _turn(
        self, heard: Heard, chat: Chat, loaded: Loaded | None, text: str, before: Sequence[Reply] = ()
    ) -> None:
        """One real turn of Rasa, and what it says; `before` is said with it."""
        typing = asyncio.create_task(self._api.typing(heard.chat))
        begun = loaded or await self._begin(heard)
        said = Collected()
        metadata: dict[str, Any] = {"message_id": f"telegram-{heard.id}", "masked": begun.masked}
        if begun.journey.language:
            metadata["language"] = begun.journey.language
        if heard.campaign:
            metadata["campaign"] = heard.campaign
        await self._say(UserMessage(text, said, begun.journey.id, input_channel=CHANNEL, metadata=metadata))
        await typing  # before the answer: after it, she would be told that another one is coming
        language = said.language or self._live(heard.language)
        texts = {reply.text.id for reply in said.replies}
        if "hide.done" in texts:
            await self._hide(heard, chat, language)
            return
        tap = heard.tap
        if any(text_id.startswith("erase.done") for text_id in texts):
            await self._api.delete(heard.chat, chat.taken())
            tap = None  # what was tapped is gone
            said.replies.insert(-1, Reply(Text("telegram.erased")))
        replies = [*before, *said.replies]
        if loaded is None:
            replies.insert(-1, Reply(Text("telegram.sees", {"link": self._page(begun.journey.campaign)})))
        await self._delivery.deliver(heard.chat, chat, replies, language, tap)
        if "papers.ready" in texts:
            await self._papers(heard.chat, chat, begun.journey.id)

    async def _begin(self, heard: Heard) -> Loaded:
        journey = Journey(id=str(uuid4()), campaign=heard.campaign)
        try:
            return await asyncio.to_thread(self._store.create, journey, CHANNEL, str(heard.chat))
        except Stale:  # another process was first
            found = await asyncio.to_thread(self._store.find, CHANNEL, str(heard.chat))
            if found is None:
                raise
            return found

    async def _resume(self, heard: Heard, chat: Chat, given: tuple[str, str | None], language: str | None) -> None:
        """Back by receipt. Whatever was wrong, the answer is the same; the digits do not stay in the chat."""
        if heard.message is not None:
            await self._api.delete(heard.chat, [heard.message])
        if not await asyncio.to_thread(self._store.resume_chat, *given, str(heard.chat)):
            await self._delivery.remark(heard.chat, chat, "page.resume.wrong", language)
            return
        loaded = await asyncio.to_thread(self._store.find, CHANNEL, str(heard.chat))
        await self._turn(heard, chat, loaded, GO_ON, [Reply(Text("telegram.resumed"))])

    async def _hide(self, heard: Heard, chat: Chat, language: str | None) -> None:
        """The chat leads nowhere any more, and what Telegram lets us delete is gone from it, hers and ours."""
        await asyncio.to_thread(self._store.end_session, str(heard.chat), CHANNEL)
        await self._api.delete(heard.chat, chat.taken())
        await self._delivery.remark(heard.chat, chat, "telegram.hidden", language)

    # --- papers --------------------------------------------------------------------------------------

    async def _papers(self, chat_id: int, chat: Chat, journey_id: str) -> None:
        """Her CV as a file, below the link; the link is enough where it cannot be made now."""
        loaded = await asyncio.to_thread(self._store.load, journey_id)
        if self._documents is None or loaded is None:
            return
        photo = await asyncio.to_thread(self._store.photo, journey_id)
        wish = Wish("cv", "pdf", papers.both(self._content, loaded.journey), photo=photo)
        try:
            content = await self._documents.make(self._content, loaded.journey, wish)
        except NotMade:
            return
        chat.keep(await self._api.document(chat_id, content, "cv.pdf"))

    async def _offer(self, heard: Heard, chat: Chat, loaded: Loaded | None) -> None:
        """A photo may be for her papers, if there are any: she is asked, as an answer to it."""
        language = loaded.journey.language if loaded else self._live(heard.language)
        if loaded is None or loaded.masked or not loaded.journey.events:
            await self._turn(heard, chat, loaded, GO_ON, [Reply(Text("telegram.photo"))])
            return
        keys = tuple(
            (Key(self._delivery.speaker.word(f"telegram.photo.{answer}", language), f"{PHOTO}:{answer}"),)
            for answer in ("yes", "no")
        )
        await self._delivery.remark(heard.chat, chat, "telegram.photo.ask", language, keys, heard.message)

    async def _photo(self, heard: Heard, chat: Chat, loaded: Loaded | None, tap: Tap) -> None:
        """The photo is kept with her journey, made small and without what it tells beside the picture; or it is not."""
        language = loaded.journey.language if loaded else self._live(heard.language)
        said = "telegram.photo.not_kept"
        if heard.text == f"{PHOTO}:yes" and loaded and not loaded.masked and tap.photo:
            content = await self._api.download(tap.photo, MAX_BYTES)
            try:
                image = await safe(content or b"")
                kept = await asyncio.to_thread(self._store.set_photo, loaded.journey.id, image)
                said = "telegram.photo.kept" if kept else said
            except NoPhoto:
                said = "telegram.photo.broken"
        await self._delivery.settle(heard.chat, tap)
        await self._delivery.remark(heard.chat, chat, said, language)

    # --- elsewhere -----------------------------------------------------------------------------------

    async def _refuse(self, heard: Heard) -> None:
        """A journey is nobody else's business: one kind line in a group, and out again."""
        if not heard.staying:
            self._refused.discard(heard.chat)
        elif heard.chat not in self._refused:
            self._refused.add(heard.chat)
            if heard.text != "channel":  # there, it would be said to everyone
                await self._delivery.remark(heard.chat, Chat(), "telegram.group", self._live(heard.language))
            await self._api.leave(heard.chat)

    async def _campaign(self, code: str | None) -> tuple[str | None, list[Reply]]:
        """The code to remember, and what is said of a link that is closed, not yet open or full: she can begin without
        it. A code that nobody has told us of is remembered as it stands."""
        campaign = await asyncio.to_thread(self._store.campaigns.find, code) if code else None
        if campaign is None:
            return code, []
        if campaign.state == "open":
            return campaign.code, []
        return None, [Reply(Text(SHUT[campaign.state]))]

    # --- parts ---------------------------------------------------------------------------------------

    def _live(self, language: str | None) -> str | None:
        """Her Telegram's language, where we speak it."""
        return language if language in self._content.languages else None

    def _page(self, campaign: str | None) -> str:
        return f"{self._url}/c/{campaign}" if campaign else f"{self._url}/chat"
