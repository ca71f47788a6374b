"""Coming back by receipt: a found note gives nobody away, and guessing gets nowhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from set_clock import Clock

from actions.journey.model import Context, Effect, Journey, Outcome
from actions.store import Store

RECEIPT = "123456789012"


@pytest.fixture
def token(store: Store) -> str:
    """An unmasked session on a journey that has a receipt."""
    token = store.start_session(Journey(id=str(uuid4()), language="ar", consents={"keep": "x"}))
    hand_out(store, token, RECEIPT)
    return token


def hand_out(store: Store, token: str, receipt: str) -> None:
    loaded = store.find("web", token)
    assert loaded
    context = Context(now=store.database.now(), receipt=receipt)
    store.save(loaded, Outcome(loaded.journey, (), (Effect("receipt"),)), context)


def masked(store: Store, token: str | None) -> bool:
    loaded = store.find("web", token) if token else None
    assert loaded
    return loaded.masked


def test_a_session_lasts_until_it_is_ended(store: Store, token: str, clock: Clock) -> None:
    assert masked(store, token) is False
    store.end_session(token)
    assert store.find("web", token) is None
    store.end_session(token)


def test_a_session_is_over_the_next_day(store: Store, token: str, clock: Clock) -> None:
    clock.forward(hours=12, seconds=1)
    assert store.find("web", token) is None
    store.purge()
    assert masked(store, store.resume(RECEIPT, None, "1.2.3.4")) is True


@pytest.mark.parametrize("written", [RECEIPT, "1234 5678 9012", "1234-5678-9012", "١٢٣٤ ٥٦٧٨ ٩٠١٢", " 123456789012\n"])
def test_a_receipt_may_be_written_in_any_way_and_without_a_pin_shows_no_answers(
    store: Store, token: str, written: str
) -> None:
    assert masked(store, store.resume(written, None, "1.2.3.4")) is True


def test_the_right_pin_shows_the_answers_and_a_wrong_one_opens_nothing(store: Store, token: str) -> None:
    assert store.set_pin(token, "٤٣٢١")
    assert masked(store, store.resume(RECEIPT, "4321", "1.2.3.4")) is False
    assert masked(store, store.resume(RECEIPT, None, "1.2.3.4")) is True
    assert store.resume(RECEIPT, "1234", "1.2.3.4") is None
    assert store.resume("999999999999", "4321", "1.2.3.4") is None
    assert store.resume("", None, "1.2.3.4") is None


def test_a_pin_where_none_was_set_does_not_lock_her_out_nor_show_anything(store: Store, token: str) -> None:
    assert masked(store, store.resume(RECEIPT, "4321", "1.2.3.4")) is True


def test_who_came_back_without_the_pin_cannot_set_one(store: Store, token: str) -> None:
    thief = store.resume(RECEIPT, None, "1.2.3.4")
    assert thief
    assert store.set_pin(thief, "6666") is False
    assert store.set_pin(token, "4321") is True
    assert store.set_pin(thief, "6666") is False
    assert store.resume(RECEIPT, "6666", "1.2.3.4") is None


def test_a_later_receipt_is_under_the_same_pin(store: Store, token: str) -> None:
    store.set_pin(token, "4321")
    hand_out(store, token, "555566667777")
    assert store.resume("555566667777", "0000", "1.2.3.4") is None
    assert masked(store, store.resume("555566667777", "4321", "1.2.3.4")) is False


@pytest.mark.parametrize("pin", ["", "123", "123456789", "abcd", "no"])
def test_a_pin_is_four_to_eight_digits(store: Store, token: str, pin: str) -> None:
    with pytest.raises(ValueError, match="4 to 8"):
        store.set_pin(token, pin)


def test_there_is_no_pin_without_a_receipt_or_after_the_session(store: Store, token: str) -> None:
    bare = store.start_session(Journey(id=str(uuid4())))
    assert store.set_pin(bare, "4321") is False
    store.end_session(token)
    assert store.set_pin(token, "4321") is False


def test_five_wrong_tries_from_one_address_close_it_for_a_quarter_of_an_hour(
    store: Store, token: str, clock: Clock
) -> None:
    for wrong in range(5):
        assert store.resume(f"00000000000{wrong}", None, "1.2.3.4") is None
    assert store.resume(RECEIPT, None, "1.2.3.4") is None
    assert store.resume(RECEIPT, None, "5.6.7.8") is not None
    clock.forward(minutes=15, seconds=1)
    assert store.resume(RECEIPT, None, "1.2.3.4") is not None


def test_an_ipv6_network_is_one_address(store: Store, token: str) -> None:
    for wrong in range(5):
        assert store.resume(f"00000000000{wrong}", None, f"2001:db8::{wrong}") is None
    assert store.resume(RECEIPT, None, "2001:db8::ffff") is None
    assert store.resume(RECEIPT, None, "2001:db8:0:1::1") is not None


def test_right_tries_are_not_counted(store: Store, token: str) -> None:
    for _ in range(10):
        assert store.resume(RECEIPT, None, "1.2.3.4")


def test_a_pin_cannot_be_guessed_from_many_addresses(store: Store, token: str, clock: Clock) -> None:
    store.set_pin(token, "4321")
    for n in range(20):
        assert store.resume(RECEIPT, f"{n:04d}", f"10.0.0.{n}") is None
    assert store.resume(RECEIPT, "4321", "10.0.1.1") is None
    clock.forward(days=1, seconds=1)
    assert store.resume(RECEIPT, "4321", "10.0.1.1") is not None


def test_tries_at_once_are_counted_too(store: Store, token: str) -> None:
    store.set_pin(token, "4321")
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda n: store.resume(RECEIPT, f"{n:04d}", "1.2.3.4"), range(8)))
    assert opened == [None] * 8
    assert store.resume(RECEIPT, "4321", "1.2.3.4") is None


def test_a_receipt_of_an_erased_or_expired_journey_opens_nothing(store: Store, token: str, clock: Clock) -> None:
    clock.forward(days=91)
    assert store.resume(RECEIPT, None, "1.2.3.4") is None
