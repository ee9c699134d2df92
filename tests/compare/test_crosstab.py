"""Totals as a table: every figure by hand, no nought that stands for a gap, nothing summed that can't be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ckanext.spenddata.compare import crosstab
from ckanext.spenddata.compare.crosstab import BEHIND, TooManyCellsError, set_out
from ckanext.spenddata.compare.crosstab_cell import Cell
from ckanext.spenddata.compare.dimensions import DIMENSIONS, Known, months_of
from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.published_months import Months
from ckanext.spenddata.definitions.publishers import Publisher
from tests.compare.making import DEFINITIONS

ONE, TWO, THREE = ("X-DEMO-1", "lgtc-500"), ("X-DEMO-2", "lgtc-500"), ("X-DEMO-3", "lgtc-500")
ALL_MONTHS = frozenset({"2026-01", "2026-02"})


@pytest.fixture
def known() -> Known:
    bodies = {
        "X-DEMO-1": Publisher("X-DEMO-1", "Exampleton", body_type="local authority", region="North"),
        "X-DEMO-2": Publisher("X-DEMO-2", "Otherborough", body_type="local authority", region="South"),
        "X-DEMO-3": Publisher("X-DEMO-3", "Exampleton Trust", body_type="NHS trust"),
    }
    bases = {ONE: "gross", TWO: "gross", THREE: "net_of_all_vat"}
    return Known(bodies, DEFINITIONS.regimes, DEFINITIONS.categories.by_id, bases)


def months(**published: set[str]) -> dict:
    """What each has published of January and February."""
    duties = {"one": ONE, "two": TWO, "three": THREE}
    return {
        (*duties[name], ""): Months(frozenset(has), ALL_MONTHS - has, int(has != ALL_MONTHS))
        for name, has in published.items()
    }


def table(known, rows, columns, sums, there, most=(40, 24), **more):
    axes = DIMENSIONS[rows], DIMENSIONS[columns] if columns else None
    return set_out(*axes, known, sums, there, most=most, **more)


def told(found) -> dict:
    return {line.value: [(cell.n, cell.pence, str(cell.state)) for cell in line.cells] for line in found.lines}


def test_a_gap_is_no_nought(known):
    sums = [(("X-DEMO-1", "2026-01"), 2, 500), (("X-DEMO-2", "2026-01"), 1, 70)]
    there = months(one={"2026-01", "2026-02"}, two={"2026-01"}, three=set())
    found = table(known, "publisher", "month", sums, there, always=((), ALL_MONTHS))
    assert found.columns == ("2026-01", "2026-02")
    assert told(found) == {
        "X-DEMO-1": [(2, 500, "complete"), (0, 0, "complete")],
        "X-DEMO-2": [(1, 70, "complete"), (0, 0, "missing")],
        "X-DEMO-3": [(0, 0, "missing"), (0, 0, "missing")],
    }
    assert found.total is not None
    assert [(cell.pence, str(cell.state)) for cell in found.total.cells] == [(570, "part"), (0, "part")]
    assert found.total.all == Cell(3, 570, published=3, missing=3)


def test_months_on_another_basis_alone_are_neither_missing_nor_not_due(known):
    held = {(*ONE, ""): Months(frozenset({"2026-01"}), frozenset(), 0, other_kind=frozenset({"2026-02"}))}
    found = table(known, "publisher", "month", [(("X-DEMO-1", "2026-01"), 1, 300)], held, always=((), ALL_MONTHS))
    assert told(found) == {"X-DEMO-1": [(1, 300, "complete"), (0, 0, "other_basis")]}
    assert found.total is not None
    assert found.total.all == Cell(1, 300, published=1, missing=0, other_basis=1)
    assert found.total.all is not None
    assert str(found.total.all.state) == "part"


def test_what_is_published_is_the_same_for_every_category(known):
    sums = [(("it", "2026-01"), 1, 300), (("legal", "2026-02"), 1, 200)]
    found = table(known, "category", "month", sums, months(one=set(ALL_MONTHS)), always=((), ALL_MONTHS))
    assert told(found) == {
        "it": [(1, 300, "complete"), (0, 0, "complete")],
        "legal": [(0, 0, "complete"), (1, 200, "complete")],
    }
    assert found.total is not None
    assert found.total.all == Cell(2, 500, published=2, missing=0), "counted once, not once a category"


def test_the_largest_are_shown_and_the_others_are_together(known):
    sums = [
        ((name,), n, pence)
        for name, n, pence in (("it", 1, 300), ("legal", 2, 900), ("grants", 3, 100), ("health", 1, 50))
    ]
    found = table(known, "category", None, sums, months(one=set(ALL_MONTHS)), most=(2, 24))
    assert [line.value for line in found.lines] == ["legal", "it"]
    assert found.rest is not None
    assert (found.rest.cells[0].pence, found.rows) == (150, 4)
    assert found.total is not None
    assert found.total.cells[0].pence == 1350


def test_of_time_the_newest_are_shown(known):
    sums = [((month,), 1, 100) for month in ("2025-11", "2025-12", "2026-01", "2026-02")]
    found = table(known, "month", None, sums, {}, most=(2, 24))
    assert [line.value for line in found.lines] == ["2026-01", "2026-02"]


def test_columns_that_are_not_shown_are_together(known):
    sums = [(("it", "X-DEMO-1"), 1, 300), (("it", "X-DEMO-2"), 1, 20), (("it", "X-DEMO-3"), 1, 10)]
    found = table(known, "category", "publisher", sums, {}, most=(40, 1))
    [line] = found.lines
    assert (found.columns, found.other_columns) == (("X-DEMO-1",), 2)
    assert line.others is not None
    assert line.all is not None
    assert (line.others.pence, line.all.pence) == (30, 330)


@pytest.mark.parametrize("axis", ["payment_method", "amount_basis"])
def test_kinds_of_amounts_are_side_by_side_and_never_in_one_sum(known, axis):
    key = {"payment_method": ("lgtc-500",), "amount_basis": (*ONE, "")}[axis]
    other = {"payment_method": ("lgtc-gpc",), "amount_basis": (*TWO, "net_of_all_vat")}[axis]
    as_rows = table(known, axis, None, [(key, 1, 300), (other, 1, 20)], {})
    assert (as_rows.total, as_rows.rest, len(as_rows.lines)) == (None, None, 2)
    as_columns = table(known, "category", axis, [(("it", *key), 1, 300), (("it", *other), 1, 20)], {}, most=(40, 1))
    [line] = as_columns.lines
    assert (line.all, line.others) == (None, None)
    assert [cell.pence for cell in line.cells] == [300, 20]


def test_a_property_of_bodies_sums_their_totals(known):
    sums = [(("X-DEMO-1",), 1, 100), (("X-DEMO-2",), 1, 50), (("X-DEMO-3",), 2, 70)]
    found = table(known, "body_type", None, sums, months(one=set(ALL_MONTHS), two={"2026-01"}, three=set(ALL_MONTHS)))
    assert told(found) == {"local authority": [(2, 150, "part")], "NHS trust": [(2, 70, "complete")]}
    assert told(table(known, "region", None, sums, {}))[""] == [(2, 70, "complete")], "no region is a row, too"


def test_months_become_quarters_and_years(known):
    sums = [((month,), 1, 100) for month in ("2025-12", "2026-01", "2026-03", "2026-04")]
    for axis, values in {
        "quarter": ["2025-Q4", "2026-Q1", "2026-Q2"],
        "financial_year": ["2025-26", "2026-27"],
        "calendar_year": ["2025", "2026"],
    }.items():
        assert [line.value for line in table(known, axis, None, sums, {}).lines] == values


def test_a_year_at_the_edge_has_the_months_that_were_asked_for(known):
    span = Span("2025-12", "2026-05")
    assert months_of(DIMENSIONS["financial_year"], "2025-26", span, known) == Span("2025-12", "2026-03")
    assert months_of(DIMENSIONS["quarter"], "2026-Q2", span, known) == Span("2026-04", "2026-05")


def test_suppliers_that_are_not_the_largest_come_together_and_are_counted(known):
    sums = [((name,), n, pence) for name, n, pence in (("a", 1, 300), (BEHIND, 9, 5_000), ("b", 2, 200))]
    found = table(known, "supplier", None, sums, months(one=set(ALL_MONTHS)), most=(2, 24), behind=7)
    assert [line.value for line in found.lines] == ["a", "b"]
    assert found.rest is not None
    assert found.total is not None
    assert (found.rest.cells[0].pence, found.total.cells[0].pence, found.rows) == (5_000, 5_500, 9)
    assert found.total.cells[0].published == 2, "what is published is counted once, not once a supplier"


def test_rows_are_the_largest_by_what_their_sums_are_divided_by(known):
    sums = [((name,), 1, pence) for name, pence in (("X-DEMO-1", 900), ("X-DEMO-2", 800), ("X-DEMO-3", 5_000))]
    there = months(one=set(ALL_MONTHS), two=set(ALL_MONTHS), three=set(ALL_MONTHS))
    divisors = {"X-DEMO-1": Fraction(100), "X-DEMO-2": Fraction(10)}
    found = table(known, "publisher", None, sums, there, divisors=divisors)
    assert [line.value for line in found.lines] == ["X-DEMO-2", "X-DEMO-1", "X-DEMO-3"]


def test_a_table_of_too_many_cells_is_told_before_any_is_made(known, monkeypatch):
    monkeypatch.setattr(crosstab, "MOST_CELLS", 3)
    sums = [((name, month), 1, 100) for name in ("a", "b") for month in ALL_MONTHS]
    assert len(table(known, "supplier", "month", sums, {}, most=(1, 24)).lines) == 1
    monkeypatch.setattr(crosstab._Cells, "of", lambda *_: pytest.fail("a cell was made"))
    with pytest.raises(TooManyCellsError) as refused:
        table(known, "supplier", "month", sums, {}, most=(2, 24))
    assert (refused.value.rows, refused.value.columns) == (2, 2)
