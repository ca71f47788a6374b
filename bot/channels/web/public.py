"""What is open to everybody: the sectors, one with its thirty words, and the topics.

For who says no to being asked, for a class, for a wall: no session is looked for, no cookie is given, nothing is
counted. The pages change only with the content, so the browser keeps them and asks whether they still hold.
"""

from __future__ import annotations

import hashlib

from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.journey.model import Content
from bot.channels.web.guard import page
from bot.channels.web.pages import Pages


class Public:
    """The handlers, over the content."""

    def __init__(self, content: Content, pages: Pages) -> None:
        self._content, self._pages = content, pages

    async def sectors(self, request: Request) -> HTTPResponse:
        """The sectors that this municipality shows."""
        return kept(request, self._pages.sectors(self._language(request)))

    async def sector(self, request: Request, sector: str) -> HTTPResponse:
        """One of them."""
        if sector not in self._content.sectors:  # one that is not shown here may have been, when she looked at it
            raise NotFound("no such sector")
        return kept(request, self._pages.sector(self._language(request), self._content.sectors[sector]))

    async def topics(self, request: Request) -> HTTPResponse:
        """The topics, and the stories."""
        return kept(request, self._pages.topics(self._language(request)))

    def _language(self, request: Request) -> str:
        return self._pages.suggest(request.args.get("lang", ""), request.headers.get("accept-language", ""))


def kept(request: Request, content: str) -> HTTPResponse:
    """A page that the browser may keep, and must ask about: it sends what it has, and gets nothing when it is that.
    (Cookie: whether a worker sits beside her changes how every page looks.)"""
    tag = f'W/"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    headers = {"Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    if tag in (known.strip() for known in request.headers.get("if-none-match", "").split(",")):
        return HTTPResponse(status=304, headers=headers)
    response = page(request, content)
    response.headers.update(headers)
    return response
