"""Campaigns and the counts of what became of them; the mailbox also tells of what is no case.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=120), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("author", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("code", name=op.f("uq_campaigns_code")),
    )
    op.create_table(
        "counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("campaign", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "campaign", "language", "channel", "event", name=op.f("pk_counts")),
    )
    _mailbox_of_cases_only(False)


def downgrade() -> None:
    op.execute("DELETE FROM mailbox WHERE case_id IS NULL")
    _mailbox_of_cases_only(True)
    op.drop_table("counts")
    op.drop_table("campaigns")


def _mailbox_of_cases_only(only: bool) -> None:
    """SQLite makes the table anew for this: it must not forget which cursors were given out before."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    given_out = sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'mailbox'")
    last = op.get_bind().execute(given_out).scalar() if sqlite else None
    with op.batch_alter_table("mailbox", schema=None, table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("case_id", existing_type=sa.Integer(), nullable=not only)
    if last is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'mailbox'")
        op.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('mailbox', :last)").bindparams(last=last))
