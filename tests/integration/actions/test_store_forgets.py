"""What is in the files: nothing that can be read without the key, and after erasing not even that."""

from __future__ import annotations

import logging
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from actions import manage
from actions.journey.model import Answer, Context, Effect, Journey, Outcome
from actions.settings import Settings
from actions.store import Store, open_store
from actions.store.tables import journeys, outbox

SENTENCE = "Jeg drømmer om at sy brudekjoler i Aleppo"
PHONE = "+4520123456"
RECEIPT = "998877665544"
SENDER = "sender-5551"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Store:
    settings = Settings(data=folder, journey_key=Fernet.generate_key().decode(), _env_file=None)
    manage.migrate(settings)
    return open_store(settings)


def told(store: Store) -> Journey:
    """A journey that holds what she said, with a receipt and a case on its way."""
    loaded = store.create(Journey(id=str(uuid4()), language="ar", consents={"keep": "x"}), "rest", SENDER)
    answers = {"hope": Answer(words=SENTENCE, language="da"), "phone": Answer(words=PHONE)}
    journey = Journey(id=loaded.journey.id, language="ar", consents={"keep": "x"}, answers=answers, sent_revision=1)
    effects = (Effect("send", {"kind": "screening", "revision": 1, "words": SENTENCE}), Effect("receipt"))
    store.save(loaded, Outcome(journey, (), effects), Context(store.database.now(), RECEIPT))
    return journey


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def sealed(store: Store) -> list[bytes]:
    """What stands in the sealed columns."""
    with store.database.read() as connection:
        return [*connection.scalars(journeys.select().with_only_columns(journeys.c.state)),
                *connection.scalars(outbox.select().with_only_columns(outbox.c.body))]  # fmt: skip


def test_nothing_she_said_can_be_read_in_the_files_or_the_log(
    store: Store, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told(store)
    token = store.resume(RECEIPT, None, "203.0.113.9")
    assert token
    store.set_pin(token, "4321")
    actual = files(folder)
    assert all(state in actual for state in sealed(store))  # the files are the right ones
    for secret in (SENTENCE, "brudekjoler", PHONE, RECEIPT, SENDER, token, "203.0.113.9"):
        assert secret.encode() not in actual
        assert secret not in caplog.text


def test_what_is_erased_is_erased_from_the_files(store: Store, folder: Path) -> None:
    journey = told(store)
    before = sealed(store)
    assert len(before) == 2
    loaded = store.load(journey.id)
    assert loaded
    store.save(loaded, Outcome(journey, (), (Effect("erase"),)), Context(store.database.now(), RECEIPT))
    actual = files(folder)
    assert journey.id.encode() not in actual
    for state in before:
        # Not even a piece of the encrypted state: it could be opened with the key.
        assert not any(state[start : start + 32] in actual for start in range(0, len(state) - 32, 16))


def test_what_has_expired_is_purged_from_the_files(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journey = told(store)
    later = store.database.now().replace(year=2050)
    store.outbox.done(store.outbox.claim())
    store.database.now = lambda: later
    assert store.purge() == 1
    assert journey.id.encode() not in files(folder)


def test_a_database_that_is_not_up_to_date_is_refused_with_the_command(folder: Path) -> None:
    settings = Settings(data=folder, journey_key=Fernet.generate_key().decode(), _env_file=None)
    with pytest.raises(RuntimeError, match="actions.manage migrate"):
        open_store(settings)


def test_keys_are_renewed_without_losing_anyone(folder: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    manage.migrate(Settings(data=folder, journey_key=old, _env_file=None))
    journey = told(open_store(Settings(data=folder, journey_key=old, _env_file=None)))

    renewed = open_store(Settings(data=folder, journey_key=f"{new},{old}", _env_file=None))
    found = renewed.find("rest", SENDER)
    assert found is not None and found.journey == journey
    assert renewed.resume(RECEIPT, None, "1.2.3.4")
    renewed.save(found, Outcome(journey, ()), Context(renewed.database.now(), "1"))

    only_new = open_store(Settings(data=folder, journey_key=new, _env_file=None))
    kept = only_new.load(journey.id)
    assert kept is not None and kept.journey == journey


def test_a_row_that_no_key_opens_is_parked_and_does_not_hold_up_the_others(folder: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    manage.migrate(Settings(data=folder, journey_key=old, _env_file=None))
    told(open_store(Settings(data=folder, journey_key=old, _env_file=None)))
    store = open_store(Settings(data=folder, journey_key=new, _env_file=None))
    mine = told(store)
    item = store.outbox.claim()
    assert item is not None and item.journey_id == mine.id
    assert store.outbox.counts() == {"waiting": 1, "parked": 1, "done": 0}


def test_a_failed_statement_does_not_quote_what_it_was_given(store: Store) -> None:
    with pytest.raises(IntegrityError) as failed, store.database.write() as connection:
        connection.execute(insert(journeys).values(id="j", campaign=SENTENCE))
    assert SENTENCE not in str(failed.value)
