"""Columns by month stand on the ground, as high as their amounts; bars are as long as theirs, and a credit has none."""

from __future__ import annotations

from decimal import Decimal

import pytest

columns = pytest.importorskip("ckanext.spenddata.views.columns", reason="CKAN is not here")


@pytest.fixture(autouse=True)
def words(monkeypatch):
    class Helpers:
        @staticmethod
        def spenddata_pounds_short(amount):
            return f"£{amount.normalize():f}"

        spenddata_period = "month {}".format

        @staticmethod
        def lang():
            return "en_GB"

    toolkit = type("Toolkit", (), {"h": Helpers, "_": staticmethod(str)})
    monkeypatch.setattr(columns, "tk", toolkit)
    monkeypatch.setattr("ckanext.spenddata.views.months.tk", toolkit)


def month(name: str, total: str) -> dict[str, object]:
    return {"month": name, "count": 1, "total": total}


def test_columns_are_as_high_as_their_amounts_under_three_lines():
    chart = columns.by_month([month("2025-11", "200.00"), month("2025-12", "600.00"), month("2026-01", "-50.00")])
    heights = [float(each["height"]) for each in chart["columns"]]
    assert heights == pytest.approx([80 / 3, 80, 0], abs=0.01)
    assert all(float(each["y"]) + float(each["height"]) == pytest.approx(86, abs=0.01) for each in chart["columns"])
    assert [line["label"] for line in chart["lines"]] == ["£200", "£400", "£600"]
    assert [float(line["y"]) for line in chart["lines"]] == pytest.approx([59.33, 32.67, 6], abs=0.01)
    assert (chart["low"]["month"], chart["high"]["month"]) == ("2026-01", "2025-12")


def test_columns_share_the_room_and_stand_in_the_middle_of_their_parts():
    chart = columns.by_month([month("2025-11", "1"), month("2025-12", "2")])
    assert [(each["x"], each["width"], each["middle"]) for each in chart["columns"]] == [
        ("7", "36", "25"),
        ("57", "36", "75"),
    ]


def test_months_are_named_with_their_year_where_it_begins():
    chart = columns.by_month([month("2025-11", "1"), month("2025-12", "2"), month("2026-01", "3")])
    assert [(each["wide"], each["thin"]) for each in chart["columns"]] == [
        ("Nov 2025", "N"),
        ("Dec", "D"),
        ("Jan 2026", "J"),
    ]


@pytest.mark.parametrize("months", [[], [month("2026-01", "0.00")], [month("2026-01", "-5.00")]])
def test_nothing_is_drawn_where_there_is_nothing_to_see(months):
    assert columns.by_month(months) is None


@pytest.mark.parametrize(
    ("amount", "largest", "share", "width"),
    [("50", "80", "62.5", "62.5%"), ("0.01", "80", "0.0", "0.4%"), ("-5", "80", None, "0%"), ("5", "0", None, "0%")],
)
def test_a_bar_is_as_long_as_its_amount_beside_the_largest(amount, largest, share, width):
    assert columns.share(Decimal(amount), Decimal(largest)) == share
    assert columns.width(Decimal(amount), Decimal(largest)) == width


def test_the_highest_and_the_lowest_month_are_said():
    chart = columns.by_month([month("2025-11", "200.00"), month("2025-12", "600.00"), month("2026-01", "50.00")])
    assert columns.in_words(chart) == "month 2025-12 was the highest month, month 2026-01 the lowest"
    same = columns.by_month([month("2025-11", "200.00"), month("2025-12", "200.00")])
    assert columns.in_words(same) == "The same in each month"
