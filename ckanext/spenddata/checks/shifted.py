"""Rows whose cells have slipped into another column: two layouts joined in one file, a cell left out, or a comma too many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.context import Context, TableColumns
from ckanext.spenddata.checks.fixes import FIXED
from ckanext.spenddata.checks.moves import LIKE, Looks, best, moves
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.checks.written import pounds
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET
from ckanext.spenddata.values import dates, money

__all__ = ["KINDS"]


class ShiftedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``shifted``."""

    percent: int
    """Amounts in whole pounds are doubtful where no more than this share of a filing's amounts are."""


def shifted(table: Table, rule: Rule, context: Context) -> Iterable[Broken]:
    """Rows in which another column holds what looks like their date or amount.

    Each cell of such a row that belongs elsewhere is a finding, and their fixes together set the row right. A row of which that can't be
    told, or of which a cell is lost, is one finding without a fix.
    """
    percent = rule.read(ShiftedParameters).percent
    fields = [name for name in table.rows.fields if name in LIKE or name not in canonical.TYPED_FIELDS]
    odd = _odd(table, fields, percent)
    if odd.is_empty():
        return
    everywhere = pl.Series([True]).new_from_index(0, len(table))
    looks = Looks(table, fields, everywhere.scatter(odd, False).arg_true())
    for positions, columns in _by_table(table, odd, context.columns):
        yield from _moved(table, fields, positions, columns, looks)


def _odd(table: Table, fields: Sequence[str], percent: int) -> pl.Series:
    """Positions of the rows with a doubtful date or amount, and what looks like one elsewhere."""
    found = [pl.Series(dtype=pl.UInt32)]
    for field in (name for name in LIKE if table.has(name)):
        doubtful = table.frame.select(_doubtful(table, field, percent)).to_series().fill_null(value=False).arg_true()
        others = [table.sent(name) for name in fields if name != field]
        if len(doubtful) and others:
            elsewhere = pl.any_horizontal(cell.str.contains(LIKE[field]).fill_null(value=False) for cell in others)
            found.append(doubtful.filter(table.columns_of(others)[doubtful].select(elsewhere).to_series()))
    return pl.concat(found).unique().sort()


def _doubtful(table: Table, field: str, percent: int) -> pl.Expr:
    """Whether a cell may not be what its column says: blank, unreadable, or an amount in whole pounds where others have pence."""
    doubtful = (table.fault(field) == canonical.Fault.UNREADABLE).fill_null(value=False) | table.blank(field)
    if field == "amount":
        whole = ~table.sent(field).str.contains(".", literal=True)
        doubtful |= whole.fill_null(value=False) & (whole.mean() * 100 <= percent)
    return doubtful & table.form(field).ne_missing(FIXED)


def _by_table(
    table: Table, positions: pl.Series, tables: Sequence[TableColumns]
) -> Iterator[tuple[pl.Series, Mapping[str, int]]]:
    """The positions of the rows of each table of the files, with the columns of its fields."""
    rest = positions
    for each in reversed(tables):
        place = table.frame.select(SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW)[rest]
        here = place.select(
            (pl.col(SOURCE_FILE).cast(pl.String) == each.file)
            & pl.col(SOURCE_SHEET).cast(pl.String).eq_missing(pl.lit(each.sheet, dtype=pl.String))
            & (pl.col(SOURCE_ROW) >= each.first_row)
        ).to_series()
        yield rest.filter(here), each.columns
        rest = rest.filter(~here)
    yield rest, {}


def _moved(
    table: Table, fields: Sequence[str], positions: pl.Series, columns: Mapping[str, int], looks: Looks
) -> Iterator[Broken]:
    if positions.is_empty():
        return
    candidates = list(moves(fields, columns))
    cells = table.columns_of(map(table.sent, fields))[positions].select(table.sent(name).alias(name) for name in fields)
    right = best(cells, looks, candidates)
    untold = [positions.filter(right == -1)]
    for number in right.filter(right >= 0).unique().sort():
        move, chosen = candidates[number], right == number
        after = cells.filter(chosen).select(
            pl.lit(None, dtype=pl.String).alias(name) if source is None else pl.col(source).alias(name)
            for name, source in move.sources.items()
        )
        fixed = after.with_columns(_written(table, name, after[name]) for name in after.columns if name in LIKE)
        told = fixed.select(
            pl.all_horizontal(
                pl.lit(move.whole), *(pl.col(name).is_not_null() for name in LIKE if name in after.columns)
            )
        )
        told = told.to_series()
        untold.append(positions.filter(chosen).filter(~told))
        before = cells.filter(chosen)
        for name in fixed.columns:
            differs = told & before[name].ne_missing(after[name])
            fix = fixed[name].fill_null("").filter(differs)
            yield Broken(positions.filter(chosen).filter(differs), name, fix=pl.lit(fix))
    yield Broken(pl.concat(untold).sort(), "amount" if "amount" in fields else "payment_date")


def _written(table: Table, field: str, cells: pl.Series) -> pl.Series:
    """Cells from another column as a fix of ``field`` writes them; null where they are not one."""
    if field == "amount":
        pence = pl.Series([money.read(cell).pence for cell in cells], dtype=pl.Int64)
        return pl.select(pounds(pl.lit(pence)).alias(field)).to_series()
    american = bool(table.frame.select((table.form(field) == "month_first").any()).item())
    readings = [dates.read(cell) for cell in cells]
    days = [
        (reading.month_first or reading.day_first) if american else (reading.day_first or reading.month_first)
        for reading in readings
    ]
    return pl.Series(field, [day.isoformat() if day else None for day in days], dtype=pl.String)


KINDS: dict[str, Kind] = {"shifted": Kind(shifted, ShiftedParameters)}
