"""Repair: totals made again from the rows, or the rows from the artefacts that were approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from ckanext.spenddata.ledger import connection, publish, row_count, totals, turns, verify
from ckanext.spenddata.ledger.publication import Entry, Publication


def every_total() -> Iterator[str]:
    """Make all totals again, each publisher's in a transaction of its own; names the publishers as they are done.

    The portal stays up: readers see a publisher's old totals or the new ones.
    """
    for publisher_id in verify.publishers():
        with connection.writing() as database, database.cursor() as cursor:
            turns.lock(cursor, publisher_id)
            totals.recreate(cursor, publisher_id)
        yield publisher_id
    row_count.refresh()


def republish(publications: Iterable[tuple[Publication, pl.DataFrame]]) -> Iterator[Entry]:
    """Publish again what was approved and authorised before, for a ledger that was lost: what it holds already stays.

    Args:
        publications: The published revision of each return and the accepted rows of its artefact, in any order.
    """
    for publication, frame in publications:
        yield publish.publish(publication, frame)
