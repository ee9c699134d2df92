"""The evidence model at work: rows → for each the category that most speaks for, and how much of it.

Each different cell of a field is looked at once; then, as long as there are few of them, the different pairs of two fields; a row
is what is left. Sums are of whole numbers, the same on every machine and in every order. In each sum the number of its category rides along
(``_RIDES``), so that the largest says which it is, and of equals the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from ckanext.spenddata.classify.evidence import FIELDS, SUPPLIER, by_kind_of_body, features, of_body
from ckanext.spenddata.definitions.evidence_model import UNIT, EvidenceModel
from ckanext.spenddata.definitions.knowledge import Knowledge
from ckanext.spenddata.values.tokens import without_numbers

_PART = 100_000
"""Rows that are weighed at once: it bounds the memory."""
_FEWER = 4
"""Fields are put together where that makes at most one of so many rows different."""
_OFTEN = 2
"""Rows that are alike are looked at once where that makes at most one of so many different."""
_NOT_TOLD = 255
"""Instead of the number of a category; there are fewer."""
_MANY = 10_000
"""Different cells from which on only runs that are known are made of them: to know them takes time, too."""
_PAIR = 2**32
"""A cell and a feature are one number: to find the different ones of numbers is faster than of words."""
_DIGITS = 6
"""Of a probability: sums of fractions differ in the last ones by where a row stands."""
_SUM = pl.Int32()
_RIDES = 64
"""Sums are multiples of it; the remainder is the number of the category, counted down."""


@dataclass(frozen=True)
class Weighed:
    """What the evidence says of each row of a frame."""

    category: pl.Series
    """Number of the category in ``EvidenceModel.categories`` that most speaks for."""
    probability: pl.Series
    """The model's own probability of it, before it is compared with what was right."""
    doubted: pl.Series
    """The model's own probability of the category that another way gave; null where none did."""


@dataclass(frozen=True)
class _Cells:
    """The different cells of one field or several: what speaks for what in each, and which of them each row has."""

    spoken: pl.DataFrame
    """A column for each category, a row for each different cell."""
    of_rows: pl.Series
    """The number of each row's cell."""


def weigh(frame: pl.DataFrame, told: pl.Series, body: str, known: Knowledge, model: EvidenceModel) -> Weighed:
    """Weigh the evidence of each row.

    Args:
        frame: Canonical rows.
        told: Category that another way gave to each row, or null.
        body: Kind of the body that paid; blank where it is not known.
        known: The tables of words and names.
        model: The weights.
    """
    fields = [_cells(field, frame[field], body, known, model) for field in FIELDS if field in frame.columns]
    start = sums(pl.DataFrame({"id": 0, "feature": of_body(body)}, schema_overrides={"id": pl.UInt32}), model, 1)
    cells = _together([_ride(start, frame.height), *fields], frame.height // _FEWER)
    order = {name: number for number, name in enumerate(model.categories)}
    numbers = told.replace_strict(list(order), list(order.values()), default=None, return_dtype=pl.UInt8)
    firsts, of_rows = _different(cells, numbers)
    chosen = [_Cells(each.spoken, each.of_rows.gather(firsts)) for each in cells]
    numbers = numbers.gather(firsts)
    parts = [
        _decided(
            [_Cells(each.spoken, each.of_rows.slice(first, _PART)) for each in chosen], numbers.slice(first, _PART)
        )
        for first in range(0, max(len(firsts), 1), _PART)
    ]
    found = _gathered(pl.concat(parts), of_rows)
    return Weighed(found["category"], found["probability"], found["doubted"])


def sums(found: pl.DataFrame, model: EvidenceModel, cells: int) -> pl.DataFrame:
    """The weights of features, each once, summed for each of ``cells``: a column for each category, a row for each cell."""
    numbered = found.join(model.numbers, on="feature")
    pairs = (numbered["id"].cast(pl.UInt64) * _PAIR + numbered["number"]).unique().sort()
    firsts = pl.Series([first * _PAIR for first in range(0, max(cells, 1) + _PART, _PART)], dtype=pl.UInt64)
    ends = pairs.search_sorted(firsts)
    parts = [_summed(pairs.slice(first, end - first), model) for first, end in pairwise(ends)]
    every = pl.DataFrame({"id": pl.int_range(cells, dtype=pl.UInt32, eager=True)})
    return every.join(pl.concat(parts), on="id", how="left", maintain_order="left").drop("id").fill_null(0)


def _summed(pairs: pl.Series, model: EvidenceModel) -> pl.DataFrame:
    """The same of some cells, from their numbers and those of their features, in the order of the cells.

    Sums so far at the last feature of each cell, without those at the last one before: it is faster than to group them.
    """
    ids, features_ = (pairs // _PAIR).cast(pl.UInt32), (pairs % _PAIR).cast(pl.UInt32)
    lasts = (ids != ids.shift(-1)).fill_null(value=True).arg_true()
    so_far = model.weights.select(pl.col(model.categories).gather(features_).cast(pl.Int64).cum_sum().gather(lasts))
    found = so_far.select((pl.all() - pl.all().shift(1, fill_value=0)).cast(_SUM))
    return found.with_columns(ids.gather(lasts).alias("id"))


def _cells(field: str, values: pl.Series, body: str, known: Knowledge, model: EvidenceModel) -> _Cells:
    """The different cells of a field."""
    written, of_rows = _numbered(values.cast(pl.String))
    if field != SUPPLIER:
        # Only now, as it costs more than to find what is written in the same way.
        _, of_written = _numbered(without_numbers(written))
        firsts = of_written.arg_unique().sort()
        written, of_rows = written.gather(firsts), of_written.gather(of_rows)
    begun = pl.concat([known.begun, model.begun]) if len(written) > _MANY else None
    found = by_kind_of_body(features(field, written, known, begun), body)
    return _Cells(sums(found, model, len(written)) * _RIDES, of_rows)


def _numbered(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The different values in the order in which they come first, and the number of each value among them."""
    different = values.unique(maintain_order=True)
    numbers = different.to_frame("value").with_row_index("number")
    rows = values.to_frame("value").join(numbers, on="value", how="left", nulls_equal=True, maintain_order="left")
    return different, rows["number"]


def _ride(start: pl.DataFrame, height: int) -> _Cells:
    """What every row begins with, the numbers of the categories among it."""
    names = start.columns
    first = start.select(pl.col(name) * _RIDES + (_RIDES - 1 - number) for number, name in enumerate(names))
    return _Cells(first, pl.repeat(0, height, dtype=pl.UInt32, eager=True))


def _together(cells: list[_Cells], most: int) -> list[_Cells]:
    """Those with the fewest different cells put together, as long as that makes no more than ``most`` different ones."""
    fewest, *others = sorted(cells, key=lambda each: each.spoken.height)
    for number, other in enumerate(others):
        pairs = fewest.of_rows.cast(pl.UInt64) * other.spoken.height + other.of_rows
        different = pairs.unique(maintain_order=True)
        if len(different) > most:
            return [fewest, *others[number:]]
        first, second = different // other.spoken.height, different % other.spoken.height
        numbered = different.to_frame("pair").with_row_index("number")
        of_rows = pairs.to_frame("pair").join(numbered, on="pair", how="left", maintain_order="left")["number"]
        fewest = _Cells(_gathered(fewest.spoken, first) + _gathered(other.spoken, second), of_rows)
    return [fewest]


def _different(cells: list[_Cells], told: pl.Series) -> tuple[pl.Series, pl.Series]:
    """One row of those that have the same cells and were told the same, and for each row which of them; all where most differ.

    Of the payments of a year most are made again and again, in the same words.
    """
    rows = pl.int_range(len(told), dtype=pl.UInt32, eager=True)
    of_rows = told.fill_null(_NOT_TOLD)
    for each in cells:
        different, of_rows = _numbered(of_rows.cast(pl.UInt64) * each.spoken.height + each.of_rows)
        if len(different) * _OFTEN > len(rows):
            return rows, rows
    return of_rows.arg_unique().sort(), of_rows


def _gathered(table: pl.DataFrame, numbers: pl.Series) -> pl.DataFrame:
    return table.select(pl.all().gather(numbers))


def _decided(cells: list[_Cells], told: pl.Series) -> pl.DataFrame:
    """The category of most evidence of each row, its probability, and that of the category which the row was told."""
    first, *others = cells
    total = _gathered(first.spoken, first.of_rows)
    for other in others:
        total += _gathered(other.spoken, other.of_rows)
    odds = total.with_columns(pl.max_horizontal(pl.all()).alias("most")).select(
        (_RIDES - 1 - pl.col("most") % _RIDES).cast(pl.UInt8).alias("category"),
        *(_odds(name, number).alias(name) for number, name in enumerate(total.columns)),
    )
    whole = odds.select(pl.sum_horizontal(total.columns)).to_series()
    return pl.DataFrame(
        {
            "category": odds["category"],
            "probability": (1 / whole).round(_DIGITS),
            "doubted": (_chosen(odds.drop("category"), told) / whole).round(_DIGITS),
        }
    )


def _odds(name: str, number: int) -> pl.Expr:
    """How likely a category is beside the likeliest, which has 1."""
    largest = pl.col("most") - pl.col("most") % _RIDES
    return ((pl.col(name) - (_RIDES - 1 - number) - largest).cast(pl.Float64) / (_RIDES * UNIT)).exp()


def _chosen(odds: pl.DataFrame, told: pl.Series) -> pl.Series:
    """The odds of the category that each row was told; null where it was told none that the model knows."""
    there = told.is_not_null()
    if not there.any():
        return pl.repeat(None, len(told), dtype=pl.Float64, eager=True)
    rows = odds.filter(there).with_columns(told.filter(there).alias("told"))
    chosen = [pl.when(pl.col("told") == number).then(pl.col(name)) for number, name in enumerate(odds.columns)]
    values = rows.select(pl.coalesce(chosen).alias("told")).to_series()
    number = there.cum_sum().cast(pl.Int64) - 1
    return pl.select(pl.when(there).then(values.gather(number.clip(0)))).to_series()
