"""Storing what she sent, erasing it when she says so, and noting that it was read. No HTTP in here.

Nothing commits: the caller does, so that the case, the key's answer and the mailbox entry are one transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import CursorResult, select, text, update
from sqlalchemy.orm import Session

from handoff_api.audit import service as audit
from handoff_api.database import lock, utc_now
from handoff_api.intake.models import Case, Revision, Tombstone
from handoff_api.intake.schemas import ErasureBody, ScreeningBody
from handoff_api.mailbox import service as mailbox
from handoff_api.problems import Problem


@dataclass(frozen=True)
class Stored:
    """Where a screening stands; `new`: it made the case."""

    case: Case
    new: bool


def store_screening(session: Session, body: ScreeningBody, actor: str) -> Stored:
    """Store a revision of a journey's case, or find it stored already.

    The highest revision is the case; a lower one that arrives late is kept as history. Problem 410 when the journey was
    erased, 422 when this revision is stored with other contents.
    """
    journey = str(body.journey)
    lock(session, f"journey:{journey}")
    _refuse_erased(session, body)
    payload = body.model_dump(mode="json")
    case = session.scalar(select(Case).where(Case.journey == journey))
    now = utc_now()
    new = case is None
    if case is None:
        case = Case(number=_next_number(session, now.year), journey=journey, received_at=now, newest_revision=0)
    else:
        stored = session.scalar(select(Revision).where(Revision.case_id == case.id, Revision.number == body.revision))
        if stored is not None:
            if stored.payload != payload:
                raise Problem(422, "revision-reused", "This revision of the journey is stored with other contents.")
            return Stored(case, new=False)

    newest = body.revision > case.newest_revision
    if newest:
        case.kind, case.language, case.campaign = body.kind, body.language, body.campaign
        case.newest_revision, case.updated_at = body.revision, now
        if case.state == "done":
            case.state = "open"  # there is something new to read
    session.add(case)
    session.flush()
    session.add(
        Revision(
            case_id=case.id,
            number=body.revision,
            kind=body.kind,
            payload=payload,
            answered_at=body.answered_at,
            received_at=now,
        )
    )
    session.flush()
    audit.record(session, actor=actor, action="received", case=case.number)
    if newest:
        mailbox.put(session, case, "status", {"status": "received", "revision": body.revision})
    return Stored(case, new)


def erase(session: Session, body: ErasureBody, actor: str) -> bool:
    """Delete the case with all that hangs on it; whether there was one. A tombstone and an audit entry stay."""
    journey = str(body.journey)
    lock(session, f"journey:{journey}")
    case = session.scalar(select(Case).where(Case.journey == journey))
    tombstone = session.get(Tombstone, _hash(body.journey))
    if tombstone is None:
        tombstone = Tombstone(journey_hash=_hash(body.journey), revision=0, requested_at=body.requested_at)
        session.add(tombstone)
    tombstone.requested_at = max(tombstone.requested_at, body.requested_at)
    if case is not None:
        tombstone.revision = max(tombstone.revision, case.newest_revision)
        audit.record(session, actor=actor, action="erased", case=case.number)
        session.delete(case)
    session.flush()
    return case is not None


def mark_read(session: Session, case: Case, actor: str) -> bool:
    """Note that the newest revision of `case` has been opened; whether this was the first time.

    Once a revision: the first-read time, the mailbox entry "read" and an audit entry. The caller commits.
    """
    now = utc_now()
    first = session.execute(
        update(Revision)
        .where(Revision.case_id == case.id, Revision.number == case.newest_revision, Revision.read_at.is_(None))
        .values(read_at=now)
    )
    if not isinstance(first, CursorResult) or first.rowcount != 1:
        return False
    if case.first_read_at is None:
        case.first_read_at = now
    audit.record(session, actor=actor, action="read", case=case.number)
    mailbox.put(session, case, "status", {"status": "read", "revision": case.newest_revision})
    return True


def _refuse_erased(session: Session, body: ScreeningBody) -> None:
    tombstone = session.get(Tombstone, _hash(body.journey))
    # What was on its way when she asked to erase must not arrive after all, whatever its revision.
    if tombstone is not None and (body.revision <= tombstone.revision or body.answered_at <= tombstone.requested_at):
        raise Problem(410, "erased", "This journey was erased.")


def _next_number(session: Session, year: int) -> str:
    last = session.execute(
        text(
            "INSERT INTO case_numbers (year, last) VALUES (:year, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = case_numbers.last + 1 RETURNING last"
        ),
        {"year": year},
    ).scalar_one()
    return f"MV-{year}-{last:04d}"


def _hash(journey: UUID) -> str:
    return hashlib.sha256(str(journey).encode()).hexdigest()
