"""The photo for her papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("journey_id", sa.String(36), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["journey_id"], ["journeys.id"], name="fk_photos_journey_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("journey_id", name="pk_photos"),
    )


def downgrade() -> None:
    op.drop_table("photos")
