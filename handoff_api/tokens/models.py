"""Service tokens and their scopes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from handoff_api.database import Base, UtcDateTime

SCOPES = ("screenings:write", "erasures:write", "mailbox:read", "counts:write", "documents:render")


class ServiceToken(Base):
    """One program's token."""

    __tablename__ = "service_tokens"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))  # separated by spaces
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def may(self, scope: str) -> bool:
        return scope in self.scopes.split()
