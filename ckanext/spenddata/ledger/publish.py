"""Publishing and withdrawing: one transaction each, which is the only way anything in the ledger changes.

A reader sees the old revision or the new one, never a mixture; a process that dies anywhere in between changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import polars as pl
from psycopg2 import sql

from ckanext.spenddata import config
from ckanext.spenddata.artefact import total
from ckanext.spenddata.ledger import columns, connection, decided_categories, entries, row_count, suppliers, totals
from ckanext.spenddata.ledger.connection import Cursor
from ckanext.spenddata.ledger.keys import MOST_ROWS, id_range
from ckanext.spenddata.ledger.publication import Entry, LedgerError, Overtaken, Publication, Unequal
from ckanext.spenddata.ledger.turns import lock
from ckanext.spenddata.values import vat
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import counted

_RANGE = {"where": sql.SQL("publisher_id = %(publisher_id)s and _id between %(first)s and %(last)s")}
_DELETE = sql.SQL("delete from spenddata.ledger where {where}").format(**_RANGE)
_COUNT = sql.SQL(
    "select count(*), coalesce((sum(amount) * 100)::bigint, 0) from spenddata.ledger where {where}"
).format(**_RANGE)
_COPY = sql.SQL("copy spenddata.ledger ({columns}) from stdin")


@contextmanager
def turn(publisher_id: str) -> Iterator[Cursor]:
    """A transaction in which nobody else changes this publisher's figures; committed at the end of the block, undone where it raises.

    Whether something may be published is asked inside it, so that it holds until it is done.
    """
    with connection.writing(may_wait=True) as database, database.cursor() as cursor:
        lock(cursor, publisher_id)
        yield cursor
    row_count.refresh()


def publish(publication: Publication, frame: pl.DataFrame, cursor: Cursor | None = None) -> Entry:
    """Publish a revision: its rows in, those of the revision before out, totals adjusted, the entry written.

    Can be called again with the same publication, to the effect of once.

    Args:
        publication: What is published.
        frame: The accepted rows of its artefact; each has a payment date and an amount (pence). Empty for a nil return.
        cursor: That of the :func:`turn` in which the right to publish was asked for; without one, a turn of its own.

    Raises:
        Overtaken: A later revision or attempt is published, or this one was withdrawn or replaced; trying again is no
            use.
        Unequal: PostgreSQL did not take exactly what was given.
        LedgerError: The frame can't be published.
        psycopg2.Error: The database failed; trying again may help.
    """
    if cursor is None:
        with turn(publication.publisher_id) as cursor:
            return publish(publication, frame, cursor)
    _check(frame)
    old = entries.latest(cursor, publication.publisher_id, publication.return_id)
    return old if old and _is_published(old, publication) else _replace(cursor, publication, frame, old)


def withdraw(publisher_id: str, return_id: str, *, revisions: Iterable[int] | None = None) -> Entry | None:
    """Take back what is published of a return, or some of its revisions: rows leave every figure, entries stay, as withdrawn.

    Can be called again, to the effect of once. Returns the return's newest entry as it is afterwards; None where nothing of it
    was ever published.

    Args:
        publisher_id: Whose return it is.
        return_id: The return.
        revisions: Numbers of the revisions, replaced ones too; None for what is published now.
    """
    with connection.writing() as database, database.cursor() as cursor:
        lock(cursor, publisher_id)
        if revisions is None:
            newest = entries.latest(cursor, publisher_id, return_id)
            chosen = [newest] if newest and newest.current else []
        else:
            chosen = entries.of_revisions(cursor, publisher_id, return_id, revisions, over=("withdrawn", "erased"))
        for entry in chosen:
            end(cursor, entry, "withdrawn")
        newest = entries.latest(cursor, publisher_id, return_id)
    row_count.refresh()
    return newest


def end(cursor: Cursor, entry: Entry, state: str) -> Entry:
    """End an entry, its rows and totals with it where it is current; the publisher is locked."""
    if entry.current:
        _take_out(cursor, entry)
        totals.clear_empty(cursor, entry.publisher_id, entry.regime)
    return entries.close(cursor, entry, state)


def _check(frame: pl.DataFrame) -> None:
    """Refuse what can't be kept, before anything changes."""
    if frame.height > MOST_ROWS:
        raise LedgerError(
            f"{frame.height:,} rows are more than one return can have ({MOST_ROWS:,}). File it as several returns."
        )
    for name in ("payment_date", "amount"):
        if frame.height and (name not in frame.columns or frame[name].null_count()):
            raise LedgerError(f"A row without {name} can't be published; rows in error have to be left out before.")


def _is_published(old: Entry, new: Publication) -> bool:
    """Whether ``new`` is what is published; Overtaken where it comes after something later."""
    same = (old.revision, old.sha256) == (new.revision, new.sha256)
    if old.current and same:
        return True
    if (old.revision, old.attempt) > (new.revision, new.attempt) or (same and old.attempt == new.attempt):
        raise Overtaken(
            f"Revision {new.revision} of {new.return_id} is not published: revision {old.revision} is already"
            f" {old.state}. What is public stays as it is. To change it, send a new revision."
        )
    return False


def _replace(cursor: Cursor, publication: Publication, frame: pl.DataFrame, old: Entry | None) -> Entry:
    """Put a publication in the place of what is published of its return: its rows in, totals by the difference, the old rows out."""
    current = old if old and old.current else None
    single = decided_categories.of_single_rows(cursor, current) if current else []
    entry_no = entries.next_number(cursor)
    _copy(cursor, publication, frame, entry_no)
    totals.adjust(
        cursor,
        publication.publisher_id,
        out=id_range(current.entry_no) if current else totals.NO_ROWS,
        into=id_range(entry_no),
    )
    if current:
        _delete(cursor, current)
        entries.close(cursor, current, "superseded")
    entry = _record(cursor, publication, frame, entry_no)
    decided_categories.carry(cursor, single, entry)
    decided_categories.apply_to_entry(cursor, entry)
    if old:
        totals.clear_empty(cursor, publication.publisher_id, publication.regime)
    return entry


def _take_out(cursor: Cursor, entry: Entry) -> None:
    """Take the rows of an entry out of the ledger and the totals."""
    totals.adjust(cursor, entry.publisher_id, out=id_range(entry.entry_no))
    _delete(cursor, entry)


def _delete(cursor: Cursor, entry: Entry) -> None:
    """Delete the rows of an entry, which the totals count no more."""
    ids = id_range(entry.entry_no)
    decided_categories.release(cursor, entry.publisher_id, ids)
    cursor.execute(_DELETE, _bound(entry.publisher_id, ids))


def _copy(cursor: Cursor, publication: Publication, frame: pl.DataFrame, entry_no: int) -> None:
    """Copy the rows of an entry in."""
    if not frame.height:
        return
    rows = suppliers.with_known(cursor, columns.ledger_frame(publication, frame, config.definitions(), entry_no))
    copy = _COPY.format(columns=sql.SQL(", ").join(map(sql.Identifier, rows.columns))).as_string(cursor)
    for chunk in columns.chunks(rows):
        cursor.copy_expert(copy, chunk)


def _record(cursor: Cursor, publication: Publication, frame: pl.DataFrame, entry_no: int) -> Entry:
    """Compare what was copied with what was accepted, and write the entry."""
    n, pence = _compare(cursor, publication, frame, id_range(entry_no))
    bases = columns.values_of(frame, "amount_basis", vat.UNKNOWN)
    currencies = columns.values_of(frame, "currency", STERLING)
    return entries.record(
        cursor, publication, entry_no, n, pence, columns.inside(publication, frame), bases, currencies
    )


def _compare(cursor: Cursor, publication: Publication, frame: pl.DataFrame, ids: tuple[int, int]) -> tuple[int, int]:
    """Number and sum of the rows that PostgreSQL took; Unequal where they are not those that were accepted."""
    cursor.execute(_COUNT, _bound(publication.publisher_id, ids))
    taken = cursor.fetchone() or (0, 0)
    accepted = (frame.height, total(frame))
    if taken != accepted:
        raise Unequal(
            f"{publication.return_id}: {counted(accepted[0], 'row')} of {accepted[1]} pence were accepted, but the database took"
            f" {taken[0]} of {taken[1]}. Nothing was published. Report this as a fault of the software, with the"
            " return's reference."
        )
    return accepted


def _bound(publisher_id: str, ids: tuple[int, int]) -> dict[str, str | int]:
    return {"publisher_id": publisher_id, "first": ids[0], "last": ids[1]}
