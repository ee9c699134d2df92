"""Amounts, and numbers of rows, that are out of all proportion to what the publisher filed before."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.checks.written import money, pounds
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted

POSITION = "_position"


class OutlierParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``outlier``."""

    times: int
    """How many times the largest earlier payment is out of proportion."""
    payments: int
    """Earlier payments that are enough to know what is usual."""
    pounds: int
    """Amounts below this are never told of."""


class UnitParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``another_unit``."""

    times: int
    """How many times larger or smaller the usual amount must be."""
    payments: int
    """Payments, earlier and now, that are enough to know what is usual."""


class SizeParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``another_size``."""

    times: int
    """How many times more or fewer rows there must be."""
    returns: int
    """Earlier returns that are enough to know what is usual."""
    rows: int
    """Usual numbers below this say nothing."""


def outlier(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Amounts many times larger than any before to the supplier or, for a new one, of the expense type."""
    parameters = rule.read(OutlierParameters)
    if context.history is None or not table.has("amount"):
        return
    known = context.history.amounts.filter(pl.col("payments") >= parameters.payments)
    size = pl.col("amount").abs()
    large = table.frame.with_row_index(POSITION).filter(size >= parameters.pounds * 100)
    usual = [_largest(table, large, known, name) for name in ("supplier_name", "expense_type")]
    found = large.select(POSITION, size=size, largest=pl.coalesce(*usual)).filter(
        pl.col("size") > pl.col("largest") * parameters.times
    )
    largest = found.select(pounds(pl.col("largest"))).to_series()
    expected = pl.Series([rule.expected.format(largest=amount) for amount in largest], dtype=pl.String)
    yield Broken(found[POSITION], "amount", expected=pl.lit(expected))


def another_size(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing with many times more or fewer rows than earlier returns usually have."""
    parameters = rule.read(SizeParameters)
    if context.history is None or not len(table):
        return
    sizes = context.history.earlier["period"].value_counts()["count"]
    usual = sizes.median()
    if len(sizes) < parameters.returns or not isinstance(usual, int | float) or usual < parameters.rows:
        return
    if len(table) > usual * parameters.times or len(table) * parameters.times < usual:
        yield Overall(value=counted(len(table), "row"), expected=rule.expected.format(usual=f"{usual:,.0f}"))


def _largest(table: Table, rows: pl.DataFrame, known: pl.DataFrame, field: str) -> pl.Series:
    """The largest earlier payment of each row's group."""
    if not table.has(field):
        return pl.repeat(None, rows.height, dtype=pl.Int64, eager=True)
    groups = known.filter(pl.col("field") == field).select(pl.col("name").alias(field), "largest")
    return rows.select(field).join(groups, on=field, how="left", maintain_order="left")["largest"]


def another_unit(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing whose usual amount is so unlike earlier ones that it may be in pence, or in thousands."""
    parameters = rule.read(UnitParameters)
    history = context.history
    if history is None or not history.median or history.payments < parameters.payments or not table.has("amount"):
        return
    size = table.frame["amount"].abs().drop_nulls()
    now = size.median()
    if len(size) < parameters.payments or not isinstance(now, int | float):
        return
    if now > history.median * parameters.times or now * parameters.times < history.median:
        yield Overall(
            field="amount",
            value=f"a usual amount of {money(int(now))}",
            expected=rule.expected.format(median=money(history.median)),
        )


KINDS: dict[str, Kind] = {
    "outlier": Kind(outlier, OutlierParameters, fills=("largest",)),
    "another_unit": Kind(another_unit, UnitParameters, fills=("median",)),
    "another_size": Kind(another_size, SizeParameters, fills=("usual",)),
}
