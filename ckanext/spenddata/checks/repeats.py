"""Rows that stand more than once. A publisher may have paid the same twice, so they are told of and never dropped."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Overall, Table, alike
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW

POSITION = "_position"
FIRST = "_first"
SAME_INVOICE = ("transaction_number", "supplier_name", "amount")
"""What two payments of one invoice have in common."""


class DoubledParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``doubled``."""

    at_least: int = 10
    """Rows of a filing of which it can be said."""
    percent: int = 90
    """From this share of the rows on."""
    percent_of_revision: int = 60
    """The same of a filing that has half as many rows again, or more, as what it would replace."""


def repeat(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows that are equal in every field to one above."""
    repeats = repeated(table)
    first = table.frame.select(SOURCE_FILE, SOURCE_ROW)[repeats[FIRST]]
    first = first.select(pl.col(SOURCE_FILE).cast(pl.String).alias("file"), pl.col(SOURCE_ROW).alias("row"))
    row = pl.concat_str(pl.lit("the same as row "), pl.lit(first["row"]))
    elsewhere = pl.lit(first["file"]) != pl.col(SOURCE_FILE).cast(pl.String)
    place = pl.when(elsewhere).then(pl.concat_str(row, pl.lit(" of "), pl.lit(first["file"]))).otherwise(row)
    yield Broken(repeats[POSITION], value=place)


def doubled(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """A filing in which every row, or nearly every one, stands twice, or another even number of times."""
    parameters = rule.read(DoubledParameters)
    repeats = repeated(table)
    if len(table) < parameters.at_least or not repeats.height:
        return
    times = repeats[FIRST].value_counts(sort=False, name="count")
    even = times.filter(pl.col("count") % 2 == 1)
    rows = int(even["count"].sum()) + even.height
    grown = context.published is not None and len(table) * 2 >= context.published.payments * 3 > 0
    if rows * 100 >= len(table) * (parameters.percent_of_revision if grown else parameters.percent):
        every = "every one of them" if rows == len(table) else f"{rows:,} of them"
        yield Overall(value=f"{len(table):,} rows, {every} at least twice")


def repeated(table: Table) -> pl.DataFrame:
    """Positions (``POSITION``) of the rows that are equal to an earlier one, with that of the first of their kind (``FIRST``)."""
    return table.once("repeats", lambda: _repeats(table))


def _repeats(table: Table) -> pl.DataFrame:
    """Positions of the rows that are equal to an earlier one, with the position of the first of their kind.

    Only rows that are alike are compared field by field.
    """
    sent = [canonical.sent(name) for name in table.rows.fields if name in canonical.TYPED_FIELDS]
    fields = [*table.rows.fields, *(name for name in sent if name in table.frame.columns)]
    nothing = pl.DataFrame(schema={POSITION: pl.UInt32, FIRST: pl.UInt32})
    if not fields or not len(table):
        return nothing
    candidates = _alike(table)
    if candidates.is_empty():
        return nothing
    position = pl.col(POSITION)
    return (
        table.frame[candidates]
        .select(*fields, candidates.alias(POSITION))
        .with_columns(position.first().over(fields).alias(FIRST))
        .filter(position != pl.col(FIRST))
        .select(position, FIRST)
    )


def _alike(table: Table) -> pl.Series:
    """Positions of rows with the number, supplier and amount of another (those of the three that the filing has)."""

    def find() -> pl.Series:
        fields = [name for name in SAME_INVOICE if table.has(name)] or list(table.rows.fields)
        return alike(table.frame.select(fields)).arg_true()

    return table.once("alike", find)


def paid_again(table: Table, _rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows with the number, supplier and amount of one above, and another date: perhaps an invoice paid again."""
    keys = list(SAME_INVOICE)
    if not table.has(*keys, "payment_date"):
        return
    # "DIRECT DEBIT" in place of a number is no invoice's.
    numbered = pl.col("transaction_number").str.contains(r"\d")
    known = numbered & pl.all_horizontal(pl.col(name).is_not_null() for name in [*keys, "payment_date"])
    known &= pl.col("amount") > 0
    candidates = _alike(table)
    first = pl.col("payment_date").first().over(keys)
    again = (
        table.frame[candidates]
        .select(*keys, "payment_date", candidates.alias(POSITION))
        .filter(known)
        .filter(pl.col("payment_date") != first)
    )
    yield Broken(again[POSITION], "transaction_number")


KINDS: dict[str, Kind] = {
    "repeat": Kind(repeat),
    "doubled": Kind(doubled, DoubledParameters),
    "paid_again": Kind(paid_again),
}
