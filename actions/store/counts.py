"""Figures: how often something happened on a day, in a campaign, a language and a channel. No journey's id,
no address; what has been gathered for the municipality is gone from here once it has arrived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, delete, exists, insert, select, text, tuple_, update

from actions.journey.counting import OPENED, STARTED
from actions.store.database import Database
from actions.store.tables import campaigns, counts, outbox

BATCH = 1000  # counts in one post, as the contract allows
QUEUE = "counts"  # stands in the outbox where a journey's id would
_ADD = text(
    "INSERT INTO counts (day, campaign, language, channel, event, n)"
    " VALUES (:day, :campaign, :language, :channel, :event, :n)"
    " ON CONFLICT (day, campaign, language, channel, event) DO UPDATE SET n = counts.n + excluded.n"
)


@dataclass(frozen=True)
class Tally:
    """What one turn adds; "" stands for no campaign, and for a language not chosen yet."""

    channel: str
    campaign: str
    language: str
    events: tuple[str, ...]


class Counts:
    """The counters of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def opened(self, campaigns: Mapping[str, int]) -> None:
        """The first page was shown so often, by campaign."""
        with self.database.write(lightly=True) as connection:
            for campaign, times in sorted(campaigns.items()):
                add(connection, self.database, Tally("web", campaign, "", (OPENED,)), times)

    def gather(self) -> bool:
        """Put what was counted on its way as one row of the outbox, unless the one before is still on its way; whether
        there was anything. A count leaves here in the same transaction, so it is sent once."""
        now = self.database.now()
        waiting = exists().where(outbox.c.journey_id == QUEUE, outbox.c.done_at.is_(None), outbox.c.failed.is_(None))
        key = tuple_(*counts.primary_key.columns)
        some = select(*counts.primary_key.columns).order_by(*counts.primary_key.columns).limit(BATCH)
        with self.database.read() as connection:
            if connection.execute(select(waiting)).scalar() or not connection.execute(some.limit(1)).first():
                return False
        with self.database.write() as connection:
            rows = connection.execute(delete(counts).where(key.in_(some)).returning(counts)).mappings().all()
            if not rows:  # another process was faster
                return False
            items = [{**row, "campaign": row["campaign"] or None, "language": row["language"] or None} for row in rows]
            body = self.database.sealer.seal({"schema_version": "1", "counts": items})
            row = {"id": str(uuid4()), "journey_id": QUEUE, "kind": "counts", "body": body, "created_at": now}
            connection.execute(insert(outbox).values(attempts=0, next_at=now, **row))
        return True


def add(connection: Connection, database: Database, tally: Tally, times: int = 1) -> None:
    """Add to the counters, as part of a turn's transaction: what is not kept is not counted."""
    shared = {
        "day": database.now().date().isoformat(),
        "campaign": tally.campaign,
        "language": tally.language,
        "channel": tally.channel,
        "n": times,
    }
    for event in sorted(tally.events):  # the same order for all: no deadlock
        connection.execute(_ADD, {**shared, "event": event})
    if STARTED in tally.events and tally.campaign:
        same = campaigns.c.code == tally.campaign
        connection.execute(update(campaigns).where(same).values(started=campaigns.c.started + 1))
