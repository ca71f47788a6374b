"""The page of her papers, `/p/<token>`: choose, add a photo, fetch.

The link is the key: it works without a session, for a day, and leads to nothing but the papers. What she has printed of
herself (name, phone, e-mail) comes with each form and goes with it; only the photo is kept, on this side. The page is
one form, so that a photo more or a paper less never costs her what she has typed.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from actions.documents import KINDS, TYPES, Documents, NotMade, Wish
from actions.journey.clean import clean
from actions.journey.model import Content, Journey, Option
from actions.journey.papers import both
from actions.journey.readers.contact import read_email, read_phone
from actions.store import Store
from actions.store.photos import MAX_BYTES, NoPhoto, safe
from bot.channels.web import guard
from bot.channels.web.guard import onward, page
from bot.channels.web.pages import Pages
from bot.channels.web.view import Choices, Desk

PAPERS = "/p/"
BODY = MAX_BYTES + 64 * 1024  # of a form with a photo in it
DRAINED = 64 * 1024 * 1024  # is read and thrown away, so that what is too large gets an answer and no reset
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,80}")
NAMES = {f"{kind}.{format_}": (kind, format_) for kind, formats in KINDS.items() for format_ in formats}
NO_SECTOR = "not_yet"
NAME_LENGTH = 100


class Papers:
    """The handlers of the page, over the journey store and whoever makes papers (None: nobody does)."""

    def __init__(self, store: Store, content: Content, pages: Pages, documents: Documents | None) -> None:
        self._store, self._content, self._pages, self._documents = store, content, pages, documents

    async def papers(self, request: Request, token: str) -> HTTPResponse:
        """The page."""
        journey = await self._journey(request, token)
        return self._page(request, token, journey, _first(self._content, journey)) if journey else self._gone(request)

    async def paper(self, request: Request, token: str, name: str) -> HTTPResponse:
        """One paper, as a file to keep."""
        journey = await self._journey(request, token)
        if journey is None:
            return self._gone(request)
        if name not in NAMES:
            raise NotFound("no such paper")
        choices = self._read(request)
        if choices.wrong:
            return self._page(request, token, journey, choices, f"page.papers.{choices.wrong[0]}_wrong", 400)
        kind, format_ = NAMES[name]
        try:
            made = await self._made(journey, kind, format_, choices)
        except NotMade:
            return self._page(request, token, journey, choices, "page.papers.later", 503)
        file = f"{kind.replace('_', '-')}.{format_}"
        return raw(made, content_type=TYPES[format_], headers={"Content-Disposition": f'attachment; filename="{file}"'})

    async def photo(self, request: Request, token: str) -> HTTPResponse:
        """The photo that is kept."""
        journey = await self._journey(request, token)
        image = await asyncio.to_thread(self._store.photo, journey.id) if journey else None
        if image is None:
            raise NotFound("no photo")
        return raw(image, content_type="image/jpeg")

    async def add_photo(self, request: Request, token: str) -> HTTPResponse:
        """Keep a photo, in the place of any before it. The body is read here, piece by piece."""
        journey = await self._journey(request, token)
        if journey is None:
            return self._gone(request)
        body = await _received(request)
        if body is None:
            choices = _first(self._content, journey)
            return self._page(request, token, journey, choices, "page.papers.photo_large", 413)
        request.body = body
        sent = (request.files or {}).get("photo")
        choices = self._read(request)
        if not sent or not sent.body:
            return self._page(request, token, journey, choices, "page.papers.photo_none", 400)
        try:
            image = await safe(sent.body)
        except NoPhoto:
            return self._page(request, token, journey, choices, "page.papers.photo_wrong", 400)
        return await self._kept(request, token, journey, image, choices)

    async def drop_photo(self, request: Request, token: str) -> HTTPResponse:
        """Take the photo away."""
        journey = await self._journey(request, token)
        return await self._kept(request, token, journey, None, self._read(request)) if journey else self._gone(request)

    async def back(self, _: Request, token: str, **_more: str) -> HTTPResponse:
        """A form's address, opened as a page."""
        return onward(PAPERS + token)

    # --- parts ---------------------------------------------------------------------------------------

    async def _journey(self, request: Request, token: str) -> Journey | None:
        if not TOKEN.fullmatch(token):
            return None
        found = await asyncio.to_thread(self._store.open_papers, token, guard.address(request))
        return found.journey if found else None

    async def _made(self, journey: Journey, kind: str, format_: str, choices: Choices) -> bytes:
        if self._documents is None:
            raise NotMade
        mine, danish = both(self._content, journey)[0], both(self._content, journey)[-1]
        tongues = {"mine": (mine,), "da": (danish,)}.get(choices.tongues, both(self._content, journey))
        wish = Wish(
            kind,
            format_,
            tongues if format_ != "json" else tongues[-1:],
            sector=choices.sector or None if kind == "letter" else None,
            name=choices.name or None,
            phone=choices.phone or None,
            email=choices.email or None,
            photo=await asyncio.to_thread(self._store.photo, journey.id) if journey.photo else None,
        )
        return await self._documents.make(self._content, journey, wish)

    async def _kept(
        self, request: Request, token: str, journey: Journey, image: bytes | None, choices: Choices
    ) -> HTTPResponse:
        if not await asyncio.to_thread(self._store.set_photo, journey.id, image):
            return self._gone(request)
        notice = "page.papers.photo_saved" if image else "page.papers.photo_gone"
        return self._page(request, token, replace(journey, photo=image is not None), choices, notice)

    def _page(
        self, request: Request, token: str, journey: Journey, choices: Choices, notice: str = "", status: int = 200
    ) -> HTTPResponse:
        mine = both(self._content, journey)[0]
        desk = Desk(token, mine, _sectors(self._content, journey), journey.photo, choices)
        stated = (request.form or {}).get("lang") or request.args.get("lang", "")
        language = stated if stated in self._content.languages else mine
        return page(request, self._pages.papers(language, desk, notice, status < 400), status)

    def _gone(self, request: Request) -> HTTPResponse:
        language = self._pages.suggest(request.args.get("lang", ""), request.headers.get("accept-language", ""))
        return page(request, self._pages.notice(language, "page.papers.gone"), 404)

    def _read(self, request: Request) -> Choices:
        fields = request.form or {}
        sectors = self._content.question("sectors")
        sector = fields.get("sector", "")
        typed = {name: clean(fields.get(name, "")[:1000]).text.strip() for name in ("name", "phone", "email")}
        phone, email = read_phone(typed["phone"]).answer, read_email(typed["email"]).answer
        wrong = [name for name, read in (("phone", phone), ("email", email)) if typed[name] and read is None]
        return Choices(
            tongues=fields.get("tongues", "both"),
            sector=sector if sectors and sectors.option(sector) else "",
            name=" ".join(typed["name"].split())[:NAME_LENGTH],
            phone=(phone.words if phone else None) or typed["phone"],
            email=(email.words if email else None) or typed["email"],
            wrong=tuple(wrong),
        )


def _first(content: Content, journey: Journey) -> Choices:
    """What is chosen before she has chosen: the first sector she hopes for."""
    answer = journey.answers.get("sectors")
    hoped = [o for o in (answer.options if answer else ()) if o != NO_SECTOR]
    return Choices(sector=hoped[0] if hoped else "")


def _sectors(content: Content, journey: Journey) -> tuple[Option, ...]:
    """The sectors of a letter, those she hopes for first."""
    question, answer = content.question("sectors"), journey.answers.get("sectors")
    known = [o for o in (question.options if question else ()) if o.id != NO_SECTOR]
    hoped = answer.options if answer else ()
    return tuple(sorted(known, key=lambda option: option.id not in hoped))


async def _received(request: Request) -> bytes | None:
    """The body of a streamed request; None when it is larger than a photo may be, then read to its end all the same,
    because a browser reads no answer before it has sent everything."""
    parts: list[bytes] = []
    total = 0
    while total <= DRAINED and (part := await request.stream.read()) is not None:
        total += len(part)
        parts.append(part)
        if total > BODY:
            parts.clear()
    return b"".join(parts) if total <= BODY else None
