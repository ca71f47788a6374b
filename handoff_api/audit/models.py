"""The audit log's table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from handoff_api.database import Base, UtcDateTime


class AuditEntry(Base):
    """One act. It names the case by number and outlives it."""

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor: Mapped[str] = mapped_column(String(270))  # "user:…" or "service:…"
    action: Mapped[str] = mapped_column(String(40))  # "received", "read", "erased" …
    case: Mapped[str | None] = mapped_column(String(20), index=True)  # the case's number
