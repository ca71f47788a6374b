"""A real journey store in a fresh database, with a clock that tests can set."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from set_clock import Clock
from sqlalchemy import create_engine, text

from actions import manage
from actions.settings import Settings
from actions.store import Database, Store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a migrated database: a SQLite file, or a schema of its own in the PostgreSQL that
    MINVEJ_TEST_POSTGRES_URL names."""
    key, schema, url = Fernet.generate_key().decode(), f"journeys_{uuid4().hex}", ""
    server = os.environ.get("MINVEJ_TEST_POSTGRES_URL", "")
    if request.param == "postgresql":
        if not server:
            pytest.skip("MINVEJ_TEST_POSTGRES_URL is not set")
        with create_engine(server).begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    settings = Settings(data=tmp_path, journey_database_url=url, journey_key=key, _env_file=None)
    manage.migrate(settings)
    yield settings
    if url:
        with create_engine(server).begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


@pytest.fixture
def store(store_settings: Settings, clock: Clock) -> Iterator[Store]:
    database = Database.open(store_settings, clock)
    database.require_schema()
    yield Store(database)
    database.engine.dispose()
