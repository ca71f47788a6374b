"""Making and finding service tokens."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff_api.database import utc_now
from handoff_api.tokens.models import SCOPES, ServiceToken


def create(session: Session, name: str, scopes: Sequence[str]) -> str:
    """A fresh token for the program `name`; its old one, if any, stops working. The caller commits.

    ValueError for an impossible name, no scope or an unknown one. The token is returned once: only its hash is kept.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name):
        raise ValueError("a name has 1 to 80 small letters, digits and hyphens")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ValueError(f"scopes are one or more of {', '.join(SCOPES)}")
    token = secrets.token_urlsafe(32)
    entry = session.scalar(select(ServiceToken).where(ServiceToken.name == name)) or ServiceToken(name=name)
    entry.token_hash, entry.scopes, entry.created_at = _sha256(token), " ".join(sorted(set(scopes))), utc_now()
    session.add(entry)
    return token


def find(session: Session, token: str) -> ServiceToken | None:
    """The entry of this token, or None. Looked up by hash, so timing tells nothing of the token."""
    return session.scalar(select(ServiceToken).where(ServiceToken.token_hash == _sha256(token)))


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
