"""The photo and the link for her papers: what is kept, how long, and what is turned away."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image
from set_clock import Clock
from sqlalchemy import func, select

from actions.journey.model import Context, Effect, Journey, Outcome
from actions.settings import Settings
from actions.store import Stale, Store, links, new_token
from actions.store.photos import FORMATS, MAX_BYTES, NoPhoto, safe
from actions.store.tables import attempts, photos

PLACE = b"planted in the garden"


def picture(size: tuple[int, int] = (1200, 900), mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue."""
    made = Image.new("RGB", size, "red")
    made.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    return made.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def decoded(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data), formats=("JPEG",))


@pytest.mark.parametrize("kind", FORMATS)
async def test_a_photo_becomes_a_small_jpeg(kind: str) -> None:
    actual = decoded(await safe(encoded(picture((3000, 2000)), kind)))
    assert actual.size == (600, 400)
    assert actual.mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK"])
async def test_a_photo_of_any_colours_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    actual = decoded(await safe(encoded(picture((900, 1600), mode), kind)))
    assert actual.size == (450, 800)


async def test_what_is_transparent_is_white() -> None:
    actual = decoded(await safe(encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")))
    assert actual.getpixel((25, 25)) == (255, 255, 255)


async def test_a_photo_taken_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the phone was held upright: turn clockwise
    actual = decoded(await safe(encoded(picture((1200, 900)), exif=exif)))
    assert actual.size == (600, 800)
    top, bottom = actual.getpixel((300, 100)), actual.getpixel((300, 700))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > top[2], "what was left is at the top"
    assert bottom[2] > 200 > bottom[0]


async def test_where_it_was_taken_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (55.0, 42.0, 9.0), 3: "E", 4: (9.0, 32.0, 6.0)})
    given = encoded(picture(), exif=exif, comment=PLACE, icc_profile=PLACE, xmp=PLACE)
    assert given.count(PLACE) == 4
    actual = await safe(given)
    assert PLACE not in actual
    assert not decoded(actual).getexif()
    assert b"Exif" not in actual and b"ICC_PROFILE" not in actual


async def test_what_follows_the_picture_in_the_file_is_gone() -> None:
    actual = await safe(encoded(picture()) + b"<script>alert(1)</script>")
    assert b"<script>" not in actual


@cache
def broken() -> dict[str, bytes]:
    whole = encoded(picture())
    return {
        "nothing": b"",
        "words": b"this is no photo",
        "a page": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "half": whole[: len(whole) // 2],
        "head only": whole[:20],
        "another type": encoded(picture(), "GIF"),
        "a document": b"%PDF-1.7\n" + whole,
        "too many pixels": encoded(Image.new("1", (9000, 8000)), "PNG"),
        "a bomb": encoded(Image.new("1", (30_000, 30_000)), "PNG"),
        "too many bytes": whole + bytes(MAX_BYTES),
    }


@pytest.mark.parametrize("what", broken())
async def test_what_is_no_photo_is_turned_away(what: str) -> None:
    with pytest.raises(NoPhoto):
        await safe(broken()[what])


# --- kept ----------------------------------------------------------------------------------------------


@pytest.fixture
def journey_id(store: Store) -> str:
    made = Journey(id=str(uuid4()), language="ar", consents={"keep": "x"})
    store.create(made, "rest", made.id)
    return made.id


def kept(store: Store) -> int:
    with store.database.read() as connection:
        return connection.execute(select(func.count()).select_from(photos)).scalar_one()


def has_photo(store: Store, journey_id: str) -> bool:
    loaded = store.load(journey_id)
    assert loaded
    return loaded.journey.photo


async def test_a_photo_is_kept_replaced_and_taken_away(store: Store, journey_id: str) -> None:
    first, second = await safe(encoded(picture())), await safe(encoded(picture((40, 40))))
    assert store.photo(journey_id) is None
    for image in (first, second):
        assert store.set_photo(journey_id, image)
        assert store.photo(journey_id) == image
        assert has_photo(store, journey_id)
    assert kept(store) == 1
    assert store.set_photo(journey_id, None)
    assert store.photo(journey_id) is None
    assert not has_photo(store, journey_id)


async def test_a_turn_that_read_the_journey_before_is_taken_again(store: Store, journey_id: str) -> None:
    before = store.load(journey_id)
    assert before
    store.set_photo(journey_id, await safe(encoded(picture())))
    with pytest.raises(Stale):
        store.save(before, Outcome(before.journey, (), ()), context(store))
    assert has_photo(store, journey_id)


def test_without_a_journey_there_is_no_photo(store: Store) -> None:
    assert store.set_photo(str(uuid4()), b"x") is False
    assert kept(store) == 0


@pytest.mark.parametrize("way", ["erased", "expired"])
async def test_a_photo_is_gone_with_the_journey(
    store: Store, journey_id: str, clock: Clock, store_settings: Settings, way: str
) -> None:
    store.set_photo(journey_id, await safe(encoded(picture())))
    loaded = store.load(journey_id)
    assert loaded
    if way == "erased":
        store.save(loaded, Outcome(loaded.journey, (), (Effect("erase"),)), context(store))
    else:
        clock.forward(days=91)
        store.purge()
    assert kept(store) == 0


async def test_a_photo_is_gone_when_she_wants_nothing_kept_any_more(store: Store, journey_id: str) -> None:
    store.set_photo(journey_id, await safe(encoded(picture())))
    loaded = store.load(journey_id)
    assert loaded and loaded.journey.photo
    after = Journey(id=journey_id, closed="refused")
    store.save(loaded, Outcome(after, ()), Context(now=store.database.now(), receipt="123456789012"))
    assert store.photo(journey_id) is None


async def test_a_photo_cannot_be_seen_in_the_files(store: Store, journey_id: str, store_settings: Settings) -> None:
    image = await safe(encoded(picture()))
    store.set_photo(journey_id, image)
    with store.database.read() as connection:
        sealed = connection.execute(select(photos.c.image)).scalar_one()
    assert len(sealed) > len(image)
    assert image[:40] not in sealed
    files = b"".join(path.read_bytes() for path in store_settings.data.rglob("*") if path.is_file())
    assert image[20:60] not in files


# --- the link ------------------------------------------------------------------------------------------


def context(store: Store, link: str = "") -> Context:
    return Context(now=store.database.now(), receipt="", link=link)


def link(store: Store, journey_id: str) -> str:
    token = new_token()
    loaded = store.load(journey_id)
    assert loaded
    store.save(loaded, Outcome(loaded.journey, (), (Effect("papers"),)), context(store, token))
    return token


def test_a_link_lives_for_a_day(store: Store, journey_id: str, clock: Clock) -> None:
    token = link(store, journey_id)
    clock.forward(hours=23, minutes=59)
    found = store.open_papers(token, "192.0.2.1")
    assert found and found.journey.id == journey_id
    clock.forward(minutes=1)
    assert store.open_papers(token, "192.0.2.1") is None


def test_a_link_is_gone_when_she_erases(store: Store, journey_id: str) -> None:
    token = link(store, journey_id)
    loaded = store.load(journey_id)
    assert loaded
    store.save(loaded, Outcome(loaded.journey, (), (Effect("erase"),)), context(store))
    assert store.open_papers(token, "192.0.2.1") is None


def test_a_link_is_no_session_and_a_session_no_link(store: Store, journey_id: str) -> None:
    token, session = link(store, journey_id), store.open_session(journey_id, masked=False)
    assert store.find("web", token) is None
    assert store.open_papers(session, "192.0.2.1") is None


def test_guessing_links_gets_nowhere(store: Store, journey_id: str, clock: Clock) -> None:
    token = link(store, journey_id)
    for _ in range(links.WRONG):
        assert store.open_papers(new_token(), "192.0.2.1") is None
    assert store.open_papers(token, "192.0.2.1") is None, "nor does a right one help who has guessed so much"
    assert store.open_papers(token, "192.0.2.2") is not None, "others are not in the way"
    clock.forward(minutes=15, seconds=1)
    assert store.open_papers(token, "192.0.2.1") is not None
    with store.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(attempts)).scalar_one() == links.WRONG
