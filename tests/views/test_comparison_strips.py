"""A strip says by its marks what the row says in figures: the middle half, each peer, and from where to where the body differs."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import comparison_strips as strips
from ckanext.spenddata.views.charts import Scale

AROUND = Scale(Decimal(-100), Decimal(100))


def shown(*values: str | None, counted: tuple[bool, ...] | None = None) -> dict[str, Any]:
    """A comparison of as many bodies, all but the first in the statistics."""
    statistics = counted or (False, *(True for _ in values[1:]))
    return {"bodies": [{"in_statistics": each} for each in statistics], "measure": {"unit": "pounds"}}


def row(*values: str | None, standing: bool = True, **peers: Any) -> dict[str, Any]:
    found = dict.fromkeys(("median", "lower_quartile", "upper_quartile", "minimum", "maximum")) | {
        "count": len(values) - 1
    }
    return {"cells": [{"value": each} for each in values], "standing": {} if standing else None, "peers": found | peers}


MEDIAN = {"median": "20", "lower_quartile": "10", "upper_quartile": "40", "minimum": "0", "maximum": "60"}
RANGE = {"minimum": "10", "maximum": "30"}


def test_marks_lie_as_far_from_the_median_as_the_figures_do():
    values = ("70", "0", "10", "40", "60")
    assert strips.strip(row(*values, **MEDIAN), shown(*values), AROUND) == {
        "band": {"x": "45%", "width": "15%"},
        "link": ["50%", "75%"],
        "peers": ["40%", "45%", "60%", "70%"],
        "middle": "50%",
        "this": "75%",
    }


def test_of_two_or_three_peers_the_line_goes_from_the_end_of_their_range():
    values = ("50", "10", "30")
    made = strips.strip(row(*values, **RANGE), shown(*values), AROUND)
    assert made is not None
    assert (made["band"], made["link"]) == ({"x": "45%", "width": "10%"}, ["55%", "65%"])
    inside = strips.strip(row("15", "10", "30", **RANGE), shown(*values), AROUND)
    assert inside is not None
    assert inside["link"] == ["47.5%", "47.5%"], "inside it there is nothing to bridge"


@pytest.mark.parametrize("none", [row("5", standing=False, **MEDIAN), row("5") | {"peers": None}])
def test_what_is_not_judged_has_no_strip_and_stretches_no_scale(none: dict[str, Any]):
    assert strips.strip(none, shown("5"), AROUND) is None
    assert list(strips.distances(none, shown("5"))) == []


def test_only_peers_in_the_statistics_with_a_figure_are_marks():
    values = ("25", "10", None, "30")
    table = shown(*values, counted=(False, True, True, False))
    assert list(strips.distances(row(*values, **MEDIAN), table)) == [Decimal(5), Decimal(-10)]


def test_usual_is_the_middle_half_and_of_too_few_all():
    assert strips.usual(row("5", **MEDIAN)["peers"]) == (Decimal(10), Decimal(40))
    assert strips.usual(row("5", **RANGE)["peers"]) == (Decimal(10), Decimal(30))


@pytest.mark.parametrize(
    ("figure", "unit", "apart", "words"),
    [
        ("1500000", "pounds", False, "£1.5m"),
        ("-1500000", "pounds", True, "−£1.5m"),
        ("20", "pounds", True, "+£20"),
        ("2.5", "pounds", False, "£2.50"),
        ("0", "pounds", True, "£0"),
        ("5", "percent", False, "5%"),
        ("0.5", "percent", True, "+0.5 points"),
        ("-1", "percent", True, "−1 point"),
        ("0", "percent", True, "0"),
        ("1200", "payments", False, "1,200"),
    ],
)
def test_a_figure_on_a_scale_is_short_and_has_its_unit(monkeypatch, figure: str, unit: str, apart: bool, words: str):
    short = SimpleNamespace(spenddata_pounds_short=lambda size: f"£{size / 1_000_000:.1f}m")
    monkeypatch.setattr(tk, "h", short, raising=False)
    monkeypatch.setattr(tk, "ungettext", lambda one, many, n: one if n == 1 else many, raising=False)
    assert strips.tick_words(Decimal(figure), unit, apart=apart) == words


def test_the_axis_names_differences_with_their_sign(monkeypatch):
    monkeypatch.setattr(strips, "ticks", lambda _scale: [Decimal(-50), Decimal(0), Decimal(50)])
    assert strips.axis(AROUND, shown("5")) == [
        {"x": "25%", "text": "−£50"},
        {"x": "50%", "text": "£0"},
        {"x": "75%", "text": "+£50"},
    ]
