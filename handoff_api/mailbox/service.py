"""Putting entries in, and fetching them in the order they were committed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from handoff_api.database import lock, utc_now
from handoff_api.intake.models import Case
from handoff_api.mailbox.models import MailboxEntry


def put(session: Session, case: Case | None, kind: str, data: dict[str, Any]) -> None:
    """Add an entry, about `case` or about none, as the last thing of a transaction; the caller commits.

    The lock makes cursors grow in the order of commits: otherwise a reader could pass by an entry not yet visible.
    """
    lock(session, "mailbox")
    session.add(MailboxEntry(case_id=case.id if case else None, kind=kind, data=data, created_at=utc_now()))
    session.flush()


def fetch(session: Session, *, after: int, limit: int) -> list[MailboxEntry]:
    """At most `limit` entries beyond the cursor `after`, oldest first. All up to it have arrived: they are deleted."""
    session.execute(delete(MailboxEntry).where(MailboxEntry.id <= after))
    query = select(MailboxEntry).where(MailboxEntry.id > after).order_by(MailboxEntry.id).limit(limit)
    return list(session.scalars(query.options(joinedload(MailboxEntry.case))))
