"""Blocks of rows that stand a second time: the same dates, suppliers and amounts in the same order, whatever their references say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.repeats import repeated
from ckanext.spenddata.checks.sums import said
from ckanext.spenddata.checks.table import Kind, Overall, Table, alike
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET
from ckanext.spenddata.values.text import counted

_KEYS = ("payment_date", "supplier_name", "amount")
_DISTANCES = 5
"""So many distances between equal rows are looked at, the commonest ones."""
_WHOLE = 45
"""Where so many rows in a hundred are equal to another in every field, that is said of the whole filing."""


class PastedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``pasted_twice``."""

    at_least: int = 10
    """Rows of a block."""
    suppliers: int = 4
    """Suppliers that it names: the lines of one supplier's invoices are often alike."""


def pasted_twice(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """Blocks of rows that stand once more further down, each with where it stands and what it amounts to."""
    parameters = rule.read(PastedParameters)
    if not table.has(*_KEYS) or repeated(table).height * 100 >= len(table) * _WHOLE:
        return
    for first, distance, length in _blocks(table.frame, parameters.at_least):
        block = table.frame.slice(first, length)
        if block["supplier_name"].n_unique() < parameters.suppliers or block.select(_KEYS).n_unique() * 2 < length:
            continue
        above = table.frame.slice(first - distance, length)
        file, sheet = str(block[SOURCE_FILE][0]), block[SOURCE_SHEET][0]
        if str(above[SOURCE_FILE][0]) != file:
            continue  # said of the files
        place = f" of the sheet “{above[SOURCE_SHEET][0]}”" if above[SOURCE_SHEET][0] != sheet else ""
        value = (
            f"{counted(length, 'row')} from row {block[SOURCE_ROW][0]} on, together {said(block, context.amount_basis)}, as those from row "
            f"{above[SOURCE_ROW][0]} on{place}"
        )
        yield Overall(file=file, sheet=sheet, value=value)


def _blocks(frame: pl.DataFrame, at_least: int) -> Iterator[tuple[int, int, int]]:
    """Position of the first row, rows above it that its like stands, and length of each block; none within another."""
    keys = frame.select(_KEYS)
    candidates = alike(keys).arg_true()
    if len(candidates) < 2 * at_least:
        return
    hashes = keys.hash_rows()
    some = pl.DataFrame({"place": candidates, "hash": hashes.gather(candidates)})
    apart = some.select(pl.col("place") - pl.col("place").shift().over("hash")).to_series().drop_nulls()
    common = (
        apart.value_counts(name="count")
        .filter(pl.col("count") >= at_least // 2)
        .sort("count", "place", descending=[True, False])
    )
    complete = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
    taken = list[tuple[int, int]]()
    for distance in common["place"].head(_DISTANCES).sort():
        same = (hashes == hashes.shift(distance)).fill_null(value=False) & complete
        runs = pl.DataFrame({"same": same, "run": same.rle_id()}).with_row_index("place").filter("same")
        lengths = runs.group_by("run", maintain_order=True).agg(pl.col("place").first(), pl.len())
        for place, length in lengths.filter(pl.col("len") >= at_least).select("place", "len").iter_rows():
            if all(place >= end or place + length <= start for start, end in taken):
                yield place, distance, length
                taken.append((place, place + length))


KINDS: dict[str, Kind] = {"pasted_twice": Kind(pasted_twice, PastedParameters)}
"""Kinds of rules that are tested here."""
