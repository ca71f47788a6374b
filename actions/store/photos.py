"""The photo for her papers: made safe before it is kept, sealed, on the citizen's side only.

A phone's photo tells where and when it was taken, and a file that calls itself a photo may be anything. So what is kept
is never what was sent: it is decoded, turned upright, made smaller and encoded anew, without any metadata.
"""

from __future__ import annotations

import asyncio
import base64
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import delete, insert, select

from actions.store.journeys import Journeys, Stale
from actions.store.tables import photos

MAX_BYTES = 8 * 1024 * 1024  # of the file that is sent
MAX_PIXELS = 50_000_000  # a phone's largest ordinary photo; decoded that is 150 MB
SIZE = (600, 800)  # pixels of what is kept: sharp at 5 cm in print
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
TRIES = 10

_one_at_a_time = ThreadPoolExecutor(1, "photo")  # many photos at once cost the memory of one, and hold up no turn


class NoPhoto(ValueError):
    """The file is no photo that can be used: too large, of another type, or broken."""


async def safe(data: bytes) -> bytes:
    """The photo in `data` as a small JPEG without metadata. Raises NoPhoto."""
    if len(data) > MAX_BYTES:
        raise NoPhoto("too large")
    try:
        return await asyncio.get_running_loop().run_in_executor(_one_at_a_time, _encoded, data)
    except Exception as error:  # whatever a decoder raises at a file that was made to break it
        raise NoPhoto(type(error).__name__) from None


def _encoded(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:  # known before anything is decoded
            raise NoPhoto("too many pixels")
        image.draft("RGB", (SIZE[1] * 2, SIZE[1] * 2))  # a JPEG is decoded no larger than needed
        colours = image.convert("RGBA") if image.mode in ("1", "P", "PA") else image  # a palette cannot be made smaller
        colours.thumbnail((SIZE[1] * 2, SIZE[1] * 2))
        upright = ImageOps.exif_transpose(colours)
    upright.thumbnail(SIZE)
    if "A" in upright.getbands():  # what is transparent is white, as the paper
        layer = upright.convert("RGBA")
        upright = Image.new("RGB", layer.size, "white")
        upright.paste(layer, mask=layer.getchannel("A"))
    plain, made = upright.convert("RGB"), BytesIO()
    plain.info.clear()  # the encoder would write profiles and comments that it finds here
    plain.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


class Photos(Journeys):
    """The photos of a database."""

    def photo(self, journey_id: str) -> bytes | None:
        """The JPEG that is kept for this journey."""
        query = select(photos.c.image).where(photos.c.journey_id == journey_id)
        with self.database.read() as connection:
            sealed = connection.execute(query).scalar()
        return base64.b64decode(self.database.sealer.unseal(sealed)) if sealed else None

    def set_photo(self, journey_id: str, image: bytes | None) -> bool:
        """Keep what `safe` made in the place of any before it; None takes it away. The journey says whether there is
        one. False without a journey. Raises Stale when turns keep coming in between."""
        sealed = self.database.sealer.seal(base64.b64encode(image).decode()) if image else None
        for _ in range(TRIES):
            loaded = self.load(journey_id)
            if loaded is None:
                return False
            state = {"state": self._seal(replace(loaded.journey, photo=sealed is not None))}
            try:
                with self.database.write() as connection:
                    self._update(connection, loaded, state)
                    connection.execute(delete(photos).where(photos.c.journey_id == journey_id))
                    if sealed:
                        connection.execute(insert(photos).values(journey_id=journey_id, image=sealed))
            except Stale:
                continue
            self.database.forget()  # the photo before is gone from the disk too
            return True
        raise Stale
