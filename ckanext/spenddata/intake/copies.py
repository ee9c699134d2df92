"""Sheets that hold the payments of other sheets again: a month twice, or a sheet of all months beside one for each."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from ckanext.spenddata.intake.columns.layout import KEY_FIELDS
from ckanext.spenddata.intake.payments import TablePayments
from ckanext.spenddata.values import text

_LEAST = 3
"""Fewer payments than this may be the same in two sheets by chance."""


def set_aside(paid: Sequence[TablePayments]) -> tuple[list[TablePayments], list[str]]:
    """The tables without those whose payments, every one of them, stand in other sheets too; and what is told of these."""
    kept, notes = list(paid), []
    for payments in reversed(paid):
        others = [other for other in kept if other.table.grid.sheet != payments.table.grid.sheet]
        if payments.table.grid.sheet is None or not others or int(payments.keep.sum()) < _LEAST:
            continue
        same = next(([other] for other in others if _hold_the_same(payments, [other])), None)
        if same is None and len(others) > 1 and _hold_the_same(payments, others):
            same = others
        if same is not None:
            kept = [other for other in kept if other is not payments]
            notes.append(_copies_note(payments, same))
    return kept, notes


def stand_in(payments: TablePayments, others: Sequence[TablePayments]) -> bool:
    """Whether the payments of a table, every one of them, are those of another, or of all others together."""
    return any(_hold_the_same(payments, [other]) for other in others) or _hold_the_same(payments, others)


def _copies_note(payments: TablePayments, same: Sequence[TablePayments]) -> str:
    count = text.counted(int(payments.keep.sum()), "payment")
    sheets = "”, “".join(dict.fromkeys(other.table.grid.sheet or "" for other in same))
    return (
        f"The sheet “{payments.table.grid.sheet}” holds the same {count} as “{sheets}”, to the penny, and was left out so that none "
        "counts twice."
    )


def _hold_the_same(payments: TablePayments, others: Sequence[TablePayments]) -> bool:
    """True where the payments of ``others`` together are those of ``payments``: dates, suppliers and amounts."""
    if not others or int(payments.keep.sum()) != sum(int(other.keep.sum()) for other in others):
        return False
    if payments.pence != sum(other.pence for other in others):
        return False
    return _payments([payments]).equals(_payments(others))


def _payments(paid: Sequence[TablePayments]) -> pl.DataFrame:
    parts = []
    for payments in paid:
        cells = {name: payments.table.column(name) for name in KEY_FIELDS if name != "amount"}
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(payments.keep))
        columns = {name: nothing if column is None else column for name, column in cells.items()}
        parts.append(pl.DataFrame({**columns, "pence": payments.amount["value"]}).filter(payments.keep))
    return pl.concat(parts).sort(pl.all())
