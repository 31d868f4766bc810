"""The column ledger, and until when a former name was borne

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("columns_open", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("former_name", schema=None) as batch_op:
        batch_op.drop_column("until")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_column("columns_open")
