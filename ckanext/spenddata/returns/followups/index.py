"""The follow-up *index*: the search index shows what the ledger holds of a return."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, entries, transactions
from ckanext.spenddata.model import FollowUp, Revision, Step
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.index import Held, forget_others, forget_return, holds, replace_return

log = logging.getLogger(__name__)


def follow(revision: Revision, *, afresh: bool = False) -> None:
    """Index what is published of the revision's return now, whichever revision that is.

    A revision that was replaced meanwhile sends nothing where the one that replaced it is indexed or going to be: each of many
    corrections in a row would send all rows again.

    Args:
        revision: One that was published.
        afresh: Whether rows were taken out of what is published.
    """
    spend_return = revision.spend_return
    publisher_id, reference, entry_no = spend_return.publisher_id, spend_return.reference, revision.entry_no
    body = publishers.by_id(publisher_id)
    # No transaction of CKAN's database stays open while Solr works.
    model.Session.rollback()
    core = Core(config.search_url())
    with connection.reading() as database:
        current = next((entry for entry in entries.of_return(database, publisher_id, reference) if entry.current), None)
    if current is None or body is None:
        forget_return(core, reference)
    elif not afresh and current.entry_no != entry_no and _is_planned(current.entry_no):
        log.info("%s: entry %s was replaced by %s, which is still to be indexed", reference, entry_no, current.entry_no)
    elif (
        not afresh and current.entry_no != entry_no and holds(core, current.entry_no) == Held(current.n, current.amount)
    ):
        forget_others(core, reference, current.entry_no)
    else:
        batches = transactions.batches(publisher_id, current.entry_no)
        replace_return(core, reference, body.publisher, current.entry_no, batches, afresh=afresh)


def _is_planned(entry_no: int) -> bool:
    """Whether the revision of this entry is going to be indexed by a follow-up of its own."""
    to_come = sa.exists().where(
        FollowUp.revision_id == Revision.id,
        Revision.entry_no == entry_no,
        FollowUp.step == Step.INDEX,
        FollowUp.done.is_(None),
    )
    found = bool(model.Session.scalar(sa.select(to_come)))
    # No transaction of CKAN's database stays open while Solr works.
    model.Session.rollback()
    return found
