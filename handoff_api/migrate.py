"""The schema's history, applied: Alembic without a configuration file, since the address comes from the settings."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from handoff_api.database import Database

FOLDER = Path(__file__).resolve().parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema, in one transaction. Does nothing when it is there."""
    with database.engine.begin() as connection:
        command.upgrade(configuration(connection), "head")


def is_current(database: Database) -> bool:
    """Whether the database has the newest schema."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _head()


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for a transaction on `connection`; migrations/env.py takes it from there."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def _head() -> str | None:
    return ScriptDirectory(str(FOLDER)).get_current_head()
