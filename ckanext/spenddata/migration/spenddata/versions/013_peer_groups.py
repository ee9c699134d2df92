"""Peer groups that stewards have loaded, and those that people have saved for themselves.

Revision ID: 7c40e9a2d613
Revises: 5e7d1c40b911
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.spenddata.model import changes
from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "7c40e9a2d613"
down_revision = "5e7d1c40b911"
branch_labels = None
depends_on = None

TABLE = "spenddata_peer_group"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("shared", sa.Boolean, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("title", "basis", "version", "licence", "source", "url")
        ),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("listed", JSONB, nullable=False),
        sa.Column("bodies", JSONB, nullable=False),
        sa.Column("made", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("removed", sa.TIMESTAMP(timezone=True)),
        sa.Column("removed_by", sa.Text),
        sa.Column("removed_why", sa.Text),
        if_not_exists=True,
    )
    for column in ("name", "owner"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column], if_not_exists=True)
    database = op.get_bind()
    for statement in changes.watching({TABLE} - changes.watched(database).keys()):
        op.execute(statement)


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    op.drop_table(TABLE, if_exists=True)
