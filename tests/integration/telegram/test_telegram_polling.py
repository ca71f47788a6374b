"""The bot that asks Telegram for messages itself, and the command that tells Telegram where to deliver."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from actions.catalogue import strings
from tests.conftest import ROOT, House, free_port
from tests.integration.telegram.conftest import texts
from tests.standins.botapi import TOKEN, BotApi
from tests.standins.botapi_people import Person

DA = strings("da")


def _settings(api: BotApi, **more: str) -> dict[str, str]:
    own = {"MINVEJ_TELEGRAM_TOKEN": TOKEN, "MINVEJ_TELEGRAM_API": api.url, "MINVEJ_PUBLIC_URL": "https://a.example.org"}
    return own | more


def test_it_asks_for_messages_through_trouble(house: House) -> None:
    bot = replace(house, bot_port=free_port(), beside="-polling")
    with BotApi().running() as api:
        api.webhook = {"url": "https://where-it-was-before.example.org", "secret": ""}
        api.fail("getUpdates")
        polling = _settings(api, MINVEJ_TELEGRAM_POLLING="true", MINVEJ_BOT_PORT=str(bot.bot_port))
        bot.environment = house.environment | polling
        with bot.running("bot", f"http://127.0.0.1:{bot.bot_port}/ready"):
            person = Person(api)
            person.send(text="/start")
            assert DA["q.language.ask"] in texts(person.heard(1))
            person.tap("Dansk")
            assert DA["q.adult.ask"] in texts(person.heard(2))
            assert set(api.commands) == {"", "da", "en", "ar"}
            assert api.webhook["url"] == ""
    log = (house.data / "bot-polling.log").read_text()
    assert "Telegram could not be asked for messages: NetworkError" in log
    assert TOKEN[:9] not in log


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MINVEJ_TELEGRAM_TOKEN": ""}, "MINVEJ_TELEGRAM_TOKEN is not set"),
        ({"MINVEJ_TELEGRAM_SECRET": ""}, "MINVEJ_TELEGRAM_SECRET"),
        ({"MINVEJ_PUBLIC_URL": "http://a.example.org"}, "MINVEJ_PUBLIC_URL"),
        ({"MINVEJ_TELEGRAM_TOKEN": "1:wrong"}, "Telegram does not know MINVEJ_TELEGRAM_TOKEN"),
        ({"MINVEJ_PUBLIC_URL": "http://127.0.0.1:9"}, "an https url must be provided"),
        ({"MINVEJ_TELEGRAM_POLLING": "true"}, "needs no webhook"),
    ],
)
def test_setting_up_says_what_is_wrong_in_one_line(house: House, settings: dict[str, str], said: str) -> None:
    with BotApi().running() as api:
        given = _settings(api, MINVEJ_TELEGRAM_SECRET="secret-of-the-stand-in") | settings
        done = subprocess.run(
            [sys.executable, "-m", "bot.channels.telegram", "set-webhook"],
            cwd=ROOT, env=house.environment | given, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and said in done.stderr
    assert TOKEN not in done.stdout + done.stderr


def test_the_webhook_can_be_taken_back(house: House) -> None:
    bot = replace(house)
    with BotApi().running() as api:
        api.webhook = {"url": "https://a.example.org", "secret": ""}
        bot.environment = house.environment | _settings(api, MINVEJ_TELEGRAM_POLLING="true")
        assert "nowhere" in bot.run("bot.channels.telegram", "delete-webhook")
        assert api.webhook["url"] == ""
