"""Signs that something went wrong between the ledger and here: rows cut off, columns sorted one by one, a file with another's rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import repeats
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_SHEET
from ckanext.spenddata.values.text import counted

_SORTED = ("payment_date", "supplier_name", "amount")
"""Fields of which one alone, or two that hang together, are in order where a whole list was sorted."""
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
    for part in context.columns:
        if part.last_row in parameters.last_rows:
            yield Overall(value=f"the table ends in row {part.last_row:,}", file=part.file, sheet=part.sheet)
    if len(table) in parameters.rows:
        yield Overall(value=f"exactly {counted(len(table), 'payment')}")


def cut_short(_: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Files that end in the middle of a row."""
    for part in context.columns:
        if part.cut_row is not None:
            yield Overall(value=f"the file ends within row {part.cut_row:,}", file=part.file, sheet=part.sheet)


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
    """Files or sheets of a filing many of whose rows stand in another of them as well."""
    parameters = rule.read(OverlapParameters)
    part = [SOURCE_FILE, SOURCE_SHEET]
    places = table.frame.select(pl.col(name).cast(pl.String) for name in part)
    sizes = places.group_by(part).agg(size=pl.len())
    if sizes.height < 2:
        return
    yield from _under_other_amounts(table, places, sizes, part, parameters)
    again = repeats.repeated(table)
    own, first = places[again[repeats.POSITION]], places[again[repeats.FIRST]]
    elsewhere = ~(own[SOURCE_FILE].eq_missing(first[SOURCE_FILE]) & own[SOURCE_SHEET].eq_missing(first[SOURCE_SHEET]))
    counts = own.filter(elsewhere).group_by(part, maintain_order=True).agg(rows=pl.len())
    for file, sheet, rows, size in counts.join(sizes, on=part, nulls_equal=True, maintain_order="left").iter_rows():
        if rows >= parameters.at_least and rows * 100 > size * parameters.percent:
            yield Overall(
                value=f"{rows:,} of {counted(size, 'row')} stand in another file or sheet too", file=file, sheet=sheet
            )


def _under_other_amounts(
    table: Table, places: pl.DataFrame, sizes: pl.DataFrame, part: list[str], parameters: OverlapParameters
) -> Iterable[Overall]:
    """Sheets most of whose payments stand in another with other amounts, as with VAT and without."""
    key = ["payment_date", "supplier_name", "transaction_number"]
    if not table.has(*key, "amount"):
        return
    rows = pl.concat([places, table.frame.select(*key, "amount")], how="horizontal").drop_nulls(key)
    elsewhere, other = pl.struct(part).n_unique().over(key) > 1, pl.col("amount").n_unique().over(key) > 1
    counts = rows.filter(elsewhere & other).group_by(part, maintain_order=True).agg(rows=pl.len())
    for file, sheet, count, size in counts.join(sizes, on=part, nulls_equal=True, maintain_order="left").iter_rows():
        if count >= parameters.at_least and count * 100 > size * _MOST:
            value = f"{count:,} of {counted(size, 'row')} stand in another file or sheet with other amounts"
            yield Overall(value=value, file=file, sheet=sheet)


KINDS: dict[str, Kind] = {
    "cut_off": Kind(cut_off, LimitParameters),
    "cut_short": Kind(cut_short),
    "sorted_apart": Kind(sorted_apart, SortedParameters),
    "parts_overlap": Kind(parts_overlap, OverlapParameters),
}
