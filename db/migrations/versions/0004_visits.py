"""Visits, approved outages, platform cases

Revision: 0004, after 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outage",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("owner_id", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "owner_id", "position"),
    )
    op.create_table(
        "platform_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(length=100), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("first", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("over", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("sites", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("platform_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_platform_case_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.String(length=100), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("final_url", sa.Text(), nullable=True),
        sa.Column("remote_address", sa.String(length=64), nullable=True),
        sa.Column("dns", sa.Double(), nullable=True),
        sa.Column("connect", sa.Double(), nullable=True),
        sa.Column("tls", sa.Double(), nullable=True),
        sa.Column("first_byte", sa.Double(), nullable=True),
        sa.Column("total", sa.Double(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("invalid", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"]),
        sa.PrimaryKeyConstraint("run_id", "site_id", "attempt"),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_site_id"), ["site_id"], unique=False)


def downgrade() -> None:
    op.drop_table("visit")
    op.drop_table("platform_case")
    op.drop_table("outage")
