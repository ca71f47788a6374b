"""Logging in and out, without HTTP.

Passwords are hashed with argon2id. Guessing is braked per account and per network address; a try is counted before its
password is looked at, so that many at once are counted too. An unknown e-mail costs the same time as a wrong password,
and gets the same answer. A session ends after an idle hour, or twelve hours after the login.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from handoff_api.accounts.models import ROLES, LoginAttempt, User, UserSession
from handoff_api.database import utc_now

IDLE = timedelta(minutes=60)
LONGEST = timedelta(hours=12)
WINDOW = timedelta(minutes=15)
TRIES = {"account": 5, "address": 30}
SEEN_STEP = timedelta(minutes=1)  # how exactly "last seen" is kept: not one write a page
MIN_PASSWORD, MAX_PASSWORD = 12, 200

_hasher = PasswordHasher()


class Throttled(Exception):
    """Too many failed logins for this account or address within the window."""


class WrongLogin(Exception):
    """The e-mail is unknown, the user is not active, or the password is wrong: one answer for all three."""


class BadPassword(ValueError):
    """A new password that is too short, too long, or the user's own name or e-mail."""


@dataclass(frozen=True)
class LoggedIn:
    user: User
    token: str  # for the cookie; only its hash is stored


def create_user(session: Session, email: str, name: str, password: str, role: str) -> User:
    """A new active user. ValueError: unknown role, impossible or taken e-mail, or (BadPassword) a poor password."""
    email = email.strip().lower()
    if role not in ROLES:
        raise ValueError(f"role must be one of {', '.join(ROLES)}")
    if "@" not in email or len(email) > 254 or not name.strip():
        raise ValueError("an e-mail address and a name are needed")
    if session.scalar(select(User.id).where(User.email == email)) is not None:
        raise ValueError("a user with this e-mail exists")
    user = User(email=email, name=name.strip(), role=role, active=True, created_at=utc_now(), password_hash="")
    _set_password(user, password)
    session.add(user)
    session.flush()
    return user


def login(session: Session, *, email: str, password: str, address: str, secret: str) -> LoggedIn:
    """A fresh session for the user, or Throttled or WrongLogin. Commits: the try is counted whatever comes after."""
    now, email = utc_now(), email.strip().lower()
    keys = _keys(secret, email, address)
    _count_try(session, keys, now)

    user = session.scalar(select(User).where(User.email == email))
    session.commit()  # hashing takes a while: nobody is to wait for the database meanwhile
    known = user is not None and user.active
    right = _verify(user.password_hash if user is not None and known else _dummy_hash(), password)
    if user is None or not known or not right:
        raise WrongLogin
    _forget_try(session, keys)
    if _hasher.check_needs_rehash(user.password_hash):
        user.password_hash = _hasher.hash(password)
    session.execute(delete(UserSession).where(UserSession.last_seen_at < now - LONGEST))
    token = _start(session, user, now)
    session.commit()
    return LoggedIn(user, token)


def user_of(session: Session, token: str) -> User | None:
    """The active user of a living session, or None. Moves "last seen" forward, at most once a minute; commits that."""
    now = utc_now()
    row = session.get(UserSession, _sha256(token)) if token else None
    if row is None or not row.user.active:
        return None
    if now - row.last_seen_at > IDLE or now - row.created_at > LONGEST:
        return None
    if now - row.last_seen_at > SEEN_STEP:
        row.last_seen_at = now
        session.commit()
    return row.user


def logout(session: Session, token: str) -> None:
    """The session of this token is over."""
    session.execute(delete(UserSession).where(UserSession.token_hash == _sha256(token)))
    session.commit()


def change_password(session: Session, user: User, *, current: str, new: str, address: str, secret: str) -> str:
    """Ends all the user's sessions; returns the token of a fresh one. Throttled, WrongLogin or BadPassword. Commits."""
    keys = _keys(secret, user.email, address)
    _count_try(session, keys, utc_now())
    if not _verify(user.password_hash, current):
        raise WrongLogin
    _forget_try(session, keys)
    _set_password(user, new)
    session.execute(delete(UserSession).where(UserSession.user_id == user.id))
    token = _start(session, user, utc_now())
    session.commit()
    return token


def _count_try(session: Session, keys: dict[str, str], now: datetime) -> None:
    session.execute(delete(LoginAttempt).where(LoginAttempt.at < now - WINDOW))
    for kind, key in keys.items():
        tries = session.scalar(select(func.count()).select_from(LoginAttempt).where(LoginAttempt.key_hash == key)) or 0
        if tries >= TRIES[kind]:
            session.commit()
            raise Throttled
    session.add_all(LoginAttempt(key_hash=key, at=now) for key in keys.values())
    session.commit()


def _forget_try(session: Session, keys: dict[str, str]) -> None:
    """The try succeeded: the account starts afresh, and the address loses this one try only."""
    session.execute(delete(LoginAttempt).where(LoginAttempt.key_hash == keys["account"]))
    last = session.scalar(select(func.max(LoginAttempt.id)).where(LoginAttempt.key_hash == keys["address"]))
    session.execute(delete(LoginAttempt).where(LoginAttempt.id == last))
    session.commit()


def _set_password(user: User, password: str) -> None:
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD or password.lower() in (user.email, user.name.lower()):
        raise BadPassword(f"a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters and is not a name or an e-mail")
    user.password_hash = _hasher.hash(password)


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password[: MAX_PASSWORD + 1])
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))


def _start(session: Session, user: User, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    session.add(UserSession(token_hash=_sha256(token), user_id=user.id, created_at=now, last_seen_at=now))
    return token


def _keys(secret: str, account: str, address: str) -> dict[str, str]:
    named = {"account": account, "address": address}
    return {
        kind: hmac.new(secret.encode(), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()
        for kind, value in named.items()
    }


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
