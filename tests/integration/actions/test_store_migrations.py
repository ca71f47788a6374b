"""The migrations make the tables that the code believes in."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from actions import manage, migrations
from actions.settings import Settings
from actions.store import Database, Store
from actions.store.tables import metadata


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    opts = {"compare_type": True, "version_table": migrations.VERSION_TABLE}
    with store.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), metadata) == []


def test_migrating_again_changes_nothing(store_settings: Settings, store: Store) -> None:
    manage.migrate(store_settings)
    with Database.open(store_settings).read() as connection:
        assert migrations.is_current(connection)
