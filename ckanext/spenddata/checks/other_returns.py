"""A file, or rows, that another return has already: sent twice, they would be counted twice."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import sums
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.history import IDENTITY, History
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted

POSITION = "_position"
_WITHOUT_NUMBER = tuple(name for name in IDENTITY if name != "transaction_number")
"""How payments are known again where a file has no numbers: a column may have been left out of it."""


class SharedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``shared``."""

    percent: int = 30
    """From this share of the rows on."""
    at_least: int = 5
    """Rows of which it can be said."""
    percent_of_other: int = 90
    """Or from this share of the rows of the other return on, however many this one has."""


class OtherDatesParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``other_dates``."""

    percent: int = 80
    """From this share of the rows on."""
    at_least: int = 50
    """Rows of which it can be said."""


def sent_before(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Files with the same bytes as one of another return."""
    for each in context.sent_before:
        yield Overall(file=each.file, value=f"the same file as for {each.where}")


def shared(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing many of whose rows are in the return of another period already."""
    parameters = rule.read(SharedParameters)
    found = _elsewhere(table, context)
    if found.is_empty() or context.history is None:
        return
    sizes = dict(_of_others(context.history, context).group_by("period").len().iter_rows())
    counts = found.group_by("period").agg(rows=pl.len(), positions=pl.col(POSITION))
    for period, rows, positions in counts.sort("period").select("period", "rows", "positions").iter_rows():
        here = rows * 100 >= len(table) * parameters.percent
        there = rows * 100 >= sizes[period] * parameters.percent_of_other
        if rows >= parameters.at_least and (here or there):
            sum_ = sums.said(table.frame[positions], context.amount_basis)
            value = f"{rows:,} of {counted(len(table), 'row')}, {sum_}, are in the return for {period} already"
            yield Overall(value=value)


def other_dates(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing nearly all of whose suppliers and amounts are those of another return, on other days: its file with new dates."""
    parameters, key = rule.read(OtherDatesParameters), ["supplier_name", "amount"]
    if context.history is None or not table.has(*key) or len(table) < parameters.at_least:
        return
    known = _elsewhere(table, context)[POSITION]
    rows = table.frame.select(key).with_row_index(POSITION).filter(~pl.col(POSITION).is_in(known.implode()))
    before = _of_others(context.history, context).select(*key, "period").unique()
    counts = rows.join(before, on=key, how="inner").group_by("period").agg(rows=pl.len())
    for period, number in counts.sort("period").iter_rows():
        if number >= parameters.at_least and number * 100 >= len(table) * parameters.percent:
            value = f"{number:,} of {counted(len(table), 'row')} have supplier and amount of the return for {period}"
            yield Overall(field="payment_date", value=value)


def earlier(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Rows that another return has already."""
    if context.history is None or not _numbered(table, context.history):
        return
    found = _elsewhere(table, context)
    if found.is_empty():
        return
    expected = pl.Series([rule.expected.format(period=period) for period in found["period"]], dtype=pl.String)
    yield Broken(found[POSITION], "transaction_number", expected=pl.lit(expected))


def _elsewhere(table: Table, context: Context) -> pl.DataFrame:
    """The rows that another return has, with their position and the period of that return."""
    history = context.history
    if history is None or not table.has(*_WITHOUT_NUMBER):
        return pl.DataFrame(schema={POSITION: pl.UInt32, "amount": pl.Int64, "period": pl.String})
    key = list(IDENTITY if _numbered(table, history) else _WITHOUT_NUMBER)
    before = table.once("other returns", lambda: _before(history, context, key))

    def find() -> pl.DataFrame:
        rows = table.frame.select(key).with_row_index(POSITION)
        return rows.join(before, on=key, how="inner", maintain_order="left")

    return table.once("in other returns", find)


def _numbered(table: Table, history: History) -> bool:
    """Whether payments have numbers here and there, by which they are known again."""
    here = table.has(*IDENTITY) and table.frame["transaction_number"].is_not_null().any()
    return bool(here and history.earlier["transaction_number"].is_not_null().any())


def _before(history: History, context: Context, key: list[str]) -> pl.DataFrame:
    """Each transaction of other periods once, with the first return that has it."""
    rows = _of_others(history, context)
    return rows.select(*key, "period").drop_nulls(key).unique(key, keep="first", maintain_order=True)


def _of_others(history: History, context: Context) -> pl.DataFrame:
    """The transactions of returns for other periods."""
    return history.earlier.filter(pl.col("period") != str(context.period)) if context.period else history.earlier


KINDS: dict[str, Kind] = {
    "sent_before": Kind(sent_before),
    "shared": Kind(shared, SharedParameters),
    "other_dates": Kind(other_dates, OtherDatesParameters),
    "earlier_return": Kind(earlier, fills=("period",)),
}
