"""A chart of months says what its figures say: its scale is round, its columns are as high as their amounts, gaps are dashed."""

from __future__ import annotations

import pytest

columns = pytest.importorskip("ckanext.spenddata.theme.columns", reason="CKAN is not here")


@pytest.fixture(autouse=True)
def words(monkeypatch):
    class Helpers:
        @staticmethod
        def spenddata_pounds_short(amount):
            return f"£{amount.normalize():f}"

        @staticmethod
        def lang():
            return "en_GB"

    toolkit = type("Toolkit", (), {"h": Helpers})
    monkeypatch.setattr(columns.columns, "tk", toolkit)
    monkeypatch.setattr("ckanext.spenddata.views.months.tk", toolkit)


def month(name: str, amount: str, publishers: int = 3) -> dict[str, object]:
    return {"month": name, "amount": amount, "publishers": publishers}


def test_columns_are_as_high_as_their_amounts():
    chart = columns.spenddata_columns(
        [month("2025-12", "200.00"), month("2026-01", "400.00"), month("2026-02", "100.00")]
    )
    heights = [float(each["height"]) for each in chart["columns"]]
    assert heights == pytest.approx([40, 80, 20])
    assert all(float(each["y"]) + float(each["height"]) == pytest.approx(86) for each in chart["columns"])
    assert (chart["least"], chart["most"]) == (100, 400)


def test_months_are_named_with_their_year_where_it_begins():
    chart = columns.spenddata_columns([month("2025-11", "1"), month("2025-12", "2"), month("2026-01", "3")])
    assert [each["wide"] for each in chart["columns"]] == ["Nov 2025", "Dec", "Jan 2026"]


@pytest.mark.parametrize(
    ("largest", "labels"),
    [
        ("447000000", ["£200000000", "£400000000", "£600000000"]),
        ("3", ["£1", "£2", "£3"]),
        ("999.99", ["£500", "£1000"]),
        ("1000", ["£500", "£1000"]),
    ],
)
def test_the_scale_is_round_and_reaches_over_the_largest(largest, labels):
    chart = columns.spenddata_columns([month("2026-01", largest), month("2026-02", "0")])
    assert [line["label"] for line in chart["lines"]] == labels


def test_a_month_for_which_fewer_bodies_have_published_is_dashed_and_no_full_month():
    chart = columns.spenddata_columns(
        [month("2026-01", "500", 3), month("2026-02", "400", 3), month("2026-03", "90", 1)]
    )
    assert [each["part"] for each in chart["columns"]] == [False, False, True]
    assert (chart["least"], chart["most"]) == (400, 500)


@pytest.mark.parametrize("months", [[], [month("2026-01", "5")], [month("2026-01", "-5"), month("2026-02", "0")]])
def test_nothing_is_drawn_where_there_is_nothing_to_see(months):
    assert columns.spenddata_columns(months) is None


def test_a_credit_has_no_column_below_the_ground():
    chart = columns.spenddata_columns([month("2026-01", "500"), month("2026-02", "-20")])
    assert float(chart["columns"][1]["height"]) == 0


def test_bars_are_shares_of_the_largest_and_a_credit_has_none():
    lines = columns.spenddata_bars([{"amount": "80.00"}, {"amount": "20.00"}, {"amount": "-1.00"}])
    assert [line["share"] for line in lines] == ["100.0", "25.0", None]
