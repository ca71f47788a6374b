"""The lock of a journey: one message at a time, in order, and nothing left behind."""

import asyncio

import pytest
from rasa.core.lock_store import LockError

from bot.stores import ForgetfulTrackerStore, ProcessLocks


async def test_messages_of_one_journey_take_turns_in_order() -> None:
    locks, events = ProcessLocks(), []

    async def turn(name: str) -> None:
        async with locks.lock("journey"):
            events.append(f"{name} in")
            await asyncio.sleep(0.01)
            events.append(f"{name} out")

    await asyncio.gather(*(turn(name) for name in "abc"))
    assert events == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_journeys_do_not_wait_for_each_other() -> None:
    locks = ProcessLocks()
    async with locks.lock("one"):
        await asyncio.wait_for(_pass(locks, "other"), 1)


async def test_waiting_ends_with_an_error_and_leaves_the_lock_usable() -> None:
    locks = ProcessLocks()
    async with locks.lock("journey"):
        with pytest.raises(LockError):
            async with locks.lock("journey", lock_lifetime=0.01):
                pytest.fail("two turns at once")
    await asyncio.wait_for(_pass(locks, "journey"), 1)


async def test_nothing_is_kept_of_a_journey_that_is_not_talking() -> None:
    locks = ProcessLocks()
    with pytest.raises(ValueError):
        async with locks.lock("journey"):
            raise ValueError
    await _pass(locks, "journey")
    assert not locks._locks


async def test_the_tracker_store_keeps_nothing() -> None:
    store = ForgetfulTrackerStore()
    tracker = await store.get_or_create_tracker("journey")
    await store.save(tracker)
    assert await store.retrieve("journey") is None
    assert list(await store.keys()) == []


async def _pass(locks: ProcessLocks, journey: str) -> None:
    async with locks.lock(journey):
        pass
