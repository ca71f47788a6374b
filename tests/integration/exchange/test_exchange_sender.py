"""The sender and the poller against a municipality that answers as told: nothing is lost, nothing is posted twice by
choice, and what comes back reaches her journey."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from cryptography.fernet import Fernet

from actions import manage
from actions.exchange.http import HttpExchange
from actions.exchange.poller import Poller
from actions.exchange.port import ConsoleExchange, Delivery, Entry, Unreachable
from actions.exchange.sender import LONGEST_WAIT, Sender
from actions.journey.model import Context, Effect, Journey, Outcome
from actions.settings import Settings
from actions.store import Database, Item, Store

SENTENCE = "Jeg drømmer om at sy brudekjoler"


@dataclass
class Municipality:
    """The other side, in memory: answers with what is scripted, then with 201, and remembers what it was asked."""

    script: list[Delivery | None] = field(default_factory=list)  # None: no answer
    posts: list[tuple[str, str, Mapping[str, Any]]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    def post_screening(self, key: str, body: Mapping[str, Any]) -> Delivery:
        return self._answer("screening", key, body)

    def post_erasure(self, key: str, body: Mapping[str, Any]) -> Delivery:
        return self._answer("erasure", key, body)

    def mailbox(self, after: int) -> Sequence[Entry]:
        self.asked.append(after)
        return [entry for entry in self.entries if entry.cursor > after]

    def _answer(self, kind: str, key: str, body: Mapping[str, Any]) -> Delivery:
        self.posts.append((kind, key, body))
        answer = self.script.pop(0) if self.script else Delivery(201)
        if answer is None:
            raise Unreachable("ConnectTimeout")
        return answer


class Clock:
    """Stands still until it is told to move."""

    now = datetime(2026, 11, 21, 10, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    settings = Settings(data=tmp_path, journey_key=Fernet.generate_key().decode(), _env_file=None)
    manage.migrate(settings)
    database = Database.open(settings, clock)
    yield Store(database)
    database.engine.dispose()


@pytest.fixture
def municipality() -> Municipality:
    return Municipality()


@pytest.fixture
def sender(store: Store, municipality: Municipality) -> Sender:
    return Sender(store, municipality)


def yes(store: Store, journey_id: str = "") -> str:
    """A journey that says yes (once more); its id."""
    loaded = store.load(journey_id) or store.create(
        Journey(id=str(uuid4()), consents={"keep": "x"}), "rest", uuid4().hex
    )
    revision = loaded.journey.sent_revision + 1
    journey = Journey(id=loaded.journey.id, consents={"keep": "x"}, sent_revision=revision, status="sent")
    case = {"kind": "screening", "revision": revision, "journey": journey.id, "words": SENTENCE}
    store.save(loaded, Outcome(journey, (), (Effect("send", case),)), Context(store.database.now(), "1"))
    return journey.id


def erase(store: Store, journey_id: str) -> None:
    loaded = store.load(journey_id)
    assert loaded
    store.save(loaded, Outcome(loaded.journey, (), (Effect("erase"),)), Context(store.database.now(), "1"))


def status(store: Store, journey_id: str) -> str:
    loaded = store.load(journey_id)
    assert loaded
    return loaded.journey.status


def drain(sender: Sender) -> int:
    sent = 0
    while sender.send_one():
        sent += 1
    return sent


def test_a_case_arrives_and_she_can_see_it(store: Store, sender: Sender, municipality: Municipality) -> None:
    journey_id = yes(store)
    assert drain(sender) == 1
    kind, key, body = municipality.posts[0]
    assert (kind, body["journey"], body["words"]) == ("screening", journey_id, SENTENCE)
    assert 8 <= len(key) <= 128
    assert status(store, journey_id) == "received"
    assert store.outbox.counts() == {"waiting": 0, "parked": 0, "done": 1}
    assert drain(sender) == 0


TROUBLE = [None, *(Delivery(code) for code in (500, 502, 503, 409, 429, 401, 403, 404, 408, 302))]


@pytest.mark.parametrize("answer", TROUBLE, ids=str)
def test_trouble_is_tried_again_with_the_same_key_and_body(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock, answer: Delivery | None
) -> None:
    journey_id = yes(store)
    municipality.script = [answer]
    assert drain(sender) == 1
    assert drain(sender) == 0  # not at once
    assert status(store, journey_id) == "sent"
    clock.forward(2)
    assert drain(sender) == 1
    assert municipality.posts[0] == municipality.posts[1]
    assert status(store, journey_id) == "received"


def test_waiting_grows_to_a_quarter_of_an_hour_and_never_ends(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    yes(store)
    waits = []
    postpone = store.outbox.postpone

    def watched(item: Item, until: datetime) -> None:
        waits.append((until - clock.now).total_seconds())
        postpone(item, until)

    monkeypatch.setattr(store.outbox, "postpone", watched)
    municipality.script = [None] * 40
    for _ in range(40):
        assert drain(sender) == 1
        clock.forward(LONGEST_WAIT)
    assert 0.5 <= waits[0] <= 1
    assert all(LONGEST_WAIT / 2 <= wait <= LONGEST_WAIT for wait in waits[15:])
    assert len(set(waits[15:])) > 1  # by chance, so that they do not come back all at once
    assert drain(sender) == 1
    assert store.outbox.counts()["done"] == 1


def test_retry_after_is_honoured(store: Store, sender: Sender, municipality: Municipality, clock: Clock) -> None:
    yes(store)
    municipality.script = [Delivery(409, retry_after=25)]
    drain(sender)
    clock.forward(24)
    assert drain(sender) == 0
    clock.forward(2)
    assert drain(sender) == 1


@pytest.mark.parametrize("code", [400, 413, 415, 422])
def test_what_is_refused_is_parked_loudly_kept_and_can_go_again(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    caplog.set_level(logging.DEBUG)
    yes(store)
    other = yes(store)
    municipality.script = [Delivery(code)]
    drain(sender)
    assert store.outbox.counts() == {"waiting": 0, "parked": 1, "done": 1}
    assert status(store, other) == "received"
    errors = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert any("PARKED" in error and str(code) in error for error in errors)
    assert SENTENCE not in caplog.text
    clock.forward(10**6)
    assert drain(sender) == 0
    assert store.outbox.retry_parked() == 1
    assert drain(sender) == 1
    assert municipality.posts[0] == municipality.posts[-1]


def test_revisions_of_a_journey_keep_their_order_and_hold_up_nobody_else(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock
) -> None:
    journey_id = yes(store)
    yes(store, journey_id)
    other = yes(store)
    municipality.script = [None]
    drain(sender)
    assert [(b["journey"], b["revision"]) for _, _, b in municipality.posts] == [
        (journey_id, 1), (other, 1), (journey_id, 1), (journey_id, 2),
    ]  # fmt: skip


def test_when_the_other_side_answers_again_nobody_waits_for_long(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock
) -> None:
    for _ in range(5):
        yes(store)
    municipality.script = [None] * 50
    for _ in range(10):
        drain(sender)
        clock.forward(LONGEST_WAIT)
    municipality.script = []
    assert drain(sender) == 5
    assert store.outbox.counts()["done"] == 5


def test_an_erasure_is_told_with_the_id_alone_and_leaves_nothing(
    store: Store, sender: Sender, municipality: Municipality, clock: Clock
) -> None:
    journey_id = yes(store)
    drain(sender)
    erase(store, journey_id)
    municipality.script = [None]
    drain(sender)
    clock.forward(2)
    drain(sender)
    kind, key, body = municipality.posts[-1]
    assert kind == "erasure" and key != municipality.posts[0][1]
    assert body == {"schema_version": "1", "journey": journey_id, "requested_at": "2026-11-21T10:00:00Z"}
    assert store.outbox.counts() == {"waiting": 0, "parked": 0, "done": 0}


def test_a_case_that_comes_after_its_erasure_is_done_with(
    store: Store, sender: Sender, municipality: Municipality
) -> None:
    journey_id = yes(store)
    municipality.script = [Delivery(410)]
    drain(sender)
    assert store.outbox.counts()["done"] == 1
    assert status(store, journey_id) == "sent"


def test_a_sender_that_dies_after_posting_posts_the_same_again(
    store: Store, municipality: Municipality, clock: Clock
) -> None:
    yes(store)
    item = store.outbox.claim()
    assert item
    municipality.post_screening(item.id, item.body)  # ... and here it is killed
    assert drain(Sender(store, municipality)) == 0  # another does not tread on its claim
    clock.forward(16)
    assert drain(Sender(store, municipality)) == 1
    assert municipality.posts[0] == municipality.posts[1]


def test_the_mailbox_is_kept_before_it_is_acknowledged(store: Store, municipality: Municipality) -> None:
    first, second = yes(store), yes(store)
    municipality.entries = [
        Entry(4, first, "status", {"status": "received", "revision": 1}),
        Entry(7, second, "status", {"status": "received", "revision": 1}),
        Entry(9, first, "status", {"status": "read", "revision": 1}),
        Entry(12, str(uuid4()), "status", {"status": "read", "revision": 1}),  # erased here meanwhile
        Entry(13, first, "question", {"text": "of a later version"}),
        Entry(14, second, "status", {"status": "read"}),  # of no revision: not of this contract
    ]
    poller = Poller(store, municipality)
    assert poller.poll() == 6
    assert (status(store, first), status(store, second)) == ("read", "received")
    assert poller.poll() == 0
    assert municipality.asked == [0, 14]


def test_what_comes_back_late_is_not_said_of_what_she_has_sent_since(
    store: Store, sender: Sender, municipality: Municipality
) -> None:
    journey_id = yes(store)
    yes(store, journey_id)
    assert sender.send_one()
    assert status(store, journey_id) == "sent", "only the first revision has arrived"
    municipality.entries = [Entry(1, journey_id, "status", {"status": "read", "revision": 1})]
    Poller(store, municipality).poll()
    assert status(store, journey_id) == "sent", "the one that was read is the first"
    assert sender.send_one()
    assert status(store, journey_id) == "received"


def test_a_poller_that_dies_reads_the_same_again(
    store: Store, municipality: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey_id = yes(store)
    municipality.entries = [Entry(4, journey_id, "status", {"status": "read", "revision": 1})]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(store.outbox, "set_cursor", killed)
        Poller(store, municipality).poll()
    assert Poller(store, municipality).poll() == 1
    assert municipality.asked == [0, 0]
    assert status(store, journey_id) == "read"


def http(handler: Callable[[httpx.Request], httpx.Response]) -> HttpExchange:
    return HttpExchange("http://municipality.example", "secret-token", httpx.MockTransport(handler))


def test_over_http_the_contract_is_spoken() -> None:
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if request.method == "GET":
            entry = {
                "cursor": 3,
                "journey": "j",
                "kind": "status",
                "data": {"status": "read", "revision": 1},
                "created_at": "x",
                "new": 1,
            }
            return httpx.Response(200, json={"entries": [entry], "next": 3})
        return httpx.Response(409, headers={"Retry-After": "30"})

    exchange = http(handler)
    assert exchange.post_screening("key-12345", {"b": "æ", "a": 1}) == Delivery(409, 30.0)
    assert exchange.post_erasure("key-12345", {}) == Delivery(409, 30.0)
    assert exchange.mailbox(2) == [Entry(3, "j", "status", {"status": "read", "revision": 1})]
    assert [(r.method, r.url.raw_path.decode()) for r in seen] == [
        ("POST", "/v1/screenings"), ("POST", "/v1/erasures"), ("GET", "/v1/mailbox?after=2&limit=100"),
    ]  # fmt: skip
    assert {r.headers["Authorization"] for r in seen} == {"Bearer secret-token"}
    assert seen[0].headers["Idempotency-Key"] == "key-12345"
    assert seen[0].content == '{"a":1,"b":"æ"}'.encode()


@pytest.mark.parametrize(
    "response", [httpx.Response(500), httpx.Response(200, text="<html>"), httpx.Response(200, json={"entries": [{}]})]
)
def test_a_mailbox_that_does_not_speak_the_contract_is_unreachable(response: httpx.Response) -> None:
    with pytest.raises(Unreachable):
        http(lambda request: response).mailbox(0)


def test_a_broken_line_is_unreachable_and_says_nothing_of_the_body() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("…", request=request)

    with pytest.raises(Unreachable) as caught:
        http(handler).post_screening("key-12345", {"words": SENTENCE})
    assert str(caught.value) == "ReadTimeout"
    assert caught.value.__cause__ is None


def test_the_console_stand_in_shows_kinds_and_no_words(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    journey_id = yes(store)
    drain(Sender(store, ConsoleExchange()))
    erase(store, journey_id)
    drain(Sender(store, ConsoleExchange()))
    said = capsys.readouterr().out
    assert "screening" in said and "erased" in said
    assert SENTENCE not in said and journey_id not in said
