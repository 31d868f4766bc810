"""What is remembered of each address, and how a server marked its answers

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("site_id", sa.String(length=100), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Text(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("planned_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Date(), nullable=True),
        sa.Column("whole", sa.Date(), nullable=True),
        sa.Column("quiet", sa.Integer(), nullable=True),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("cut", sa.Boolean(), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("lies", sa.Boolean(), nullable=False),
        sa.Column("newest", sa.Date(), nullable=True),
        sa.Column("seen_run", sa.Integer(), nullable=True),
        sa.Column("reading", sa.String(length=64), nullable=True),
        sa.Column("body_sha256", sa.String(length=64), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest"),
    )
    with op.batch_alter_table("page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_site_id"), ["site_id"], unique=False)
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("remembered", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("run_site", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("resting", sa.Integer(), nullable=False, server_default=sa.text("0"))
        )
    with op.batch_alter_table("fetch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("etag", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("last_modified", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("condition", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("reusable", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("fetch", schema=None) as batch_op:
        batch_op.drop_column("reusable")
        batch_op.drop_column("condition")
        batch_op.drop_column("last_modified")
        batch_op.drop_column("etag")
    with op.batch_alter_table("run_site", schema=None) as batch_op:
        batch_op.drop_column("resting")
    with op.batch_alter_table("run", schema=None) as batch_op:
        batch_op.drop_column("remembered")
    op.drop_table("page")
