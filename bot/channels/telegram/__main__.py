"""`python -m bot.channels.telegram set-webhook`: tell Telegram where this installation is, once and after a change.
`delete-webhook`: Telegram stops calling (before polling, or before the channel is switched off).
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from pydantic import ValidationError
from telegram.error import InvalidToken, TelegramError

from actions.content_loader import live_languages
from bot.channels.telegram.api import make_bot
from bot.channels.telegram.commands import PATH, set_menu, set_webhook
from bot.nlg import catalogue
from bot.settings import BotSettings, settings


async def _set(chosen: BotSettings) -> str:
    bot = make_bot(chosen)
    await set_webhook(bot, chosen.public_url, chosen.telegram_secret.get_secret_value())
    await set_menu(bot, catalogue(), live_languages())
    return f"Telegram delivers to {chosen.public_url}{PATH}"


async def _delete(chosen: BotSettings) -> str:
    await make_bot(chosen).delete_webhook()
    return "Telegram delivers nowhere now"


def main() -> int:
    """0 when it was done, 1 with one clear line when not. The token is never printed."""
    parser = argparse.ArgumentParser(prog="python -m bot.channels.telegram", description=__doc__)
    todo = {"set-webhook": _set, "delete-webhook": _delete}
    parser.add_argument("what", choices=todo)
    what = parser.parse_args().what
    try:
        chosen = settings()
    except ValidationError as error:
        return _refuse("; ".join(f"MINVEJ_{e['loc'][0]}".upper() + f": {e['msg']}" for e in error.errors()))
    if not chosen.telegram_token:
        return _refuse("MINVEJ_TELEGRAM_TOKEN is not set (docs/telegram.md says how to get one)")
    if what == "set-webhook" and chosen.telegram_polling:
        return _refuse("MINVEJ_TELEGRAM_POLLING is on: the bot asks Telegram itself, and needs no webhook")
    try:
        print(asyncio.run(todo[what](chosen)))
    except InvalidToken:
        return _refuse("Telegram does not know MINVEJ_TELEGRAM_TOKEN")
    except TelegramError as error:
        return _refuse(f"Telegram could not do it ({type(error).__name__}): {_why(error, chosen)}")
    return 0


def _why(error: TelegramError, chosen: BotSettings) -> str:
    return error.message.replace(chosen.telegram_token.get_secret_value(), "…")


def _refuse(line: str) -> int:
    print(f"telegram: {line}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
