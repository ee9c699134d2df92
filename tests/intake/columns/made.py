"""Columns and layouts made by hand, as a table's are made from its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from ckanext.spenddata.definitions import load
from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.evidence import Evidence
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.columns.profile import profile

TITLES = load().titles


def column(number: int, title: str, cells: Sequence[str]) -> Column:
    return Column(number, title, profile(cells), tuple(cells), pl.Series(cells, dtype=pl.String))


def layout(*columns: tuple[str, Sequence[str]], **mapped: int) -> Layout:
    """A layout of (title, cells); ``mapped`` says which column already is which field."""
    made = Layout([column(number, *each) for number, each in enumerate(columns, start=1)])
    for name, number in mapped.items():
        made.take(name, made.columns[number - 1], Evidence(1.0, "the test says so"))
    return made


def matches(made: Layout) -> Mapping[int, Match]:
    """The known titles of a layout's columns."""
    return {c.number: match for c in made.columns if (match := TITLES.match(c.title))}


def taken(made: Layout) -> dict[str, int]:
    return {name: mapped.column for name, mapped in made.fields.items()}
