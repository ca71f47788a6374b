"""Papers and photo in a chat: the link as a button, the CV as a file, the photo only when she says so."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import httpx
import pytest
from PIL import Image

from actions.catalogue import strings
from actions.journey.model import Journey
from actions.store import Store
from tests.integration.telegram.conftest import texts, until_hope, until_life_line
from tests.standins.botapi import BotApi, Json
from tests.standins.botapi_people import Person, keys

DA = strings("da")
Stored = Callable[[], Journey]


def picture() -> bytes:
    """A photo as a phone makes it, with where it was taken."""
    made, place = BytesIO(), Image.Exif()
    place[0x010E] = "hjemme hos Amina"
    Image.effect_noise((1200, 900), 50).convert("RGB").save(made, "JPEG", exif=place)
    return made.getvalue()


def send_photo(telegram: BotApi, person: Person, content: bytes) -> None:
    telegram.files["large"] = content
    person.send(photo=[_size("small", 90), _size("large", 1200)])


def _size(name: str, width: int) -> Json:
    return {"file_id": name, "file_unique_id": name, "width": width, "height": width}


def test_papers_come_as_a_link_and_a_file(
    telegram: BotApi, person: Person, bot_server: str, handoff_server: str
) -> None:
    until_life_line(person)
    person.send(text="/papers")
    said = person.look()
    ready = next(m for m in said if DA["papers.ready"] in m.get("text", ""))
    link = next(key["url"] for key in keys(ready) if "url" in key)
    assert link.startswith("https://minvej.example.org/p/")
    page = httpx.get(link.replace("https://minvej.example.org", bot_server))
    assert page.status_code == 200
    (sent,) = [m["document"] for m in said if "document" in m]
    assert sent["file_name"] == "cv.pdf"
    assert telegram.files[sent["file_id"]].startswith(b"%PDF")


def test_a_photo_is_kept_for_the_papers_only_when_she_says_so(
    telegram: BotApi, person: Person, journey: Stored, store: Store
) -> None:
    until_life_line(person)
    send_photo(telegram, person, picture())
    assert DA["telegram.photo.ask"] in texts(person.look())
    person.tap(DA["telegram.photo.no"])
    assert DA["telegram.photo.not_kept"] in texts(person.look())
    assert store.photo(journey().id) is None
    send_photo(telegram, person, picture())
    person.tap(DA["telegram.photo.yes"])
    assert DA["telegram.photo.kept"] in texts(person.look())
    kept = store.photo(journey().id)
    assert kept is not None and journey().photo
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "JPEG" and image.width <= 600 and not image.getexif()


@pytest.mark.parametrize("content", [b"no photo at all", b"", b"\xff\xd8\xff" + b"0" * 9_000_000])
def test_a_photo_that_is_none_is_answered_kindly(
    telegram: BotApi, person: Person, journey: Stored, store: Store, content: bytes
) -> None:
    until_life_line(person)
    send_photo(telegram, person, content)
    person.tap(DA["telegram.photo.yes"])
    assert DA["telegram.photo.broken"] in texts(person.look())
    assert store.photo(journey().id) is None


def test_a_photo_before_there_is_a_life_line_is_not_kept(
    telegram: BotApi, person: Person, journey: Stored, store: Store
) -> None:
    until_hope(person)
    send_photo(telegram, person, picture())
    said = texts(person.look())
    assert DA["telegram.photo"] in said and DA["q.hope.ask"] in said
    assert store.photo(journey().id) is None
    assert "getFile" not in [c.method for c in telegram.calls[-6:]]
