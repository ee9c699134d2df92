"""Names that organisations no longer have: addresses that hold one lead on to the organisation."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel, Instant


class FormerName(BaseModel):
    """A name in addresses that an organisation had until an instant."""

    __tablename__ = "spenddata_former_name"

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    organization_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    until: Mapped[Instant]
