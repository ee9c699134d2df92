"""Charts from the figures of the table alone: none where there is more than one figure, or none to draw."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import explore_chart as chart


@pytest.fixture(autouse=True)
def words(plainly: None, monkeypatch: pytest.MonkeyPatch) -> None:
    helpers = {
        "lang": lambda: "en",
        "spenddata_count": "{} payments".format,
        "spenddata_pounds": lambda amount, pence=False: f"£{amount}{' to the penny' if pence else ''}",
        "spenddata_pounds_short": "about £{}".format,
    }
    monkeypatch.setattr(tk, "h", SimpleNamespace(**helpers), raising=False)


def table(*values: str | None, rows: str = "category", measure: str = "amount", unit: str = "pounds") -> dict[str, Any]:
    return {
        "rows": {"id": rows},
        "columns": None,
        "measure": {"id": measure, "unit": unit},
        "lines": [{"id": f"2026-{n:02d}", "label": str(n), "cells": [{"value": v}]} for n, v in enumerate(values, 1)],
    }


@pytest.mark.parametrize(
    ("measure", "unit", "value", "shown"),
    [
        ("amount", "pounds", None, "–"),
        ("count", "number", "12", "12 payments"),
        ("share", "percent", "-3.1", "−3.1%"),
        ("amount", "pounds", "12.50", "£12.50"),
        ("per_head", "pounds", "12.50", "£12.50 to the penny"),
        ("per_head", "pounds", "-99.99", "£-99.99 to the penny"),
        ("per_head", "pounds", "100.00", "£100.00"),
    ],
)
def test_a_figure_reads_as_its_measure_asks(measure, unit, value, shown):
    assert chart.figure(table(measure=measure, unit=unit), value) == shown


def test_each_line_of_one_figure_has_a_bar_measured_by_the_largest():
    shown = table("50.00", "100.00", None, "-5.00")
    assert chart.with_bars(shown, shown["lines"]) is True
    wide = [line["width"] for line in shown["lines"]]
    assert wide == [chart.columns.width(Decimal(v), Decimal(100)) for v in ("50", "100", "0", "-5")]
    assert len(set(wide[:3])) == 3


def test_months_and_tables_of_several_columns_have_no_bars():
    months = table("1.00", rows="month")
    assert chart.with_bars(months, months["lines"]) is False
    across = table("1.00") | {"columns": {"id": "body"}}
    assert chart.with_bars(across, across["lines"]) is False
    assert "width" not in across["lines"][0]


def test_months_of_one_figure_are_columns(monkeypatch):
    monkeypatch.setattr(chart.columns, "drawn", lambda amounts, names: (amounts, names))
    drawn = chart.months(table("1.00", None, "3.00", rows="month"))
    assert drawn == ([Decimal("1.00"), None, Decimal("3.00")], ["2026-01", "2026-02", "2026-03"])


@pytest.mark.parametrize(
    "shown",
    [
        table("1.00"),  # no months
        table("1.00", rows="month") | {"columns": {"id": "body"}},
        table("0.00", "-3.00", None, rows="month"),  # nothing above the line
        table(rows="month"),
    ],
)
def test_where_there_is_nothing_to_draw_there_are_no_columns(shown):
    assert chart.months(shown) is None


def across(columns: str = "month", count: int = 12, **more: Any) -> dict[str, Any]:
    cells = [{"value": "1.00"}, *({"value": None} for _ in range(count - 2)), {"value": "250.00"}]
    ends = [{"search": {"date_from": "2025-04-01", "date_to": "2025-04-30"}}]
    ends += [{"search": {"date_from": "2026-03-01", "date_to": "2026-03-31"}}]
    return {
        **table(),
        "columns": {"id": columns},
        "shown": {"columns": count},
        "column_values": ends,
        "lines": [{"label": str(n), "cells": cells, "all": {"count": None if n == 2 else 5}} for n in range(1, 13)],
        **more,
    }


def test_what_follows_in_time_is_a_small_chart_a_row_of_the_first_ten_that_published(monkeypatch):
    monkeypatch.setattr(chart.multiples, "drawn", lambda label, values, ends: {"of": (label, values, ends)})
    drawn = chart.small(across())
    assert drawn is not None
    assert [each["of"][0] for each in drawn] == ["1", *map(str, range(3, 11))]
    _, values, ends = drawn[0]["of"]
    assert (values[0], values[1], values[-1]) == (Decimal("1.00"), None, Decimal("250.00"))
    assert len(ends) == 2
    assert drawn[0]["said"] == ["£1.00", "about £250.00"]


def test_a_row_that_begins_without_a_figure_says_so(monkeypatch):
    monkeypatch.setattr(chart.multiples, "drawn", lambda *_: {})
    shown = across()
    cells = [{"value": None, "state": "other_basis"}, {"value": "5", "state": "complete"}]
    shown["lines"] = [{"label": "1", "cells": cells, "all": {"count": 1}}]
    assert chart.small(shown) == [{"said": ["published on another VAT basis", "£5"]}]
    cells[0]["state"] = "missing"
    assert chart.small(shown) == [{"said": ["not published", "£5"]}]


@pytest.mark.parametrize("shown", [across("body"), across(count=chart.multiples.LEAST - 1), table("1.00")])
def test_other_tables_have_no_small_charts(shown):
    assert chart.small(shown) is None
