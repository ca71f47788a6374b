"""Campaigns, and the figures that the citizen's side has counted. Nothing here is about a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from handoff_api.database import Base, UtcDateTime


class Campaign(Base):
    """A link that was given to people at one place. Its code stands in the link, on the poster, and in a case."""

    __tablename__ = "campaigns"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    place: Mapped[str] = mapped_column(String(120))  # where it is used: a language school, a library
    unit: Mapped[str] = mapped_column(String(120))  # who gets the cases; "": the usual one
    languages: Mapped[list[str]] = mapped_column(JSON)  # offered first, and printed on the poster, in this order
    opens_on: Mapped[date] = mapped_column(Date)  # days in Denmark, both inclusive
    closes_on: Mapped[date | None] = mapped_column(Date)
    most: Mapped[int | None] = mapped_column(Integer)  # so many may start; None: any number
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    author: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Count(Base):
    """How often something happened on a day, in a campaign (or "" for none), a language and a channel."""

    __tablename__ = "counts"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    campaign: Mapped[str] = mapped_column(String(80), primary_key=True)
    language: Mapped[str] = mapped_column(String(35), primary_key=True)  # "": not chosen yet
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    event: Mapped[str] = mapped_column(String(20), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)
