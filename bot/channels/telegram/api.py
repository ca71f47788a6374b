"""The calls to Telegram's Bot API.

Telegram says when it is asked too often, and for how long to wait: that is obeyed, a chat at a time. Who has blocked
the bot is left in peace. What fails for good is logged by its kind, never with an address, since that holds the token.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity, ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.outbound import Out, Rows
from bot.settings import BotSettings

logger = logging.getLogger(__name__)

PATIENCE = 120.0  # seconds of waiting for the rate limit, for one call
TRIES = 3  # of a call that did not get through; a message said twice is better than silence
DELETED_AT_ONCE = 100  # ids that one call may name

T = TypeVar("T")


def make_bot(settings: BotSettings) -> Bot:
    """The client of the Bot API. Calls nothing yet."""
    return Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api}/bot",
        base_file_url=f"{settings.telegram_api}/file/bot",
        request=HTTPXRequest(pool_timeout=30.0, read_timeout=20.0),
        get_updates_request=HTTPXRequest(connection_pool_size=1, read_timeout=20.0),
    )


class Api:
    """What the channel does in a chat. Nothing here raises for what Telegram answers: None or False is "it did not
    work, and trying again would not help"."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def send(self, chat: int, out: Out, about: int | None = None, quietly: bool = False) -> int | None:
        """Say it, as an answer to message `about`; the message's id."""
        sent = await _patiently(
            lambda: self.bot.send_message(
                chat,
                out.text,
                entities=[MessageEntity(MessageEntity.CODE, *code) for code in out.codes] or None,
                reply_markup=_markup(out.keys),
                reply_parameters=ReplyParameters(about, allow_sending_without_reply=True) if about else None,
                disable_notification=quietly,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )
        return sent.message_id if sent else None

    async def edit(
        self, chat: int, message: int, text: str, keys: Rows = (), entities: Sequence[MessageEntity] = ()
    ) -> bool:
        """Put another text and keyboard into a message. True also where it was so already."""
        return await self._changed(
            lambda: self.bot.edit_message_text(
                text,
                chat,
                message,
                entities=entities or None,
                reply_markup=_markup(keys),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        )

    async def strip(self, chat: int, message: int) -> bool:
        """Take a message's buttons away."""
        return await self._changed(lambda: self.bot.edit_message_reply_markup(chat, message))

    async def acknowledge(self, call: str) -> None:
        """Tell her Telegram that a tap has arrived."""
        await _once(self.bot.answer_callback_query(call))

    async def typing(self, chat: int) -> None:
        """Show that an answer is being made."""
        await _once(self.bot.send_chat_action(chat, "typing"))

    async def delete(self, chat: int, messages: Sequence[int]) -> None:
        """Delete hers and ours; those that are gone or too old are passed over by Telegram."""
        for start in range(0, len(messages), DELETED_AT_ONCE):
            some = messages[start : start + DELETED_AT_ONCE]
            await _patiently(lambda some=some: self.bot.delete_messages(chat, some))  # type: ignore[misc]

    async def document(self, chat: int, content: bytes, filename: str) -> int | None:
        """Send a file; the message's id."""
        sent = await _patiently(lambda: self.bot.send_document(chat, content, filename=filename))
        return sent.message_id if sent else None

    async def download(self, file: str, most: int) -> bytes | None:
        """A file that she sent; None when it is larger than `most` bytes, or cannot be had."""
        found = await _patiently(lambda: self.bot.get_file(file))
        if found is None or (found.file_size or 0) > most:
            return None
        content = await _patiently(found.download_as_bytearray)
        return bytes(content) if content and len(content) <= most else None

    async def leave(self, chat: int) -> None:
        """Leave a group or channel."""
        await _patiently(lambda: self.bot.leave_chat(chat))

    async def _changed(self, call: Callable[[], Awaitable[object]]) -> bool:
        try:
            return await _patiently(call, told=(BadRequest,)) is not None
        except BadRequest as error:
            return "not modified" in error.message


async def _patiently(call: Callable[[], Awaitable[T]], told: tuple[type[TelegramError], ...] = ()) -> T | None:
    """The call's answer; None when Telegram will not do it. Raises only what the caller wants to be `told`."""
    waited, tries = 0.0, 0
    while True:
        try:
            return await call()
        except told:
            raise
        except Forbidden:  # she has blocked the bot, or it was thrown out: her decision
            return None
        except RetryAfter as error:
            pause = _seconds(error.retry_after)
            waited += pause
            if waited > PATIENCE:
                logger.error("Telegram wants us to wait for longer than anyone would")
                return None
            await asyncio.sleep(pause)
        except BadRequest:
            logger.error("Telegram refused a call as malformed")
            return None
        except NetworkError:
            tries += 1
            if tries == TRIES:
                logger.error("Telegram cannot be reached")
                return None
            await asyncio.sleep(tries)
        except TelegramError as error:
            logger.error("Telegram refused a call: %s", type(error).__name__)
            return None


async def _once(call: Awaitable[object]) -> None:
    """A call that nobody misses when it fails."""
    try:
        await call
    except TelegramError:
        return


def _seconds(pause: int | timedelta) -> float:
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _markup(keys: Rows) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(k.title, url=k.url or None, callback_data=k.data or None) for k in row] for row in keys
    ]
    return InlineKeyboardMarkup(rows) if rows else None
