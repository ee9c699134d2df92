"""Signs of life of processes that must go on for ever."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel, Instant, OptionalText, Text


class Heartbeat(BaseModel):
    """When a kind of process last did its round; whichever of its kind did it."""

    __tablename__ = "spenddata_heartbeat"

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    """The kind of process, such as ``clock``."""
    at: Mapped[Instant]
    """The database's instant of the last round."""
    process: Mapped[Text]
    """Host and process that did it."""
    error: Mapped[OptionalText]
    """What went wrong in that round, if anything."""
