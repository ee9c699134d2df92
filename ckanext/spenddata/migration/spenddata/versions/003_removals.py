"""What is taken back, and returns in the order in which they are listed.

Revision ID: 8c3e5b9a4f02
Revises: 7c41d90b3f02
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "8c3e5b9a4f02"
down_revision = "7c41d90b3f02"
branch_labels = None
depends_on = None

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_DNS, "spenddata.ckanext")
INSTANT = sa.TIMESTAMP(timezone=True)
AT_ONCE = 5_000
"""Returns that are named by one statement."""


def upgrade() -> None:
    op.create_table(
        "spenddata_removal",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("return_id", sa.Text, sa.ForeignKey("spenddata_return.id", ondelete="CASCADE"), nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("ordered", INSTANT, nullable=False),
        sa.Column("ordered_by", sa.Text),
        sa.Column("plan", JSONB, nullable=False),
        sa.Column("done", INSTANT),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("heartbeat", INSTANT),
        sa.Column("not_before", INSTANT),
        sa.Column("last_error", sa.Text),
        if_not_exists=True,
    )
    op.create_index("spenddata_removal_return", "spenddata_removal", ["return_id", "ordered"], if_not_exists=True)
    op.create_index(
        "spenddata_removal_open",
        "spenddata_removal",
        ["ordered"],
        postgresql_where=sa.text("done IS NULL"),
        if_not_exists=True,
    )
    op.add_column("spenddata_file", sa.Column("erased", INSTANT), if_not_exists=True)
    listed = ["period_end", *(sa.text(f'{name} COLLATE "C"') for name in ("publisher_id", "regime", "period"))]
    op.create_index("spenddata_return_newest", "spenddata_return", listed, if_not_exists=True)
    _name_resources()
    op.create_index(
        "spenddata_revision_entry",
        "spenddata_revision",
        ["entry_no"],
        postgresql_where=sa.text("entry_no IS NOT NULL"),
        if_not_exists=True,
    )


def _name_resources() -> None:
    """Write down the id of each return's resource, which is made from its reference.

    Many returns take long. So they are named while the portal goes on, and the table is closed only for those that came meanwhile.
    """
    op.add_column("spenddata_return", sa.Column("resource_id", sa.Text), if_not_exists=True)
    with op.get_context().autocommit_block():
        while _name_some(op.get_bind()) == AT_ONCE:
            pass
    op.execute("LOCK TABLE spenddata_return IN ACCESS EXCLUSIVE MODE")
    while _name_some(op.get_bind()):
        pass
    op.alter_column("spenddata_return", "resource_id", nullable=False)
    op.create_index("spenddata_return_resource", "spenddata_return", ["resource_id"], if_not_exists=True)


def _name_some(database: sa.Connection) -> int:
    """Name some of the returns that are not named yet; how many."""
    unnamed = sa.text(
        "SELECT id, publisher_id || '.' || regime || '.' || period FROM spenddata_return WHERE resource_id IS NULL LIMIT :most"
    )
    found = database.execute(unnamed, {"most": AT_ONCE}).all()
    name = sa.text(
        "UPDATE spenddata_return SET resource_id = named.resource_id"
        " FROM unnest(CAST(:ids AS text[]), CAST(:names AS text[])) AS named(id, resource_id)"
        " WHERE spenddata_return.id = named.id"
    )
    names = [str(uuid.uuid5(NAMESPACE, reference)) for _, reference in found]
    database.execute(name, {"ids": [id_ for id_, _ in found], "names": names})
    return len(found)


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    op.drop_index("spenddata_return_resource", "spenddata_return", if_exists=True)
    op.drop_column("spenddata_return", "resource_id", if_exists=True)
    op.drop_index("spenddata_revision_entry", "spenddata_revision", if_exists=True)
    op.drop_index("spenddata_return_newest", "spenddata_return", if_exists=True)
    op.drop_column("spenddata_file", "erased", if_exists=True)
    op.drop_table("spenddata_removal", if_exists=True)
