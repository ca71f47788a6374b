"""A journey is saved whole or not at all, found by its keys, and gone when it should be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from set_clock import Clock
from sqlalchemy import func, select

from actions.journey.model import Answer, Context, Effect, Journey, Outcome
from actions.store import Loaded, Stale, Store
from actions.store.journeys import SITTING
from actions.store.tables import keys, outbox


def begun(store: Store, **fields: object) -> Loaded:
    journey = Journey(id=str(uuid4()), language="ar", consents={"keep": "2026-11-21T10:00:00+00:00"})
    return store.create(replace(journey, **fields), "rest", f"sender-{uuid4()}")


def context(store: Store, receipt: str = "123456789012") -> Context:
    return Context(now=store.database.now(), receipt=receipt)


def save(store: Store, loaded: Loaded, *effects: Effect, receipt: str = "123456789012", **fields: object) -> Loaded:
    journey = replace(loaded.journey, **fields)
    return store.save(loaded, Outcome(journey, (), effects), context(store, receipt))


def case(revision: int = 1) -> Effect:
    return Effect("send", {"schema_version": "1", "kind": "screening", "revision": revision})


def count(store: Store, table, *conditions: object) -> int:
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()


def test_a_journey_is_found_as_it_was_saved(store: Store) -> None:
    loaded = store.create(Journey(id=str(uuid4())), "rest", "sender")
    saved = save(store, loaded, answers={"worked": Answer(value="abroad", words="في المستشفى", language="ar")}, turn=1)
    assert store.find("rest", "sender") == saved == store.load(loaded.journey.id)
    assert store.find("rest", "another") is None
    assert store.find("web", "sender") is None
    assert store.load(str(uuid4())) is None


def test_a_save_on_an_older_version_is_refused_and_keeps_nothing(store: Store) -> None:
    first = begun(store)
    save(store, first, turn=1)
    with pytest.raises(Stale):
        save(store, first, case(), Effect("receipt"), turn=2)
    assert store.load(first.journey.id).journey.turn == 1
    assert store.outbox.counts()["waiting"] == 0
    assert count(store, keys, keys.c.kind == "receipt") == 0


def test_of_many_saves_at_once_one_wins(store: Store) -> None:
    first = begun(store)

    def attempt(turn: int) -> bool:
        try:
            save(store, first, case(), turn=turn)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(1, 9)))
    assert sum(won) == 1
    assert store.outbox.counts()["waiting"] == 1
    assert store.load(first.journey.id).journey.turn == won.index(True) + 1


def test_of_two_journeys_for_one_sender_one_wins(store: Store) -> None:
    def begin(_: int) -> bool:
        try:
            store.create(Journey(id=str(uuid4())), "rest", "sender")
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(begin, range(4))) == 1
    assert store.find("rest", "sender") is not None


def test_a_receipt_that_is_somebody_elses_is_no_receipt(store: Store) -> None:
    save(store, begun(store), Effect("receipt"), receipt="111122223333")
    mine = begun(store)
    with pytest.raises(Stale):
        save(store, mine, Effect("receipt"), receipt="111122223333", turn=1)
    assert store.load(mine.journey.id).journey.turn == 0
    save(store, mine, Effect("receipt"), receipt="111122224444", turn=1)


def test_her_yes_is_one_sealed_row_in_the_same_transaction(store: Store) -> None:
    loaded = save(store, begun(store), case(), sent_revision=1, sent_kind="screening")
    item = store.outbox.claim()
    assert item is not None
    assert (item.kind, item.journey_id, item.revision, item.attempts) == ("screening", loaded.journey.id, 1, 1)
    assert item.body == case().case


def test_erasing_before_anything_left_leaves_nothing(store: Store) -> None:
    loaded = save(store, begun(store), case(), Effect("receipt"), sent_revision=1)
    token = store.open_session(loaded.journey.id, masked=False)
    save(store, loaded, Effect("erase"), closed="erased")
    assert store.load(loaded.journey.id) is None
    assert store.find("web", token) is None
    assert count(store, keys) == count(store, outbox) == 0


def test_erasing_what_has_arrived_is_told_with_nothing_but_the_id(store: Store) -> None:
    loaded = save(store, begun(store), case(), sent_revision=1)
    item = store.outbox.claim()
    assert item
    store.outbox.done(item)
    save(store, store.load(loaded.journey.id), Effect("erase"), closed="erased")
    erasure = store.outbox.claim()
    assert erasure is not None
    assert (erasure.kind, erasure.journey_id, erasure.body) == ("erasure", loaded.journey.id, None)
    store.outbox.done(erasure)
    assert count(store, outbox) == 0


def test_an_erasure_arrives_after_a_case_that_is_under_way(store: Store, clock: Clock) -> None:
    loaded = save(store, begun(store), case(), sent_revision=1)
    under_way = store.outbox.claim()
    assert under_way
    save(store, store.load(loaded.journey.id), Effect("erase"), closed="erased")
    assert store.outbox.claim() is None
    store.outbox.done(under_way)  # the sender comes back, and its row is gone
    clock.forward(seconds=16)
    erasure = store.outbox.claim()
    assert erasure is not None and erasure.kind == "erasure"


def test_erasing_a_stale_journey_keeps_everything(store: Store) -> None:
    first = begun(store)
    save(store, first, case(), turn=1)
    with pytest.raises(Stale):
        save(store, first, Effect("erase"), closed="erased")
    assert store.load(first.journey.id) is not None
    assert store.outbox.counts()["waiting"] == 1


@pytest.mark.parametrize("closed", ["refused", "young"])
def test_who_says_no_or_is_too_young_is_forgotten_after_a_sitting(store: Store, clock: Clock, closed: str) -> None:
    loaded = begun(store)
    save(store, loaded, closed=closed, consents={}, turn=3, last_key="k")
    assert store.load(loaded.journey.id) is not None
    clock.forward(hours=2, seconds=1)
    assert store.load(loaded.journey.id) is None
    assert store.purge() == 1


def test_a_no_after_sending_leaves_time_to_have_it_erased(store: Store, clock: Clock) -> None:
    loaded = save(store, begun(store), case(), sent_revision=1, sent_kind="screening")
    save(store, loaded, closed="refused", consents={})
    clock.forward(days=80)
    assert store.load(loaded.journey.id) is not None


def test_what_she_agreed_to_keep_lasts_ninety_days_from_her_last_turn(store: Store, clock: Clock) -> None:
    loaded = begun(store)
    clock.forward(days=80)
    save(store, loaded, turn=1)
    clock.forward(days=89)
    assert store.purge() == 0
    assert store.load(loaded.journey.id) is not None
    clock.forward(days=2)
    assert store.load(loaded.journey.id) is None
    assert store.purge() == 1
    assert count(store, keys) == 0


def test_what_she_has_not_agreed_to_keep_lasts_a_sitting(store: Store, clock: Clock) -> None:
    begun(store, consents={})
    clock.now += SITTING + timedelta(seconds=1)
    assert store.purge() == 1


def test_an_expired_sender_begins_anew(store: Store, clock: Clock) -> None:
    store.create(Journey(id=str(uuid4())), "rest", "sender")
    clock.forward(days=1)
    assert store.find("rest", "sender") is None
    again = store.create(Journey(id=str(uuid4())), "rest", "sender")
    assert store.find("rest", "sender") == again


def test_purging_never_loses_a_yes_that_has_not_arrived(store: Store, clock: Clock) -> None:
    save(store, begun(store), case(), sent_revision=1)
    clock.forward(days=91)
    assert store.purge() == 1
    item = store.outbox.claim()
    assert item is not None and item.body == case().case
    store.outbox.done(item)
    store.purge()
    assert count(store, outbox) == 0


def test_status_goes_forward_only_and_leaves_the_rest_alone(store: Store) -> None:
    loaded = save(store, begun(store), sent_revision=1, status="sent", turn=7)
    store.set_status(loaded.journey.id, 1, "received")
    store.set_status(loaded.journey.id, 1, "read")
    store.set_status(loaded.journey.id, 1, "received")
    assert store.load(loaded.journey.id).journey == replace(loaded.journey, status="read")
    store.set_status(str(uuid4()), 1, "read")  # erased meanwhile


def test_a_status_of_what_she_has_sent_anew_since_says_nothing(store: Store) -> None:
    loaded = save(store, begun(store), sent_revision=2, status="sent")
    store.set_status(loaded.journey.id, 1, "read")
    assert store.load(loaded.journey.id) == loaded
    store.set_status(loaded.journey.id, 2, "received")
    store.set_status(loaded.journey.id, 1, "read")
    assert store.load(loaded.journey.id).journey.status == "received"


def test_a_status_under_a_turn_makes_the_turn_run_again(store: Store) -> None:
    loaded = save(store, begun(store), sent_revision=1, status="sent")
    store.set_status(loaded.journey.id, 1, "received")
    with pytest.raises(Stale):
        save(store, loaded, turn=9)
