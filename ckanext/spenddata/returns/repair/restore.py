"""A ledger that was lost, published again from what was approved: the artefacts in the private store."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata.ledger import rebuild
from ckanext.spenddata.ledger.publication import Entry
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns.filing import publishing
from ckanext.spenddata.returns.followups import planning
from ckanext.spenddata.returns.people import publishers


def restore() -> Iterator[Entry]:
    """Publish every published revision again that the ledger doesn't hold; commits after each. Can run again.

    Yields:
        The entry of each published revision, in the order in which they were published.

    Raises:
        ArtefactChangedError: What lies in the store is not what was approved.
        OSError: An artefact is missing.
    """
    query = sa.select(Revision.id).where(Revision.state == State.PUBLISHED).order_by(Revision.published, Revision.id)
    for revision_id in model.Session.scalars(query).all():
        revision = model.Session.get(Revision, revision_id)
        if revision is not None and revision.state == State.PUBLISHED:
            yield _again(revision)
        model.Session.commit()


def _again(revision: Revision) -> Entry:
    spend_return = revision.spend_return
    body = publishers.by_organization(spend_return.organization_id)
    name = body.publisher.name if body else spend_return.publisher_id
    (entry,) = rebuild.republish([publishing.approved(revision, name)])
    if revision.entry_no != entry.entry_no:
        # The rows have new identifiers: what follows a publication has to follow this one too.
        revision.entry_no = entry.entry_no
        planning.plan(revision)
    return entry
