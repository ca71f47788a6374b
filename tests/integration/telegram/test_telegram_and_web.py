"""One journey in two channels, by receipt: begun in Telegram and sent from the web, and the other way round."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from actions.catalogue import strings
from actions.journey.model import Journey
from actions.store import Store
from tests.integration.telegram.conftest import texts, until_hope
from tests.standins.botapi import BotApi
from tests.standins.botapi_people import Person

DA = strings("da")
SENTENCE = "Jeg drømmer om at sy brudekjoler"
Stored = Callable[[], Journey]


class Browser:
    """The chat page without scripts."""

    def __init__(self, base: str, address: str) -> None:
        transport = httpx.HTTPTransport(local_address=address)
        self.http = httpx.Client(base_url=base, transport=transport, headers={"Origin": base}, timeout=60)
        self.page = ""

    def post(self, path: str, **form: str) -> str:
        """Send a form; the page that it leads to."""
        self.page = self.http.post(path, data=form, follow_redirects=True).text
        return self.page

    def say(self, text: str) -> str:
        return self.post("/chat/say", mid=uuid4().hex, turn="", text=text, payload="")

    def tap(self, question: str, value: str) -> str:
        tapped = "/answer" + json.dumps({"q": question, "v": value}, separators=(",", ":"))
        return self.post("/chat/say", mid=uuid4().hex, turn="", text="", payload=tapped)

    @property
    def asking(self) -> str:
        found = re.search(r'data-asking="([a-z_0-9]*)"', self.page)
        assert found, self.page[:2000]
        return found[1]

    @property
    def receipt(self) -> str:
        found = re.search(r'class="digits" dir="ltr">([0-9 ]+)<', self.page)
        assert found, self.page[:2000]
        return found[1]


@pytest.fixture
def browser(bot_server: str) -> Iterator[Browser]:
    made = Browser(bot_server, f"127.0.1.{uuid4().int % 250 + 1}")
    yield made
    made.http.close()


def digits_in(person: Person) -> str:
    """The receipt that was said last, as Telegram marks it: monospaced."""
    said = next(m for m in reversed(person.bots) if m.get("entities"))
    (code,) = said["entities"]
    assert code["type"] == "code"
    text = said["text"].encode("utf-16-le")[code["offset"] * 2 : (code["offset"] + code["length"]) * 2]
    found = text.decode("utf-16-le")
    assert re.fullmatch(r"\d{4} \d{4} \d{4}", found)
    return found


def test_begun_in_telegram_and_sent_from_the_web(
    person: Person, journey: Stored, browser: Browser, store: Store, handoff_server: str, exchange_worker: None
) -> None:
    person.send(text="/start sprogskole-7")
    for title in ("Dansk", "✅ Ja, jeg er 18 eller mere", "✅ Ja, det må du gerne"):
        person.tap(title)
    person.send(text=SENTENCE)
    person.send(text="/pause")
    begun = journey()
    browser.post("/chat/resume", code=digits_in(person), pin="")
    assert browser.asking == "belief"
    assert SENTENCE not in browser.page, "a receipt alone shows no answers"
    for _ in range(60):
        if browser.asking == "review":
            break
        browser.tap(browser.asking, "no" if browser.asking == "lifeline" else "!skip")
    browser.tap("review", "ok")
    browser.tap("reach", "email")
    for asked, words in (("name", "Amina"), ("email", "amina@example.org")):
        assert browser.asking == asked
        browser.say(words)
    for _ in range(6):
        if browser.asking == "send":
            break
        browser.tap(browser.asking, "!skip")
    browser.tap("send", "yes")
    loaded = store.load(begun.id)
    assert loaded is not None and loaded.journey.sent_revision == 1
    assert loaded.journey.campaign == "sprogskole-7"
    assert loaded.journey.answers["hope"].words == SENTENCE
    until = time.monotonic() + 30
    while journey().status == "sent" and time.monotonic() < until:
        time.sleep(0.2)
    assert journey().status == "received", "and the chat in Telegram knows"
    person.send(text="/start")
    assert DA["done.received"].split("{")[0] in texts(person.look())


def test_begun_on_the_web_and_gone_on_with_in_telegram(
    telegram: BotApi, person: Person, journey: Stored, browser: Browser
) -> None:
    browser.post("/chat/start", language="da", campaign="cafe-3")
    for question in ("adult", "keep"):
        browser.tap(question, "yes")
    browser.say(SENTENCE)
    browser.tap("menu", "pause")
    code = browser.receipt
    browser.post("/chat/pin", pin="2468")
    person.send(text=f"min kvittering {code} pin 2468")
    said = texts(person.look())
    assert DA["telegram.resumed"] in said and DA["q.belief.ask"] in said
    assert not [m for m in person.chat.messages.values() if code in m.get("text", "")], "the digits are gone"
    assert journey().campaign == "cafe-3"
    person.send(text="/summary")
    assert SENTENCE in texts(person.look()), "with her PIN she sees her answers"
    person.send(text="/start")
    person.send(text="/skip")
    assert "belief" in journey().answers
    browser.page = browser.http.get("/chat").text
    assert browser.asking == "worked", "the page that is still open shows the same journey"


def test_a_found_receipt_shows_nothing_in_telegram(telegram: BotApi, person: Person, browser: Browser) -> None:
    browser.post("/chat/start", language="da", campaign="")
    for question in ("adult", "keep"):
        browser.tap(question, "yes")
    browser.say(SENTENCE)
    browser.tap("menu", "pause")
    person.send(text=f"/receipt {browser.receipt}")
    assert DA["q.belief.ask"] in texts(person.look())
    for command in ("/summary", "/back", "/papers"):
        person.send(text=command)
    assert SENTENCE not in texts(person.bots)


def test_a_chat_leads_to_one_journey_at_a_time(person: Person, browser: Browser, store: Store, journey: Stored) -> None:
    until_hope(person)
    before = journey().id
    browser.post("/chat/start", language="da", campaign="")
    for question in ("adult", "keep"):
        browser.tap(question, "yes")
    browser.tap("menu", "pause")
    person.send(text=browser.receipt)
    assert journey().id != before
    assert store.load(before) is not None


def test_receipts_are_throttled_by_chat_and_say_nothing_of_why(person: Person, telegram: BotApi) -> None:
    until_hope(person)
    person.send(text="/pause")
    code = digits_in(person)
    thief = Person(telegram)
    thief.send(text="/receipt")
    assert texts(thief.look()) == DA["telegram.receipt"]
    answers = []
    for number in (*range(5), code):
        thief.send(text=f"{number:012d}" if isinstance(number, int) else number)
        answers.append(texts(thief.look()))
    assert set(answers) == {DA["page.resume.wrong"]}
    person.send(text=code)
    assert DA["telegram.resumed"] in texts(person.look()), "she herself is not locked out"
