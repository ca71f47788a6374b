"""The database: one engine, real transactions, and the same meaning on SQLite and PostgreSQL.

On SQLite every transaction is `BEGIN IMMEDIATE`: it takes the write lock first and so can never fail half-way because
another one wrote in between. On PostgreSQL `lock` takes an advisory lock for what must not run twice at once.
A session never commits by itself: whoever changes something says `session.commit()`; leaving without it rolls back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 15  # how long one writer waits for another on SQLite


class Base(DeclarativeBase):
    """All tables. Constraints have names by rule, so that a migration can find them on either database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC: SQLite would give it back without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


def utc_now() -> datetime:
    """This moment, aware."""
    return datetime.now(timezone.utc)


class Database:
    """The engine of one address."""

    def __init__(self, url: str) -> None:
        # A failed statement's parameters may be what a citizen said: they stay out of every error text.
        if make_url(url).get_backend_name() == "sqlite":
            self.engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
            _set_up_sqlite(self.engine)
        else:
            self.engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session that is rolled back unless it was committed. Its objects stay readable after a commit."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def forget_deleted(self) -> None:
        """After an erasure: on SQLite, empty the write-ahead log too, where the deleted words would stand a while."""
        if self.engine.dialect.name == "sqlite":
            raw = self.engine.raw_connection()  # a checkpoint cannot run inside a transaction
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()


def lock(session: Session, name: str) -> None:
    """Until this transaction ends, no other holds the lock `name`. SQLite's transactions exclude each other anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _set_up_sqlite(engine: Engine) -> None:
    database = engine.url.database
    if database and database != ":memory:":
        # Cases are nobody else's on this machine; SQLite's other files take over the mode of this one.
        Path(database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        Path(database).touch(mode=0o600, exist_ok=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def get_database(request: Request) -> Database:
    return request.app.state.database


def _session(request: Request) -> Iterator[Session]:
    with get_database(request).session() as session:
        yield session


DatabaseDep = Annotated[Database, Depends(get_database)]
# Closed when the path function returns, before the answer is sent: a slow reader must not hold the write lock.
SessionDep = Annotated[Session, Depends(_session, scope="function")]
