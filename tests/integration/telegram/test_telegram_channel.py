"""The channel held to what Telegram does to bots: doubled deliveries, rate limits, blocks, groups, old messages."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from actions.catalogue import strings
from actions.journey.model import Journey
from actions.store import Store
from tests.conftest import House
from tests.integration.telegram.conftest import texts, until_hope
from tests.standins.botapi import TOKEN, TWO_DAYS, BotApi
from tests.standins.botapi_people import Person, group, keys

DA = strings("da")
Stored = Callable[[], Journey]


@pytest.mark.parametrize("secret", [None, "", "secret-of-the-stand-ix", "secret-of-the-stand-in1", "æ", b"\xff"])
def test_who_does_not_know_the_secret_is_not_telegram(telegram: BotApi, secret: str | bytes | None) -> None:
    given = secret.encode() if isinstance(secret, str) else secret
    headers = {"X-Telegram-Bot-Api-Secret-Token": given} if given is not None else {}
    before = len(telegram.calls)
    update = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "text": "a"},
    }
    assert httpx.post(telegram.deliver_to, json=update, headers=headers).status_code == 403
    assert len(telegram.calls) == before


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"update_id": "x", "message": 3}', b"\xff", b'{"update_id": 3}']
)
def test_what_cannot_be_read_is_not_asked_for_again(telegram: BotApi, body: bytes) -> None:
    headers = {"X-Telegram-Bot-Api-Secret-Token": telegram.webhook["secret"]}
    assert httpx.post(telegram.deliver_to, content=body, headers=headers).status_code == 200


def test_telegram_was_told_where_and_what_to_deliver(telegram: BotApi) -> None:
    assert telegram.webhook["url"] == "https://minvej.example.org/webhooks/telegram/webhook"
    assert telegram.webhook["allowed"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert set(telegram.commands) == {"", "da", "en", "ar"}
    danish = {c["command"]: c["description"] for c in telegram.commands["da"]}
    assert danish["erase"] == DA["menu.erase"] and "receipt" in danish


def test_a_campaign_that_takes_nobody_in_is_said_to_and_she_begins_without_it(
    person: Person, store: Store, journey: Stored
) -> None:
    told = {"languages": ["da"], "opens_on": "2026-01-01", "closes_on": None, "limit": None, "unit": "Jobcenter"}
    for code, closed in (("aabbccdd", True), ("eeffgghh", False)):
        store.campaigns.keep({**told, "code": code, "closed": closed})
    person.send(text="/start aabbccdd")
    said = texts(person.look())
    assert DA["page.campaign.closed"] in said and DA["q.language.ask"] in said
    assert journey().campaign is None
    person.send(text="/start EEFFGGHH")
    assert DA["page.campaign.closed"] not in texts(person.bots[-1:])
    assert journey().campaign == "eeffgghh"


def test_a_doubled_delivery_is_answered_once(telegram: BotApi, person: Person, journey: Stored) -> None:
    until_hope(person)
    update = person.send(text="jeg vil gerne have kolleger")
    said, turn = texts(person.look()), journey().turn
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(telegram.post, [update] * 4))
    assert DA["q.belief.ask"] in said
    assert person.look() == []
    assert journey().turn == turn


def test_messages_at_once_are_answered_in_their_order(person: Person, journey: Stored) -> None:
    until_hope(person)
    turn, words = journey().turn, ["/why", "/skip", "/skip", "/back", "/why"]
    for text in words:
        person.send(text=text, wait=False)
        time.sleep(0.02)  # so that the deliveries leave in order
    until = time.monotonic() + 20
    while journey().turn < turn + len(words) and time.monotonic() < until:
        time.sleep(0.05)
    assert journey().turn == turn + len(words)
    time.sleep(0.3)
    said = texts(person.bots[-1:])
    assert DA["q.belief.why"] in said and DA["q.belief.ask"] in said


def test_it_waits_as_long_as_telegram_says(telegram: BotApi, person: Person) -> None:
    until_hope(person)
    telegram.limit("sendMessage", 2)
    telegram.limit("editMessageText", 1)
    before = len(telegram.calls)
    person.tap("💰 Tjene mine egne penge")  # changes in place: an edit
    person.send(text="/skip")
    said = person.heard(1)
    mine = [
        (c.method, c.status, c.at) for c in telegram.calls[before:] if c.method in ("sendMessage", "editMessageText")
    ]
    edits = [at for method, status, at in mine if method == "editMessageText"][:2]
    sends = [(status, at) for method, status, at in mine if method == "sendMessage"]
    assert DA["q.belief.ask"] in texts(said)
    assert edits[1] - edits[0] >= 1
    assert [status for status, _ in sends] == [429, 200]
    assert sends[1][1] - sends[0][1] >= 2


def test_what_did_not_get_through_is_said_again(telegram: BotApi, person: Person) -> None:
    until_hope(person)
    telegram.fail("sendMessage", 2)
    telegram.fail("sendChatAction")
    telegram.fail("answerCallbackQuery")
    person.tap("⏭️ Spring over")
    assert DA["q.belief.ask"] in texts(person.look())


def test_who_blocks_the_bot_is_left_in_peace(telegram: BotApi, person: Person, journey: Stored) -> None:
    until_hope(person)
    person.chat.blocked = "bot was blocked by the user"  # while a message of hers is on its way
    before, turn = len(telegram.calls), journey().turn
    telegram.deliver(
        {"message": {**person.chat.messages[max(person.chat.messages)], "text": "/skip", "from": person.user}}
    )
    person.block()
    time.sleep(0.5)
    assert [c.method for c in telegram.calls[before:] if c.status == 403].count("sendMessage") == 1
    assert len(telegram.calls) - before <= 4
    assert journey().turn == turn + 1
    person.send(text="/start")
    assert DA["q.belief.ask"] in texts(person.look()), "unblocked, the journey goes on"


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_in_a_group_it_says_one_kind_line_and_leaves(telegram: BotApi, kind: str) -> None:
    number = -telegram.new_number()
    chat = group(telegram, number, kind)
    time.sleep(0.3)
    assert chat.blocked, "it has left"
    assert len(chat.messages) == 1
    chat.blocked = ""
    group_message = {
        "message_id": 9,
        "date": 1,
        "chat": chat.info,
        "from": {"id": 5, "is_bot": False, "first_name": "N"},
    }
    chat = group(telegram, number, kind)
    telegram.deliver({"message": {**group_message, "text": "/start@minvej_test_bot"}})
    time.sleep(0.3)
    assert chat.blocked and len(chat.messages) == 1, "put in again, it does the same again"


def test_from_a_channel_it_goes_without_a_word(telegram: BotApi) -> None:
    chat = group(telegram, -telegram.new_number(), "channel")
    time.sleep(0.3)
    assert chat.blocked and not chat.messages


def test_a_button_older_than_telegram_tells_of_still_corrects(person: Person, journey: Stored) -> None:
    until_hope(person)
    person.tap("💰 Tjene mine egne penge")
    old = next(m for m in person.bots if keys(m))
    person.tap("➡️ Videre")
    old["date"] -= 2 * TWO_DAYS
    person.tap_on(old, json.dumps({"q": "hope", "v": ["learn"]}, separators=(",", ":")).join(["/answer", ""]))
    assert journey().answers["hope"].options == ("learn",)
    assert DA["q.belief.ask"] in texts(person.look())


def test_a_button_nobody_made_is_answered_kindly(person: Person, journey: Stored) -> None:
    until_hope(person)
    before, asked = journey().answers, person.bots[-1]
    for data in ("photo:yes", "x", '/answer{"q":"nothing","v":"x"}', '/answer{"q":"hope","v":"nothing"}', "/restart"):
        person.tap_on(asked, data)
        assert texts(person.look()).strip(), data
    assert journey().answers == before


def test_a_failing_store_is_spoken_of_and_the_buttons_stay(store: Store, person: Person, journey: Stored) -> None:
    until_hope(person)
    with store.database.write() as connection:
        connection.exec_driver_sql("SELECT 1")
        person.tap("⏭️ Spring over")
    assert [m["text"] for m in person.look()] == [DA["error.failed"]]
    person.tap("⏭️ Spring over")
    assert DA["q.belief.ask"] in texts(person.look())


def test_hiding_empties_the_chat_and_leads_nowhere(person: Person, store: Store, journey: Stored) -> None:
    until_hope(person)
    person.send(text="Jeg vil gerne væk")
    kept = journey().id
    person.send(text="/hide")
    assert [m.get("text") for m in person.chat.messages.values()] == [DA["telegram.hidden"]]
    assert store.find("telegram", str(person.number)) is None
    assert store.load(kept) is not None
    person.send(text="hej")
    assert DA["q.language.ask"] in texts(person.look())


def test_erasing_empties_the_chat_and_the_store(person: Person, store: Store, journey: Stored) -> None:
    until_hope(person)
    kept = journey().id
    person.send(text="slet alt")
    person.tap("🗑️ Ja, slet alt")
    assert store.load(kept) is None
    (last,) = person.chat.messages.values()
    assert DA["erase.done"] in last["text"] and DA["telegram.erased"] in last["text"]


def test_what_telegram_knows_of_her_is_not_kept_and_nothing_is_logged(
    telegram: BotApi, person: Person, house: House
) -> None:
    until_hope(person)
    for words in ("xylofonregnbue", "/xylofonregnbue", "mit nummer er 010190-1234", "5555 4444 3333"):
        person.send(text=words)
    telegram.fail("sendMessage", 3)
    person.send(text="xylofonregnbue")
    planted = (
        "xylofonregnbue",
        "010190",
        "5555",
        person.name,
        "brugernavn",
        str(person.number),
        TOKEN[:9],
        "secret-of",
    )
    for log in house.data.glob("*.log"):
        logged = log.read_text(encoding="utf-8", errors="replace")
        assert not [word for word in planted if word in logged], log.name
    assert "Telegram cannot be reached" in (house.data / "bot-telegram.log").read_text()
    for file in house.data.glob("journeys.sqlite3*"):
        content = file.read_bytes()
        assert not [word for word in planted if word.encode() in content], file.name


def test_without_a_token_there_is_no_telegram(bot_server: str) -> None:
    assert httpx.post(f"{bot_server}/webhooks/telegram/webhook", json={"update_id": 1}).status_code == 404
