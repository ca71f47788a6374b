"""What a turn costs through Telegram's webhook, beside the chat page's form: the same words, one chat after the other.

A turn in Telegram is over when the webhook has answered: then the tap is acknowledged, "typing" and the reply are said
to the stand-in of Telegram, and old buttons are gone. On the page it is over when the page has come. Both channels are
in one bot process, client and stand-in in another; what the real Telegram takes comes on top.

    python -m tests.load.telegram     prints the table alone
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx

from tests.conftest import House, free_port
from tests.load.client import Load
from tests.standins.botapi import TOKEN, BotApi
from tests.standins.botapi_people import Person

SECRET = "secret-of-the-stand-in"


def beside(house: House, script: Sequence[str], chats: int) -> dict[str, Load]:
    """The loads of both channels, by name, on a prepared house. `script` is what she writes, after a greeting."""
    bot = replace(house, bot_port=free_port(), beside="-telegram")
    url = f"http://127.0.0.1:{bot.bot_port}"
    with BotApi().running() as api:
        api.webhook = {"url": "https://minvej.example.org", "secret": SECRET}
        api.deliver_to = f"{url}/webhooks/telegram/webhook"
        bot.environment = house.environment | {
            "MINVEJ_BOT_PORT": str(bot.bot_port),
            "MINVEJ_TELEGRAM_TOKEN": TOKEN,
            "MINVEJ_TELEGRAM_SECRET": SECRET,
            "MINVEJ_TELEGRAM_API": api.url,
            "MINVEJ_PUBLIC_URL": "https://minvej.example.org",
        }
        with bot.running("bot", f"{url}/ready"):
            return {
                "Telegram's webhook": _played(lambda: _in_telegram(api), script, chats),
                "the chat page": _played(lambda: _on_the_page(url), script, chats),
            }


def rows(loads: dict[str, Load]) -> Iterator[str]:
    """The table, line by line (Markdown)."""
    yield "| a turn through | messages | p50 ms | p95 ms | unanswered |"
    yield "|---|---|---|---|---|"
    for name, load in loads.items():
        p50, p95 = load.percentile(0.5), load.percentile(0.95)
        yield f"| {name} | {len(load.seconds)} | {p50:.1f} | {p95:.1f} | {load.unanswered} |"


Say = Callable[[str], bool]  # says it, and whether it was answered


def _played(begin: Callable[[], Say], script: Sequence[str], chats: int) -> Load:
    load = Load(1)
    for number in range(chats + 1):
        say = begin()
        for words in script[1:]:
            started = time.perf_counter()
            answered = say(words)
            if number:  # the first chat warms up
                load.seconds.append(time.perf_counter() - started)
                load.unanswered += not answered
    load.wall = sum(load.seconds)
    return load


def _in_telegram(api: BotApi) -> Say:
    person = Person(api)
    person.send(text="/start")
    person.tap("Dansk")

    def say(words: str) -> bool:
        person.send(text=words)
        return bool(person.look())

    return say


def _on_the_page(url: str) -> Say:
    client = httpx.Client(base_url=url, headers={"Origin": url, "X-Script": "1"}, timeout=60)
    client.post("/chat/start", data={"language": "da", "campaign": ""}, follow_redirects=True)

    def say(words: str) -> bool:
        form = {"mid": uuid4().hex, "turn": "", "text": words, "payload": ""}
        page = client.post("/chat/say", data=form)
        return page.status_code == 200 and bool(re.search('data-asking="[a-z]', page.text))

    return say


def main() -> None:
    from tests.load.bench import screening_words

    with tempfile.TemporaryDirectory(prefix="minvej-bench-") as scratch:
        house = House(Path(scratch) / "house")
        house.data.mkdir()
        house.prepare()
        sys.stdout.write("\n".join(rows(beside(house, screening_words()[0], 8))) + "\n")


if __name__ == "__main__":
    main()
