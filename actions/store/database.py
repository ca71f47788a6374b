"""The engine and its two kinds of transactions. SQLite by default; PostgreSQL by setting the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from actions import migrations
from actions.settings import Settings
from actions.store.sealing import Sealer

BUSY_SECONDS = 10


def utc_now() -> datetime:
    """The clock."""
    return datetime.now(timezone.utc)


class Database:
    """An engine with what every table access needs: the sealer, the clock and how long a journey is kept."""

    def __init__(
        self, engine: Engine, sealer: Sealer, keep: timedelta, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self.engine = engine
        self.sealer = sealer
        self.keep = keep
        self.now = clock

    @classmethod
    def open(cls, settings: Settings, clock: Callable[[], datetime] = utc_now) -> Database:
        """The database these settings name; a SQLite file's folder is made."""
        engine = make_engine(settings.journey_database_url)
        sealer = Sealer(settings.journey_key.get_secret_value())
        return cls(engine, sealer, timedelta(days=settings.keep_days), clock)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads; on SQLite it neither waits for writers nor holds them up."""
        with self.engine.connect().execution_options(minvej="reads") as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, lightly: bool = False) -> Iterator[Connection]:
        """A transaction that writes; on SQLite it takes the write lock at once, so that it never fails half way.

        `lightly`: it survives the death of this process as any other, but need not survive a power cut. Not waiting for
        the disk makes an ordinary turn several times faster; what she was promised is never written lightly.
        """
        options = {"minvej": "lightly" if lightly else ""}
        with self.engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def forget(self) -> None:
        """Make SQLite let go of deleted pages now (they are zeroed, but copies may stand in the write-ahead log)."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                # Outside a transaction; a reader in the way only postpones it to the next time.
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def require_schema(self) -> None:
        """Raises RuntimeError unless the tables are those of this code."""
        with self.read() as connection:
            current = migrations.is_current(connection)
        if not current:
            raise RuntimeError("the journey database is not up to date: run `python -m actions.manage migrate`")


def make_engine(url: str) -> Engine:
    """An engine with the pragmas that keep promises: what is deleted is overwritten, what is committed stays."""
    parsed = make_url(url)
    # A failed statement's parameters stay out of every error text: it may end in a log.
    if parsed.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "secure_delete=ON", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    kind = connection.get_execution_options().get("minvej")
    if kind == "reads":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if kind == 'lightly' else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
