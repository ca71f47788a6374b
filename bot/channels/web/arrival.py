"""How someone comes to the first page: by a campaign's link or without, alone or with a worker who sits beside her.

A campaign that is closed, not yet open or full is said to be so, and she can begin without it. A code that nobody has
told us of is remembered as it stands.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import Counter
from dataclasses import dataclass

from sanic.request import Request
from sqlalchemy.exc import SQLAlchemyError

from actions.store import Store

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds that openings are gathered
CAMPAIGN = re.compile(r"[A-Za-z0-9_-]{1,64}")
# Lines that the first page may show, by the word in its address.
NOTICES = {"ended": "page.ended", "erased": "page.erased", "cleared": "page.cleared"}
SHUT = {"closed": "page.campaign.closed", "early": "page.campaign.early", "full": "page.campaign.full"}
# Programs that fetch a shared link to show a preview of it are nobody who opens it. (A Cubot is a telephone.)
_PREVIEW = re.compile(r"(?<!cu)bot|crawl|spider|preview|whatsapp|facebookexternalhit", re.IGNORECASE)


@dataclass(frozen=True)
class Arrival:
    """What the first page is to show, and to remember."""

    path: str  # where it is shown again in another language
    campaign: str = ""  # remembered when she begins; "": none
    languages: tuple[str, ...] = ()  # offered first
    notice: str = ""


async def arrive(store: Store, request: Request, path: str, code: str) -> Arrival:
    """The arrival at `path`, by the link of a campaign or (with code "") without."""
    notice = NOTICES.get(request.args.get("notice", ""), "")
    campaign = await asyncio.to_thread(store.campaigns.find, code) if code else None
    if campaign is None:
        return Arrival(path, code, (), notice)
    if campaign.state != "open":
        return Arrival(path, "", campaign.languages, SHUT[campaign.state])
    return Arrival(path, campaign.code, campaign.languages, notice)


async def taken_in(store: Store, code: str) -> str | None:
    """The code that a journey which begins now belongs to; None where its campaign takes nobody in."""
    if not CAMPAIGN.fullmatch(code):
        return None
    campaign = await asyncio.to_thread(store.campaigns.find, code)
    if campaign is None:
        return code
    return campaign.code if campaign.state == "open" else None


class Openings:
    """First pages shown, counted beside the answering: nobody waits for the database to see a page. What was seen in
    the last second before the process ends is lost; it is only a figure."""

    def __init__(self, store: Store) -> None:
        self._store, self._seen = store, Counter[str]()
        self._keeping: asyncio.Task[None] | None = None

    def add(self, campaign: str) -> None:
        """One more."""
        self._seen[campaign] += 1
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.get_running_loop().create_task(self._keep())

    async def _keep(self) -> None:
        while self._seen:
            await asyncio.sleep(PAUSE)
            seen, self._seen = self._seen, Counter()
            try:
                await asyncio.to_thread(self._store.counts.opened, seen)
            except SQLAlchemyError as error:
                logger.warning("openings are not counted yet: %s", type(error).__name__)
                self._seen.update(seen)


def opens(request: Request) -> bool:
    """Whether this request is somebody opening the page for the first time, and no preview, language choice or
    return."""
    headers = request.headers
    return (
        request.method == "GET"
        and not {"lang", "notice"} & set(request.args)
        and headers.get("sec-fetch-mode", "navigate") == "navigate"
        and "prefetch" not in headers.get("sec-purpose", headers.get("purpose", ""))
        and not _PREVIEW.search(headers.get("user-agent", ""))
    )
