"""Cells of workbooks are written as in a text file: numbers to the last digit, days without times where they have none."""

from __future__ import annotations

import datetime

import polars as pl
import pytest

from ckanext.spenddata.intake.workbooks.cell_text import days_written, numbers_written, texts
from ckanext.spenddata.intake.workbooks.ooxml import NotPlain


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("", None),
        ("x", "x"),
        (1500.0, "1500"),
        (0.1, "0.1"),
        (-0.0, "0"),
        (datetime.datetime(2026, 5, 1), "2026-05-01"),  # noqa: DTZ001
        (datetime.datetime(2026, 5, 1, 9, 30), "2026-05-01 09:30:00"),  # noqa: DTZ001
        (datetime.date(2026, 5, 1), "2026-05-01"),
        (True, "TRUE"),
        (datetime.timedelta(hours=12), "0.5"),
    ],
)
def test_a_typed_cell(cell, written):
    assert texts([cell]) == [written]


def test_numbers_of_the_xml_are_written_the_shortest_way():
    values = pl.Series(["1500", "0.10000000000000001", "1.5E3", "1E-7", "-0"])
    assert numbers_written(values).to_list() == ["1500", "0.1", "1500", "1e-07", "0"]


@pytest.mark.parametrize("value", ["", "abc", "1,5", "0x10"])
def test_what_is_no_number_is_not_plain(value):
    with pytest.raises(NotPlain):
        numbers_written(pl.Series([value]))


@pytest.mark.parametrize(
    ("serial", "from_1904", "day"),
    [
        ("46143", False, "2026-05-01"),
        ("44681", True, "2026-05-01"),
        ("1", False, "1900-01-01"),
        ("46143.5", False, "2026-05-01 12:00:00"),
        ("3000000", False, "3000000"),
    ],
)
def test_days(serial, from_1904, day):
    assert days_written(pl.Series([serial]), from_1904=from_1904).to_list() == [day]


def test_a_negative_day_is_none():
    with pytest.raises(NotPlain):
        days_written(pl.Series(["-1"]), from_1904=False)
