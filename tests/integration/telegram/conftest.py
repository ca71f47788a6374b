"""What the tests of the channel share: the journey store of its bot, and a person in its Telegram."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.journey.model import Journey
from actions.settings import Settings
from actions.store import Store, open_store
from tests.conftest import House
from tests.standins.botapi import BotApi, Json
from tests.standins.botapi_people import Person


@pytest.fixture(scope="session")
def store(house: House) -> Store:
    """The store that the bot writes to."""
    key = house.environment["MINVEJ_JOURNEY_KEY"]
    return open_store(Settings(environment="development", data=house.data, journey_key=key))


@pytest.fixture
def person(telegram: BotApi) -> Person:
    """Somebody who has not written yet."""
    return Person(telegram)


@pytest.fixture
def journey(store: Store, person: Person) -> Callable[[], Journey]:
    """Her journey, as it is stored."""

    def stored() -> Journey:
        found = store.find("telegram", str(person.number))
        assert found, "nothing is stored of this chat"
        return found.journey

    return stored


def texts(messages: list[Json]) -> str:
    """What messages say, as one text."""
    return "\n\n".join(m.get("text", "") for m in messages)


def until_hope(person: Person) -> None:
    """Through the welcome, in Danish, to the first question of the screening."""
    person.send(text="/start")
    for title in ("Dansk", "✅ Ja, jeg er 18 eller mere", "✅ Ja, det må du gerne"):
        person.tap(title)
    person.look()


def until_life_line(person: Person) -> None:
    """... and on to an event of her life line, of which something was told."""
    until_hope(person)
    for _ in range(40):
        person.send(text="/skip")
        if "Skal vi tegne din livslinje" in texts(person.look()):
            break
    for title in ("✅ Ja, gerne", "⏭️ Spring over", "🏠 Hjælp i hjemmet", "🍼 Da jeg var 0-6 år", "🌿 1-2 år"):
        person.tap(title)
    person.tap("🍲 Lavede mad til familien")
    person.tap("➡️ Videre")
    person.look()
