"""Payments below a heading among the rows, or on a sheet of such a name, that says that they are none, or that money came back."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks import sums
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.reports.groups import where
from ckanext.spenddata.checks.table import Kind, Overall, Table
from ckanext.spenddata.definitions.rules import Rule
from ckanext.spenddata.intake.reading import TableReading
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted


class HeadedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``headed``."""

    pattern: str
    """What such a heading says, all of it."""


def headed(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """The payments without a minus below each such heading, down to the next, and on each such sheet: how many, how much, where."""
    pattern = re.compile(rule.read(HeadedParameters).pattern)
    if not table.has("amount"):
        return
    for file, part in context.tables:
        if part.sheet and pattern.fullmatch(part.sheet):
            rows = table.sheet(file, part.sheet).filter(pl.col("amount") > 0)
            if rows.height:
                yield _told(rows, f"on the sheet “{part.sheet}”", file, part, context)
            continue
        ends = [*(heading.row for heading in part.headings[1:]), part.last_row + 1]
        for heading, end in zip(part.headings, ends, strict=False):
            if not pattern.fullmatch(heading.words):
                continue
            found = table.sheet(file, part.sheet).filter(
                (pl.col(SOURCE_ROW) > heading.row) & (pl.col(SOURCE_ROW) < end) & (pl.col("amount") > 0)
            )
            if found.height:
                yield _told(found, f"below “{heading.words}”", file, part, context)


def _told(rows: pl.DataFrame, place: str, file: str, part: TableReading, context: Context) -> Overall:
    count, together = counted(rows.height, "payment"), sums.said(rows, context.amount_basis)
    value = f"{count}, {together}, {place}: {where(rows[SOURCE_ROW])}"
    return Overall(field="amount", value=value, file=file, sheet=part.sheet)


KINDS: dict[str, Kind] = {"headed": Kind(headed, HeadedParameters, patterns=("pattern",))}
"""Kinds of rules that are tested here."""
