"""Every transaction that may change what public pages show leaves a line, by which kept answers are known to hold.

Revision ID: 5e7d1c40b911
Revises: c41f7d20a915
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ckanext.spenddata.model import changes
from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "5e7d1c40b911"
down_revision = "c41f7d20a915"
branch_labels = None
depends_on = None

CHANGE = "spenddata_change"


def upgrade() -> None:
    op.create_table(
        CHANGE,
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("may_wait", sa.Boolean, nullable=False, server_default=sa.false()),
        if_not_exists=True,
    )
    # Each table by itself: their locks are never held together, and so nobody who uses several waits for another.
    with op.get_context().autocommit_block():
        database = op.get_bind()
        there = set(sa.inspect(database).get_table_names()) - changes.watched(database).keys()
        for statement in changes.watching(sorted(there & changes.WATCHED.keys())):
            op.execute(statement)


def downgrade() -> None:
    database = op.get_bind()
    refuse_while_returns_exist(database)
    for statement in changes.unwatching(changes.watched(database)):
        op.execute(statement)
    op.execute("DROP FUNCTION IF EXISTS spenddata_note_change()")
    op.drop_table(CHANGE, if_exists=True)
