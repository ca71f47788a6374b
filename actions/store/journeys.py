"""Journeys: found by a key, saved with everything a step sets off in one transaction, erased, purged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, and_, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from actions.codec import dump_journey, load_journey
from actions.journey.model import Context, Effect, Journey, Outcome
from actions.store.counts import Tally, add
from actions.store.database import Database
from actions.store.outbox import LEASE
from actions.store.tables import attempts, journeys, keys, outbox, photos

KeyKind = Literal["web", "telegram", "rest", "receipt", "papers"]

# Without her yes to keep anything, a journey lasts only as long as a sitting.
SITTING = timedelta(hours=2)
LASTS = {
    "web": timedelta(hours=12),  # a session on a device; the next day it takes the receipt
    "papers": timedelta(hours=24),  # the link to her papers
}
ATTEMPTS_KEPT = timedelta(days=1)


class Stale(Exception):
    """Another message changed or removed the journey meanwhile: load it again and take the step again."""


@dataclass(frozen=True)
class Loaded:
    """A journey as it was read; `version` goes along when it is saved."""

    journey: Journey
    version: int
    masked: bool = False  # the key it was found by does not show earlier answers


class Journeys:
    """The journeys of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def find(self, kind: KeyKind, key: str) -> Loaded | None:
        """The journey a key leads to: a session's token (web), a chat's id (telegram), a sender id (rest) or the
        token of a link (papers). None: no such key, or expired."""
        now = self.database.now()
        query = (
            select(journeys.c.state, journeys.c.version, keys.c.masked)
            .join(keys)
            .where(
                keys.c.hash.in_(self.database.sealer.hashes(kind, key)),
                or_(keys.c.expires_at.is_(None), keys.c.expires_at > now),
                journeys.c.expires_at > now,
            )
        )
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return Loaded(self._open(row.state), row.version, row.masked) if row else None

    def load(self, journey_id: str) -> Loaded | None:
        """The journey of this id; None when it is not there, or expired."""
        query = select(journeys.c.state, journeys.c.version).where(
            journeys.c.id == journey_id, journeys.c.expires_at > self.database.now()
        )
        with self.database.read() as connection:
            row = connection.execute(query).first()
        return Loaded(self._open(row.state), row.version) if row else None

    def create(self, journey: Journey, kind: KeyKind, key: str) -> Loaded:
        """A new journey and the key that leads to it. Raises Stale when the key already leads to another, unless that
        one has expired."""
        now = self.database.now()
        try:
            with self.database.write() as connection:
                self._drop_expired(connection, kind, key, now)
                connection.execute(
                    insert(journeys).values(id=journey.id, version=1, created_at=now, **self._row(journey, now))
                )
                add_key(connection, self.database, kind, key, journey.id)
        except IntegrityError as error:
            raise Stale from error
        return Loaded(journey, 1)

    def save(self, loaded: Loaded, outcome: Outcome, context: Context, tally: Tally | None = None) -> Loaded:
        """Keep what a step made of `loaded`, with its effects and what it counts, in one transaction. Raises Stale and
        keeps nothing when the journey changed meanwhile (or the fresh receipt is already somebody's)."""
        journey = outcome.journey
        effects = {effect.kind: effect for effect in outcome.effects}
        less = loaded.journey.photo and not journey.photo  # she wants nothing kept any more
        try:
            with self.database.write(lightly=not effects) as connection:
                if "erase" in effects:
                    self._erase(connection, loaded)
                else:
                    self._update(connection, loaded, self._row(journey, context.now))
                    self._effects(connection, journey.id, outcome.effects, context)
                    if less:
                        connection.execute(delete(photos).where(photos.c.journey_id == journey.id))
                if tally is not None:
                    add(connection, self.database, tally)
        except IntegrityError as error:
            raise Stale from error
        if "erase" in effects or less:
            self.database.forget()
        return Loaded(journey, loaded.version + 1, loaded.masked)

    def set_status(self, journey_id: str, revision: int, status: Literal["received", "read"]) -> None:
        """What the municipality has done with this revision of the case, for her to see. What is said of an older one
        than she has sent is ignored. A case that was read stays read; an unknown or erased journey is no error. Raises
        Stale when a turn came in between, again and again."""
        for _ in range(10):
            loaded = self.load(journey_id)
            if loaded is None or loaded.journey.status in ("", "read", status):
                return
            if revision < loaded.journey.sent_revision:
                return
            journey = replace(loaded.journey, status=status)
            try:
                with self.database.write() as connection:
                    self._update(connection, loaded, {"state": self._seal(journey)})
                return
            except Stale:
                continue
        raise Stale

    def purge(self) -> int:
        """Delete what has expired: journeys with their keys and sent rows, sessions, counted attempts. How many
        journeys it were. Rows that have not arrived stay: her yes outlives the journey."""
        now = self.database.now()
        with self.database.write() as connection:
            gone = connection.execute(delete(journeys).where(journeys.c.expires_at <= now)).rowcount
            connection.execute(delete(keys).where(keys.c.expires_at <= now))
            connection.execute(delete(attempts).where(attempts.c.at <= now - ATTEMPTS_KEPT))
            orphaned = ~exists().where(journeys.c.id == outbox.c.journey_id)
            connection.execute(delete(outbox).where(outbox.c.done_at.is_not(None), orphaned))
        self.database.forget()
        return gone

    # --- parts of a transaction ----------------------------------------------------------------------

    def _update(self, connection: Connection, loaded: Loaded, values: dict[str, Any]) -> None:
        same = and_(journeys.c.id == loaded.journey.id, journeys.c.version == loaded.version)
        done = connection.execute(update(journeys).where(same).values(version=loaded.version + 1, **values))
        if done.rowcount != 1:
            raise Stale

    def _effects(self, connection: Connection, journey_id: str, effects: Sequence[Effect], context: Context) -> None:
        for effect in effects:
            if effect.kind == "send" and effect.case is not None:
                body = self.database.sealer.seal(effect.case)
                row = _outbox_row(journey_id, "screening", context.now, revision=effect.case["revision"], body=body)
                connection.execute(insert(outbox).values(row))
            elif effect.kind == "receipt":
                # A PIN is for the journey: a later receipt must not open a door beside it.
                known = select(keys.c.pin).where(keys.c.journey_id == journey_id, keys.c.pin.is_not(None))
                pin = connection.execute(known.limit(1)).scalar()
                add_key(connection, self.database, "receipt", context.receipt, journey_id, pin=pin)
            elif effect.kind == "papers":
                add_key(connection, self.database, "papers", context.link, journey_id)

    def _erase(self, connection: Connection, loaded: Loaded) -> None:
        same = and_(journeys.c.id == loaded.journey.id, journeys.c.version == loaded.version)
        if connection.execute(delete(journeys).where(same)).rowcount != 1:
            raise Stale
        # What is returned is what was deleted: on PostgreSQL a row may be claimed between a look and the deletion.
        mine = delete(outbox).where(outbox.c.journey_id == loaded.journey.id)
        rows = connection.execute(mine.returning(outbox.c.attempts, outbox.c.done_at)).all()
        if any(row.attempts for row in rows):
            now = self.database.now()
            row = _outbox_row(loaded.journey.id, "erasure", now)
            if any(row.attempts and not row.done_at for row in rows):
                row["next_at"] = now + LEASE  # the case may be under way at this moment: arrive after it
            connection.execute(insert(outbox).values(row))

    def _drop_expired(self, connection: Connection, kind: KeyKind, key: str, now: datetime) -> None:
        mine = select(keys.c.journey_id).where(keys.c.hash.in_(self.database.sealer.hashes(kind, key)))
        connection.execute(delete(journeys).where(journeys.c.id.in_(mine), journeys.c.expires_at <= now))

    def _row(self, journey: Journey, now: datetime) -> dict[str, Any]:
        # What was sent lasts too, also after a later no: she may want it erased at the municipality.
        lasting = journey.consents.get("keep") or journey.sent_revision
        return {
            "state": self._seal(journey),
            "language": journey.language,
            "campaign": journey.campaign,
            "updated_at": now,
            "expires_at": now + (self.database.keep if lasting else SITTING),
        }

    def _seal(self, journey: Journey) -> bytes:
        return self.database.sealer.seal(dump_journey(journey))

    def _open(self, state: bytes) -> Journey:
        return load_journey(self.database.sealer.unseal(state))


def add_key(
    connection: Connection,
    database: Database,
    kind: KeyKind,
    key: str,
    journey_id: str,
    *,
    masked: bool = False,
    pin: bytes | None = None,
) -> None:
    """One more key to a journey. Raises IntegrityError when there is such a key, or no such journey."""
    now = database.now()
    connection.execute(
        insert(keys).values(
            hash=database.sealer.hash(kind, key),
            kind=kind,
            journey_id=journey_id,
            masked=masked,
            pin=pin,
            created_at=now,
            expires_at=now + LASTS[kind] if kind in LASTS else None,
        )
    )


def _outbox_row(journey_id: str, kind: str, now: datetime, **more: Any) -> dict[str, Any]:
    row = {"id": str(uuid4()), "journey_id": journey_id, "kind": kind, "created_at": now, "attempts": 0, "next_at": now}
    return {**row, **more}
