"""A version of the categories, applied to what a publisher has published: every row decided again, in one transaction.

A new version changes nothing by itself. Applying it is a steward's act on one publisher; a row on which a decision stands keeps it, and
what is beneath it is decided again. Applying the same version again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

import polars as pl

from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.classify.moves import FIELDS, moves, together
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.ledger import category_changes, category_moves, connection, decided_categories, entries, turns
from ckanext.spenddata.ledger.answers import dicts
from ckanext.spenddata.ledger.category_changes import AT_ONCE, Change, Given
from ckanext.spenddata.ledger.category_moves import Moved
from ckanext.spenddata.ledger.connection import Connection, Cursor
from ckanext.spenddata.ledger.keys import id_range
from ckanext.spenddata.ledger.publication import Undecidable

_ROWS = """
select ledger._id, ledger.cpv_code, ledger.proclass_code, ledger.merchant_category_code, ledger.expense_type, ledger.expense_area,
       ledger.description, ledger.category_local, ledger.service_category_label, ledger.supplier_name, ledger.redaction_reason,
       ledger.category, ledger.amount, ledger.regime, ledger.amount_basis, ledger.currency,
       base._id is not null as covered
from spenddata.ledger as ledger
left join spenddata.category_base as base on base.publisher_id = ledger.publisher_id and base._id = ledger._id
where ledger.publisher_id = %(publisher_id)s and ledger._id > %(after)s and ledger._id <= %(last)s
order by ledger._id
limit %(limit)s
"""
_CHANGE = """
select publisher_id, version from spenddata.category_change where change_no = %(change_no)s and kind = 'version'
"""
# What the change gave that is in force still, on a row or beneath a decision on it, and what it was before.
_TAKEN_BACK = """
select history._id, history.was, history.was_method, history.was_version, history.was_confidence, base._id is not null as covered
from spenddata.category_history as history
join spenddata.ledger as ledger on ledger.publisher_id = history.publisher_id and ledger._id = history._id
left join spenddata.category_base as base on base.publisher_id = history.publisher_id and base._id = history._id
where history.publisher_id = %(publisher_id)s and history.change_no = %(change_no)s
  and (history.category, history.method, history.version, history.confidence) is not distinct from (
      case when base._id is null then ledger.category else base.category end,
      case when base._id is null then ledger.category_method else base.method end,
      case when base._id is null then ledger.category_version else base.version end,
      case when base._id is null then ledger.category_confidence else base.confidence end
  )
  and history._id > %(after)s
order by history._id
limit %(limit)s
"""
_DECIDED_AT_ONCE = 50_000
"""Rows that are decided together: each different cell of them is looked at once, and they bound the memory."""
_EVERYTHING = (1, (1 << 62))


def apply(publisher_id: str, publisher: Publisher | None, definitions: Definitions, reviewer: str, why: str) -> Moved:
    """Decide every published row of a publisher again, and move those whose category is another; totals by the difference.

    Args:
        publisher_id: Whose payments.
        publisher: Who that is, where the register has it: what a council pays for is not what a hospital pays for.
        definitions: The tables and the model.
        reviewer: Who applies them.
        why: The reason.
    """
    change = Change(publisher_id, "version", reviewer, why, version=definitions.category_version)
    with connection.writing() as database, database.cursor() as cursor:
        category_changes.lock(cursor)
        turns.lock(cursor, publisher_id)
        batches = (
            given[start : start + AT_ONCE]
            for rows in _published(database, publisher_id)
            for given in [_given(rows, definitions, publisher)]
            for start in range(0, len(given), AT_ONCE)
        )
        moved = category_changes.make(cursor, change, batches)
        # A row that has a code of its own now is no longer covered by a line on its words, and the other way round.
        decided = decided_categories.apply(cursor, replace(change, kind="decision"), _EVERYTHING)
        return replace(category_moves.together([moved, decided]), change_no=moved.change_no)


def preview(publisher_id: str, publisher: Publisher | None, definitions: Definitions) -> pl.DataFrame:
    """What :func:`apply` would move, as :func:`moves` tells it; nothing is changed."""
    with connection.reading(connection.STATEMENT_TIMEOUT) as database:
        parts = [
            moves([row for row in rows if not row["covered"]], definitions, publisher)
            for rows in _published(database, publisher_id)
        ]
    return together([moves([], definitions, publisher), *parts])


def undo(change_no: int, reviewer: str, why: str) -> tuple[str, Moved]:
    """Take back a version that was applied, where it is in force still; the publisher, and what moved.

    Raises:
        Undecidable: There is none of this number, or a later version has taken the place of all of it.
    """
    with connection.writing() as database, database.cursor() as cursor:
        category_changes.lock(cursor)
        cursor.execute(_CHANGE, {"change_no": change_no})
        found = cursor.fetchone()
        if found is None:
            raise Undecidable(f"There is no change {change_no} that applied a version. Nothing was changed.")
        publisher_id, version = found
        turns.lock(cursor, publisher_id)
        batches = _taken_back(cursor, publisher_id, change_no)
        first = next(batches, None)
        if first is None:
            raise Undecidable(
                f"Nothing of change {change_no} is still in force: a later one took its place, or it is undone. Nothing was changed."
            )
        change = Change(publisher_id, "undo", reviewer, why, version=version, undoes=change_no)
        moved = category_changes.make(cursor, change, chain([first], batches))
        decided = decided_categories.apply(cursor, replace(change, undoes=None), _EVERYTHING)
        return publisher_id, replace(category_moves.together([moved, decided]), change_no=moved.change_no)


def _taken_back(cursor: Cursor, publisher_id: str, change_no: int) -> Iterator[list[Given]]:
    """What rows were before a change, some at a time; what is given back meanwhile is behind those that come."""
    after, full = 0, True
    while full:
        bound = {"publisher_id": publisher_id, "change_no": change_no, "after": after, "limit": AT_ONCE}
        cursor.execute(_TAKEN_BACK, bound)
        found = [Given(*row) for row in cursor]
        if found:
            yield found
            after = found[-1].row_id
        full = len(found) == AT_ONCE


def _published(database: Connection, publisher_id: str) -> Iterator[list[dict[str, Any]]]:
    """What decides a category, of every published row of a publisher, some at a time."""
    for entry in entries.current_of(database, [publisher_id]):
        first, last = id_range(entry.entry_no)
        after, full = first - 1, True
        while full:
            bound = {"publisher_id": publisher_id, "after": after, "last": last, "limit": _DECIDED_AT_ONCE}
            rows = dicts(database, _ROWS, bound)
            if rows:
                yield rows
                after = rows[-1]["_id"]
            full = len(rows) == _DECIDED_AT_ONCE


def _given(rows: list[dict[str, Any]], definitions: Definitions, publisher: Publisher | None) -> list[Given]:
    """What tables and evidence say of rows."""
    frame = pl.DataFrame({name: pl.Series([row[name] for row in rows], dtype=pl.String) for name in FIELDS})
    decided = classify(frame, definitions, publisher).rows(named=True)
    return [
        Given(
            row["_id"],
            given["category"],
            given["category_method"],
            given["category_version"],
            given["category_confidence"],
            row["covered"],
        )
        for row, given in zip(rows, decided, strict=True)
    ]
