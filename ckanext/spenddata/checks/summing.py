"""Amounts among the payments that are made of others: totals that no word calls so, and sums that run from row to row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.sums import said
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET
from ckanext.spenddata.values.text import counted

_FAR_BACK = 500
"""So many rows above one are looked at for those that it sums up."""
_LOOKED_AT = 2_000
"""Rows of a sheet that are looked at one by one."""


class SumParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``sum_row``."""

    at_least: int = 3
    """Rows that a total sums."""


class GroupParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``group_sums``."""

    groups: int = 3
    """So many rows must each be the sum of the payments right above."""
    percent: int = 4
    """And so large a share of all."""


class RunningParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``running_amounts``."""

    at_least: int = 20
    """Rows of which it can be said."""
    days: int = 10
    """So often the date must change."""
    times: int = 3
    """So many times the first amount the last one must be."""
    percent: int = 90
    """So large a share of the amounts must be above the one before, from row to row and from day to day."""


def sum_row(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """A row that is the sum of all above it in its sheet, or the first one that is the sum of all below."""
    at_least = rule.read(SumParameters).at_least
    if not table.has("amount"):
        return
    amount, place = pl.col("amount").fill_null(0), pl.int_range(pl.len())
    above = amount.cum_sum() - amount
    is_sum = ((amount == above) & (place >= at_least)) | ((place == 0) & (amount * 2 == amount.sum()))
    long = (pl.len() > at_least) & (amount != 0)
    found = is_sum & long
    yield Broken(found if table.is_of_one_sheet() else found.over(SOURCE_FILE, SOURCE_SHEET), "amount")


def group_sums(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A sheet in which several rows are each the sum of the payments right above, or right below."""
    parameters = rule.read(GroupParameters)
    if not table.has("amount"):
        return
    for (file, sheet), rows in table.sheets().items():
        amounts = rows["amount"].fill_null(0)
        below = [rows.height - 1 - place for place in _sums_of_groups(amounts.reverse())]
        sums = max([*_sums_of_groups(amounts)], sorted(below), key=len)
        if len(sums) >= parameters.groups and len(sums) * 100 >= rows.height * parameters.percent:
            found = rows[sums]
            together = said(found, context.amount_basis)
            value = f"{counted(len(sums), 'row')}, together {together}: {where(found[SOURCE_ROW])}"
            yield Overall(field="amount", value=value, file=file, sheet=sheet)


def running_amounts(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """A sheet whose amounts rise from row to row and from day to day, as a running total does."""
    parameters = rule.read(RunningParameters)
    if not table.has("amount", "payment_date") or _rises_seldom(table):
        return
    sheet = (SOURCE_FILE, SOURCE_SHEET)
    amount, day = pl.col("amount"), pl.col("payment_date")
    rises, changes = (amount > amount.shift(1)).over(*sheet), (day != day.shift(1)).over(*sheet)
    back = (day < day.shift(1)).over(*sheet)
    seen = (
        table.frame.lazy()
        .select("amount", *sheet, rises=rises, changes=changes, back=back)
        .group_by(*sheet, maintain_order=True)
        .agg(
            pl.len(),
            pl.col("back").any(),
            rises=pl.col("rises").sum(),
            grown=pl.col("amount").last() >= pl.col("amount").first() * parameters.times,
            days=pl.col("changes").sum(),
            between=(pl.col("rises") & pl.col("changes")).sum(),
        )
        .filter(
            (pl.col("len") >= parameters.at_least)
            & ~pl.col("back")
            & pl.col("grown")
            & (pl.col("days") >= parameters.days)
            & (pl.col("rises") * 100 >= (pl.col("len") - 1) * parameters.percent)
            & (pl.col("between") * 100 >= pl.col("days") * parameters.percent)
        )
        .collect()
    )
    for file, name, rows, rising in seen.select(*sheet, "len", "rises").iter_rows():
        value = f"{rising:,} of {counted(rows, 'amount')} are above the one before"
        yield Overall(field="amount", value=value, file=file, sheet=name)


def _rises_seldom(table: Table) -> bool:
    """True where no sheet can have amounts that mostly rise, unless it is one of many; seen at once."""
    rising = int((table.frame["amount"].diff() > 0).sum())
    return table.is_of_one_sheet() and rising * 4 < table.frame.height * 3


def _sums_of_groups(amounts: pl.Series) -> Iterator[int]:
    """Places of the amounts that are the sum of two or more right above, none of which is such a sum or above one."""
    before = amounts.cum_sum() - amounts
    wanted = before - amounts
    one, two = amounts.shift(1).fill_null(0), amounts.shift(2).fill_null(0)
    # What is less than the two above is no sum of them and others, unless credits are among them. So few are looked up.
    enough = (amounts != 0) & (amounts != one) & ((amounts >= one + two) | (one < 0) | (two < 0))
    places = enough.arg_true()
    possible = places.filter(wanted.gather(places).is_in(before.implode()))
    last = -1
    for place in possible.head(_LOOKED_AT):
        start = max(last + 1, place - _FAR_BACK)
        if (before[start : place - 1] == wanted[place]).any():
            yield place
            last = place


KINDS: dict[str, Kind] = {
    "sum_row": Kind(sum_row, SumParameters),
    "group_sums": Kind(group_sums, GroupParameters),
    "running_amounts": Kind(running_amounts, RunningParameters),
}
"""Kinds of rules that are tested here."""
