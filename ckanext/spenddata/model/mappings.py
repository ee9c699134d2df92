"""Mappings that a publisher has confirmed, remembered by the signature of the layout."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel, Id, Instant, Json, OptionalText, Text


class Mapping(BaseModel):
    """Which column of a layout is which canonical field, as one publisher said; the highest version holds."""

    __tablename__ = "spenddata_mapping"
    __table_args__ = (sa.UniqueConstraint("publisher_id", "signature", "version", name="spenddata_mapping_version"),)

    id: Mapped[Id]
    publisher_id: Mapped[Text]
    signature: Mapped[Text]
    version: Mapped[int] = mapped_column(sa.Integer)
    mapping: Mapped[Json]
    """The publisher's answers about a layout (``intake.reading.Answers``), and under ``columns`` its whole mapping where that was
    confirmed; about all its files where the signature is empty."""
    confirmed_by: Mapped[OptionalText]
    confirmed: Mapped[Instant]
