"""Telegram as Rasa knows it: a channel that Telegram calls, or that asks Telegram by long polling."""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, text
from telegram import Update
from telegram.error import InvalidToken, TelegramError

from actions.content_loader import load_content
from actions.documents import open_documents
from actions.settings import settings as store_settings
from actions.store import open_store
from bot.channels.telegram.api import Api, make_bot
from bot.channels.telegram.commands import UPDATES, set_menu
from bot.channels.telegram.deliver import Delivery
from bot.channels.telegram.outbound import Speaker
from bot.channels.telegram.talk import CHANNEL, Talk
from bot.nlg import catalogue
from bot.settings import BotSettings

logger = logging.getLogger(__name__)

HEADER = "x-telegram-bot-api-secret-token"
# Telegram delivers again what it gets no answer to. One that takes longer (a rate limit) goes on by itself.
ANSWER_WITHIN = 20.0
POLL = 30  # seconds that Telegram holds a question for messages
PAUSE = 5.0  # ... and that we wait after it could not be asked


class TelegramChannel(InputChannel):
    """The chats of one bot."""

    def __init__(self, settings: BotSettings) -> None:
        self._settings = settings
        self._bot = make_bot(settings)
        self._running: set[asyncio.Task[None]] = set()

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this channel."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa's hook: the webhook's route, or the listeners that poll."""
        content, stored = load_content(), store_settings()
        api, url = Api(self._bot), self._settings.public_url
        delivery = Delivery(api, Speaker(catalogue(), url))
        talk = Talk(open_store(stored), content, api, delivery, on_new_message, url, open_documents(stored))
        telegram = Blueprint(CHANNEL)
        if self._settings.telegram_polling:
            self._poll_with(telegram, talk, content.languages)
        else:
            self._listen_with(telegram, talk)
        return telegram

    def _listen_with(self, telegram: Blueprint, talk: Talk) -> None:
        secret = self._settings.telegram_secret.get_secret_value()

        @telegram.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            given = request.headers.get(HEADER, "").encode(errors="surrogateescape")  # what Sanic could not decode
            if not hmac.compare_digest(given, secret.encode()):
                return text("not Telegram", status=403)
            try:
                update = Update.de_json(request.json, self._bot)
            except (SanicException, TypeError, ValueError, KeyError, AttributeError) as error:
                # Refused, it would be delivered again and again, and the messages after it would wait.
                logger.error("Telegram delivered what is no update: %s", type(error).__name__)
                return text("not an update")
            await self._take(talk, update)
            return text("")

    def _poll_with(self, telegram: Blueprint, talk: Talk, languages: tuple[str, ...]) -> None:
        polling: list[asyncio.Task[None]] = []

        @telegram.listener("after_server_start")
        async def start(_: Sanic, __: object) -> None:
            polling.append(asyncio.create_task(self._poll(talk, languages)))

        @telegram.listener("before_server_stop")
        async def stop(_: Sanic, __: object) -> None:
            polling[0].cancel()

    async def _poll(self, talk: Talk, languages: tuple[str, ...]) -> None:
        """Ask Telegram for messages until cancelled. One process may do so; what it has not confirmed comes again."""
        ready, after = False, 0
        while True:
            try:
                if not ready:
                    await self._bot.delete_webhook()
                    await set_menu(self._bot, catalogue(), languages)
                    ready = True
                updates = await self._bot.get_updates(offset=after, timeout=POLL, allowed_updates=UPDATES)
            except InvalidToken:
                logger.error("Telegram does not know MINVEJ_TELEGRAM_TOKEN: the channel is off")
                return
            except TelegramError as error:
                logger.error("Telegram could not be asked for messages: %s", type(error).__name__)
                await asyncio.sleep(PAUSE)
                continue
            await asyncio.gather(*(self._take(talk, update) for update in updates))
            after = updates[-1].update_id + 1 if updates else after

    async def _take(self, talk: Talk, update: Update) -> None:
        task = asyncio.create_task(talk.take(update))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait({task}, timeout=ANSWER_WITHIN)
