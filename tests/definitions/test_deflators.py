"""Series of prices are data with a source; a slip in one is told, and none is invented."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import load, whole

SERIES = """
- id: made-up
  title: Made-up prices
  source: Office of Examples, March 2026
  licence: None needed
  index: {2024-25: 100, 2025-26: 104, 2023-24: 96.5}
"""


def over(folder: Path, text: str) -> Path:
    (folder / "deflators.yaml").write_text(text)
    return folder


def test_none_is_delivered():
    assert dict(load().deflators) == {}


def test_a_pound_of_a_month_is_told_by_its_financial_year(tmp_path):
    series = load(over(tmp_path, SERIES)).deflators["made-up"]
    assert series.years == ("2023-24", "2024-25", "2025-26")
    assert series.factor("2025-03", "2025-26") == Fraction(104, 100)
    assert series.factor("2025-04", "2025-26") == 1
    assert series.factor("2024-03", "2024-25") == Fraction(1000, 965)
    assert series.lacks(["2023-03", "2023-04", "2026-04"]) == ("2022-23", "2026-27")


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("2023-25: 100", "'2023-25' is no financial year"),
        ("2024/25: 100", "'2024/25' is no financial year"),
        ("2024-Q1: 100", "'2024-Q1' is no financial year"),
        ("2023-24: 0", "the level of prices of 2023-24 is not above nought"),
        ("2023-24: -3", "the level of prices of 2023-24 is not above nought"),
        ("2023-24: .nan", "the level of prices of 2023-24 is not above nought"),
        ("2023-24: soon", "Invalid decimal string"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path, slip, told):
    [fault] = whole.faults(load(over(tmp_path, SERIES.replace("2023-24: 96.5", slip))), KINDS)
    assert told in fault
    assert "deflators.yaml" in fault


@pytest.mark.parametrize("part", ["source: Office of Examples, March 2026", "licence: None needed"])
def test_figures_without_source_or_licence_are_none(tmp_path, part):
    name = part.partition(":")[0]
    [fault] = whole.faults(load(over(tmp_path, SERIES.replace(part, f"{name}: ''"))), KINDS)
    assert "say the source and the licence" in fault
    [fault] = whole.faults(load(over(tmp_path, SERIES.replace(f"  {part}\n", ""))), KINDS)
    assert name in fault
