"""Suppliers that are named only on the first row of a group: on the rows below, the cell is merged with it or left blank."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks.table import Table
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET

_GROUPS = 3
_SHARE = 0.2
"""Blank cells are a way of writing only where there are so many groups, and so many of the rows are blank."""
_TOGETHER = ("transaction_number", "payment_date")
"""Fields of which one is left blank in the same rows where a payment of several lines is written once."""


def from_above(table: Table, blank: pl.Series) -> pl.Series:
    """For each position in ``blank`` (rows without a supplier) the supplier of its group; null where no groups are to be seen.

    Groups are seen where every supplier begins only one of them, or where another field that tells payments apart is blank in just the
    same rows.
    """
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(blank))
    if not len(blank) or len(blank) < _SHARE * len(table):
        return nothing
    place = (pl.col(SOURCE_FILE).cast(pl.String), pl.col(SOURCE_SHEET).cast(pl.String))
    rows = table.frame.select(
        supplier="supplier_name",
        inside=pl.all_horizontal(column.eq_missing(column.shift(1)) for column in place)
        & (pl.col(SOURCE_ROW) == pl.col(SOURCE_ROW).shift(1) + 1),
    ).with_columns(below=pl.col("supplier").is_null())
    # A gap, another sheet or a row with something withheld ends a group.
    rows = rows.with_columns(group=(~(pl.col("below") & pl.col("inside").fill_null(value=False))).cum_sum())
    named = rows.with_columns(pl.col("supplier").first().over("group"))["supplier"]
    leaders = rows.filter(pl.col("below").any().over("group") & ~pl.col("below"))["supplier"]
    if len(leaders) < _GROUPS or named[blank].has_nulls():
        return nothing
    all_leaders = rows.filter(~pl.col("below"))["supplier"]
    return (
        named[blank] if all_leaders.n_unique() == len(all_leaders) or _blank_together(table, rows["below"]) else nothing
    )


def _blank_together(table: Table, below: pl.Series) -> bool:
    return any(table.frame[name].is_null().equals(below) for name in _TOGETHER if name in table.frame.columns)
