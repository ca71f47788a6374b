"""The same key gets the same answer, whatever dies in between.

    claim      in a transaction of its own: this run, and no other, may finish the key
    finish     in the transaction of the work itself: the answer and what it speaks of are stored together, or neither
    release    when the work failed: the key is free again

A run that dies with its process leaves a claim without an answer. After CLAIM_SECONDS another run may take it over;
should the first be alive after all, `finish` finds the claim gone and its work is rolled back.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from handoff_api.database import Database, lock, utc_now
from handoff_api.intake.models import IdempotencyKey
from handoff_api.problems import Problem

CLAIM_SECONDS = 30


@dataclass(frozen=True)
class Claim:
    """The right of one run to finish a key."""

    client: str
    key: str
    id: str


@dataclass(frozen=True)
class Answered:
    """An earlier run's answer."""

    status: int
    answer: dict[str, Any]


def claim(database: Database, *, client: str, key: str, fingerprint: str) -> Claim | Answered:
    """This run's claim, or the answer there is. Problem 422 when the key has another body, 409 while it runs."""
    with database.session() as session:
        lock(session, f"key:{client}:{key}")
        row = session.get(IdempotencyKey, (client, key))
        now = utc_now()
        if row is not None:
            if row.fingerprint != fingerprint:
                raise Problem(422, "idempotency-key-reused", "This Idempotency-Key belongs to another body.")
            if row.status is not None and row.answer is not None:
                return Answered(row.status, row.answer)
            left = row.claimed_at + timedelta(seconds=CLAIM_SECONDS) - now
            if left > timedelta(0):
                raise _running(left)
        else:
            row = IdempotencyKey(client=client, key=key, fingerprint=fingerprint)
            session.add(row)
        row.claim, row.claimed_at = uuid.uuid4().hex, now
        session.commit()
        return Claim(client, key, row.claim)


def finish(session: Session, held: Claim, *, status: int, answer: dict[str, Any], case_id: int | None) -> None:
    """Store the answer in the transaction of the work. Problem 409 when another run has taken the claim over."""
    done = session.execute(
        update(IdempotencyKey)
        .where(*_held(held))
        .values(status=status, answer=answer, case_id=case_id)
        .execution_options(synchronize_session=False)
    )
    if not isinstance(done, CursorResult) or done.rowcount != 1:
        raise _running(timedelta(seconds=CLAIM_SECONDS))


def release(database: Database, held: Claim) -> None:
    """Give the key back: the run failed and stored nothing."""
    with database.session() as session:
        session.execute(delete(IdempotencyKey).where(*_held(held)))
        session.commit()


def _held(held: Claim) -> tuple[Any, ...]:
    return (
        IdempotencyKey.client == held.client,
        IdempotencyKey.key == held.key,
        IdempotencyKey.claim == held.id,
        IdempotencyKey.status.is_(None),
    )


def _running(left: timedelta) -> Problem:
    seconds = max(1, round(left.total_seconds()))
    return Problem(
        409,
        "idempotency-key-running",
        "The first call with this key is still running.",
        headers={"Retry-After": str(seconds)},
    )
