"""Alembic's environment: which tables there should be, and the connection to change them with."""

from __future__ import annotations

from alembic import context

# Imported for their tables.
import handoff_api.accounts.models
import handoff_api.audit.models
import handoff_api.inbox.models
import handoff_api.intake.models
import handoff_api.mailbox.models
import handoff_api.outreach.models
import handoff_api.tokens.models  # noqa: F401
from handoff_api.database import Base

# The connection comes from handoff_api/migrate.py, in its transaction. Batch mode: SQLite cannot alter most things.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
