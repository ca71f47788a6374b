"""What holds for every request, whoever answers it: headers, a largest size, and no citizen's words in a log.

Plain ASGI, outermost first: Headers, Failures, SizeLimit.
"""

from __future__ import annotations

import logging
import traceback

from starlette.datastructures import Headers as RequestHeaders
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handoff_api.problems import Problem

MAX_BODY = 4 * 1024 * 1024  # bytes; the longest life line there can be, with a photo
logger = logging.getLogger("handoff_api")

SECURITY_HEADERS = {
    # Nothing inline, nothing from elsewhere; `data:` is for the pictures in the API documentation's style sheet.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = "max-age=31536000"


class Headers:
    """Security headers on every answer; nothing is cached unless its route says so."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.headers = SECURITY_HEADERS | ({"Strict-Transport-Security": HSTS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Failures:
    """An unforeseen error is answered with a problem, and logged by kind and place: its text could quote a case."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-12:]))
            logger.error("%s in %s: %s", type(error).__name__, scope["method"], where)
            if not started:
                problem = Problem(500, "internal", "Something went wrong on this side.")
                await problem.response()(scope, receive, send)


class SizeLimit:
    """No body larger than MAX_BODY, whether its length is told beforehand or not."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        told = RequestHeaders(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > MAX_BODY:
            return await _too_large().response()(scope, receive, send)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > MAX_BODY:
                raise _too_large()  # the handlers of problems answer it
            return message

        await self.app(scope, counted, send)


def _too_large() -> Problem:
    return Problem(413, "too-large", f"A body has at most {MAX_BODY} bytes.")
