"""Rows whose supplier stands in another column, and the other's word in the supplier's: tables of two layouts under one header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush

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
    kinds = _kinds(mixed.select("supplier_name", field).unique(maintain_order=True).rows())
    way = pl.Series([kinds.get(one) for one in mixed["supplier_name"]], dtype=pl.Int8)
    return mixed.filter(way != way.mode().sort()[0])


def _kinds(pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The words that are reached from the first pair by others → 0 for those of its supplier's kind, 1 for the others.

    As if all were gone through from the top, again and again, and a word took the kind that it is first given; but each is looked at only
    once one of its words is known, so that many take no longer than so many.
    """
    beside: dict[str, list[int]] = {}
    for place, pair in enumerate(pairs):
        for word in pair:
            beside.setdefault(word, []).append(place)
    kinds = {pairs[0][0]: 0, pairs[0][1]: 1}
    waiting = [(0, place) for word in pairs[0] for place in beside[word]]
    heapify(waiting)
    while waiting:
        turn, place = heappop(waiting)
        one, other = pairs[place]
        if one in kinds and other in kinds:
            continue
        known, new = (one, other) if one in kinds else (other, one)
        kinds[new] = 1 - kinds[known]
        for later in beside[new]:
            heappush(waiting, (turn + (later < place), later))
    return kinds


KINDS: dict[str, Kind] = {"exchanged_columns": Kind(exchanged_columns, ExchangeParameters)}
"""Kinds of rules that are tested here."""
