"""Payments below a heading among the rows that says that they are none, or that money came back."""

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
from ckanext.spenddata.rows import SOURCE_ROW
from ckanext.spenddata.values.text import counted


class HeadedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``headed``."""

    pattern: str
    """What such a heading says, all of it."""


def headed(table: Table, rule: Rule, context: Context) -> Iterable[Overall]:
    """The payments without a minus below each such heading, down to the next heading: how many, how much, where."""
    pattern = re.compile(rule.read(HeadedParameters).pattern)
    for file, part in context.tables:
        ends = [*(heading.row for heading in part.headings[1:]), part.last_row + 1]
        for heading, end in zip(part.headings, ends, strict=False):
            if not pattern.fullmatch(heading.words) or not table.has("amount"):
                continue
            found = table.sheet(file, part.sheet).filter(
                (pl.col(SOURCE_ROW) > heading.row) & (pl.col(SOURCE_ROW) < end) & (pl.col("amount") > 0)
            )
            if found.height:
                together = sums.said(found, context.amount_basis)
                count = counted(found.height, "payment")
                value = f"{count}, {together}, below “{heading.words}”: {where(found[SOURCE_ROW])}"
                yield Overall(field="amount", value=value, file=file, sheet=part.sheet)


KINDS: dict[str, Kind] = {"headed": Kind(headed, HeadedParameters, patterns=("pattern",))}
"""Kinds of rules that are tested here."""
