"""Planning what follows a publication or a withdrawal: a row for each step, which a worker takes on; each step can run again."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from ckan import model
from sqlalchemy.dialects import postgresql

from ckanext.spenddata.model import FollowUp, Revision, SpendReturn, State, Step
from ckanext.spenddata.model.claims import FRESH
from ckanext.spenddata.model.columns import new_id, now
from ckanext.spenddata.returns.followups import of_others

ORDER = sa.case({Step.CATALOGUE: 0, Step.SUPPLIERS: 1, Step.INDEX: 2, Step.DATASTORE: 3}, value=FollowUp.step, else_=4)
"""Steps by what readers miss most while it is late."""


def plan(revision: Revision, steps: Iterable[str] | None = None) -> None:
    """Say that the world beside the ledger must follow this revision, again where it did before; the caller commits.

    Args:
        revision: Of which what is public has changed.
        steps: Which steps; all there are unless said otherwise.
    """
    steps = (*Step, *of_others.steps()) if steps is None else steps
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
