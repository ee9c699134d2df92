"""What a person must say yes to before a publication, and what was said.

Revision ID: 7c41d90b3f02
Revises: 5a1f0c7d2e01
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "7c41d90b3f02"
down_revision = "5a1f0c7d2e01"
branch_labels = None
depends_on = None

REVISION = "spenddata_revision"
ACKNOWLEDGEMENT = "spenddata_acknowledgement"


def upgrade() -> None:
    for column in ("stops", "acknowledge"):
        op.add_column(REVISION, sa.Column(column, JSONB, nullable=False, server_default="[]"), if_not_exists=True)
    op.create_table(
        ACKNOWLEDGEMENT,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        of("return"),
        of("revision"),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("user_id", sa.Text, nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.UniqueConstraint("return_id", "finding", name="spenddata_acknowledgement_finding"),
        if_not_exists=True,
    )
    op.create_index("spenddata_acknowledgement_revision", ACKNOWLEDGEMENT, ["revision_id"], if_not_exists=True)


def of(table: str) -> sa.Column:
    return sa.Column(f"{table}_id", sa.Text, sa.ForeignKey(f"spenddata_{table}.id", ondelete="CASCADE"), nullable=False)


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    op.drop_table(ACKNOWLEDGEMENT, if_exists=True)
    for column in ("stops", "acknowledge"):
        op.drop_column(REVISION, column, if_exists=True)
