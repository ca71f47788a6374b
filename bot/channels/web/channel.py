"""The chat page as Rasa knows it: a channel, and its addresses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.content_loader import load_content
from actions.documents import open_documents
from actions.settings import settings as store_settings
from actions.store import open_store
from bot.channels.web import guard
from bot.channels.web.assets import ADDRESS, Assets
from bot.channels.web.pages import Pages
from bot.channels.web.papers import Papers
from bot.channels.web.public import Public
from bot.channels.web.site import Site
from bot.nlg import catalogue
from bot.settings import settings


class WebChannel(InputChannel):
    """/chat, a campaign's link /c/<code>, her papers /p/<token>, and what is open to everybody: /sectors, /topics."""

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this channel."""
        return "web"

    def url_prefix(self) -> str:
        """Rasa puts channels below /webhooks/; a leading slash takes this one to the root."""
        return "/"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Rasa's hook: the routes."""
        content = load_content()
        assets = Assets(logo=content.municipality["logo"])
        neutral = str(content.municipality["neutral_url"])
        gate = guard.Guard(settings().development, neutral)
        store, pages = open_store(store_settings()), Pages(content, catalogue(), assets)
        site = Site(store, content, pages, gate, neutral, on_new_message)
        papers = Papers(store, content, pages, open_documents(store_settings()))
        web = Blueprint("web")
        web.add_route(_function(site.show), "/chat", name="show")
        web.add_route(_function(site.campaign), "/c/<code>", name="campaign")
        web.add_route(_function(site.resume_form), "/chat/resume", name="resume_form")
        web.add_route(_function(site.pin_form), "/chat/pin", name="pin_form")
        for form in (site.start, site.say, site.hide, site.resume, site.pin):
            web.add_route(_function(site.checked(form)), f"/chat/{form.__name__}", methods=["POST"], name=form.__name__)
        # A form's own address, when it is reloaded or typed, leads back to the conversation.
        for form in (site.start, site.say, site.hide):
            web.add_route(_function(site.back), f"/chat/{form.__name__}", name=f"{form.__name__}_again")
        web.add_route(_function(papers.papers), "/p/<token>", name="papers")
        web.add_route(_function(papers.photo), "/p/<token>/photo.jpg", name="photo")
        for address, act, stream in (
            ("<name>", papers.paper, False),
            ("photo", papers.add_photo, True),
            ("no-photo", papers.drop_photo, False),
        ):
            web.add_route(
                _function(site.checked(act)),
                f"/p/<token>/{address}",
                methods=["POST"],
                name=act.__name__,
                stream=stream,
            )
            web.add_route(_function(papers.back), f"/p/<token>/{address}", name=f"{act.__name__}_again")
        public = Public(content, pages)
        web.add_route(_function(public.sectors), "/sectors", name="sectors")
        web.add_route(_function(public.sector), "/sectors/<sector>", name="sector")
        web.add_route(_function(public.topics), "/topics", name="topics")

        @web.get(f"{ADDRESS}<name>")
        async def static(request: Request, name: str) -> HTTPResponse:
            return guard.file(request, assets.find(name))

        @web.on_request
        async def note(request: Request) -> None:
            gate.note_beside(request)

        @web.on_response
        async def protect(_: Request, response: HTTPResponse) -> None:
            gate.protect(response)

        web.exception(Exception)(site.failed)
        return web


def _function(handler: Callable[..., Awaitable[HTTPResponse]]) -> Callable[..., Awaitable[HTTPResponse]]:
    """The handler as a plain function: Sanic writes on it, which a method does not take."""

    async def handle(request: Request, **parts: str) -> HTTPResponse:
        return await handler(request, **parts)

    return handle
