"""Every published CSV as the catalogue offers it: where it is, what it holds, and its fingerprint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.model import Revision, SpendReturn, State


class PublicFile(NamedTuple):
    """The CSV of the revision of a return that is published now."""

    publisher_id: str
    regime: str
    period: str
    revision: int
    published: dt.datetime
    rows: int
    """Payments in it; 0 where the body said that it had none to publish."""
    dataset_id: str
    licence_id: str
    resource_id: str
    file_name: str
    bytes: int
    sha256: str

    @property
    def reference(self) -> str:
        """The return's reference."""
        return f"{self.publisher_id}.{self.regime}.{self.period}"


def every(publisher_id: str | None = None) -> Iterator[PublicFile]:
    """All that anybody may download now, by publisher, regime and period. A file that is being put in its place isn't among them yet.

    Args:
        publisher_id: One publisher's alone.
    """
    resource, dataset = model.Resource, model.Package
    query = (
        sa.select(
            SpendReturn.publisher_id,
            SpendReturn.regime,
            SpendReturn.period,
            Revision.number,
            Revision.published,
            sa.func.coalesce(Revision.rows_accepted, 0),
            dataset.id,
            sa.func.coalesce(dataset.license_id, ""),
            resource.id,
            resource.url,
            sa.func.coalesce(resource.size, 0),
            resource.hash,
        )
        .join(Revision, sa.and_(Revision.return_id == SpendReturn.id, Revision.state == State.PUBLISHED))
        .join(resource, sa.and_(resource.id == SpendReturn.resource_id, resource.state == "active"))
        .join(dataset, sa.and_(dataset.id == resource.package_id, dataset.state == "active", ~dataset.private))
        .order_by(SpendReturn.publisher_id, SpendReturn.regime, SpendReturn.period_start)
    )
    if publisher_id is not None:
        query = query.where(SpendReturn.publisher_id == publisher_id)
    for row in model.Session.execute(query):
        yield PublicFile(*row)
