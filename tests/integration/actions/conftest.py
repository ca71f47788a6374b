"""A real journey store in a fresh database; in PostgreSQL too when MINVEJ_TEST_POSTGRES_URL names one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from set_clock import Clock
from sqlalchemy import create_engine, make_url, text

from actions import manage
from actions.settings import Settings
from actions.store import Database, Store

POSTGRES = os.environ.get("MINVEJ_TEST_POSTGRES_URL", "")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES else ["sqlite"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a migrated database: a SQLite file, or a schema of its own in the PostgreSQL there is."""
    key = Fernet.generate_key().decode()
    if request.param == "sqlite":
        settings = Settings(data=tmp_path, journey_key=key, _env_file=None)
        manage.migrate(settings)
        yield settings
        return
    schema = f"journeys_{uuid4().hex}"
    server = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    outside = create_engine(server)
    with outside.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    inside = server.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
    settings = Settings(data=tmp_path, journey_key=key, journey_database_url=inside, _env_file=None)
    manage.migrate(settings)
    yield settings
    with outside.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    outside.dispose()


@pytest.fixture
def store(store_settings: Settings, clock: Clock) -> Iterator[Store]:
    database = Database.open(store_settings, clock)
    database.require_schema()
    yield Store(database)
    database.engine.dispose()
