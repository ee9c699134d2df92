"""What is still to do after a publication: rows of their own, so that each may be late and say so."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ckanext.spenddata.model.claims import Work
from ckanext.spenddata.model.columns import BaseModel, Id, Instant, OptionalInstant, Text
from ckanext.spenddata.model.returns import Revision


class Step(StrEnum):
    """The follow-ups of a publication or withdrawal, in order."""

    CATALOGUE = "catalogue"
    """The resource with its canonical CSV and its validation record."""
    DATASTORE = "datastore"
    """The resource's DataStore table."""
    SUPPLIERS = "suppliers"
    """Which supplier each of its names is."""
    INDEX = "index"
    """The documents in the search index."""


class FollowUp(Work, BaseModel):
    """One step after the ledger's transaction for one revision; repeatable."""

    __tablename__ = "spenddata_followup"
    __table_args__ = (
        sa.UniqueConstraint("revision_id", "step", name="spenddata_followup_step"),
        sa.Index("spenddata_followup_open", "step", "created", postgresql_where=sa.text("done IS NULL")),
    )

    id: Mapped[Id]
    revision_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_revision.id", ondelete="CASCADE"))
    step: Mapped[Text]
    created: Mapped[Instant]
    done: Mapped[OptionalInstant]

    revision: Mapped[Revision] = relationship(lambda: Revision)

    @property
    def state(self) -> str:
        """``done``, ``waiting``, or ``stuck`` where a person must look."""
        if self.done:
            return "done"
        return "stuck" if self.out_of_tries else "waiting"
