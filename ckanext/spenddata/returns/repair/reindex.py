"""The index of transactions, made again from the ledger and the publishers as they are now."""

from __future__ import annotations

from collections.abc import Callable

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection, entries, transactions
from ckanext.spenddata.ledger.publication import Entry
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.search import index
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.index import Filed


def to_send() -> int:
    """How many transactions a rebuild sends."""
    return sum(entry.n for entry in _current())


def rebuild(progress: Callable[[int], None] = lambda _sent: None) -> tuple[int, int]:
    """Make the index again; the portal may stay in use meanwhile. Number of transactions, and of returns.

    Raises:
        SearchError: Solr could not.
    """
    current = _current()
    bodies = publishers.by_ids(sorted({entry.publisher_id for entry in current}))
    filed = (
        Filed(
            entry_no=entry.entry_no,
            return_id=entry.return_id,
            publisher=bodies[entry.publisher_id].publisher,
            batches=lambda entry=entry: transactions.batches(entry.publisher_id, entry.entry_no),
        )
        for entry in current
        if entry.publisher_id in bodies
    )
    sent = index.rebuild(Core(config.search_url()), filed, lambda: {entry.entry_no for entry in _current()}, progress)
    return sent, len(current)


def _current() -> list[Entry]:
    with connection.reading() as ledger:
        return entries.all_current(ledger)
