"""Column types that the tables share."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Any

import sqlalchemy as sa
from ckan.plugins import toolkit as tk
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

BaseModel: Any = tk.BaseModel
"""CKAN's declarative base; its own annotations do not say that it is a class."""


def new_id() -> str:
    """A fresh identifier, as CKAN's are."""
    return str(uuid.uuid4())


def now() -> dt.datetime:
    """This instant, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


Id = Annotated[str, mapped_column(sa.Text, primary_key=True, default=new_id)]
Text = Annotated[str, mapped_column(sa.Text)]
OptionalText = Annotated[str | None, mapped_column(sa.Text)]
Instant = Annotated[dt.datetime, mapped_column(sa.TIMESTAMP(timezone=True), default=now)]
OptionalInstant = Annotated[dt.datetime | None, mapped_column(sa.TIMESTAMP(timezone=True))]
Day = Annotated[dt.date, mapped_column(sa.Date)]
OptionalDay = Annotated[dt.date | None, mapped_column(sa.Date)]
Json = Annotated[dict[str, Any], mapped_column(JSONB, default=dict)]
JsonList = Annotated[list[Any], mapped_column(JSONB, default=list)]
