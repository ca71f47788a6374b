"""Users, their sessions, and failed logins.

A session's token is kept only as its sha256, and a failed login's address only as a keyed hash that is removed when its
window is over: a copy of this database lets nobody in and tells nobody where from someone came.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from handoff_api.database import Base, UtcDateTime

ROLES = ("caseworker", "outreach", "admin")


class User(Base):
    """A caseworker; an outreach worker, who sees campaigns and never a case; or an administrator, who sees both and who
    opened which case."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))  # argon2id, with its parameters
    role: Mapped[str] = mapped_column(String(20))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UserSession(Base):
    """One browser where a user is logged in."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)  # sha256 of the cookie's value
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(lazy="joined")


class LoginAttempt(Base):
    """A login that failed (or is being tried now): counted per account and per network address, then forgotten."""

    __tablename__ = "login_attempts"
    __table_args__ = (Index("ix_login_attempts_key_at", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64))  # HMAC of "account:…" or "address:…"
    at: Mapped[datetime] = mapped_column(UtcDateTime)
