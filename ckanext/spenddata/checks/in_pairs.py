"""Payments that stand in pairs: a supplier's amount once more, on another day or under another sign, for nearly every row.

So does a ledger's list of invoices that has their payments beside them (Sage's ``PI`` and ``PP``, SAP's ``KR`` and ``KZ``): each sum is in
it twice, or, where payments have a minus, all of it comes to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.sums import said
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.values.text import counted

_KEYS = ("supplier_name", "amount", "payment_date")
_PAIR = 2


class PairsParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``in_pairs``."""

    at_least: int = 12
    """Rows of which it can be said."""
    percent: int = 90
    """From this share of them on."""
    amounts: int = 6
    """Different amounts: a few sums that are paid again and again are none."""


def in_pairs(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing in which nearly every supplier's amount stands exactly twice, on two days or with two signs, whatever its reference."""
    parameters = rule.read(PairsParameters)
    if not table.has(*_KEYS):
        return
    named = pl.col("supplier_name").is_not_null()
    sums = table.frame.select(_KEYS).filter(named & (pl.col("amount") != 0))
    if sums.height < parameters.at_least:
        return
    # What is quickly counted says of nearly every filing that it is none.
    if sums["amount"].abs().n_unique() * _PAIR * 100 > sums.height * (_PAIR * 100 - parameters.percent):
        return
    hashes = sums.select("supplier_name", pl.col("amount").abs()).hash_rows()
    times = hashes.value_counts(sort=False, name="times")
    twice = times.filter(pl.col("times") == _PAIR)
    if twice.height * _PAIR * 100 < sums.height * parameters.percent:
        return
    pairs = (
        sums.filter(hashes.is_in(twice.to_series().implode()))
        .group_by("supplier_name", pl.col("amount").abs().alias("sum"))
        .agg(pl.struct("amount", "payment_date").n_unique().alias("different"))
        .filter(pl.col("different") == _PAIR)
    )
    rows = pairs.height * _PAIR
    if rows * 100 >= sums.height * parameters.percent and pairs["sum"].n_unique() >= parameters.amounts:
        yield Overall(
            value=f"{rows:,} of {counted(sums.height, 'row')}, together {said(table.frame, context.amount_basis)}"
        )


KINDS: dict[str, Kind] = {"in_pairs": Kind(in_pairs, PairsParameters)}
