"""What a spreadsheet leaves where a cell was dragged down: amounts each as much above the one before, or one of many suppliers."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.checks.written import money
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET
from ckanext.spenddata.values.text import counted

_POUND = 100
_AROUND = 4
"""So many rows above and below show whether a list is in the order of its amounts."""


class SeriesParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``filled_series``."""

    at_least: int = 7
    """Rows below each other."""
    by_pounds: int = 5
    """The same where each is a pound more, as a spreadsheet counts on from a single cell."""
    percent: int = 40
    """At most so large a share of the rows: of a list that counts on throughout nobody dragged a part."""


def filled_series(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Runs of amounts each of which is above, or below, the one before by the same; not those that are the same."""
    parameters = rule.read(SeriesParameters)
    if not table.has("amount"):
        return
    steps = table.frame["amount"].diff().fill_null(0)
    alike = ((steps != 0) & (steps == steps.shift(1)) & (steps == steps.shift(2))).fill_null(value=False)
    if int(alike.sum()) < parameters.by_pounds - 3:
        return
    runs = pl.DataFrame({"step": steps, "run": steps.rle_id()}).with_row_index("place").filter(steps != 0)
    lengths = runs.group_by("run", maintain_order=True).agg(pl.col("place").first(), pl.col("step").first(), pl.len())
    at_least = pl.when(pl.col("step").abs() == _POUND).then(parameters.by_pounds).otherwise(parameters.at_least)
    for place, step, length in lengths.filter(pl.col("len") >= at_least - 1).select("place", "step", "len").iter_rows():
        block = table.frame.slice(place - 1, length + 1)
        if block.height * 100 > len(table) * parameters.percent:
            continue
        if block[SOURCE_FILE].n_unique() > 1 or block[SOURCE_SHEET].n_unique() > 1:
            continue
        more = "more" if step > 0 else "less"
        count, first = counted(block.height, "amount"), block[SOURCE_ROW][0]
        value = f"{count} from row {first} on are each {money(abs(step))} {more} than the one above"
        yield Overall(field="amount", value=value, file=str(block[SOURCE_FILE][0]), sheet=block[SOURCE_SHEET][0])


class FilledParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``filled_down``."""

    at_least: int = 6
    """Rows below each other."""
    percent: int = 40
    """At most so large a share of the rows."""
    pounds: int = 100
    """Prices below this, as of what is bought by card, come by chance."""


def filled_down(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Runs of one amount with pence, each to another supplier, where it stands nowhere else, as a usual fee or grant would."""
    parameters = rule.read(FilledParameters)
    if not table.has("amount", "supplier_name"):
        return
    amounts = table.frame["amount"]
    # Most amounts are unlike the one above.
    alike = (amounts == amounts.shift()).fill_null(value=False)
    if int(alike.sum()) < parameters.at_least - 1:
        return
    frame = table.frame.select("amount", "supplier_name", SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW)
    frame = frame.with_columns(run=amounts.rle_id()).with_row_index("place").filter(alike | alike.shift(-1))
    large = pl.col("amount").abs() >= parameters.pounds * _POUND
    runs = (
        frame.filter(large & (pl.col("amount") % _POUND != 0))
        .group_by("run", SOURCE_FILE, SOURCE_SHEET, maintain_order=True)
        .agg(pl.len(), pl.col("supplier_name").n_unique(), pl.first("amount", "place", SOURCE_ROW))
        .filter((pl.col("len") >= parameters.at_least) & (pl.col("supplier_name") == pl.col("len")))
        .filter(pl.col("len") * 100 <= len(table) * parameters.percent)
    )
    for run in runs.iter_rows(named=True):
        first, count = run["place"], run["len"]
        if int((amounts == run["amount"]).sum()) > count or _in_order(amounts, first, count):
            continue
        value = f"{money(run['amount'])} stands in {counted(count, 'row')} from row {run[SOURCE_ROW]} on, each of another supplier"
        yield Overall(field="amount", value=value, file=str(run[SOURCE_FILE]), sheet=run[SOURCE_SHEET])


def _in_order(amounts: pl.Series, first: int, count: int) -> bool:
    """True where the amounts around some rows are in order, too: equal ones stand together in a list that was sorted by them."""
    start = max(0, first - _AROUND)
    around = amounts.slice(start, first - start + count + _AROUND)
    return around.is_sorted() or around.is_sorted(descending=True)


class DraggedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``dragged_names``."""

    at_least: int = 4
    """Rows below each other."""


def dragged_names(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Runs of one supplier each row of which has another number, or another postcode, of a supplier."""
    at_least = rule.read(DraggedParameters).at_least
    if not table.has("supplier_name"):
        return
    for field in table.text_fields(rule.fields):
        columns = table.frame.select(
            "supplier_name",
            pl.col(field).alias("number"),
            SOURCE_FILE,
            SOURCE_SHEET,
            SOURCE_ROW,
            withheld=table.value("redaction_reason").is_not_null(),
        )
        # Most names stand alone, or beside the number of the row above.
        name, number = columns["supplier_name"], columns["number"]
        if int(((name == name.shift()) & (number != number.shift())).sum()) < at_least - 1:
            continue
        runs = (
            columns.with_columns(run=columns["supplier_name"].rle_id())
            .filter(~pl.col("withheld"))
            .drop_nulls(["supplier_name", "number"])
            .group_by("run", SOURCE_FILE, SOURCE_SHEET, maintain_order=True)
            .agg(pl.len(), pl.col("number").n_unique(), pl.first("supplier_name"), pl.first(SOURCE_ROW))
            .filter((pl.col("len") >= at_least) & (pl.col("number") == pl.col("len")))
        )
        for run in runs.iter_rows(named=True):
            if context.definitions.supplier_words.is_nobody(run["supplier_name"]):
                continue
            where = f"{counted(run['len'], 'row')} from row {run[SOURCE_ROW]} on"
            value = f"“{run['supplier_name']}” stands in {where}, beside another cell here in each"
            yield Overall(field=field, value=value, file=str(run[SOURCE_FILE]), sheet=run[SOURCE_SHEET])


KINDS: dict[str, Kind] = {
    "filled_series": Kind(filled_series, SeriesParameters),
    "filled_down": Kind(filled_down, FilledParameters),
    "dragged_names": Kind(dragged_names, DraggedParameters),
}
"""Kinds of rules that are tested here."""
