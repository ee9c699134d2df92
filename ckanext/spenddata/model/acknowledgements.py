"""What people have said yes to before a publication: each stop of the check, who said that it is right, when and why."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel, Instant, Text


class Acknowledgement(BaseModel):
    """One yes to one finding, for the content in which it was found. Never changed. It quotes no cell of a file."""

    __tablename__ = "spenddata_acknowledgement"
    __table_args__ = (
        sa.UniqueConstraint("return_id", "finding", name="spenddata_acknowledgement_finding"),
        sa.Index("spenddata_acknowledgement_revision", "revision_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    return_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_return.id", ondelete="CASCADE"))
    revision_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_revision.id", ondelete="CASCADE"))
    """The revision that was looked at; a later one with the same content needs no new yes."""
    finding: Mapped[Text]
    """Identity of what was found (``checks.stops.Stop``): other content has another."""
    rule: Mapped[Text]
    reason: Mapped[Text]
    user_id: Mapped[Text]
    at: Mapped[Instant]
