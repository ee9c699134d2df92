"""Signs of life of the clock.

Revision ID: 9b20e6f1c803
Revises: a51c7e0d2f05
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "9b20e6f1c803"
down_revision = "a51c7e0d2f05"
branch_labels = None
depends_on = None

HEARTBEAT = "spenddata_heartbeat"


def upgrade() -> None:
    op.create_table(
        HEARTBEAT,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("process", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        if_not_exists=True,
    )


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    op.drop_table(HEARTBEAT, if_exists=True)
