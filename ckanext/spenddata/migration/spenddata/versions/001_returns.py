"""Returns, revisions, files, events, mappings and follow-ups.

Revision ID: 5a1f0c7d2e01
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.spenddata.model.downgrade import refuse_while_returns_exist

revision = "5a1f0c7d2e01"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.TIMESTAMP(timezone=True)


def work_columns() -> list[sa.Column]:
    return [
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.Text),
        sa.Column("heartbeat", INSTANT),
        sa.Column("not_before", INSTANT),
        sa.Column("last_error", sa.Text),
    ]


def of_revision() -> sa.Column:
    return sa.Column("revision_id", sa.Text, sa.ForeignKey("spenddata_revision.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "spenddata_return",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("publisher_id", sa.Text, nullable=False),
        sa.Column("organization_id", sa.Text, nullable=False),
        sa.Column("regime", sa.Text, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("created", INSTANT, nullable=False),
        sa.UniqueConstraint("publisher_id", "regime", "period", name="spenddata_return_duty"),
        if_not_exists=True,
    )
    index("spenddata_return_organization", "spenddata_return", ["organization_id", "period_start"])
    index("spenddata_return_due", "spenddata_return", ["due"])

    op.create_table(
        "spenddata_revision",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("return_id", sa.Text, sa.ForeignKey("spenddata_return.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("nil", sa.Boolean, nullable=False),
        sa.Column("answers", JSONB, nullable=False),
        sa.Column("fixes", JSONB, nullable=False),
        sa.Column("publish_on_ready", sa.Boolean, nullable=False),
        sa.Column("report", JSONB, nullable=False),
        sa.Column("artefact_sha256", sa.Text),
        sa.Column("rows_accepted", sa.BigInteger),
        sa.Column("amount_accepted", sa.Numeric(16, 2)),
        sa.Column("rows_in_error", sa.BigInteger),
        sa.Column("without_errors", sa.BigInteger),
        sa.Column("entry_no", sa.BigInteger),
        sa.Column("submitted", INSTANT),
        sa.Column("submitted_by", sa.Text),
        sa.Column("approved_by", sa.Text),
        sa.Column("published", INSTANT),
        *work_columns(),
        sa.UniqueConstraint("return_id", "number", name="spenddata_revision_number"),
        if_not_exists=True,
    )
    index("spenddata_revision_state", "spenddata_revision", ["state"])
    index("spenddata_revision_published", "spenddata_revision", ["return_id"], unique=True, where="state = 'published'")

    op.create_table(
        "spenddata_file",
        sa.Column("id", sa.Text, primary_key=True),
        of_revision(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.UniqueConstraint("revision_id", "position", name="spenddata_file_position"),
        if_not_exists=True,
    )
    index("spenddata_file_sha256", "spenddata_file", ["sha256"])

    op.create_table(
        "spenddata_event",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        of_revision(),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("user_id", sa.Text),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        if_not_exists=True,
    )
    index("spenddata_event_revision", "spenddata_event", ["revision_id"])

    op.create_table(
        "spenddata_mapping",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("publisher_id", sa.Text, nullable=False),
        sa.Column("signature", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("mapping", JSONB, nullable=False),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("confirmed", INSTANT, nullable=False),
        sa.UniqueConstraint("publisher_id", "signature", "version", name="spenddata_mapping_version"),
        if_not_exists=True,
    )

    op.create_table(
        "spenddata_followup",
        sa.Column("id", sa.Text, primary_key=True),
        of_revision(),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("done", INSTANT),
        *work_columns(),
        sa.UniqueConstraint("revision_id", "step", name="spenddata_followup_step"),
        if_not_exists=True,
    )
    index("spenddata_followup_open", "spenddata_followup", ["step", "created"], where="done IS NULL")


def index(name: str, table: str, columns: list[str], *, unique: bool = False, where: str | None = None) -> None:
    options = {"postgresql_where": sa.text(where)} if where else {}
    op.create_index(name, table, columns, unique=unique, if_not_exists=True, **options)


def downgrade() -> None:
    refuse_while_returns_exist(op.get_bind())
    for table in ("followup", "mapping", "event", "file", "revision", "return"):
        op.drop_table(f"spenddata_{table}", if_exists=True)
