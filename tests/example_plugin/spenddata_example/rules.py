"""A kind of rule: the words of a field are written in capitals alone."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.definitions.rules import Rule


class CapitalsParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``example_capitals``."""

    at_least: int = 4
    """Texts of fewer letters may be abbreviations."""


def capitals(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Cells without a small letter."""
    shortest = rule.read(CapitalsParameters).at_least
    for field in table.text_fields(rule.fields):
        cell = pl.col(field)
        shouted = (cell == cell.str.to_uppercase()) & (cell != cell.str.to_lowercase())
        yield Broken(shouted & (cell.str.len_chars() >= shortest), field=field)


KINDS = {"example_capitals": Kind(capitals, CapitalsParameters)}
