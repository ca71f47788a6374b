"""Her papers, made: the journey's data goes to the municipality's side, which keeps nothing, and a file comes back.

Asked by channels, beside the conversation: whatever goes wrong there, she is told to try again, and nothing is lost.
"""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import dataclass

import httpx

from actions.catalogue import localised
from actions.journey import papers
from actions.journey.model import Content, Journey
from actions.settings import Settings

logger = logging.getLogger(__name__)

# A paper is made in well under a second; she waits no longer than a page may take.
TIMEOUT = httpx.Timeout(connect=2.0, write=5.0, read=15.0, pool=5.0)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json",
}
KINDS = {"life_line": ("pdf",), "cv": ("pdf", "docx", "json"), "letter": ("pdf", "docx")}  # and their formats


class NotMade(Exception):
    """There is no paper now: no answer, a refusal, or something that is no paper."""


@dataclass(frozen=True)
class Wish:
    """Which paper she wants, and what she wants printed of herself. None of it is kept."""

    kind: str
    format: str
    languages: tuple[str, ...]  # one, or two side by side
    sector: str | None = None
    name: str | None = None
    phone: str | None = None  # E.164
    email: str | None = None
    photo: bytes | None = None  # JPEG


class Documents:
    """The client of `POST /v1/documents`. One client, kept open, for one event loop."""

    def __init__(self, url: str, token: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._client = httpx.AsyncClient(base_url=url, headers=headers, timeout=TIMEOUT, transport=transport)

    async def make(self, content: Content, journey: Journey, wish: Wish) -> bytes:
        """The file. Raises NotMade."""
        photo = base64.b64encode(wish.photo).decode() if wish.photo else None
        person = {"name": wish.name, "phone": wish.phone, "email": wish.email, "photo": photo}
        body = papers.body(content, journey, wish.kind, wish.format, wish.languages, wish.sector, person)
        try:
            response = await self._client.post("/v1/documents", content=json.dumps(localised(body), ensure_ascii=False))
        except httpx.HTTPError as error:
            raise _not_made(type(error).__name__) from None
        found = response.headers.get("content-type", "").partition(";")[0]
        if response.status_code != 200 or found != TYPES[wish.format]:
            raise _not_made(f"answered {response.status_code}")
        return response.content


def _not_made(why: str) -> NotMade:
    logger.error("a paper could not be made: %s", why)
    return NotMade(why)


def open_documents(settings: Settings) -> Documents | None:
    """The client that these settings name; None where nobody makes papers (the console stand-in)."""
    if settings.exchange == "console":
        return None
    return Documents(settings.handoff_url, settings.handoff_token.get_secret_value())
