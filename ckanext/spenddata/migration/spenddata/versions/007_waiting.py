"""Work that waits for an outage to end, and how often it was begun without an end.

Revision ID: c41f7d20a915
Revises: 9b20e6f1c803
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "c41f7d20a915"
down_revision = "9b20e6f1c803"
branch_labels = None
depends_on = None

WORK = ("spenddata_revision", "spenddata_followup", "spenddata_removal")


def upgrade() -> None:
    for table in WORK:
        interrupted = sa.Column("interrupted", sa.Integer, nullable=False, server_default="0")
        op.add_column(table, interrupted, if_not_exists=True)
        op.add_column(table, sa.Column("waits_for", sa.Text), if_not_exists=True)
        op.add_column(table, sa.Column("waits_since", sa.TIMESTAMP(timezone=True)), if_not_exists=True)


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    for table in WORK:
        for name in ("waits_since", "waits_for", "interrupted"):
            op.drop_column(table, name, if_exists=True)
