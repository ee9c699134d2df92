"""Peer groups that stewards have loaded, and those that people have saved for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.spenddata.model.columns import BaseModel, Instant, Json, JsonList, OptionalInstant, OptionalText, Text


class SavedPeers(BaseModel):
    """A peer group, as it was loaded or saved once. Loading it again adds another; the newest that is not taken back is in force."""

    __tablename__ = "spenddata_peer_group"

    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(sa.Text, index=True)
    """Its id in addresses."""
    owner: Mapped[str | None] = mapped_column(sa.Text, index=True)
    """Id of the user whose own it is; none where a steward loaded it for everybody."""
    shared: Mapped[bool]
    """Whether others may see an own one."""
    title: Mapped[Text]
    basis: Mapped[Text]
    version: Mapped[Text]
    licence: Mapped[Text]
    source: Mapped[Text]
    url: Mapped[Text]
    place: Mapped[int]
    """Where it is offered among the others."""
    listed: Mapped[Json]
    """Of a loaded one: body → its peers."""
    bodies: Mapped[JsonList]
    """Of an own one: the peers, whoever is compared."""
    made: Mapped[Instant]
    made_by: Mapped[Text]
    """Name of the user."""
    removed: Mapped[OptionalInstant]
    removed_by: Mapped[OptionalText]
    removed_why: Mapped[OptionalText]
