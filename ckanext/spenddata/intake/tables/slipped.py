"""Rows whose cells have slipped from under their titles: a cell more stands before the amount than in the others, or one less.

A delimiter that was lost or typed twice moves every cell right of it, and what then stands under “Net” is the VAT, or the number of the
document. Such rows have cells right of the last title, or fewer cells than there are titles, and where what stands under the titles
also differs in kind from all other rows, the amount is read as none. Cells beyond the last title alone move nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from ckanext.spenddata.intake.tables import beyond
from ckanext.spenddata.intake.tables.find import Table
from ckanext.spenddata.values import money

_KINDS = (
    r"^\s*\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}",
    r"(?i)^[-+(£ ]*[0-9][0-9, ]*\.[0-9]{1,2}[)\- ]*(?:CR|DR)?\s*$|^[-+(£ ]*\.[0-9]{1,2}[)\- ]*$",
    r"^\s*-?[0-9]+\s*$",
)
"""Dates, amounts with pence, numbers; the first that a column holds is its kind."""
_MONEY = _KINDS[1]
_NEARLY_ALL = 0.95
_LEAST = 3
"""Fewer rows that stand right show nothing."""
_SAMPLE = 1_000
_FEW = 0.02
"""Where more rows than this end early, the program that wrote them leaves blank cells at the end out."""
_SEVERAL = 2


class _Kind(NamedTuple):
    """What the cells of a column look like in the rows that stand right."""

    number: int
    form: str
    filled: bool
    """True where hardly one is blank."""


def slipped(table: Table) -> pl.Series | None:
    """True for each row of a table whose cells have slipped; None where there is none."""
    wide, short = beyond.filled_beyond(table), _short(table)
    off = [each for each in (wide, short) if each is not None and each.any()]
    amount = table.layout.fields.get("amount")
    if table.header is None or amount is None or not off:
        return None
    right = pl.select(~pl.any_horizontal(off) & table.cells(amount.column).is_not_null()).to_series()
    sample = table.body.filter(right)
    kinds = list(_kinds(table, sample[:: max(1, sample.height // _SAMPLE)])) if sample.height >= _LEAST else []
    if not kinds:
        return None
    found = table.body.select(
        other=pl.sum_horizontal(_is_other(kind) for kind in kinds),
        moved=pl.sum_horizontal(
            pl.lit(0),
            *(_is_other(one) & _is_of(one, next_) for one, next_ in pairwise(kinds) if _are_beside(one, next_)),
        ),
        lacking=pl.sum_horizontal(pl.lit(0), *(pl.col(str(kind.number)).is_null() for kind in kinds if kind.filled)),
    )
    turned = _turned(table, sample, kinds)
    other, lacking = found["other"], found["lacking"]
    never = pl.repeat(value=False, n=len(other), dtype=pl.Boolean, eager=True)
    in_wide, in_short = never, never
    if wide is not None:
        goes_on = (other + turned > 0) & _goes_on(table, kinds)
        in_wide = wide & ((other + lacking >= _SEVERAL) | goes_on | _are_known(table, sample)).fill_null(value=False)
        if int(in_wide.sum()) >= max(_LEAST, int(wide.sum()) / 2):
            in_wide = wide  # The others of them show it less.
    if short is not None:
        few = int(short.sum()) <= max(1, _FEW * len(short))
        shorter = short & (lacking > 0)
        in_short = shorter & ((found["moved"] + turned > 0) | _end_as_others(table, sample) | few)
        if int(in_short.sum()) >= max(_LEAST, int(shorter.sum()) / 2):
            in_short = shorter
    both = (in_wide | in_short).fill_null(value=False)
    return both if both.any() else None


def _is_other(kind: _Kind) -> pl.Expr:
    return ~pl.col(str(kind.number)).str.contains(kind.form)


def _is_of(kind: _Kind, other: _Kind) -> pl.Expr:
    """True where a cell of one column is of the kind of another."""
    return pl.col(str(kind.number)).str.contains(other.form)


def _are_beside(kind: _Kind, other: _Kind) -> bool:
    return other.number == kind.number + 1


def _short(table: Table) -> pl.Series | None:
    """The rows that have fewer cells than there are titles."""
    places = [row - table.start for row in table.grid.repairs.short if table.start <= row < table.end]
    if not places:
        return None
    none = pl.repeat(value=False, n=table.end - table.start, dtype=pl.Boolean, eager=True)
    return none.scatter(places, True)


def _kinds(table: Table, right: pl.DataFrame) -> Iterator[_Kind]:
    """The columns that hold one kind of cell in the rows that stand right."""
    for number in range(1, beyond.last_titled(table) + 1):
        cells = right[str(number)].drop_nulls()
        forms = (form for form in _KINDS if (cells.str.contains(form).mean() or 0) >= _NEARLY_ALL)  # type: ignore[operator]
        if len(cells) >= _LEAST and (form := next(forms, None)):
            yield _Kind(number, _of_length(form, cells), filled=len(cells) >= _NEARLY_ALL * right.height)


def _of_length(form: str, cells: pl.Series) -> str:
    """The form, for codes that are all equally long with their length: a year is no number of a document."""
    lengths = cells.str.strip_chars().str.len_chars()
    usual = int(lengths.mode().min() or 0)  # type: ignore[arg-type]
    return rf"^\s*[0-9]{{{usual}}}\s*$" if form == _KINDS[-1] and (lengths == usual).mean() >= _NEARLY_ALL else form  # type: ignore[operator]


def _turned(table: Table, right: pl.DataFrame, kinds: list[_Kind]) -> pl.Series:
    """For each row how many amounts are larger than those left of them where the others are smaller, or the other way round.

    Where the net amount is lost, its VAT stands under it, and the gross amount under the VAT.
    """
    turned = pl.repeat(0, table.end - table.start, dtype=pl.UInt32, eager=True)
    for one, next_ in pairwise(kinds):
        if one.form != _MONEY or next_.form != _MONEY or not _are_beside(one, next_):
            continue
        left, beside = (_size(right[str(kind.number)]) for kind in (one, next_))
        left_here, beside_here = (_size(table.cells(kind.number)) for kind in (one, next_))
        if (left > beside).mean() >= _NEARLY_ALL:  # type: ignore[operator]
            turned += (left_here < beside_here).fill_null(value=False)
        elif (left < beside).mean() >= _NEARLY_ALL:  # type: ignore[operator]
            turned += (left_here > beside_here).fill_null(value=False)
    return turned


def _size(cells: pl.Series) -> pl.Series:
    return money.column(cells)["value"].abs()


def _end_as_others(table: Table, right: pl.DataFrame) -> pl.Series:
    """True for each row in which the last cell but one holds what others have in the last, and hardly one has in the last but one."""
    last = beyond.last_titled(table)
    known, before = right[str(last)].drop_nulls().unique(), right[str(last - 1)]
    if last < _SEVERAL or not len(known) or (before.is_in(known).mean() or 0) > _FEW:  # type: ignore[operator]
        return pl.repeat(value=False, n=table.end - table.start, dtype=pl.Boolean, eager=True)
    return (table.cells(last).is_null() & table.cells(last - 1).is_in(known)).fill_null(value=False)


def _are_known(table: Table, right: pl.DataFrame) -> pl.Series:
    """True for each row in which the first cell beyond the last title holds what others have under it, and the cell there does not."""
    last = beyond.last_titled(table)
    known = right[str(last)].filter(right[str(last)].str.contains(r"\p{L}")).unique()
    return (table.cells(last + 1).is_in(known) & ~table.cells(last).is_in(known)).fill_null(value=False)


def _goes_on(table: Table, kinds: list[_Kind]) -> pl.Series:
    """True for each row in which the first cell beyond the last title is of the kind of the last titled column."""
    last = beyond.last_titled(table)
    if kinds[-1].number != last:
        return pl.repeat(value=False, n=table.end - table.start, dtype=pl.Boolean, eager=True)
    return table.cells(last + 1).str.contains(kinds[-1].form).fill_null(value=False)
