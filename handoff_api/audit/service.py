"""Writing the audit log."""

from __future__ import annotations

from sqlalchemy.orm import Session

from handoff_api.audit.models import AuditEntry
from handoff_api.database import utc_now


def record(session: Session, *, actor: str, action: str, case: str | None) -> None:
    """Add one entry; the caller commits. `case` is a case number: nothing of what the case says belongs here."""
    session.add(AuditEntry(at=utc_now(), actor=actor, action=action, case=case))
