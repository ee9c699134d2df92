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


def test_the_series_delivered_names_its_edition_and_knows_every_year_since_spending_is_published():
    [series] = load().deflators.values()
    assert "HM Treasury" in series.source
    assert "June 2026" in series.source
    assert series.licence == "Open Government Licence v3.0"
    assert series.address.startswith("https://www.gov.uk/government/statistics/")
    assert series.years == tuple(
        f"{year}-{(year + 1) % 100}" if year > 2009 else "2009-10" for year in range(2009, 2031)
    )
    # As the publisher prints the change of the year: 7.029012 per cent.
    assert round(series.factor("2021-04", "2022-23") * 100 - 100, 6) == Fraction("7.029012")


def test_a_year_that_reads_like_a_month_is_a_year():
    series = load().deflators["gdp-deflator"]
    assert series.factor("2009-10", "2009-10") == 1, "October 2009, in the prices of 2009-10"
    assert series.factor("2010-11", "2010-11") == 1
    assert series.factor("2009-10", "2010-11") == Fraction("66.5571") / Fraction("65.4436")


def test_a_pound_of_a_month_is_told_by_its_financial_year(tmp_path):
    series = load(over(tmp_path, SERIES)).deflators["made-up"]
    assert series.years == ("2023-24", "2024-25", "2025-26")
    assert series.factor("2025-03", "2025-26") == Fraction(104, 100)
    assert series.factor("2025-04", "2025-26") == 1
    assert series.factor("2024-03", "2024-25") == Fraction(1000, 965)
    assert series.lacks(["2023-03", "2023-04", "2026-04"]) == ("2022-23", "2026-27")


def test_a_series_laid_over_takes_the_place_of_the_one_delivered(tmp_path):
    assert getattr(load().deflator, "id", None) == "gdp-deflator"
    assert getattr(load(over(tmp_path, SERIES)).deflator, "id", None) == "made-up"


def test_a_portal_can_do_without_any(tmp_path):
    assert load(over(tmp_path, "- id: gdp-deflator\n  remove: true\n")).deflator is None


def test_one_level_is_corrected_by_the_id_of_the_series(tmp_path):
    series = load(over(tmp_path, "- id: gdp-deflator\n  index: {2025-26: 101}\n")).deflator
    assert series is not None
    assert (series.levels["2025-26"], series.licence) == (101, "Open Government Licence v3.0")


FORECAST = SERIES + "  forecast: {2026-27: 2, 2027-28: -1.5}\n"


def test_a_forecast_goes_on_from_the_last_level_and_is_told_as_one(tmp_path):
    series = load(over(tmp_path, FORECAST)).deflators["made-up"]
    assert series.years[-2:] == ("2026-27", "2027-28")
    assert series.factor("2026-03", "2026-27") == Fraction(102, 100)
    assert series.factor("2026-03", "2027-28") == Fraction(102, 100) * Fraction(985, 1000)
    assert series.lacks(["2027-04"]) == ()
    assert series.forecasts_among(["2026-03"]) == ()
    assert series.forecasts_among(["2026-03", "2026-04", "2027-04"]) == ("2026-27", "2027-28")


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("2025-26: 2", "2025-26 has a level of prices, and needs no forecast"),
        ("2028-29: 2", "the forecast for 2028-29 needs the level of 2027-28, or its forecast"),
        ("2026-28: 2", "'2026-28' is no financial year"),
        ("2026-27: -100", "the change forecast for 2026-27 is no percentage above -100"),
        ("2026-27: .inf", "the change forecast for 2026-27 is no percentage above -100"),
    ],
)
def test_a_slip_in_a_forecast_is_told_with_its_line(tmp_path, slip, told):
    [fault] = whole.faults(load(over(tmp_path, f"{SERIES}  forecast: {{{slip}}}\n")), KINDS)
    assert told in fault
    assert "deflators.yaml" in fault


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
