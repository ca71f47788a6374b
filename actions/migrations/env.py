"""How Alembic runs the steps: on the connection it is handed, in that transaction."""

from __future__ import annotations

from alembic import context

from actions.migrations import VERSION_TABLE
from actions.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
