"""A filing is compared with every return that may hold the same payments, however long ago, and opens no others."""

from __future__ import annotations

import pytest

from tests.returns.world import REGIME, World, csv_file, work

pytestmark = pytest.mark.portal

YEARS = (2020, 2024, 2025, 2026)


def stops(world: World, period: str) -> dict[str, str]:
    found = world.call("spenddata_finding_list", reference=f"X-DEMO-1.{REGIME}.{period}")["findings"]
    return {each["rule"]: each["value"] for each in found}


@pytest.fixture
def four_years(world: World, monkeypatch) -> World:
    """A first quarter of each of four years, of which the nearest two are opened anyway."""
    from ckanext.spenddata.returns.filing import others

    monkeypatch.setattr(others, "RETURNS", 2)
    for year in YEARS:
        world.publish(csv_file(6, start=year * 10, year=year), period=f"{year}-Q1")
    return world


def test_the_rows_of_a_return_of_years_ago_stop(four_years: World, monkeypatch):
    from ckanext.spenddata.returns.filing import reading

    opened: list[list[str]] = []
    original = reading._pipeline

    def noted(filing, out):
        opened.append([each.period for each in filing.history])
        return original(filing, out)

    monkeypatch.setattr(reading, "_pipeline", noted)
    again = csv_file(6, start=20200, year=2020).replace(b"Resurfacing of road 20203", b"Another purpose")
    four_years.submit(again, period="2026-Q2")
    work()
    assert "6 of 6 rows" in stops(four_years, "2026-Q2")["repeat-same-rows"]
    assert [len(periods) for periods in opened] == [2, 3]
    assert opened[1][-1] == "2020-Q1"


def test_an_honest_return_opens_no_more_than_the_nearest(four_years: World, monkeypatch):
    from ckanext.spenddata.returns.filing import reading

    runs = 0
    original = reading._pipeline

    def counted(filing, out):
        nonlocal runs
        runs += 1
        return original(filing, out)

    monkeypatch.setattr(reading, "_pipeline", counted)
    four_years.submit(csv_file(6, start=30000, month=5), period="2026-Q2")
    work()
    assert runs == 1
    assert "repeat-same-rows" not in stops(four_years, "2026-Q2")
