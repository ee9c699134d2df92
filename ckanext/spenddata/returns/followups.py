"""What follows a publication or a withdrawal: the catalogue, the suppliers, the DataStore table, the search index.

Each step can run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.spenddata import journal
from ckanext.spenddata.model import FollowUp, Revision, SpendReturn, State, Step
from ckanext.spenddata.model.claims import FRESH
from ckanext.spenddata.model.columns import new_id, now

ORDER = sa.case({Step.CATALOGUE: 0, Step.SUPPLIERS: 1, Step.INDEX: 2, Step.DATASTORE: 3}, value=FollowUp.step, else_=4)
"""Steps by what readers miss most while it is late."""


def plan(revision: Revision, steps: Iterable[Step] = tuple(Step)) -> None:
    """Say that the world beside the ledger must follow this revision, again where it did before; the caller commits."""
    fresh = FRESH | {"created": now(), "done": None}
    rows = [{"id": new_id(), "revision_id": revision.id, "step": step, **fresh} for step in steps]
    insert = postgresql.insert(FollowUp).values(rows)
    model.Session.execute(insert.on_conflict_do_update(constraint="spenddata_followup_step", set_=fresh))


def plan_again(references: Iterable[str], steps: Iterable[Step]) -> None:
    """Plan steps for what is published of some returns, because the ledger says something else of them now; commits."""
    wanted, planned = sorted(set(references)), tuple(steps)
    if not wanted:
        return
    reference = SpendReturn.publisher_id + "." + SpendReturn.regime + "." + SpendReturn.period
    query = sa.select(Revision).join(SpendReturn).where(Revision.state == State.PUBLISHED, reference.in_(wanted))
    for revision in model.Session.scalars(query):
        plan(revision, planned)
    model.Session.commit()


def do(followup_id: str) -> None:
    """Do one step and write down that it is done; commits."""
    followup = model.Session.get(FollowUp, followup_id)
    if followup is None or followup.done:
        return
    planned = followup.created
    with journal.about(followup.revision.spend_return.reference):
        _steps()[Step(followup.step)](followup.revision)
    # Planned again meanwhile: then this was for an earlier state, and it is not done.
    model.Session.execute(
        sa.update(FollowUp)
        .where(FollowUp.id == followup_id, FollowUp.created == planned)
        .values(done=now(), tries=0, last_error=None)
    )
    model.Session.commit()


def _steps() -> dict[Step, Callable[[Revision], None]]:
    from ckanext.spenddata.returns import catalogue, index, suppliers, tables

    return {
        Step.CATALOGUE: catalogue.follow,
        Step.SUPPLIERS: suppliers.follow,
        Step.DATASTORE: tables.follow,
        Step.INDEX: index.follow,
    }
