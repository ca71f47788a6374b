"""The bot as it is set up at Telegram: the menu beside her keyboard, in each language, and where messages go."""

from __future__ import annotations

from telegram import Bot, BotCommand

from actions.catalogue import Catalogue
from actions.journey.model import Text
from bot.channels.telegram.updates import COMMANDS

# What Telegram is to deliver. Channel posts, polls, payments and the like never are.
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
PATH = "/webhooks/telegram/webhook"


def menu(catalogue: Catalogue, language: str | None) -> list[BotCommand]:
    """The words that work anywhere, and coming back by receipt."""
    names = [*(BotCommand(name, catalogue.text(Text(f"menu.{name}"), language)) for name in COMMANDS)]
    return [*names, BotCommand("receipt", catalogue.text(Text("telegram.command.receipt"), language))]


async def set_menu(bot: Bot, catalogue: Catalogue, languages: tuple[str, ...]) -> None:
    """The menu in each live language, by the language of her Telegram; in the fallback language for all others. Raises
    TelegramError."""
    await bot.set_my_commands(menu(catalogue, None))
    for language in languages:
        await bot.set_my_commands(menu(catalogue, language), language_code=language)


async def set_webhook(bot: Bot, public_url: str, secret: str) -> None:
    """Have Telegram deliver to this installation. Raises TelegramError."""
    await bot.set_webhook(public_url + PATH, allowed_updates=UPDATES, secret_token=secret)
