"""Whole columns through a function of one cell: once for each distinct cell, however many rows there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

Parse = Callable[[str], Sequence[Any]]
"""A cell → (value, fault, form)."""
FEW = 200
"""Up to so many cells are looked at one by one for a pattern."""


def by_distinct(cells: pl.Series, parse: Parse, value: pl.DataType) -> pl.DataFrame:
    """``parse`` over a column: columns value, fault, form, null where the cell is."""
    schema: dict[str, pl.DataType] = {"value": value, "fault": pl.Categorical(), "form": pl.Categorical()}
    distinct = cells.unique(maintain_order=True).drop_nulls()
    table = pl.DataFrame([parse(cell) for cell in distinct], schema=schema, orient="row").with_columns(cell=distinct)
    return pl.DataFrame({"cell": cells}).join(table, on="cell", how="left", maintain_order="left").select(list(schema))


def fill(fast: pl.DataFrame, cells: pl.Series, done: pl.Series, parse: Parse) -> pl.DataFrame:
    """``fast``, and what ``parse`` says of the cells that are not ``done``."""
    rest = ~done & cells.is_not_null()
    if not rest.any():
        return fast
    slow = by_distinct(cells.filter(rest), parse, fast["value"].dtype).with_columns(row=rest.arg_true())
    rows = pl.DataFrame({"row": pl.int_range(len(cells), dtype=pl.UInt32, eager=True)})
    patched = rows.join(slow, on="row", how="left", maintain_order="left").drop("row")
    names = ("value", "fault", "form")
    return pl.select(pl.when(rest).then(patched[name]).otherwise(fast[name]).alias(name) for name in names)


def has(cells: pl.Series, pattern: str, for_one: re.Pattern[str]) -> pl.Series:
    """Whether each cell has a pattern, given for a column (Rust) and, built, for one text (Python).

    Polars builds a pattern anew in each process, which takes longer than to look at a few cells one by one. No cell may be null.
    """
    if len(cells) > FEW:
        return cells.str.contains(pattern)
    return pl.Series(cells.name, [for_one.search(cell) is not None for cell in cells], dtype=pl.Boolean)
