"""What became of a payment whose address is no longer that of a published row: replaced, withdrawn or erased."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.ledger import connection, entries, erasures, transactions
from ckanext.spenddata.ledger.keys import entry_of, row_of
from ckanext.spenddata.ledger.publication import Entry
from ckanext.spenddata.model import Revision, State
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.returns.removal import tombstones
from ckanext.spenddata.returns.removal.tombstones import Tombstone

ALIKE = ("payment_date", "amount", "transaction_number", "supplier_name")
"""What two rows of two revisions have in common when they are one payment; first all of it, then without the supplier."""


@dataclass(frozen=True)
class Replaced:
    """A payment of a revision that a later one replaced."""

    reference: str
    revision: int
    """The revision that the payment was in."""
    by_revision: int
    by_row: int | None
    """``_id`` of the same payment in the revision that counts now, where there is exactly one like it."""


def find(row_id: int) -> Replaced | Tombstone | None:
    """What became of the payment with an ``_id``; None where there never was one, or it is published."""
    entry_no, row = entry_of(row_id), row_of(row_id)
    with connection.reading(connection.READER_TIMEOUT) as database:
        entry = entries.numbered(database, entry_no)
        erased = erasures.of_entry(database, entry_no)
    revision = _revision(entry) if entry else None
    if entry is None or revision is None or row < 1:
        return None
    numbers = erasures.row_numbers(erased, entry.n)
    gone = next((each for each in erased if each.scope == "rows" and row in each.rows), None)
    if gone:
        return Tombstone("erased", gone.erased, gone.why, entry.return_id, entry.revision)
    if row not in numbers and not any(each.scope == "revision" for each in erased):
        return None
    return tombstones.of_revision(revision) or _replaced(entry, revision, numbers.index(row))


def _revision(entry: Entry) -> Revision | None:
    spend_return = queries.by_reference(entry.return_id)
    return queries.by_number(spend_return, entry.revision) if spend_return else None


def _replaced(entry: Entry, revision: Revision, position: int) -> Replaced | Tombstone | None:
    """By what a payment of a replaced revision was replaced; where that too was taken back, what is said of that."""
    if revision.state != State.SUPERSEDED:
        return None
    now = queries.published(revision.spend_return)
    if now is None:
        return tombstones.of_return(revision.spend_return)
    return Replaced(entry.return_id, entry.revision, now.number, _same_payment(revision, position, entry, now))


def _same_payment(revision: Revision, position: int, entry: Entry, now: Revision) -> int | None:
    looked_for = _row(revision, position)
    if looked_for is None or now.entry_no is None:
        return None
    with connection.reading(connection.READER_TIMEOUT) as database:
        for names in (ALIKE, ALIKE[:-1]):
            found = transactions.alike(database, entry.publisher_id, now.entry_no, {n: looked_for[n] for n in names})
            if len(found) == 1:
                return found[0]
    return None


def _row(revision: Revision, position: int) -> dict[str, object] | None:
    """What tells one row of an artefact from others: the row at a position among those that were published."""
    path = Storage().artefact(revision.artefact_sha256 or "")
    if not path.exists():
        return None
    lines = pl.scan_parquet(path)
    names = set(lines.collect_schema().names())
    selected = [pl.col(name) if name in names else pl.lit(None, dtype=pl.String).alias(name) for name in ALIKE]
    rows = lines.filter(~pl.col(artefact.IN_ERROR)).slice(position, 1).select(selected).collect().to_dicts()
    return rows[0] if rows else None
