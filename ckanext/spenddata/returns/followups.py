"""What follows a publication or a withdrawal: catalogue, suppliers, DataStore table, search index, and the steps of other plugins.

Each step can run again. Other plugins name theirs by ``interfaces.ISpenddata``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa
from ckan import model
from ckan.plugins import PluginImplementations
from sqlalchemy.dialects import postgresql

from ckanext.spenddata import journal
from ckanext.spenddata.interfaces import ISpenddata, Publication
from ckanext.spenddata.model import FollowUp, Revision, SpendReturn, State, Step
from ckanext.spenddata.model.claims import FRESH
from ckanext.spenddata.model.columns import new_id, now

ORDER = sa.case({Step.CATALOGUE: 0, Step.SUPPLIERS: 1, Step.INDEX: 2, Step.DATASTORE: 3}, value=FollowUp.step, else_=4)
"""Steps by what readers miss most while it is late."""


def plan(revision: Revision, steps: Iterable[str] | None = None) -> None:
    """Say that the world beside the ledger must follow this revision, again where it did before; the caller commits.

    Args:
        revision: Of which what is public has changed.
        steps: Which steps; all there are unless said otherwise.
    """
    steps = (*Step, *_of_others()) if steps is None else steps
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
        # A step that no plugin knows any more is nobody's: there is nothing to do.
        _steps().get(followup.step, _nothing)(followup.revision)
    # Planned again meanwhile: then this was for an earlier state, and it is not done.
    model.Session.execute(
        sa.update(FollowUp)
        .where(FollowUp.id == followup_id, FollowUp.created == planned)
        .values(done=now(), tries=0, last_error=None)
    )
    model.Session.commit()


def _steps() -> dict[str, Callable[[Revision], None]]:
    from ckanext.spenddata.returns import catalogue, index, suppliers, tables

    return _of_others() | {
        Step.CATALOGUE: catalogue.follow,
        Step.SUPPLIERS: suppliers.follow,
        Step.DATASTORE: tables.follow,
        Step.INDEX: index.follow,
    }


def _of_others() -> dict[str, Callable[[Revision], None]]:
    """The steps of other plugins."""
    return {
        name: lambda revision, step=step: step(_publication(revision))
        for plugin in PluginImplementations(ISpenddata)
        for name, step in plugin.spenddata_followups().items()
    }


def _publication(revision: Revision) -> Publication:
    filed = revision.spend_return
    return {
        "reference": filed.reference,
        "publisher_id": filed.publisher_id,
        "regime": filed.regime,
        "period": filed.period,
        "revision": revision.number,
        "state": str(revision.state),
    }


def _nothing(_revision: Revision) -> None:
    return None
