"""The journey database's history (Alembic), apart from the municipality's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

VERSION_TABLE = "journeys_version"  # not Alembic's default, so that both sides may share a database


def upgrade(connection: Connection) -> None:
    """Bring the tables up to date, inside the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this code."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision() == head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
