"""Doing what follows a publication or a withdrawal: our own steps, and those of other plugins."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import journal
from ckanext.spenddata.model import FollowUp, Revision, Step
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.returns.followups import catalogue, index, of_others, suppliers, tables


def do(followup_id: str) -> None:
    """Do one step and write down that it is done; commits."""
    followup = model.Session.get(FollowUp, followup_id)
    if followup is None or followup.done:
        return
    planned = followup.created
    with journal.about(followup.revision.spend_return.reference):
        # A step that no plugin knows any more is nobody's: there is nothing to do.
        if step := _steps().get(followup.step):
            step(followup.revision)
    # Planned again meanwhile: then this was for an earlier state, and it is not done.
    model.Session.execute(
        sa.update(FollowUp)
        .where(FollowUp.id == followup_id, FollowUp.created == planned)
        .values(done=now(), tries=0, last_error=None)
    )
    model.Session.commit()


def _steps() -> dict[str, Callable[[Revision], None]]:
    """All there are; nobody takes the place of our own."""
    return of_others.steps() | {
        Step.CATALOGUE: catalogue.follow,
        Step.SUPPLIERS: suppliers.follow,
        Step.DATASTORE: tables.follow,
        Step.INDEX: index.follow,
    }
