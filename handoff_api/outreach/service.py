"""Campaigns and the counts, without HTTP. Nothing commits: the caller does.

Every change of a campaign goes into the mailbox in the same transaction, so that the chat page knows of it within
seconds; the chat never has to ask.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from handoff_api.accounts.models import User
from handoff_api.audit import service as audit
from handoff_api.database import utc_now
from handoff_api.mailbox import service as mailbox
from handoff_api.outreach.models import Campaign, Count
from handoff_api.outreach.schemas import CountsBody
from handoff_api.settings import Settings

# Small consonants that are not taken for one another, read aloud or in print: no vowels, so no words by chance.
LETTERS = "bcdfghjkmnpqrstvwxz"
LENGTH = 6
ZONE = ZoneInfo("Europe/Copenhagen")
State = Literal["open", "early", "closed"]

_ADD = text(
    "INSERT INTO counts (day, campaign, language, channel, event, n)"
    " VALUES (:day, :campaign, :language, :channel, :event, :n)"
    " ON CONFLICT (day, campaign, language, channel, event) DO UPDATE SET n = counts.n + excluded.n"
)


@dataclass(frozen=True)
class Draft:
    """What a campaign is to be."""

    place: str
    unit: str
    languages: tuple[str, ...]
    opens_on: date
    closes_on: date | None
    most: int | None


@dataclass(frozen=True)
class Links:
    """The addresses of a campaign; `telegram` is None where no bot is set."""

    chat: str
    beside: str
    telegram: str | None

    @property
    def readable(self) -> str:
        """The address as it is printed and typed."""
        return self.chat.partition("://")[2]


def create(session: Session, user: User, draft: Draft) -> Campaign:
    """A new campaign with a code of its own."""
    code = _new_code()
    while find(session, code) is not None:
        code = _new_code()
    campaign = Campaign(code=code, author=user.name, created_at=utc_now())
    session.add(campaign)
    _write(session, campaign, draft)
    audit.record(session, actor=f"user:{user.email}", action="campaign_made", case=None)
    return campaign


def change(session: Session, user: User, campaign: Campaign, draft: Draft) -> None:
    """Other facts under the same code: posters that hang already go on working."""
    _write(session, campaign, draft)
    audit.record(session, actor=f"user:{user.email}", action="campaign_changed", case=None)


def set_closed(session: Session, user: User, campaign: Campaign, closed: bool) -> None:
    """Close the link, or open it again. Whoever has begun goes on."""
    campaign.closed_at = utc_now() if closed else None
    _tell(session, campaign)
    audit.record(
        session, actor=f"user:{user.email}", action="campaign_closed" if closed else "campaign_opened", case=None
    )


def find(session: Session, code: str) -> Campaign | None:
    """The campaign of this code."""
    return session.scalar(select(Campaign).where(Campaign.code == code))


def campaigns(session: Session) -> Sequence[Campaign]:
    """All of them, newest first."""
    return session.scalars(select(Campaign).order_by(Campaign.id.desc())).all()


def state(campaign: Campaign, now: datetime | None = None) -> State:
    """Whether its link takes anyone in now. That it is full only the chat knows."""
    day = (now or utc_now()).astimezone(ZONE).date()
    if campaign.closed_at is not None or (campaign.closes_on is not None and day > campaign.closes_on):
        return "closed"
    return "early" if day < campaign.opens_on else "open"


def links(settings: Settings, campaign: Campaign) -> Links:
    """Where the campaign's code leads."""
    chat = f"{settings.chat_url}/c/{campaign.code}"
    bot = settings.telegram_bot.strip().lstrip("@")
    telegram = f"https://t.me/{quote(bot)}?start={campaign.code}" if bot else None
    return Links(chat, f"{chat}?beside=1", telegram)


def add_counts(session: Session, body: CountsBody) -> None:
    """Add a batch to what is there."""
    for item in sorted(body.counts, key=lambda i: i.model_dump_json()):  # the same order for all: no deadlock
        session.execute(_ADD, item.model_dump() | {"campaign": item.campaign or "", "language": item.language or ""})


def by_campaign(session: Session) -> Mapping[str, Counter[str]]:
    """How often each event happened, by campaign; "" is without one."""
    found: dict[str, Counter[str]] = {}
    query = select(Count.campaign, Count.event, func.sum(Count.n)).group_by(Count.campaign, Count.event)
    for campaign, event, n in session.execute(query):
        found.setdefault(campaign, Counter())[event] = int(n)
    return found


def by_language(session: Session, code: str) -> Mapping[str, Counter[str]]:
    """How often each event happened in a campaign, by language."""
    found: dict[str, Counter[str]] = {}
    query = select(Count.language, Count.event, func.sum(Count.n)).where(Count.campaign == code)
    for language, event, n in session.execute(query.group_by(Count.language, Count.event)):
        found.setdefault(language, Counter())[event] = int(n)
    return found


def by_day(session: Session, code: str, event: str) -> Mapping[date, int]:
    """How often an event happened in a campaign, by day."""
    query = select(Count.day, func.sum(Count.n)).where(Count.campaign == code, Count.event == event)
    return {day: int(n) for day, n in session.execute(query.group_by(Count.day).order_by(Count.day))}


def _write(session: Session, campaign: Campaign, draft: Draft) -> None:
    campaign.place, campaign.unit, campaign.languages = draft.place, draft.unit, list(draft.languages)
    campaign.opens_on, campaign.closes_on, campaign.most = draft.opens_on, draft.closes_on, draft.most
    _tell(session, campaign)


def _tell(session: Session, campaign: Campaign) -> None:
    session.flush()
    data: dict[str, Any] = {
        "code": campaign.code,
        "languages": campaign.languages,
        "opens_on": campaign.opens_on.isoformat(),
        "closes_on": campaign.closes_on.isoformat() if campaign.closes_on else None,
        "limit": campaign.most,
        "unit": campaign.unit,
        "closed": campaign.closed_at is not None,
    }
    mailbox.put(session, None, "campaign", data)


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
