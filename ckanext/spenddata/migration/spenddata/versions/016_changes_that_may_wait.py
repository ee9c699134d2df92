"""Lines of change tell whether they only add something; work in progress, which nobody is shown, leaves none.

Revision ID: 9b20f6c8d416
Revises: 7c40e9a2d613
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from ckanext.spenddata.model import changes
from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "9b20f6c8d416"
down_revision = "7c40e9a2d613"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Each table by itself, its old triggers and its new ones in one step: no change goes by unseen, and no locks are held together.
    with op.get_context().autocommit_block():
        database = op.get_bind()
        there = set(sa.inspect(database).get_table_names()) & changes.WATCHED.keys()
        known = changes.watched(database)
        for table in sorted(there):
            before = {table: known.get(table, ())}
            _at_once([*changes.unwatching(before), *changes.watching([table])])


def downgrade() -> None:
    """The lines of today say all that those of before said, and what reads them reads these: the tables stay."""
    refuse_while_returns_exist(op.get_bind())


def _at_once(statements: Iterable[str]) -> None:
    op.execute(";\n".join(statements))
