"""What is kept of the cases.

Case            one journey's case: the number caseworkers know, and what the list needs
  Revision        a payload as it arrived; the highest number is the newest, whatever the order of arrival
CaseNumber      the last number given out, a year
Tombstone       an erased journey: enough to refuse what arrives too late, nothing more
IdempotencyKey  a call's key, and its answer once it has one
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handoff_api.database import Base, UtcDateTime

STATES = ("open", "in_progress", "done")  # set by caseworkers; new or read is `Revision.read_at` of the newest


class Case(Base):
    """One case. `journey` is pseudonymous: the citizen's side knows whose it is, this side only what she sent."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)  # MV-2026-0001
    journey: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)  # of the newest revision: "screening" or "contact"
    state: Mapped[str] = mapped_column(String(20), default="open", index=True)
    language: Mapped[str] = mapped_column(String(35), index=True)  # of the conversation, BCP 47
    campaign: Mapped[str | None] = mapped_column(String(80), index=True)
    newest_revision: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)  # the first revision's arrival
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)  # the newest revision's arrival
    first_read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    revisions: Mapped[list[Revision]] = relationship(
        back_populates="case", order_by="Revision.number", cascade="all, delete-orphan", passive_deletes=True
    )
    newest: Mapped[Revision] = relationship(
        primaryjoin="and_(Case.id == foreign(Revision.case_id), Case.newest_revision == foreign(Revision.number))",
        viewonly=True,
        uselist=False,
    )


class Revision(Base):
    """One hand-over: the payload exactly as the contract describes it."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # first opened by a caseworker

    case: Mapped[Case] = relationship(back_populates="revisions")


class CaseNumber(Base):
    """The last number given out in a year. It never goes down: an erased case's number is not given again."""

    __tablename__ = "case_numbers"

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(Integer)


class Tombstone(Base):
    """An erased journey, known only by the sha256 of its random id."""

    __tablename__ = "tombstones"

    journey_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)  # the highest that was erased; 0 when none had arrived
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)  # her wish: what she sent before it is refused too


class IdempotencyKey(Base):
    """A call's key. `status` None: its run has not finished; the claim says which run may finish it."""

    __tablename__ = "idempotency_keys"
    client: Mapped[str] = mapped_column(String(80), primary_key=True)  # the service token's name
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))  # sha256 over the call and its body
    claim: Mapped[str] = mapped_column(String(32))
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # without the journey's id
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
