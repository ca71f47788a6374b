"""Counters and campaigns on the citizen's side: counted with the turn, gathered once, and nobody to be found there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from set_clock import Clock
from sqlalchemy import select

from actions.content_loader import load_content
from actions.journey.model import Context, Effect, Journey, Message, Outcome
from actions.store import Campaign, Store, Tally
from actions.store.counts import BATCH, add
from actions.store.tables import counts, outbox
from actions.turn import Turns

CAMPAIGN = {
    "code": "kvrbtd", "languages": ["ar", "da"], "opens_on": "2026-11-20", "closes_on": "2026-11-30", "limit": 2,
    "unit": "Team Nord", "closed": False,
}  # fmt: skip


@pytest.fixture
def turns(store: Store) -> Turns:
    return Turns(store, load_content())


def counted(store: Store) -> Counter[str]:
    with store.database.read() as connection:
        return Counter({row.event: row.n for row in connection.execute(select(counts))})


def rows(store: Store) -> list[dict[str, Any]]:
    with store.database.read() as connection:
        return [dict(row) for row in connection.execute(select(counts).order_by(counts.c.event)).mappings()]


def begin(turns: Turns, campaign: str | None = "kvrbtd", language: str = "ar") -> str:
    sender = uuid4().hex
    turns.take("rest", sender, Message(text="hej", language=language, campaign=campaign))
    return sender


def test_a_turn_counts_where_when_and_how(turns: Turns, store: Store) -> None:
    sender = begin(turns)
    turns.take("rest", sender, Message(question="adult", value="yes"))
    turns.take("rest", sender, Message(question="keep", value="yes"))
    shared = {"day": "2026-11-21", "campaign": "kvrbtd", "language": "ar", "channel": "rest", "n": 1}
    assert rows(store) == [{**shared, "event": event} for event in ("consented", "opened", "started")]


def test_a_message_that_is_sent_again_counts_once(turns: Turns, store: Store) -> None:
    sender = begin(turns)
    for _ in range(3):
        turns.take("rest", sender, Message(question="adult", value="yes", id="m-1"))
    for _ in range(3):
        turns.take("rest", sender, Message(question="keep", value="yes", id="m-2"))
    assert counted(store) == {"opened": 1, "started": 1, "consented": 1}


def test_what_is_not_kept_is_not_counted(turns: Turns, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sender = begin(turns)
    before = counted(store)

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    turns.take("rest", sender, Message(question="adult", value="yes"))
    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(store, "_effects", broken)
        turns.take("rest", sender, Message(question="keep", value="yes"))
    assert counted(store) == before
    turns.take("rest", sender, Message(question="keep", value="yes"))
    assert counted(store)["consented"] == 1


def test_forty_at_once_are_forty(turns: Turns, store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: begin(turns), range(40)))
    assert counted(store) == {"opened": 40, "started": 40}


def test_no_journey_and_no_address_stands_beside_a_figure() -> None:
    assert set(counts.columns.keys()) == {"day", "campaign", "language", "channel", "event", "n"}


def test_what_was_counted_is_gathered_once(turns: Turns, store: Store, clock: Clock) -> None:
    begin(turns)
    begin(turns, campaign=None)
    assert store.counts.gather()
    assert rows(store) == [], "it has left in the same transaction"
    begin(turns)
    assert not store.counts.gather(), "the one before is still on its way"
    item = store.outbox.claim()
    assert item is not None and item.kind == "counts"
    assert item.body["schema_version"] == "1"
    started = [c for c in item.body["counts"] if c["event"] == "started"]
    assert sorted((c["campaign"] or "", c["n"]) for c in started) == [("", 1), ("kvrbtd", 1)]
    store.outbox.done(item)
    with store.database.read() as connection:
        assert connection.execute(select(outbox)).all() == [], "nothing stays of a batch that has arrived"
    assert store.counts.gather()
    clock.forward(hours=1)
    assert store.outbox.claim() is not None
    assert not store.counts.gather()


def test_two_workers_gather_nothing_twice(turns: Turns, store: Store) -> None:
    for _ in range(5):
        begin(turns)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: store.counts.gather(), range(8)))
    gathered = Counter[str]()
    while item := store.outbox.claim():
        gathered.update({c["event"]: c["n"] for c in item.body["counts"]})
        store.outbox.done(item)
    assert gathered == {"opened": 5, "started": 5}


def test_more_than_a_post_may_hold_goes_in_several(store: Store) -> None:
    with store.database.write() as connection:
        for n in range(BATCH + 7):
            add(connection, store.database, Tally("web", f"code-{n}", "da", ("opened",)))
    sizes = []
    while store.counts.gather():
        item = store.outbox.claim()
        assert item is not None
        sizes.append(len(item.body["counts"]))
        store.outbox.done(item)
    assert sizes == [BATCH, 7]


# --- campaigns ---------------------------------------------------------------------------------------


def test_a_campaign_is_known_however_its_code_is_typed(store: Store) -> None:
    store.campaigns.keep(CAMPAIGN)
    expected = Campaign("kvrbtd", ("ar", "da"), "open")
    assert store.campaigns.find("kvrbtd") == store.campaigns.find("KVRbtd") == expected
    assert store.campaigns.find("demo") is None


def states() -> Iterator[tuple[dict[str, Any], float, str]]:
    """What is told of a campaign, hours from 11:00 in Denmark on the 21st, and its state then."""
    yield {}, 0, "open"
    yield {"closed": True}, 0, "closed"
    yield {"opens_on": "2026-11-22"}, 0, "early"
    yield {"opens_on": "2026-11-22"}, 12.9, "early"
    yield {"opens_on": "2026-11-22"}, 13, "open"  # midnight in Denmark
    yield {"closes_on": "2026-11-21"}, 12.9, "open"
    yield {"closes_on": "2026-11-21"}, 13, "closed"
    yield {"closes_on": None, "limit": None}, 24 * 365, "open"


@pytest.mark.parametrize(("told", "hours", "expected"), states())
def test_a_campaign_takes_people_in_from_its_first_day_to_its_last(
    store: Store, clock: Clock, told: dict[str, Any], hours: float, expected: str
) -> None:
    store.campaigns.keep(CAMPAIGN | told)
    clock.forward(hours=hours)
    found = store.campaigns.find("kvrbtd")
    assert found is not None and found.state == expected


def test_a_campaign_is_full_when_so_many_have_begun_and_a_higher_limit_opens_it(turns: Turns, store: Store) -> None:
    store.campaigns.keep(CAMPAIGN)
    for expected in ("open", "open", "full"):
        found = store.campaigns.find("kvrbtd")
        assert found is not None and found.state == expected
        begin(turns)
    store.campaigns.keep(CAMPAIGN | {"limit": 10})
    assert store.campaigns.find("kvrbtd") == Campaign("kvrbtd", ("ar", "da"), "open")


# --- a worker sits beside her --------------------------------------------------------------------------


def test_a_session_on_a_workers_device_ends_when_it_has_rested(turns: Turns, store: Store, clock: Clock) -> None:
    token = store.start_session(Journey(id=str(uuid4())), beside=True)
    ordinary = store.start_session(Journey(id=str(uuid4())))
    for _ in range(3):
        clock.forward(minutes=19)
        store.keep_awake(token)
        store.keep_awake(ordinary)
        assert store.find("web", token)
    clock.forward(minutes=21)
    store.keep_awake(token)
    assert store.find("web", token) is None, "what has ended is not woken"
    assert store.find("web", ordinary)


def test_ending_it_ends_the_link_to_the_papers_that_the_device_remembers(turns: Turns, store: Store) -> None:
    for beside, expected in ((True, False), (False, True)):
        journey = Journey(id=str(uuid4()))
        token = store.start_session(journey, beside)
        loaded = store.find("web", token)
        assert loaded
        link = uuid4().hex
        context = Context(now=store.database.now(), receipt="1", link=link)
        store.save(loaded, Outcome(journey, (), (Effect("papers"),)), context)
        assert store.find("papers", link)
        store.end_session(token)
        assert bool(store.find("papers", link)) is expected


def test_the_link_to_the_papers_made_beside_her_rests_with_the_session(store: Store, clock: Clock) -> None:
    for beside in (True, False):
        journey = Journey(id=str(uuid4()))
        store.create(journey, "rest", uuid4().hex)
        own = link_of(store, journey, store.open_session(journey.id, masked=False))
        clock.forward(minutes=1)
        token = store.open_session(journey.id, masked=False, beside=beside)
        link = link_of(store, journey, token)
        store.keep_awake(token)
        clock.forward(minutes=19)
        assert store.find("papers", link)
        store.keep_awake(token)
        clock.forward(minutes=19)
        assert store.find("papers", link)
        clock.forward(minutes=2)
        store.keep_awake(token)
        assert bool(store.find("papers", link)) is not beside
        assert store.find("papers", own), "a link of her own device is left alone"


def link_of(store: Store, journey: Journey, token: str) -> str:
    loaded = store.find("web", token)
    assert loaded
    link = uuid4().hex
    context = Context(now=store.database.now(), receipt=uuid4().hex[:12], link=link)
    store.save(loaded, Outcome(journey, (), (Effect("papers"),)), context)
    return link
