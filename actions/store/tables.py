"""What is stored where. Times are UTC; what she said is only ever inside a sealed (encrypted) column."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime, also where the database knows no time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(timezone.utc).replace(tzinfo=None) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=timezone.utc) if value else None


journeys = Table(
    "journeys",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("version", Integer, nullable=False),  # a save on an older version is refused
    Column("state", LargeBinary, nullable=False),  # sealed: the whole journey as JSON
    Column("language", Text),
    Column("campaign", Text),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)

keys = Table(
    "keys",
    metadata,
    Column("hash", LargeBinary(32), primary_key=True),  # keyed hash of "kind:key"; the key itself is nowhere
    Column("kind", String(8), nullable=False),  # web (a session's token), telegram (a chat's id), rest, receipt, papers
    Column("journey_id", ForeignKey("journeys.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("masked", Boolean, nullable=False),  # came back without a PIN: earlier answers are not shown
    Column("pin", LargeBinary),  # receipts only: sealed argon2 hash
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),  # none: as long as the journey
)

photos = Table(
    "photos",
    metadata,
    Column("journey_id", ForeignKey("journeys.id", ondelete="CASCADE"), primary_key=True),
    Column("image", LargeBinary, nullable=False),  # sealed: a JPEG of ours, in base64
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("who", LargeBinary(32), nullable=False, index=True),  # keyed hash of an address or a receipt
    Column("at", Moment, nullable=False),
)

# No foreign key to journeys: an erasure must outlive the journey it is about.
outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True),  # the order of sending
    Column("id", String(36), nullable=False, unique=True),  # the idempotency key
    Column("journey_id", String(36), nullable=False, index=True),
    Column("kind", String(9), nullable=False),  # screening, erasure, counts (these of no journey)
    Column("revision", Integer),
    Column("body", LargeBinary),  # sealed; gone when it has arrived
    Column("created_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),  # counted before posting: none means that it never left
    Column("next_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("failed", String(20)),  # parked with this status code, until a person lets it go again
)

# Sums: no journey's id, no address. Days are UTC, as ISO 8601.
counts = Table(
    "counts",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("campaign", String(64), primary_key=True),  # "": none
    Column("language", String(35), primary_key=True),  # "": not chosen yet
    Column("channel", String(20), primary_key=True),
    Column("event", String(20), primary_key=True),
    Column("n", Integer, nullable=False),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("languages", Text, nullable=False),  # separated by spaces, in the order they are offered
    Column("opens_on", String(10), nullable=False),  # days in Denmark, both inclusive
    Column("closes_on", String(10)),
    Column("most", Integer),  # so many may start; none: any number
    Column("closed", Boolean, nullable=False),
    Column("started", Integer, nullable=False),  # so many have
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("value", BigInteger, nullable=False),
)
