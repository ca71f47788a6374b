"""What each address of the chat page does.

GET pages only show state. A form becomes one real turn of Rasa (or a few, where she both ticked and wrote) on the
journey that her session opens, and then leads on to a page; a form that is sent twice says its thing once.

The store is always asked beside the event loop: a database that lets one wait must not keep everyone waiting.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from sanic.exceptions import NotFound, PayloadTooLarge, SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.journey.flow import find
from actions.journey.model import URGENT, Content, Journey
from actions.journey.speech import payload, standing, ticks
from actions.store import Loaded, Store, is_beside
from bot.channels.grammar import MAX_TEXT
from bot.channels.web import guard
from bot.channels.web.arrival import CAMPAIGN, Openings, arrive, opens, taken_in
from bot.channels.web.guard import Guard, onward, page
from bot.channels.web.pages import Pages
from bot.channels.web.view import look

logger = logging.getLogger(__name__)

Handler = Callable[..., Awaitable[HTTPResponse]]

CHAT = "/chat"
NOW = "/chat#now"  # where the latest stands; the script scrolls by itself
GO_ON = payload(URGENT, "no")  # asks what is open, with nothing said before it


@dataclass(frozen=True)
class Form:
    """What the chat form sent."""

    id: str
    turn: int | None
    text: str
    payload: str
    picks: tuple[str, ...]


class Site:
    """The handlers, over the journey store and Rasa."""

    def __init__(
        self,
        store: Store,
        content: Content,
        pages: Pages,
        gate: Guard,
        neutral: str,
        say: Callable[[UserMessage], Awaitable[Any]],
    ) -> None:
        self._store, self._content, self._pages = store, content, pages
        self._gate, self._neutral, self._say = gate, neutral, say
        self._openings = Openings(store)

    # --- pages ---------------------------------------------------------------------------------------

    async def show(self, request: Request) -> HTTPResponse:
        """The conversation, or the first page where there is none."""
        loaded = await self._loaded(request)
        if loaded and loaded.journey.turn:
            return self._chat(request, loaded)
        return await self._start_page(request, CHAT, "")

    async def campaign(self, request: Request, code: str) -> HTTPResponse:
        """A campaign's link: the first page, which remembers it; a conversation that has begun goes on."""
        if not CAMPAIGN.fullmatch(code):
            raise NotFound("no such campaign code")
        loaded = await self._loaded(request)
        if loaded and loaded.journey.turn:
            return onward(CHAT)
        return await self._start_page(request, f"/c/{code}", code)

    async def resume_form(self, request: Request) -> HTTPResponse:
        """Where a receipt is written."""
        return page(request, self._pages.resume(await self._language(request)))

    async def pin_form(self, request: Request) -> HTTPResponse:
        """Where a PIN is chosen."""
        if await self._loaded(request) is None:
            return onward(f"{CHAT}?notice=ended")
        return page(request, self._pages.pin(await self._language(request)))

    async def back(self, _: Request) -> HTTPResponse:
        """A form's address, opened as a page."""
        return onward(CHAT)

    # --- forms ---------------------------------------------------------------------------------------

    def checked(self, handler: Handler) -> Handler:
        """The handler, for forms from our own page only."""

        async def form(request: Request, **parts: str) -> HTTPResponse:
            if not guard.own_page(request):
                return await self._notice(request, "page.foreign", 403)
            return await handler(request, **parts)

        return form

    async def start(self, request: Request) -> HTTPResponse:
        """The language is chosen: the journey begins."""
        fields = request.form or {}
        language, code = fields.get("language", ""), fields.get("campaign", "")
        if language not in self._content.languages:
            return await self._notice(request, "page.broken", 400)
        loaded = await self._loaded(request)
        if loaded and loaded.journey.turn:
            return onward(CHAT)
        journey = Journey(id=str(uuid4()), campaign=await taken_in(self._store, code))
        beside = fields.get("beside") == "1"
        token = await asyncio.to_thread(self._store.start_session, journey, beside)
        await self._turn(journey, payload("language", language), uuid4().hex, False)
        return self._gate.open(onward(CHAT), token)

    async def say(self, request: Request) -> HTTPResponse:
        """A tap, ticks or words."""
        form = _read(request)
        loaded = await self._loaded(request)
        if loaded is None:
            return self._gate.close(self._go(request, f"{CHAT}?notice=ended"))
        if form is None:
            return self._chat(request, loaded, notice="page.broken", status=400)
        if len(form.text) > MAX_TEXT:
            return self._chat(request, loaded, typed=form.text, notice="page.too_long", status=413)
        if loaded.journey.last_key != form.id:
            for done, (message, message_id) in enumerate(self._messages(form, loaded)):
                # Each of a form's own turns moves the journey on by one.
                shown = None if form.turn is None else form.turn + done
                await self._turn(loaded.journey, message, message_id, loaded.masked, shown)
        after = await self._loaded(request)
        if after is None:
            return self._gate.close(self._go(request, f"{CHAT}?notice=erased&lang={loaded.journey.language}"))
        if after.journey.last_key != form.id:
            return self._chat(request, after, typed=form.text, notice="error.failed", status=503)
        if any(reply.text.id == "hide.done" for reply in after.journey.replies):
            return await self.hide(request)
        return self._chat(request, after) if _by_script(request) else onward(NOW)

    async def hide(self, request: Request) -> HTTPResponse:
        """End the session on this device and leave for a neutral page; where a worker sat beside her, for the first
        page of whoever is next."""
        token, away = self._gate.session(request), self._neutral
        if token and is_beside(token):
            loaded = await self._loaded(request)
            path = f"/c/{loaded.journey.campaign}" if loaded and loaded.journey.campaign else CHAT
            away = f"{path}?beside=1&notice=cleared"
        if token:
            await asyncio.to_thread(self._store.end_session, token)
        return self._gate.close(self._go(request, away))

    async def resume(self, request: Request) -> HTTPResponse:
        """Back by receipt. Whatever was wrong, the answer is the same."""
        fields = request.form or {}
        code, pin = fields.get("code", "")[:100], fields.get("pin", "")[:100]
        beside = request.args.get("beside") == "1"
        token = await asyncio.to_thread(self._store.resume, code, pin or None, guard.address(request), beside)
        loaded = await asyncio.to_thread(self._store.find, "web", token) if token else None
        if token is None or loaded is None:
            return page(request, self._pages.resume(await self._language(request), "page.resume.wrong"), 400)
        before = self._gate.session(request)
        if before:
            await asyncio.to_thread(self._store.end_session, before)
        # A turn of its own, so that nothing said last time is what a masked page shows first.
        await self._turn(loaded.journey, GO_ON, uuid4().hex, loaded.masked)
        return self._gate.open(onward(NOW), token)

    async def pin(self, request: Request) -> HTTPResponse:
        """Choose or change the PIN."""
        token, language = self._gate.session(request), await self._language(request)
        if token is None or await self._loaded(request) is None:
            return onward(f"{CHAT}?notice=ended")
        try:
            saved = await asyncio.to_thread(self._store.set_pin, token, (request.form or {}).get("pin", "")[:100])
        except ValueError:
            return page(request, self._pages.pin(language, "page.pin.wrong"), 400)
        return page(request, self._pages.pin(language, "" if saved else "page.pin.first", saved), 200 if saved else 409)

    # --- when something is wrong ---------------------------------------------------------------------

    async def failed(self, request: Request, error: Exception) -> HTTPResponse:
        """A kind page for whatever went wrong; the log has the kind of error, never what was sent."""
        if isinstance(error, NotFound):
            return await self._notice(request, "page.not_found", 404)
        if isinstance(error, PayloadTooLarge):
            return await self._notice(request, "page.too_large", 413)
        status = error.status_code if isinstance(error, SanicException) else 500
        if status >= 500:
            logger.error("the chat page failed: %s", type(error).__name__)
        return await self._notice(request, "error.failed" if status >= 500 else "page.broken", status)

    # --- parts ---------------------------------------------------------------------------------------

    async def _loaded(self, request: Request) -> Loaded | None:
        token = self._gate.session(request)
        if token and is_beside(token):
            await asyncio.to_thread(self._store.keep_awake, token)
        return await asyncio.to_thread(self._store.find, "web", token) if token else None

    async def _language(self, request: Request, first: tuple[str, ...] = ()) -> str:
        stated = request.args.get("lang", "")
        loaded = await self._loaded(request)
        if loaded and loaded.journey.language and stated not in self._content.languages:
            return loaded.journey.language
        return self._pages.suggest(stated, request.headers.get("accept-language", ""), first)

    def _chat(
        self, request: Request, loaded: Loaded, typed: str = "", notice: str = "", status: int = 200
    ) -> HTTPResponse:
        view = look(self._content, loaded.journey, loaded.masked)
        return page(request, self._pages.chat(view, typed=typed, notice=notice), status)

    async def _start_page(self, request: Request, path: str, campaign: str) -> HTTPResponse:
        arrival = await arrive(self._store, request, path, campaign)
        if opens(request):
            self._openings.add(arrival.campaign)
        language = await self._language(request, arrival.languages)
        return page(request, self._pages.start(language, arrival))

    async def _notice(self, request: Request, text_id: str, status: int) -> HTTPResponse:
        return page(request, self._pages.notice(await self._language(request), text_id), status)

    def _go(self, request: Request, location: str) -> HTTPResponse:
        """Lead on. The script cannot follow a redirect to another site, so it is told."""
        return HTTPResponse(status=204, headers={"X-Go": location}) if _by_script(request) else onward(location)

    def _messages(self, form: Form, loaded: Loaded) -> list[tuple[str, str]]:
        """What the form says, as messages with their ids. The last bears the form's own id: all was said."""
        if form.payload:
            return [(form.payload, form.id)]
        question = find(self._content, loaded.journey, loaded.journey.asking)
        if question is None or not ticks(question) or loaded.journey.turn != form.turn:
            return [(form.text, form.id)]
        picks = [o.id for o in question.options if o.id in form.picks]
        if not form.text:
            return [(payload(question.id, picks), form.id)]
        before = standing(loaded.journey, question)
        marks = [("+" if o.id in picks else "-") + o.id for o in question.options]
        changed = [m for m in marks if (m[0] == "+") != (m[1:] in before)]
        return [*((payload(question.id, m), f"{form.id}-{m[1:]}") for m in changed), (form.text, form.id)]

    async def _turn(self, journey: Journey, text: str, message_id: str, masked: bool, turn: int | None = None) -> None:
        """One real turn of Rasa on this journey. What it answers is read from the journey afterwards."""
        metadata: dict[str, Any] = {"message_id": message_id, "masked": masked}
        if journey.language:
            metadata["language"] = journey.language
        if turn is not None:
            metadata["turn"] = turn
        await self._say(
            UserMessage(text, CollectingOutputChannel(), journey.id, input_channel="web", metadata=metadata)
        )


def _by_script(request: Request) -> bool:
    return "x-script" in request.headers


def _read(request: Request) -> Form | None:
    """The chat form; None when it is not one of ours."""
    fields = request.form
    if not fields or not re.fullmatch(r"[0-9a-f]{32}", fields.get("mid", "")):
        return None
    turn = fields.get("turn", "")
    return Form(
        id=fields["mid"][0],
        turn=int(turn) if re.fullmatch(r"[0-9]{1,8}", turn) else None,
        text=fields.get("text", "").strip(),
        payload=fields.get("payload", ""),
        picks=tuple(fields.getlist("pick") or ()),
    )
