"""What is on its way to the municipality, in order, and how far its mailbox is read.

A row is claimed before it is posted: its attempt is counted and its next one set a little later, in one transaction.
So a sender that dies loses nothing, two senders do not tread on each other, and a row without attempts never left.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import and_, delete, exists, func, insert, select, update

from actions.store.database import Database
from actions.store.tables import cursors, outbox

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)  # longer than a post may take (exchange.http), so that a claim outlasts it


@dataclass(frozen=True)
class Item:
    """A claimed row. `body` is the case of a screening or the counts; None for an erasure."""

    id: str
    journey_id: str
    kind: str
    revision: int | None
    body: Any
    created_at: datetime
    attempts: int  # with this one


class Outbox:
    """The outbox of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def claim(self) -> Item | None:
        """The first row that is due, unless an earlier one of the same journey is still open. None: nothing is due."""
        now = self.database.now()
        earlier = outbox.alias()
        waits = exists().where(
            earlier.c.journey_id == outbox.c.journey_id,
            earlier.c.number < outbox.c.number,
            earlier.c.done_at.is_(None),
            earlier.c.failed.is_(None),
        )
        due = (
            select(outbox)
            .where(outbox.c.done_at.is_(None), outbox.c.failed.is_(None), outbox.c.next_at <= now, ~waits)
            .order_by(outbox.c.number)
            .limit(1)
        )
        with self.database.read() as connection:
            if connection.execute(due).first() is None:
                return None
        with self.database.write() as connection:
            row = connection.execute(due.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            claimed = {"attempts": row.attempts + 1, "next_at": now + LEASE}
            connection.execute(update(outbox).where(outbox.c.number == row.number).values(claimed))
        item = Item(row.id, row.journey_id, row.kind, row.revision, None, row.created_at, row.attempts + 1)
        try:
            return replace(item, body=self.database.sealer.unseal(row.body)) if row.body else item
        except InvalidToken:
            logger.error("outbox row %s is PARKED: no key in MINVEJ_JOURNEY_KEY opens it", row.id)
            self.park(item, "key")
            return self.claim()

    def done(self, item: Item) -> None:
        """It has arrived. Of a screening remains that it was sent; of an erasure and of counts nothing."""
        mine = outbox.c.id == item.id
        with self.database.write() as connection:
            if item.kind != "screening":
                connection.execute(delete(outbox).where(mine))
            else:
                connection.execute(update(outbox).where(mine).values(body=None, done_at=self.database.now()))
        if item.kind == "erasure":
            self.database.forget()

    def postpone(self, item: Item, until: datetime) -> None:
        """Try again then."""
        with self.database.write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == item.id).values(next_at=until))

    def hurry(self) -> None:
        """What has been tried before is due now: the other side answers again."""
        tried = and_(outbox.c.attempts > 0, outbox.c.done_at.is_(None), outbox.c.failed.is_(None))
        with self.database.write() as connection:
            connection.execute(update(outbox).where(tried).values(next_at=self.database.now()))

    def park(self, item: Item, code: str) -> None:
        """It was refused for what it is: keep it until a person has looked (`python -m actions.manage retry`)."""
        with self.database.write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == item.id).values(failed=code))

    def retry_parked(self) -> int:
        """Let parked rows go again. How many."""
        with self.database.write() as connection:
            parked = update(outbox).where(outbox.c.failed.is_not(None))
            return connection.execute(parked.values(failed=None, next_at=self.database.now())).rowcount

    def counts(self) -> dict[str, int]:
        """How many rows are waiting, parked and done."""
        with self.database.read() as connection:
            total, done, parked = connection.execute(
                select(func.count(), func.count(outbox.c.done_at), func.count(outbox.c.failed)).select_from(outbox)
            ).one()
        return {"waiting": total - done - parked, "parked": parked, "done": done}

    def cursor(self, name: str) -> int:
        """How far a mailbox has been read; 0 at first."""
        with self.database.read() as connection:
            return connection.execute(select(cursors.c.value).where(cursors.c.name == name)).scalar() or 0

    def set_cursor(self, name: str, value: int) -> None:
        """Remember how far a mailbox has been read."""
        with self.database.write() as connection:
            if not connection.execute(update(cursors).where(cursors.c.name == name).values(value=value)).rowcount:
                connection.execute(insert(cursors).values(name=name, value=value))
