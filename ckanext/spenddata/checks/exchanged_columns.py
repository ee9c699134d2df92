"""Rows whose supplier stands in another column, and the other's word in the supplier's: tables of two layouts under one header."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted


class ExchangeParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``exchanged_columns``."""

    rows: int = 6
    """So many rows must have a supplier that stands in the other column elsewhere, and the other way round."""
    percent: int = 20
    """And so large a share of all."""
    words: int = 3
    """So many different words of each column must stand in the other, too."""


def exchanged_columns(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Suppliers and another column that hold each other's words, in a large part of the rows."""
    parameters = rule.read(ExchangeParameters)
    if not table.has("supplier_name"):
        return
    suppliers = table.distinct("supplier_name")
    for field in table.text_fields(rule.fields):
        others = table.distinct(field)
        both = suppliers.filter(suppliers.is_in(others.implode()))
        if len(both) < 2 * parameters.words:
            continue
        one, other = (pl.col(name).cast(pl.String) for name in ("supplier_name", field))
        mixed = (one != other) & one.is_in(both.implode()) & other.is_in(both.implode())
        rows = table.frame.filter(mixed.fill_null(value=False)).select(one, other, SOURCE_ROW)
        if rows.height < max(parameters.rows, table.frame.height * parameters.percent / 100):
            continue
        stretch = _otherwise(field, rows)
        if stretch.height >= parameters.rows:
            value = f"{counted(stretch.height, 'row')}: {where(stretch[SOURCE_ROW])}"
            yield Overall(field=field, value=value)


def _otherwise(field: str, mixed: pl.DataFrame) -> pl.DataFrame:
    """Of rows that are mixed, those that hold the two the other way round than most: a pair of words that stands the other way elsewhere.

    In a table of two layouts the kinds of words are two: what is seen beside one in the same place is of the other kind.
    """
    first = mixed.row(0)[:2]
    # Words reached from the first supplier by rows that hold one of either kind: 0 for those of its kind.
    kinds = {first[0]: 0, first[1]: 1}
    pairs = mixed.select("supplier_name", field).unique(maintain_order=True).rows()
    changed = True
    while changed:
        changed = False
        for one, other in pairs:
            if (one in kinds) != (other in kinds):
                known, new = (one, other) if one in kinds else (other, one)
                kinds[new] = 1 - kinds[known]
                changed = True
    way = pl.Series([kinds.get(one) for one in mixed["supplier_name"]], dtype=pl.Int8)
    return mixed.filter(way != way.mode().sort()[0])


KINDS: dict[str, Kind] = {"exchanged_columns": Kind(exchanged_columns, ExchangeParameters)}
"""Kinds of rules that are tested here."""
