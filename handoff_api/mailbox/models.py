"""The mailbox's entries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handoff_api.database import Base, UtcDateTime
from handoff_api.intake.models import Case


class MailboxEntry(Base):
    """One entry; its id is the cursor. An id is never used again, or an entry would hide behind an old cursor."""

    __tablename__ = "mailbox"
    __table_args__ = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # None: about a campaign
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    case: Mapped[Case | None] = relationship()
