"""Cells that are blank because a person sees what is meant: it stands above, or in the column beside.

Nothing is filled in, for a blank may be a mistake as well. Each such row is in error, and here is told why, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from ckanext.spenddata.intake.columns.agreement import is_amounts
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.values import text

_GROUPED = {"supplier_name": "supplier", "payment_date": "date"}
_SHARE = 0.2
"""So large a share of blank cells is no oversight."""
_SEVERAL = 3
_SOMETHING = "[1-9]"


def told(paid: Iterable[TablePayments]) -> Iterator[str]:
    """Sentences on blank cells of tables."""
    for payments in paid:
        if payments.table.more_below:
            continue  # how many there are in all is not known here
        for field, what in _GROUPED.items():
            if count := _in_first_rows_only(payments, field):
                yield (
                    f"The {what} seems to stand in the first row of each group only: {text.counted(count, 'row')} below "
                    f"{'is' if count == 1 else 'are'} blank. If a blank means the {what} above, fill the cells down in your spreadsheet "
                    "(select the column, Go To Special, Blanks, type = and the arrow up, Ctrl+Enter) and send the file again."
                )
        if beside := _amounts_beside(payments):
            amount = payments.table.layout.fields["amount"].title.strip()
            yield (
                f"“{beside}” holds an amount in each row in which “{amount}” is blank, and in no other. Only “{amount}” is read. Put both "
                "into one column of amounts, with a column beside it that says which is which, and send the file again."
            )


def _in_first_rows_only(payments: TablePayments, field: str) -> int:
    """How many payments have a blank below a filled cell, where many have and no two filled cells that follow each other are the same."""
    cells = payments.table.column(field)
    if cells is None:
        return 0
    kept = cells.filter(payments.keep).str.strip_chars(text.BLANKS).replace("", None)
    blank = kept.null_count()
    if len(kept) == blank or kept[0] is None or blank < max(_SEVERAL, _SHARE * len(kept)):
        return 0
    return 0 if (kept == kept.shift()).any() else blank


def _amounts_beside(payments: TablePayments) -> str | None:
    """The column of amounts that is filled in just those payments in which the amount is blank."""
    table = payments.table
    amount = table.column("amount")
    if amount is None or table.header is None:
        return None
    empty = ~_holds(amount.filter(payments.keep))
    if int(empty.sum()) < _SEVERAL or empty.all():
        return None
    for column in table.layout.free():
        if is_amounts(column.profile) and _holds(table.cells(column.number).filter(payments.keep)).equals(empty):
            return column.label
    return None


def _holds(cells: pl.Series) -> pl.Series:
    return cells.str.contains(_SOMETHING).fill_null(value=False)
