"""Figures of cells, by hand: what is divided is of one body alone, and a median is that of the payments that stand in the place."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.compare import cell_values
from ckanext.spenddata.compare.crosstab import REST, WHOLE, set_out
from ckanext.spenddata.compare.crosstab_cell import Cell
from ckanext.spenddata.compare.dimensions import DIMENSIONS, Known
from ckanext.spenddata.definitions.publishers import Fact
from tests.compare.making import DEFINITIONS, body

PER_HEAD = DEFINITIONS.measures["spend-per-head"]
CELL, WHOLE_COLUMN = Cell(4, 200_050, 1, 0), Cell(8, 800_200, 1, 0)


@pytest.mark.parametrize(
    ("measure", "value"), [("amount", "2000.50"), ("payments", "4"), ("average", "500.13"), ("share", "25.0")]
)
def test_figures_of_sums(measure: str, value: str):
    assert cell_values.of_sums(measure)(("it", ""), CELL, WHOLE_COLUMN) == value


def test_what_there_is_nothing_of_has_no_average_and_no_share():
    assert cell_values.of_sums("average")(("it", ""), Cell(0, 0, 1, 0), None) is None
    assert cell_values.of_sums("share")(("it", ""), CELL, Cell(3, -50, 1, 0)) is None


def test_nothing_is_divided_by_what_means_nothing_and_the_reason_is_said():
    bodies = [
        body(1),
        body(2, facts=()),
        body(3, body_type="NHS trust", body_subtype=""),
        body(4, body_subtype="City corporation"),
        body(5, facts=(Fact("population", 900, 2024),)),
    ]
    by, why_not = cell_values.divisors(bodies, PER_HEAD)
    assert by == {"X-DEMO-1": Fraction(100_000)}
    assert why_not == {
        "X-DEMO-2": "no population is known",
        "X-DEMO-3": "the people who live in an area are not who it serves",
        "X-DEMO-4": "the people who live in an area are not who it serves",
        "X-DEMO-5": "its population of 900 is too small to divide by",
    }
    value = cell_values.divided(by, lambda place: place[0])
    assert value(("X-DEMO-1", "2026-01"), Cell(1, 147_200_000), None) == "14.72"
    assert [value((row, ""), CELL, None) for row in ("X-DEMO-3", REST, WHOLE)] == [None] * 3


def test_medians_of_rows_columns_and_what_stands_for_several():
    axes = DIMENSIONS["category"], DIMENSIONS["month"]
    known = Known({}, DEFINITIONS.regimes, DEFINITIONS.categories.by_id, {})
    amounts = [
        (("it", "2026-01"), [700, 100, 100]),
        (("it", "2026-02"), [300]),
        (("legal", "2026-02"), [500]),
        (("grants", "2026-02"), [900, 900]),
    ]
    sums = [(key, len(paid), sum(paid)) for key, paid in amounts]
    table = set_out(*axes, known, sums, {}, most=(1, 1))
    assert ([line.value for line in table.lines], table.columns) == (["grants"], ("2026-02",))
    found = cell_values.medians(axes, known, amounts, table)
    assert found["grants", "2026-02"] == 900
    assert found[REST, REST] == 100, "100, 100 and 700"
    assert found[REST, "2026-02"] == 400, "between 300 and 500"
    assert found[WHOLE, WHOLE] == 500, "100, 100, 300, 500, 700, 900 and 900"
    assert cell_values.median(found)(("grants", "2026-02"), CELL, None) == "9.00"
    assert cell_values.median(found)(("legal", "2026-01"), CELL, None) is None


@pytest.mark.parametrize("filed_first", [True, False])
def test_medians_where_the_key_tells_whose_amounts_are_of_which_kind(filed_first):
    filed, month = DIMENSIONS["amount_basis"], DIMENSIONS["month"]
    known = Known({}, DEFINITIONS.regimes, DEFINITIONS.categories.by_id, {("a", "lgtc-500"): "gross"})
    kinds = {("a", "lgtc-500", ""): [100, 300, 900], ("b", "lgtc-500", "net_of_recoverable_vat"): [200, 400]}

    def placed(kind, when):
        return (kind, when) if filed_first else (when, kind)

    axes = placed(filed, month)
    amounts = [((*key, "2026-01") if filed_first else ("2026-01", *key), paid) for key, paid in kinds.items()]
    table = set_out(*axes, known, [(key, len(paid), sum(paid)) for key, paid in amounts], {}, most=(5, 5))
    found = cell_values.medians(axes, known, amounts, table)
    assert found[placed("gross", "2026-01")] == 300
    assert found[placed("net_of_recoverable_vat", "2026-01")] == 300, "between 200 and 400"
    assert found[placed("gross", WHOLE)] == found[placed(WHOLE, "2026-01")] == 300
