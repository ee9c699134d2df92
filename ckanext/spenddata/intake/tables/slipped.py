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
    odd = pl.select(pl.any_horizontal(off)).to_series()
    right = table.body.filter(~odd & table.cells(amount.column).is_not_null())
    sample = right[:: max(1, right.height // _SAMPLE)]
    last = beyond.last_titled(table)
    kinds = list(_kinds(last, sample)) if right.height >= _LEAST else []
    if not kinds:
        return None
    places = odd.arg_true()
    rows, both = table.body[places], _never(len(places))
    turned = _turned(rows, sample, kinds)
    if wide is not None:
        both |= _among_wide(rows, wide[places], turned, right, last, kinds)
    if short is not None:
        few = int(short.sum()) <= max(1, _FEW * len(short))
        both |= _among_short(rows, short[places], turned, right, last, kinds, few=few)
    return _never(len(odd)).scatter(places.filter(both), True) if both.any() else None


def _among_wide(
    rows: pl.DataFrame, wide: pl.Series, turned: pl.Series, right: pl.DataFrame, last: int, kinds: list[_Kind]
) -> pl.Series:
    """Which of the rows with cells beyond the last title have slipped."""
    other = rows.select(other=pl.sum_horizontal(_is_other(kind) for kind in kinds))["other"]
    goes_on = (other + turned > 0) & _goes_on(rows, last, kinds)
    found = wide & ((other + _lacking(rows, kinds) >= _SEVERAL) | goes_on | _are_known(rows, right, last))
    return _or_all(found.fill_null(value=False), wide)


def _among_short(
    rows: pl.DataFrame,
    short: pl.Series,
    turned: pl.Series,
    right: pl.DataFrame,
    last: int,
    kinds: list[_Kind],
    *,
    few: bool,
) -> pl.Series:
    """Which of the rows with fewer cells than titles have slipped; ``few``: hardly one is short, so that none is so by its program."""
    moved = rows.select(
        moved=pl.sum_horizontal(
            pl.lit(0),
            *(_is_other(one) & _is_of(one, next_) for one, next_ in pairwise(kinds) if _are_beside(one, next_)),
        )
    )["moved"]
    shorter = short & (_lacking(rows, kinds) > 0)
    found = shorter & ((moved + turned > 0) | _end_as_others(rows, right, last) | few)
    return _or_all(found.fill_null(value=False), shorter)


def _or_all(found: pl.Series, others: pl.Series) -> pl.Series:
    """All of them, where most are found: the others show it less."""
    return others if int(found.sum()) >= max(_LEAST, int(others.sum()) / 2) else found


def _lacking(rows: pl.DataFrame, kinds: list[_Kind]) -> pl.Series:
    """For each row how many cells are blank that hardly one is in the others."""
    blank = (pl.col(str(kind.number)).is_null() for kind in kinds if kind.filled)
    return rows.select(lacking=pl.sum_horizontal(pl.lit(0), *blank))["lacking"]


def _never(count: int) -> pl.Series:
    return pl.repeat(value=False, n=count, dtype=pl.Boolean, eager=True)


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
    return _never(table.end - table.start).scatter(places, True)


def _kinds(last: int, right: pl.DataFrame) -> Iterator[_Kind]:
    """The columns, up to the last, that hold one kind of cell in the rows that stand right."""
    for number in range(1, last + 1):
        cells = right[str(number)].drop_nulls()
        forms = (form for form in _KINDS if (cells.str.contains(form).mean() or 0) >= _NEARLY_ALL)  # type: ignore[operator]
        if len(cells) >= _LEAST and (form := next(forms, None)):
            yield _Kind(number, _of_length(form, cells), filled=len(cells) >= _NEARLY_ALL * right.height)


def _of_length(form: str, cells: pl.Series) -> str:
    """The form, for codes that are all equally long with their length: a year is no number of a document."""
    lengths = cells.str.strip_chars().str.len_chars()
    usual = int(lengths.mode().min() or 0)  # type: ignore[arg-type]
    return rf"^\s*[0-9]{{{usual}}}\s*$" if form == _KINDS[-1] and (lengths == usual).mean() >= _NEARLY_ALL else form  # type: ignore[operator]


def _turned(rows: pl.DataFrame, right: pl.DataFrame, kinds: list[_Kind]) -> pl.Series:
    """For each row how many amounts are larger than those left of them where the others are smaller, or the other way round.

    Where the net amount is lost, its VAT stands under it, and the gross amount under the VAT.
    """
    turned = pl.repeat(0, rows.height, dtype=pl.UInt32, eager=True)
    for one, next_ in pairwise(kinds):
        if one.form != _MONEY or next_.form != _MONEY or not _are_beside(one, next_):
            continue
        left, beside = (_size(right, kind) for kind in (one, next_))
        left_here, beside_here = (_size(rows, kind) for kind in (one, next_))
        if (left > beside).mean() >= _NEARLY_ALL:  # type: ignore[operator]
            turned += (left_here < beside_here).fill_null(value=False)
        elif (left < beside).mean() >= _NEARLY_ALL:  # type: ignore[operator]
            turned += (left_here > beside_here).fill_null(value=False)
    return turned


def _size(rows: pl.DataFrame, kind: _Kind) -> pl.Series:
    return money.column(rows[str(kind.number)])["value"].abs()


def _end_as_others(rows: pl.DataFrame, right: pl.DataFrame, last: int) -> pl.Series:
    """True for each row in which the last cell but one holds what others have in the last, and hardly one has in the last but one."""
    if last < _SEVERAL:
        return _never(rows.height)
    known, before = right[str(last)].drop_nulls().unique(), right[str(last - 1)]
    if not len(known) or (before.is_in(known).mean() or 0) > _FEW:  # type: ignore[operator]
        return _never(rows.height)
    return (rows[str(last)].is_null() & rows[str(last - 1)].is_in(known)).fill_null(value=False)


def _are_known(rows: pl.DataFrame, right: pl.DataFrame, last: int) -> pl.Series:
    """True for each row in which the first cell beyond the last title holds what others have under it, and the cell there does not."""
    known = right[str(last)].filter(right[str(last)].str.contains(r"\p{L}")).unique()
    return (rows[str(last + 1)].is_in(known) & ~rows[str(last)].is_in(known)).fill_null(value=False)


def _goes_on(rows: pl.DataFrame, last: int, kinds: list[_Kind]) -> pl.Series:
    """True for each row in which the first cell beyond the last title is of the kind of the last titled column."""
    if kinds[-1].number != last:
        return _never(rows.height)
    return rows[str(last + 1)].str.contains(kinds[-1].form).fill_null(value=False)
