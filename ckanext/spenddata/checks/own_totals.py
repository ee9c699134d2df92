"""The file's own totals against its rows: where they differ, rows are missing, were added, or were read wrongly.

And one table's sum against another's: where they are equal, one may sum up the other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import TableReading, TotalRow
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted

_SUMS = re.compile(r"(?i)total|\bsum\b|swm")
_NO_SUM = re.compile(
    r"(?i)average|mean|median|maximum|minimum|count|number of|no\.? of|balance|forward|year to date|ytd|cumulative|vat"
)
"""Labels of rows that sum up something else than the payments of the file."""
_OF_ONE_SIGN = re.compile(r"(?i)credit|refund|debit|invoice|payment|paid")
"""Labels of rows that may sum up the payments alone, or the credits."""
_POUND = 100


def own_total(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Total rows of the file that are the sum of no rows that it could mean: all of them, those above, or a group right above."""
    if not table.has("amount") or not len(table):
        return
    everything = int(table.frame["amount"].sum() or 0)
    for file, part in context.tables:
        rows = _rows(table, file, part)
        for total in part.totals:
            if _is_sum(total) and not _agrees(total, rows, everything):
                above = money(_above(rows, total, everything))
                value = f"{_called(total)} in row {total.row:,} is {money(total.pence)}, its rows are {above}"
                yield Overall(field="amount", value=value, file=file, sheet=part.sheet)


def _is_sum(total: TotalRow) -> bool:
    return not total.label or bool(_SUMS.search(total.label) and not _NO_SUM.search(total.label))


def _called(total: TotalRow) -> str:
    return f"“{total.label}”" if total.label else "the total"


def _agrees(total: TotalRow, rows: pl.DataFrame, everything: int) -> bool:
    own = int(rows["amount"].sum() or 0)
    above = rows.filter(pl.col(SOURCE_ROW) < total.row)["amount"].fill_null(0)
    running = above.cum_sum()
    all_above = int(running[-1]) if len(running) else 0
    meant = {everything, own, all_above, own - all_above}
    if _OF_ONE_SIGN.search(total.label) and (credits_ := int(above.filter(above < 0).sum() or 0)):
        meant |= {credits_, all_above - credits_}
    if any(_same(total.pence, pence) for pence in meant):
        return True
    # A group's total: the sum of a stretch of rows that ends right above it.
    before = pl.concat([pl.Series([0]), running.head(-1)]) if len(running) else running
    return bool(((all_above - before) == total.pence).any())


def _above(rows: pl.DataFrame, total: TotalRow, everything: int) -> int:
    above = rows.filter(pl.col(SOURCE_ROW) < total.row)["amount"]
    return int(above.sum() or 0) if len(above) else everything


def _rows(table: Table, file: str, part: TableReading) -> pl.DataFrame:
    """The payments of one table, and their rows."""
    rows = table.sheet(file, part.sheet)
    numbers = rows[SOURCE_ROW]
    first = int(numbers.search_sorted(part.first_row, "left"))
    return rows.slice(first, int(numbers.search_sorted(max(part.last_row, part.first_row), "right")) - first)


def _same(total: int, pence: int) -> bool:
    """Whether two sums are equal; a total in whole pounds may be rounded, and one of credits be written without its sign."""
    return total == pence or total == -pence or (total % _POUND == 0 and abs(total - pence) < _POUND)


def tables_sum_alike(table: Table, _rule: Rule, context: Context) -> Iterable[Overall]:
    """Tables of a filing with the same sum to the penny as another, or as all others together: the same money counts twice.

    Sheets of other months may have the same sum: what is paid each month.
    """
    if not table.has("amount") or len(context.tables) < 2:
        return
    parts = [(file, part, _rows(table, file, part).drop_nulls("amount")) for file, part in context.tables]
    sums = [(file, part, rows, int(rows["amount"].sum())) for file, part, rows in parts if len(rows)]
    everything, met = sum(pence for *_, pence in sums), defaultdict[int, list[set[str]]](list)
    for file, part, rows, pence in sums:
        count, months = len(rows), _months(rows)
        of_all = len(sums) > 2 and pence * 2 == everything
        again = any(not months or not others or months & others for others in met[pence])
        if pence and count > 1 and (of_all or again):
            whole = "all others together" if of_all else "another table"
            value = f"{counted(count, 'payment')} from row {part.first_row:,} on are {money(pence)}, as {whole}"
            yield Overall(field="amount", value=value, file=file, sheet=part.sheet)
        met[pence].append(months)


def _months(rows: pl.DataFrame) -> set[str]:
    return set(rows["payment_date"].drop_nulls().dt.strftime("%Y-%m")) if "payment_date" in rows.columns else set()


KINDS: dict[str, Kind] = {"own_total": Kind(own_total), "tables_sum_alike": Kind(tables_sum_alike)}
