"""Payments that seem to have been made before their invoice: the titles of the two dates, or their cells, may have changed places."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.values import date_order
from ckanext.spenddata.values.text import counted

_INVOICED = re.compile(
    r"\b(?:invoice|inv|bill|document|doc|tax ?point|posting|anfoneb)\b.*\b(?:date|dyddiad)\b"
    r"|\b(?:date|dyddiad)\b.*\b(?:invoice|bill|anfoneb)\b",
    re.IGNORECASE,
)
_FEW = 10
_SHARE = 0.2
"""So many rows, and so large a share of all, are no payments in advance."""
_DATES = 0.8


def told(paid: Sequence[TablePayments], decisions: Sequence[date_order.Decision | None]) -> Iterator[str]:
    """A sentence for each column of invoices' dates that are mostly later than the payments."""
    for payments, decision in zip(paid, decisions, strict=True):
        layout = payments.table.layout
        mapped = layout.fields.get("payment_date")
        if mapped is None or payments.day is None or decision is None:
            continue
        columns = [c for c in layout.free() if _INVOICED.search(c.title) and c.profile.dates >= _DATES]
        if not columns:
            continue
        days = payments.day.resolve(decision)["value"]
        for column in columns:
            theirs = date_order.DateColumn.of(
                payments.table.cells(column.number), from_1904=payments.table.grid.from_1904
            )
            invoiced = theirs.resolve(decision)["value"]
            both = days.is_not_null() & invoiced.is_not_null() & payments.keep
            before, of = int((both & (days < invoiced)).sum()), int(both.sum())
            if before >= max(_FEW, _SHARE * of):
                yield (
                    f"In {before:,} of {counted(of, 'row')} the date under “{mapped.title}” is before the one under "
                    f"“{column.label}”: few payments are made before their invoice. The titles, or the cells of some rows, may have "
                    f"changed places. The dates were read as “{mapped.title}” says; if that is wrong, say which column holds the days of "
                    "payment, or mend the file."
                )
