"""A turn through Rasa's action and the real store: answered, kept, handed over; also when many come at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from rasa_sdk.executor import ActionExecutor

from actions import actions
from actions.codec import load_reply
from actions.content_loader import load_content
from actions.journey.model import Journey, Message
from actions.store import Store
from actions.turn import Turns


@pytest.fixture
def turns(store: Store) -> Turns:
    return Turns(store, load_content())


def tap(question: str, value: str | tuple[str, ...], **more: object) -> Message:
    return Message(question=question, value=value, **more)


def welcome(turns: Turns, sender: str) -> None:
    for message in (Message(text="hej", language="da"), tap("adult", "yes"), tap("keep", "yes")):
        turns.take("rest", sender, message)


ANSWERS = {
    "hope": ("money",), "belief": "soon", "worked": "abroad", "worked_last": "recent", "worked_years": "y3_5",
    "measure": "finished", "school": "upper", "danish": "everyday", "residence": "family", "arrived": "y2_5",
    "sectors": ("care", "kitchen"), "health_ok": "no", "reach": "email", "interpreter": "yes", "send": "yes",
    "review": "ok",
}  # fmt: skip


def to_the_end(turns: Turns, store: Store, sender: str) -> Journey:
    """Answer everything by tapping, and say yes to sending."""
    welcome(turns, sender)
    for _ in range(60):
        loaded = store.find("rest", sender)
        assert loaded
        asking = loaded.journey.asking
        if asking is None or loaded.journey.sent_revision:
            return loaded.journey
        if asking == "email":
            turns.take("rest", sender, Message(text="amal@example.org"))
        else:
            turns.take("rest", sender, tap(asking, ANSWERS.get(asking, "!skip")))
    raise AssertionError(f"no end; asking {asking}")


def test_an_unknown_sender_begins_a_journey_and_a_known_one_goes_on(turns: Turns, store: Store) -> None:
    first = turns.take("rest", "s", Message(text="hej", language="ar", campaign="skole"))
    assert first.journey and first.replies and first.journey.campaign == "skole"
    second = turns.take("rest", "s", tap("adult", "yes"))
    assert second.journey and second.journey.id == first.journey.id
    assert second.journey.turn == 2
    assert store.find("rest", "s").journey == second.journey


def test_a_page_whose_journey_is_gone_gets_an_answer_and_begins_nothing(turns: Turns) -> None:
    actual = turns.take("web", str(uuid4()), Message(text="hej"))
    assert actual.journey is None
    assert actual.replies


def test_a_repeated_message_is_answered_again_and_writes_nothing(turns: Turns, store: Store) -> None:
    welcome(turns, "s")
    message = tap("hope", ("money",), id="m-1")
    first = turns.take("rest", "s", message)
    version = store.find("rest", "s").version
    assert turns.take("rest", "s", message).replies == first.replies
    assert store.find("rest", "s").version == version


def test_messages_at_once_are_all_counted(turns: Turns, store: Store) -> None:
    welcome(turns, "s")
    before = store.find("rest", "s").journey.turn
    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(lambda n: turns.take("rest", "s", tap("worked", "abroad", id=f"m-{n}")), range(6)))
    assert all(t.replies for t in taken)
    assert store.find("rest", "s").journey.turn == before + 6


def test_a_whole_screening_becomes_one_danish_case_in_the_outbox(turns: Turns, store: Store) -> None:
    journey = to_the_end(turns, store, "s")
    assert journey.sent_revision == 1 and journey.status == "sent"
    item = store.outbox.claim()
    assert item is not None and store.outbox.claim() is None
    body = item.body
    assert (body["journey"], body["revision"], body["kind"]) == (journey.id, 1, "screening")
    assert body["contact"]["email"] == "amal@example.org"
    worked = next(a for a in body["answers"] if a["question"]["code"] == "worked")
    assert worked["values"][0]["code"] == "abroad"
    assert worked["values"][0]["display"] not in ("", "abroad", "q.worked.o.abroad")


def test_the_receipt_she_is_told_opens_her_journey(turns: Turns, store: Store) -> None:
    journey = to_the_end(turns, store, "s")
    told = [reply.text.args["receipt"] for reply in journey.replies if "receipt" in reply.text.args]
    assert len(told) == 1
    token = store.resume(str(told[0]), None, "1.2.3.4")
    assert token and store.find("web", token).journey.id == journey.id


def test_a_failing_save_is_raised_and_keeps_nothing(turns: Turns, store: Store) -> None:
    welcome(turns, "s")
    before = store.find("rest", "s")
    with store.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    with pytest.raises(Exception, match="outbox"):
        to_the_end(turns, store, "s")
    assert store.find("rest", "s").journey.sent_revision == 0
    assert store.find("rest", "s").journey.id == before.journey.id


def call(sender: str, text: str, channel: str = "rest", **metadata: object) -> dict:
    """What Rasa sends an action server."""
    latest = {"text": text, "intent": {"name": "inform", "confidence": 0.3}, "entities": [], "metadata": metadata}
    events = [{"event": "user", "input_channel": channel}]
    tracker = {"sender_id": sender, "latest_message": latest, "events": events, "slots": {}}
    return {"next_action": "action_step", "tracker": tracker, "domain": {}}


@pytest.fixture
def executor(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> ActionExecutor:
    monkeypatch.setattr(actions, "turns", lambda: turns)
    executor = ActionExecutor()
    executor.register_action(actions.ActionStep())
    return executor


async def test_the_action_utters_replies_by_message_id_and_leaves_no_events(executor: ActionExecutor) -> None:
    actual = await executor.run(call("s", "hej", language="ar"))
    assert actual["events"] == []
    last = actual["responses"][-1]
    reply = load_reply(last["reply"])
    assert (last["response"], last["language"]) == (reply.text.id, "ar")
    assert (last["question"], last["turn"]) == ("adult", 1)
    assert reply.buttons


async def test_on_the_page_the_sender_is_the_journey_and_masked_unless_it_says_otherwise(
    executor: ActionExecutor, store: Store
) -> None:
    journey = Journey(id=str(uuid4()), language="da")
    store.start_session(journey)
    seen = []
    original = Turns.take

    def watched(self: Turns, channel: str, key: str, message: Message, masked: bool = False) -> object:
        seen.append((channel, key, masked))
        return original(self, channel, key, message, masked)

    Turns.take = watched
    try:
        await executor.run(call(journey.id, "hej", "web", masked=False))
        await executor.run(call(journey.id, "hej", "web", masked=True))
        await executor.run(call(journey.id, "hej", "web"))
        await executor.run(call("s", "hej", "rest"))
    finally:
        Turns.take = original
    assert seen == [
        ("web", journey.id, False),
        ("web", journey.id, True),
        ("web", journey.id, True),
        ("rest", "s", False),
    ]
    assert store.load(journey.id).journey.turn == 3


def test_after_a_no_she_can_leave_a_contact_wish_or_begin_after_all(turns: Turns, store: Store) -> None:
    for message in (Message(text="hej", language="da", campaign="skole"), tap("adult", "yes"), tap("keep", "no")):
        turns.take("rest", "s", message)
    for message in (tap("menu", "contact"), tap("reach", "school"), Message(text="Amal"), tap("time", "!skip")):
        turns.take("rest", "s", message)
    turns.take("rest", "s", tap("interpreter", "!skip"))
    taken = turns.take("rest", "s", tap("send_contact", "yes"))
    [body] = [effect.case for effect in taken.effects if effect.kind == "send"]
    assert body and body["contact"]["name"] == "Amal" and body["campaign"] == "skole"
    kept = store.find("rest", "s").journey
    assert kept.closed == "refused" and "name" not in kept.answers
    assert turns.take("rest", "s", tap("keep", "yes")).journey.asking == "hope"
