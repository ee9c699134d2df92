"""What a spreadsheet leaves where a cell was dragged down: amounts each as much above the one before, one supplier beside many numbers."""

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


class SeriesParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``filled_series``."""

    at_least: int = 7
    """Rows below each other."""
    percent: int = 40
    """At most so large a share of the rows: of a list that counts on throughout nobody dragged a part."""


def filled_series(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Runs of amounts each of which is above, or below, the one before by the same; not those that are the same."""
    parameters = rule.read(SeriesParameters)
    at_least = parameters.at_least
    if not table.has("amount"):
        return
    steps = table.frame["amount"].diff().fill_null(0)
    alike = ((steps != 0) & (steps == steps.shift(1)) & (steps == steps.shift(2))).fill_null(value=False)
    if int(alike.sum()) < at_least - 3:
        return
    runs = pl.DataFrame({"step": steps, "run": steps.rle_id()}).with_row_index("place").filter(steps != 0)
    lengths = runs.group_by("run", maintain_order=True).agg(pl.col("place").first(), pl.col("step").first(), pl.len())
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
    "dragged_names": Kind(dragged_names, DraggedParameters),
}
"""Kinds of rules that are tested here."""
