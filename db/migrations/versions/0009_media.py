"""Looks at new-media accounts, what units report of them, and spot checks

Revision: 0009, after 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_look",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=100), nullable=False),
        sa.Column("at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lane", sa.String(length=50), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "account_id"),
    )
    with op.batch_alter_table("account_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_look_account_id"), ["account_id"])
        batch_op.create_index(batch_op.f("ix_account_look_at"), ["at"])
        batch_op.create_index(batch_op.f("ix_account_look_lane"), ["lane"])
    op.create_table(
        "account_wait",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "account_id"),
    )
    op.create_table(
        "self_report",
        sa.Column("account_id", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("loaded_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_post", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("screenshot", sa.Text(), nullable=True),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day", "loaded_at"),
    )
    op.create_table(
        "spot_check",
        sa.Column("account_id", sa.String(length=100), nullable=False),
        sa.Column("at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("loaded_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("last_post", sa.Date(), nullable=True),
        sa.Column("interactive", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "at", "loaded_at"),
    )


def downgrade() -> None:
    op.drop_table("spot_check")
    op.drop_table("self_report")
    op.drop_table("account_wait")
    op.drop_table("account_look")
