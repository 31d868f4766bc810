"""Inspections and sent lists

Revision: 0002, after 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.String(length=100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("as_of", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("unit_ids", sa.JSON(), nullable=False),
        sa.Column("rubric", sa.String(length=60), nullable=False),
        sa.Column("rubric_version", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("final_at", db.types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("final_by", sa.Text(), nullable=True),
        sa.Column("kept", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "sent_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(length=100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("as_of", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", db.types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("cases", sa.String(length=64), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("deadline_set", sa.Boolean(), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("year", "serial"),
    )
    with op.batch_alter_table("sent_list", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sent_list_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "sent_basis",
        sa.Column("unit_id", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["sent_list.id"]),
        sa.PrimaryKeyConstraint("unit_id", "basis"),
    )
    op.create_table(
        "inspection_result",
        sa.Column("inspection_id", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.String(length=100), nullable=False),
        sa.Column("site_id", sa.String(length=100), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
        ),
        sa.PrimaryKeyConstraint("inspection_id", "unit_id", "site_id"),
    )
    op.create_table(
        "sent_file",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"],
            ["sent_list.id"],
        ),
        sa.PrimaryKeyConstraint("list_id", "format"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column(
            "defect_id",
            existing_type=sa.VARCHAR(length=20),
            type_=sa.String(length=200),
            existing_nullable=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.alter_column(
            "defect_id",
            existing_type=sa.String(length=200),
            type_=sa.VARCHAR(length=20),
            existing_nullable=False,
        )

    op.drop_table("sent_file")
    op.drop_table("inspection_result")
    op.drop_table("sent_basis")
    op.drop_table("sent_list")
    op.drop_table("inspection")
