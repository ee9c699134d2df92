"""The months of a category: a missing return breaks the line, and never looks like a fall to nothing."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import comparison_months
from ckanext.spenddata.views.comparison_months import BOTTOM, TOP, months


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch, plainly: None) -> None:
    """Months by their own names, without a request whose language they would be in."""
    monkeypatch.setattr(comparison_months, "labels", lambda names, _most: [(name, name) for name in names])
    monkeypatch.setattr(comparison_months, "tick_words", lambda tick, unit: f"{tick} {unit}")


def month(name: str, value: str | None, median: str | None = "10.00") -> dict[str, Any]:
    peers = median and {
        "count": 4, "minimum": "5.00", "lower_quartile": "8.00", "median": median, "upper_quartile": "12.00", "maximum": "15.00",
        "median_text": f"£{median}", "middle_half_text": ["£8.00", "£12.00"], "range_text": ["£5.00", "£15.00"],
    }  # fmt: skip
    return {"month": name, "value": value, "value_text": value and f"£{value}", "peers": peers}


def drawn(*found: dict[str, Any]) -> dict[str, Any]:
    return months({"category": {"months": list(found)}, "measure": {"unit": "pounds"}})


YEAR = [f"2025-{number:02d}" for number in range(1, 13)]


def test_a_month_without_a_return_breaks_the_line():
    made = drawn(*(month(name, None if name == "2025-06" else "10.00") for name in YEAR))
    first, second = (len(stretch.split(" ")) for stretch in made["line"])
    assert (first, second) == (5, 6)
    assert len(made["dots"]) == 11
    [median] = made["median"]
    assert len(median.split(" ")) == 12
    assert made["lines"][5] == {"month": "2025-06", "value": None, "median": "£10.00", "band": ["£8.00", "£12.00"]}


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (["16.00", "17.00"], "Above every peer in every month"),
        (["4.00", "4.00"], "Below every peer in every month"),
        (["10.00", "9.00"], "Never above its peers’ median"),
        (["11.00", "9.00"], "Above its peers’ median in 1 of 2 months"),
        (["11.00", None], ""),
    ],
)
def test_the_title_says_what_the_line_says_and_nothing_where_a_month_is_missing(values, title):
    assert drawn(*(month(name, value) for name, value in zip(YEAR, values, strict=False)))["title"] == title


def test_the_lines_are_named_where_they_end_the_higher_above_and_the_lower_below():
    ends = drawn(month("2025-01", "10.00"), month("2025-02", "14.00"))["ends"]
    assert [(end["kind"], end["text"], end["dy"]) for end in ends] == [
        ("this", "£14.00", "-10"),
        ("median", "£10.00", "20"),
    ]
    assert [end["kind"] for end in drawn(month("2025-01", "1.00"), month("2025-02", None))["ends"]] == ["median"]


@pytest.mark.parametrize(
    ("values", "dy"),
    [
        (["14.00", "14.00", "14.00"], "-10"),
        (["15.00", "15.00", "12.00"], "20"),  # it falls to its end, where the words above it would be
        (["11.00", "11.00", "14.00"], "-10"),
        (["15.00", "10.00", "12.00"], "-10"),  # it comes from both sides: as usual
        (["15.00", "15.00", "0.00"], "-10"),  # below there are the months
    ],
)
def test_no_words_stand_on_the_line_that_they_name(values, dy):
    [end] = drawn(*(month(name, value, None) for name, value in zip(YEAR, values, strict=False)))["ends"]
    assert end["dy"] == dy


def test_words_between_two_lines_that_are_near_stay_outside_them():
    found = [month(name, value, "11.00") for name, value in zip(YEAR, ["15.00", "15.00", "12.00"], strict=False)]
    assert [end["dy"] for end in drawn(*found)["ends"]] == ["-10", "20"]


def test_one_peer_is_a_line_of_its_own():
    one = {
        "count": 1,
        "minimum": "5.00",
        "maximum": "5.00",
        "lower_quartile": None,
        "upper_quartile": None,
        "median": None,
    }
    made = drawn(*(month(name, "10.00") | {"peers": one | {"range_text": None}} for name in YEAR))
    assert made["peers"] == 1
    [line] = made["median"]
    assert len(line.split(" ")) == 12


def test_nought_is_on_the_base_and_a_gap_is_nowhere():
    made = drawn(*(month(name, "0.00" if name == "2025-06" else "10.00") for name in YEAR))
    assert made["dots"][5]["y"] == made["base"]
    assert len(made["line"]) == 1


def test_one_month_and_no_figure_are_no_chart():
    assert not drawn(month("2025-01", "10.00"))["drawn"]
    assert not drawn(*(month(name, None, None) for name in YEAR))["drawn"]
    assert drawn(month("2025-01", "10.00"), month("2025-02", "11.00"))["drawn"]


def test_everything_lies_inside_the_chart():
    made = drawn(*(month(name, f"{number * 7 - 20}.00") for number, name in enumerate(YEAR)))
    heights = [float(dot["y"].rstrip("%")) / 100 for dot in made["dots"]]
    assert float(TOP) - 0.01 <= min(heights) <= max(heights) <= float(BOTTOM) + 0.01
    across = [float(dot["x"].rstrip("%")) for dot in made["dots"]]
    assert across == sorted(across)
    assert 0 < across[0] < across[-1] < 100


def test_the_peers_band_is_drawn_round_and_their_number_told():
    made = drawn(*(month(name, "10.00") for name in YEAR))
    assert len(made["band"].split(" ")) == 24
    assert made["peers"] == 4
    assert drawn(*(month(name, "10.00", None) for name in YEAR))["band"] == ""
