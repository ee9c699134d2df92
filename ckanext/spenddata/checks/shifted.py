"""Rows whose cells have slipped into another column: two layouts joined in one file, or a comma too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.checks.written import pounds
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values import dates, money

__all__ = ["KINDS"]

POSITION = "_position"
RUN = "_run"

LIKE = {
    "payment_date": r"(?i)^\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ](?:\d{4}|\d{2})$|^\d{4}-\d{2}-\d{2}",
    "amount": r"^[-(]?£? ?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}\)?-?$",
}
"""What the values of a typed field look like when they stand in another column."""


def _dates(cells: pl.Series) -> pl.Series:
    days = [dates.read(cell).day_first for cell in cells]
    return pl.Series([day.isoformat() if day else None for day in days], dtype=pl.String)


def _amounts(cells: pl.Series) -> pl.Series:
    pence = pl.Series([money.read(cell).pence for cell in cells], dtype=pl.Int64)
    return pl.select(pounds(pl.lit(pence))).to_series()


READ: Mapping[str, Callable[[pl.Series], pl.Series]] = {"payment_date": _dates, "amount": _amounts}
"""What such cells say, as a fix writes it."""


class ShiftedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``shifted``."""

    at_least: int = 3
    """Rows that must follow each other; fewer are single mistakes."""
    percent: int = 90
    """Share of such a run in which the other column holds the value."""


def shifted(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Runs of rows without a readable date or amount, while another column holds what looks like one.

    The fixes are what the two cells would hold if they changed places.
    """
    parameters = rule.read(ShiftedParameters)
    for field in rule.fields:
        if table.has(field):
            yield from _moved(table, field, parameters)


def _moved(table: Table, field: str, parameters: ShiftedParameters) -> Iterable[Broken]:
    runs = _runs(table, field, parameters.at_least)
    if runs.is_empty():
        return
    for other in table.text_fields():
        share = pl.col(other).str.contains(LIKE[field]).fill_null(value=False).mean().over(RUN) * 100
        found = runs.filter(share >= parameters.percent)[POSITION]
        if len(found):
            yield Broken(found, field, fix=pl.col(other).map_batches(READ[field], pl.String))
            yield Broken(found, other, fix=table.sent(field))


def _runs(table: Table, field: str, at_least: int) -> pl.DataFrame:
    """The rows of each run of cells of ``field`` that can't be read, numbered by run."""
    bad = table.frame.select((table.fault(field) == canonical.Fault.UNREADABLE).alias("bad"))["bad"]
    positions = bad.fill_null(value=False).arg_true()
    start = pl.col(POSITION).diff() != 1
    return (
        table.frame[positions]
        .with_columns(positions.alias(POSITION))
        .with_columns(start.fill_null(value=True).cum_sum().alias(RUN))
        .filter(pl.len().over(RUN) >= at_least)
    )


KINDS: dict[str, Kind] = {"shifted": shifted}
