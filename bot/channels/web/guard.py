"""What every request to the chat page must satisfy, and every answer carries.

A form may only come from our own page (the cookie is SameSite=Lax, and the browser's own statement of where a request
comes from is checked beside it). Answers forbid everything that the page does not use, and are kept by no cache: the
phone may be shared.
"""

from __future__ import annotations

import gzip
from contextvars import ContextVar
from urllib.parse import urlsplit

from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw, redirect

from actions.store import is_beside
from bot.channels.web.assets import Asset

# A picture that is opened by itself runs nothing and reaches nothing: the municipality's SVG is a file from elsewhere.
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_WORTH_PACKING = 1024
# Whether a worker sits beside her, in the request that is being answered: every page then shows it.
BESIDE_NOW: ContextVar[bool] = ContextVar("beside", default=False)


class Guard:
    """Security headers, the origin check and the session cookie, by environment and neutral page."""

    def __init__(self, development: bool, neutral_url: str) -> None:
        self._development = development
        # The prefix binds the cookie to this host and to https; a browser refuses it over plain http.
        self.cookie = "minvej" if development else "__Host-minvej"
        neutral = urlsplit(neutral_url)
        # Browsers apply form-action to redirects too: hiding is a form that ends on the neutral page.
        self._policy = (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
            f"form-action 'self' {neutral.scheme}://{neutral.netloc}; connect-src 'self'; "
            "frame-ancestors 'none'; base-uri 'none'"
        )

    def session(self, request: Request) -> str | None:
        """The session's token, where the browser has one."""
        token: str | None = request.cookies.get(self.cookie)
        return token

    def note_beside(self, request: Request) -> None:
        """Set BESIDE_NOW, by the session or, before there is one, by the address."""
        token = self.session(request)
        BESIDE_NOW.set(is_beside(token) if token else request.args.get("beside") == "1")

    def open(self, response: HTTPResponse, token: str) -> HTTPResponse:
        """Give the browser a session; it ends when the browser is closed."""
        response.cookies[self.cookie] = token
        self._bind(response)
        return response

    def close(self, response: HTTPResponse) -> HTTPResponse:
        """Take the session from the browser."""
        response.cookies[self.cookie] = ""
        response.cookies[self.cookie]["max-age"] = 0
        self._bind(response)
        return response

    def _bind(self, response: HTTPResponse) -> None:
        cookie = response.cookies[self.cookie]
        cookie["path"], cookie["httponly"], cookie["samesite"] = "/", True, "Lax"
        if not self._development:
            cookie["secure"] = True

    def protect(self, response: HTTPResponse) -> None:
        """Put the headers on an answer."""
        headers = response.headers
        headers.setdefault("Content-Security-Policy", self._policy)
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        # Not no-referrer: with that, browsers state the origin of our own forms as "null".
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        if not self._development:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        headers.setdefault("Cache-Control", "no-store")


def own_page(request: Request) -> bool:
    """Whether a form comes from our own page, by what the browser says of its origin."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return bool(site == "same-origin")
    source = request.headers.get("origin") or request.headers.get("referer") or ""
    return bool(source) and urlsplit(source).netloc == request.host


def address(request: Request) -> str:
    """Where a request comes from, for throttling; behind a proxy as Sanic's own settings trust it."""
    return str(request.remote_addr or request.ip)


def page(request: Request, content: str, status: int = 200) -> HTTPResponse:
    """An HTML answer, packed where the browser takes it."""
    body = content.encode()
    if len(body) < _WORTH_PACKING or "gzip" not in request.headers.get("accept-encoding", ""):
        return html(body, status=status)
    packed = gzip.compress(body, 6)
    return HTTPResponse(
        packed, status, {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}, "text/html; charset=utf-8"
    )


def onward(location: str) -> HTTPResponse:
    """After a form: fetch another page, so that reload does not send the form again."""
    return redirect(location, status=303)


def file(request: Request, asset: Asset | None) -> HTTPResponse:
    """A static file, packed where the browser takes it, to be kept for good: its name has its content's hash."""
    if asset is None:
        raise NotFound("no such file")
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if packed:
        headers["Content-Encoding"] = "gzip"
    if asset.content_type.startswith("image/"):
        headers["Content-Security-Policy"] = _PICTURE
    return raw(asset.packed if packed else asset.plain, headers=headers, content_type=asset.content_type)
