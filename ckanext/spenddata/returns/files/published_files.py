"""The CSV of a revision: what the catalogue offers, the DataStore table is loaded from, and its permanent address gives.

It holds the accepted rows of the artefact, the category of each with how it was decided, its supplier, and its place in the publisher's
file. The publisher's own words and the supplier never change for a revision: the supplier is what the row itself says, its number
or else its name, because links between names move with every publication (today's stand in *All published spend*). Categories follow
the ledger, made again from the artefact and the ledger's history: the same revision, after the same change of categories, gives the
same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import sqlalchemy as sa
from ckan import model

from ckanext.spenddata import artefact, config
from ckanext.spenddata.ledger import category_changes, connection, entries, erasures, supplier_keys
from ckanext.spenddata.ledger.category_changes import Given
from ckanext.spenddata.ledger.keys import id_range, row_of
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files.storage import Storage, sha256_of

_GIVEN = {"number": pl.Int64(), **artefact.CLASSIFICATION}


class TakenBackError(LookupError):
    """The revision is made of something else by now, or of nothing: what it was made of was erased."""


@dataclass(frozen=True)
class PublishedFile:
    """The CSV of a published revision."""

    path: Path
    name: str
    sha256: str


@dataclass(frozen=True)
class _Standing:
    """How the ledger's entry of a revision stands."""

    decided: int = 0
    """The newest change of categories that moved a row of it."""
    given: tuple[Given, ...] = ()
    """Rows that any change moved."""
    gone: tuple[erasures.Erased, ...] = ()


def published_file(revision: Revision) -> PublishedFile:
    """The CSV of a revision that is, or was, published; made from its artefact when first asked for, and after each change.

    Raises:
        TakenBackError: It was erased, or parts of it were, while the CSV was made; nothing of that is left.
    """
    sha256 = revision.artefact_sha256 or ""
    storage = Storage()
    standing = _standing(revision.entry_no)

    def write(path: Path) -> None:
        rows = as_published(artefact.accepted(artefact.read(storage.artefact(sha256))), standing.given, standing.gone)
        artefact.canonical_csv(rows, config.definitions().published, path)

    path = storage.make_csv(sha256, write, standing.decided)
    _see_that_it_stands(revision.id, sha256, storage)
    spend_return = revision.spend_return
    name = f"{spend_return.publisher_id}-{spend_return.regime}-{spend_return.period}.csv".lower()
    return PublishedFile(path, name, sha256_of(path))


def _see_that_it_stands(revision_id: str, sha256: str, storage: Storage) -> None:
    """An erasure says first in the database what is gone, and then takes the files away: what comes between is taken away here."""
    made_of = sa.select(Revision.artefact_sha256)
    if model.Session.scalar(made_of.where(Revision.id == revision_id)) == sha256:
        return
    if model.Session.scalar(made_of.where(Revision.artefact_sha256 == sha256).limit(1)) is None:
        storage.forget_csv(sha256)
    raise TakenBackError(revision_id)


def as_published(
    rows: pl.DataFrame, given: tuple[Given, ...] = (), gone: tuple[erasures.Erased, ...] = ()
) -> pl.DataFrame:
    """Accepted rows with their suppliers, and with the categories that they were given since they were approved.

    Args:
        rows: Accepted rows of an artefact.
        given: What the ledger's history says last of each row that was moved.
        gone: What was erased of the entry: rows that went have left gaps in the numbers of the others.
    """
    supplier = supplier_keys.of_rows(rows, config.definitions())[1]
    if not given:
        return rows.with_columns(supplier)
    moved = pl.DataFrame([(row_of(each.row_id), *each[1:5]) for each in given], schema=_GIVEN, orient="row")
    numbered = rows.with_columns(
        supplier, pl.Series("number", erasures.row_numbers(gone, rows.height), dtype=pl.Int64)
    ).join(moved, on="number", how="left", suffix=" given", maintain_order="left")
    was_moved = pl.col("category given").is_not_null()
    return numbered.with_columns(
        pl.when(was_moved).then(pl.col(f"{name} given")).otherwise(pl.col(name)).alias(name)
        for name in _GIVEN
        if name != "number"
    )


def _standing(entry_no: int | None) -> _Standing:
    if entry_no is None:
        return _Standing()
    with connection.reading() as database:
        entry = entries.numbered(database, entry_no)
        if entry is None or not entry.decided:
            return _Standing()
        given = category_changes.replayed(database, entry.publisher_id, id_range(entry_no), entry.decided)
        return _Standing(entry.decided, tuple(given), tuple(erasures.of_entry(database, entry_no)))
