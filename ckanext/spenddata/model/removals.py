"""What is taken back: withdrawals and erasures, as work that survives any process, and as the public record that it was done."""

from __future__ import annotations

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ckanext.spenddata.model.claims import Work
from ckanext.spenddata.model.columns import BaseModel, Id, Instant, JsonList, OptionalInstant, OptionalText, Text
from ckanext.spenddata.model.returns import SpendReturn


class Scope(StrEnum):
    """How much is taken back."""

    WITHDRAWAL = "withdrawal"
    """Revisions leave every figure and every public address; what was sent is kept privately."""
    REVISION = "revision"
    """Revisions are erased: nothing that was sent or made of them is kept."""
    ROWS = "rows"
    """Rows are erased, wherever they stand in the revisions of the return."""
    CELLS = "cells"
    """Cells are erased; their rows and amounts stay."""


class Removal(Work, BaseModel):
    """One withdrawal or erasure of a return. From the moment this row is there, what it is about is shown to nobody."""

    __tablename__ = "spenddata_removal"
    __table_args__ = (
        sa.Index("spenddata_removal_return", "return_id", "ordered"),
        sa.Index("spenddata_removal_open", "ordered", postgresql_where=sa.text("done IS NULL")),
    )

    id: Mapped[Id]
    return_id: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("spenddata_return.id", ondelete="CASCADE"))
    scope: Mapped[Text]
    why: Mapped[Text]
    """The reason, which everybody can read."""
    ordered: Mapped[Instant]
    ordered_by: Mapped[OptionalText]
    plan: Mapped[JsonList]
    """Which revisions, and in each which places: files, sheets, rows and fields; never what stood there."""
    done: Mapped[OptionalInstant]

    spend_return: Mapped[SpendReturn] = relationship(lambda: SpendReturn)
