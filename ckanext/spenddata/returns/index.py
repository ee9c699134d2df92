"""The follow-up *index*: the search index shows what the ledger holds of a return."""

from __future__ import annotations

from ckan import model

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, entries, transactions
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns import publishers
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.index import forget_return, replace_return


def follow(revision: Revision, *, afresh: bool = False) -> None:
    """Index what is published of the revision's return now, whichever revision that is.

    ``afresh`` where rows were taken out of what is published.
    """
    spend_return = revision.spend_return
    publisher_id, reference = spend_return.publisher_id, spend_return.reference
    body = publishers.by_id(publisher_id)
    # No transaction of CKAN's database stays open while Solr works.
    model.Session.rollback()
    core = Core(config.search_url())
    with connection.reading() as database:
        current = next((entry for entry in entries.of_return(database, publisher_id, reference) if entry.current), None)
    if current is None or body is None:
        forget_return(core, reference)
    else:
        batches = transactions.batches(publisher_id, current.entry_no)
        replace_return(core, reference, body.publisher, current.entry_no, batches, afresh=afresh)
