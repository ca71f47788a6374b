"""Counters, and the campaigns they are counted by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("campaign", sa.String(64), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("event", sa.String(20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "campaign", "language", "channel", "event", name="pk_counts"),
    )
    op.create_table(
        "campaigns",
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.String(10), nullable=False),
        sa.Column("closes_on", sa.String(10)),
        sa.Column("most", sa.Integer()),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_campaigns"),
    )


def downgrade() -> None:
    for table in ("campaigns", "counts"):
        op.drop_table(table)
