"""Signs that something went wrong between the ledger and here: rows cut off, columns sorted one by one, a file with another's rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import repeats
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table, alike
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_SHEET
from ckanext.spenddata.values.text import counted

_SORTED = ("payment_date", "supplier_name", "amount")
"""Fields of which one alone, or two that hang together, are in order where a whole list was sorted."""
_PART = [SOURCE_FILE, SOURCE_SHEET]
_INVOICE = ("payment_date", "supplier_name", "transaction_number")
_SPENT_BY = ("expense_area", "expense_type")
"""Fields in which the parts of one invoice differ."""
_VAT = 20
"""Percent by which an amount with VAT is larger, at most."""
_MOST = 80
"""Percent of the rows of a sheet that another has with other amounts."""
_TITLES = {"payment_date": "dates", "supplier_name": "suppliers", "amount": "amounts"}


class LimitParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``cut_off``."""

    last_rows: tuple[int, ...] = ()
    """Numbers of the rows at which programs end a sheet."""
    rows: tuple[int, ...] = ()
    """Numbers of payments at which programs end an export."""


class SortedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``sorted_apart``."""

    at_least: int = 30
    """Rows of which it can be said."""
    different: int = 15
    """So many different values a column must have."""


class OverlapParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``parts_overlap``."""

    at_least: int = 5
    percent: int = 30
    """More than this share of the rows of a file or sheet."""


def cut_off(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Tables that end where programs stop writing."""
    parameters = rule.read(LimitParameters)
    for file, part in context.tables:
        if part.last_row in parameters.last_rows:
            yield Overall(value=f"the table ends in row {part.last_row:,}", file=file, sheet=part.sheet)
    if len(table) in parameters.rows:
        yield Overall(value=f"exactly {counted(len(table), 'payment')}")


def cut_short(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Files that end in the middle of a row."""
    for file, part in context.tables:
        if part.cut_row is not None:
            yield Overall(value=f"the file ends within row {part.cut_row:,}", file=file, sheet=part.sheet)


def sorted_apart(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Filings of which two columns are each in order, though what they hold has nothing to do with each other."""
    parameters = rule.read(SortedParameters)
    if len(table) < parameters.at_least:
        return
    found = [name for name in _SORTED if table.has(name) and _in_order(table.frame[name], parameters.different)]
    if len(found) > 1:
        yield Overall(field=found[-1], value=f"{' and '.join(_TITLES[name] for name in found)} are each in order")


def _in_order(column: pl.Series, different: int) -> bool:
    """Whether a column is sorted up or down, of enough different values for that to be no accident."""
    if column.null_count() or column.n_unique() < different:
        return False
    values = column.cast(pl.String).str.to_lowercase() if column.dtype in (pl.String, pl.Categorical) else column
    return values.is_sorted() or values.is_sorted(descending=True)


def parts_overlap(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Files or sheets of a filing many of whose rows stand in another of them as well, with the same amounts or with and without VAT.

    An invoice whose parts stand on the sheets of several departments is no repeat.
    """
    parameters = rule.read(OverlapParameters)
    places = table.frame.select(pl.col(name).cast(pl.String) for name in _PART)
    sizes = places.group_by(_PART).agg(size=pl.len())
    if sizes.height < 2:
        return
    key = [name for name in (*_INVOICE, *_SPENT_BY) if _in_every_part(table, places, name)]
    known = set(key).issuperset(_INVOICE) and table.has("amount")
    if known:
        for found in _counted(_under_other_amounts(table, places, key), sizes, parameters.at_least, _MOST):
            yield _overlap(found, " with other amounts")
    again = _again(table, places, [*key, "amount"]) if known else _equal(table, places)
    for found in _counted(again, sizes, parameters.at_least, parameters.percent):
        yield _overlap(found, " too")


def _overlap(found: tuple[str, str | None, int, int], how: str) -> Overall:
    file, sheet, rows, size = found
    value = f"{rows:,} of {counted(size, 'row')} stand in another file or sheet{how}"
    return Overall(value=value, file=file, sheet=sheet)


def _counted(
    rows: pl.DataFrame, sizes: pl.DataFrame, at_least: int, percent: int
) -> Iterable[tuple[str, str | None, int, int]]:
    """File, sheet, number of such rows and size of each part of which they are more than a share."""
    counts = rows.group_by(_PART, maintain_order=True).agg(rows=pl.len())
    for file, sheet, count, size in counts.join(sizes, on=_PART, nulls_equal=True, maintain_order="left").iter_rows():
        if count >= at_least and count * 100 > size * percent:
            yield file, sheet, count, size


def _in_every_part(table: Table, places: pl.DataFrame, name: str) -> bool:
    """Whether every file and sheet has a field, so that rows of two of them can be told apart by it."""
    if not table.has(name):
        return False
    filled = places.with_columns(table.frame[name].is_not_null().alias("filled"))
    return bool(filled.group_by(_PART).agg(pl.col("filled").any())["filled"].all())


def _again(table: Table, places: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Places of the rows with the ``key`` of one in a part before theirs; what else is written of a payment may differ."""
    candidates = alike(table.frame.select(key)).arg_true()
    rows = pl.concat([places[candidates], table.frame.select(key)[candidates]], how="horizontal")
    rows = rows.drop_nulls(["payment_date", "transaction_number", "amount"])
    return rows.filter(pl.struct(_PART) != pl.struct(_PART).first().over(key)).select(_PART)


def _equal(table: Table, places: pl.DataFrame) -> pl.DataFrame:
    """Places of the rows that are equal in every field to one in another part."""
    again = repeats.repeated(table)
    own, first = places[again[repeats.POSITION]], places[again[repeats.FIRST]]
    same = own[SOURCE_FILE].eq_missing(first[SOURCE_FILE]) & own[SOURCE_SHEET].eq_missing(first[SOURCE_SHEET])
    return own.filter(~same)


def _under_other_amounts(table: Table, places: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Places of the rows that stand in another part with another amount, of which VAT may be the difference."""
    candidates = alike(table.frame.select(key)).arg_true()
    rows = pl.concat([places[candidates], table.frame.select(*key, "amount")[candidates]], how="horizontal")
    rows = rows.drop_nulls(list(_INVOICE))
    elsewhere, size = pl.struct(_PART).n_unique().over(key) > 1, pl.col("amount").abs()
    least, most = size.min().over(key), size.max().over(key)
    return rows.filter(elsewhere & (least < most) & (most * 100 <= least * (100 + _VAT) + 100)).select(_PART)


KINDS: dict[str, Kind] = {
    "cut_off": Kind(cut_off, LimitParameters),
    "cut_short": Kind(cut_short),
    "sorted_apart": Kind(sorted_apart, SortedParameters),
    "parts_overlap": Kind(parts_overlap, OverlapParameters),
}
