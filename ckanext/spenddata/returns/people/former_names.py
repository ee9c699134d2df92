"""Names in addresses that organisations no longer have: noted with each renaming, in its transaction, whoever renames and by whatever way.

A name belongs first to the organisation that has it now; then to the one that had it last.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects.postgresql import insert

from ckanext.spenddata.model import FormerName
from ckanext.spenddata.model.columns import now


def holder(name: str) -> str | None:
    """Id of the active organisation that had a name last; it may have it no longer, and another may have it now."""
    query = (
        sa.select(FormerName.organization_id)
        .join(model.Group, model.Group.id == FormerName.organization_id)
        .where(FormerName.name == name, model.Group.state == model.State.ACTIVE)
        .order_by(FormerName.until.desc())
        .limit(1)
    )
    return model.Session.scalar(query)


def holders() -> dict[str, str]:
    """Every such name with its ``holder``: they are few, however many names somebody asks about at once."""
    query = (
        sa.select(FormerName.name, FormerName.organization_id)
        .join(model.Group, model.Group.id == FormerName.organization_id)
        .where(model.Group.state == model.State.ACTIVE)
        .order_by(FormerName.until)
    )
    return dict(model.Session.execute(query).tuples().all())


def remember_renames() -> None:
    """Note, from now on, the name that an organisation loses when it is given another."""
    if not sa.event.contains(model.Group, "before_update", _note):
        sa.event.listen(model.Group, "before_update", _note)


def _note(_mapper: Any, connection: sa.Connection, group: Any) -> None:
    lost = [name for name in sa.inspect(group).attrs.name.history.deleted or () if name]
    if not group.is_organization or not lost:
        return
    noted = insert(FormerName).values([{"name": name, "organization_id": group.id, "until": now()} for name in lost])
    again = noted.on_conflict_do_update(
        index_elements=["name", "organization_id"], set_={"until": noted.excluded.until}
    )
    connection.execute(again)
