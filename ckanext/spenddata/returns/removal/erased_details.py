"""Which fields of a payment were erased: noted with the order, since the ledger says only that something was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckan import model

from ckanext.spenddata.ledger.erasures import Erased
from ckanext.spenddata.ledger.keys import entry_of, row_of
from ckanext.spenddata.model import Removal

CELLS = "cells"
"""What a part of an order's plan calls them: number of a row in its entry → fields."""


@dataclass(frozen=True)
class Details:
    """What was erased of a payment by one order."""

    at: dt.datetime
    why: str
    fields: tuple[str, ...]
    """Canonical fields; none where it was not noted which."""


def note(order: Removal, entry_no: int, revision_id: str, cells: Mapping[int, Sequence[str]]) -> None:
    """Note in an order which fields of which rows went from a revision. The caller commits.

    Args:
        order: The order that is carried out.
        entry_no: The revision's entry in the ledger.
        revision_id: Id of the revision.
        cells: Number of a row in the revision's entry → its fields.
    """
    noted = {str(number): sorted(fields) for number, fields in sorted(cells.items())}
    noted_in = {"entry_no": entry_no, CELLS: noted}
    order.plan = [part | noted_in if part["revision_id"] == revision_id else part for part in order.plan]


def of_payment(row_id: int, erased: Iterable[Erased]) -> list[Details]:
    """What was erased of a payment, the first order first.

    Args:
        row_id: ``_id`` of the payment.
        erased: The erasures in its entry.
    """
    entry_no, row = entry_of(row_id), row_of(row_id)
    return [
        Details(each.erased, each.why, _fields(each.erasure_id, entry_no, row))
        for each in erased
        if each.scope == CELLS and row in each.rows
    ]


def _fields(order_id: str, entry_no: int, row: int) -> tuple[str, ...]:
    order = model.Session.get(Removal, order_id)
    part = next((part for part in order.plan if part.get("entry_no") == entry_no), {}) if order else {}
    return tuple(part.get(CELLS, {}).get(str(row), ()))
