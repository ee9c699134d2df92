"""Names that organisations no longer have.

Revision ID: a51c7e0d2f05
Revises: 8c3e5b9a4f02
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "a51c7e0d2f05"
down_revision = "8c3e5b9a4f02"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "spenddata_former_name",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("organization_id", sa.Text, primary_key=True),
        sa.Column("until", sa.TIMESTAMP(timezone=True), nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    op.drop_table("spenddata_former_name", if_exists=True)
